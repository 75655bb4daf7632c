package org.weir.analytics.export;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.weir.analytics.journal.JournalReader;
import org.weir.analytics.text.BlockSource;
import org.weir.analytics.text.LineBlock;

/**
 * A journal's streams as the lines that a text log would have of them, without what syslog puts before a line. Threads take turns at reading records;
 * what takes long, making lines of them, each does for itself.
 */
public final class JournalSource implements BlockSource {
    private final JournalReader reader;

    /** As many as there are threads. */
    private final Queue<StreamBatch> idle = new ConcurrentLinkedQueue<>();

    private long sequence;

    /** @param reader closed with this source */
    public JournalSource(JournalReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean next(LineBlock block) throws IOException {
        StreamBatch batch = idle.poll();
        if (batch == null) {
            batch = new StreamBatch();
        }
        long place = read(batch);
        boolean hasLines = !batch.isEmpty();
        if (hasLines) {
            batch.write(place, block);
        }
        idle.add(batch);
        return hasLines;
    }

    /** Fills a batch. @return its place among all */
    private synchronized long read(StreamBatch batch) throws IOException {
        batch.clear();
        while (!batch.isFull() && reader.next()) {
            if (reader.isStream()) {
                batch.add(reader.stream(), reader.names());
            }
        }
        return batch.isEmpty() ? sequence : sequence++;
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
