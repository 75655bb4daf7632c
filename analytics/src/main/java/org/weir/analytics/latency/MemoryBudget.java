package org.weir.analytics.latency;

/** Bytes of the heap that counts may take together. Owned by the thread that owns the counts. */
final class MemoryBudget {
    private long leftBytes;

    MemoryBudget(long bytes) {
        leftBytes = bytes;
    }

    static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE / 2);
    }

    boolean has(long bytes) {
        return leftBytes >= bytes;
    }

    /** Takes bytes, whether there are enough or not. */
    void take(long bytes) {
        leftBytes -= bytes;
    }

    void giveBack(long bytes) {
        leftBytes += bytes;
    }
}
