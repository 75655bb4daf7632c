package org.weir.analytics.export;

import java.io.IOException;
import org.weir.analytics.journal.JournalReader;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.text.BlockSource;
import org.weir.analytics.text.LineBlock;

/** A journal's streams as the lines that a text log would have of them, without what syslog puts before a line. Threads take turns at it. */
public final class JournalSource implements BlockSource {
    private final JournalReader reader;
    private final StandardLine format = new StandardLine();
    private final LineBuffer lines = new LineBuffer(2 * LineBlock.BLOCK_BYTES);
    private long sequence;

    /** @param reader closed with this source */
    public JournalSource(JournalReader reader) {
        this.reader = reader;
    }

    @Override
    public synchronized boolean next(LineBlock block) throws IOException {
        lines.clear();
        while (lines.length() < LineBlock.BLOCK_BYTES && reader.next()) {
            if (reader.isStream()) {
                format.append(reader.stream(), reader.names(), lines);
                lines.end();
            }
        }
        if (lines.length() == 0) {
            return false;
        }
        block.take(sequence++, lines.bytes(), lines.length());
        return true;
    }

    @Override
    public synchronized long blocks() {
        return sequence;
    }

    /** How long the lines will be is not known before they are made. */
    @Override
    public long totalBytes() {
        return -1;
    }

    @Override
    public long readBytes() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
