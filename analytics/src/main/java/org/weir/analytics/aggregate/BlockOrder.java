package org.weir.analytics.aggregate;

/** Which blocks of a source are done, so that those with output can wait for their turn, and those without need not. Not safe for threads: its user locks. */
final class BlockOrder {
    /** How many blocks may be done while an earlier one is not. */
    private static final int MAX_AHEAD = 1 << 10;

    /** The lines of blocks that are done before an earlier one, plus one; 0 for those to come. */
    private final long[] early = new long[MAX_AHEAD];
    private long next;
    private long lines;

    /** True if all blocks before this one are done. */
    boolean isNext(final long sequence) {
        return sequence == next;
    }

    /** True if a block may be done although an earlier one is not. */
    boolean isNear(final long sequence) {
        return sequence < next + MAX_AHEAD;
    }

    /** How many lines there are in all blocks up to the first that is not done. */
    long lines() {
        return lines;
    }

    /** Marks a block that {@link #isNear} as done. */
    void done(final long sequence, final long blockLines) {
        early[slot(sequence)] = blockLines + 1;
        while (early[slot(next)] != 0) {
            lines += early[slot(next)] - 1;
            early[slot(next)] = 0;
            next++;
        }
    }

    private static int slot(final long sequence) {
        return (int) (sequence & MAX_AHEAD - 1);
    }
}
