package org.weir.analytics.export;

import java.io.IOException;
import org.weir.analytics.journal.JournalReader;
import org.weir.analytics.text.BlockSource;
import org.weir.analytics.text.LineBlock;

/**
 * A journal's streams as entries, and as the lines that a text log would have of them, without what syslog puts before a line. Threads take turns at
 * reading records; what takes longer, each does for itself.
 */
public final class JournalSource implements BlockSource {
    private final JournalReader reader;
    private long sequence;

    /** @param reader closed with this source */
    public JournalSource(JournalReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean next(LineBlock block) throws IOException {
        // A block keeps the batch that it was once filled with.
        StreamBatch batch = block.entries() instanceof StreamBatch known ? known : new StreamBatch(block.demand());
        long place = read(batch);
        block.take(place, batch);
        return batch.size() > 0;
    }

    /** Fills a batch. @return its place among all */
    private synchronized long read(StreamBatch batch) throws IOException {
        batch.clear();
        while (!batch.isFull() && reader.next()) {
            if (reader.isStream()) {
                batch.add(reader.stream(), reader.names());
            }
        }
        return batch.size() == 0 ? sequence : sequence++;
    }

    @Override
    public synchronized long blocks() {
        return sequence;
    }

    /** How long the lines would be is not known. */
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
