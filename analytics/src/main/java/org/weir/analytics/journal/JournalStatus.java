package org.weir.analytics.journal;

import java.util.concurrent.atomic.AtomicLong;

/** How the journal is doing. The journal agent writes, any thread reads. */
public final class JournalStatus {
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong documents = new AtomicLong();
    private final AtomicLong lagMillis = new AtomicLong();
    private volatile String file = "";

    void written(int batchRecords, int batchBytes, long batchLagMillis) {
        records.setRelease(records.getPlain() + batchRecords);
        bytes.setRelease(bytes.getPlain() + batchBytes);
        documents.setRelease(documents.getPlain() + 1);
        lagMillis.setRelease(batchLagMillis);
    }

    void lose(long batchRecords) {
        lost.setRelease(lost.getPlain() + batchRecords);
    }

    void rolled(String fileName) {
        file = fileName;
    }

    /** Name of the file written last; empty before the first record. */
    public String file() {
        return file;
    }

    /** Records written since the start. */
    public long records() {
        return records.getAcquire();
    }

    /** Bytes written since the start. */
    public long bytes() {
        return bytes.getAcquire();
    }

    /** Chronicle documents written since the start: batches of records. */
    public long documents() {
        return documents.getAcquire();
    }

    /** Records that could not be written, or were written to a file that somebody had removed. */
    public long lost() {
        return lost.getAcquire();
    }

    /** How old the oldest record of the last batch was when it had been written. */
    public long lagMillis() {
        return lagMillis.getAcquire();
    }
}
