package org.weir.analytics.latency;

import java.util.Arrays;

/**
 * Engine agent only. What one owner counted in the last minutes. Nothing is counted twice for it: at the end of each slot of time what was added to the
 * totals since the slot before is written down in a few hundred bytes, and six of those become one at the end of a minute.
 *
 * <pre>
 *   what was written:  ( timer { gap+1 count } 0 )*      all in LEB128; the gap is that between numbers of buckets
 * </pre>
 */
final class RecentLatency {
    static final int SLOTS_A_MINUTE = 6;
    static final int MINUTES = 5;

    /** A minute, and the one before it while that is put together. */
    private static final int SLOTS = 2 * SLOTS_A_MINUTE;

    private static final LatencyTimer[] TIMERS = LatencyTimer.values();
    private static final int ARRAY_BYTES = 16;

    private final RecentScratch scratch;
    private final byte[][] slots = new byte[SLOTS][];
    private final byte[][] minutes = new byte[MINUTES][];

    /** By timer and bucket: the totals at the end of the last slot, and the bits of the totals' layout then. */
    private final int[][] seen = new int[TIMERS.length][];

    private final int[] seenBits = new int[TIMERS.length];
    private final long[] seenCount = new long[TIMERS.length];
    private long nextSlot;
    private boolean lost;

    RecentLatency(RecentScratch scratch) {
        this.scratch = scratch;
    }

    /**
     * Ends the present slot.
     *
     * @param next the slot that begins now; those between them counted nothing
     */
    void end(LatencyCounts[] totals, long next) {
        scratch.sink.clear();
        if (!lost && fits(totals)) {
            for (int timer = 0; timer < TIMERS.length; timer++) {
                LatencyCounts total = totals[timer];
                if (total != null && total.count() != seenCount[timer]) {
                    writeDifference(timer, total);
                }
            }
        }
        put(nextSlot, written());
        // After a long pause it is enough to overwrite all that there is.
        nextSlot = Math.max(nextSlot, (next / SLOTS_A_MINUTE - 2 * MINUTES) * SLOTS_A_MINUTE);
        while (nextSlot < next) {
            put(nextSlot, null);
        }
    }

    /** Whether there is memory for all that one slot may add. */
    private boolean fits(LatencyCounts[] totals) {
        long bytes = 0;
        for (int timer = 0; timer < TIMERS.length; timer++) {
            LatencyCounts total = totals[timer];
            if (total != null && total.count() != seenCount[timer]) {
                int length = BucketLayout.index(Math.min(total.maxMicros(), BucketLayout.MAX_MICROS), scratch.bits) + 1;
                int present = seen[timer] == null ? 0 : seen[timer].length;
                bytes += length <= present ? 0 : (present == 0 ? ARRAY_BYTES : 0) + (long) Integer.BYTES * (length - present);
            }
        }
        if (scratch.budget.has(bytes)) {
            scratch.budget.take(bytes);
            return true;
        }
        giveUp();
        return false;
    }

    private void giveUp() {
        clear();
        lost = true;
    }

    private void writeDifference(int timer, LatencyCounts total) {
        int length = BucketLayout.index(Math.min(total.maxMicros(), BucketLayout.MAX_MICROS), scratch.bits) + 1;
        if (seen[timer] == null) {
            seen[timer] = new int[length];
        } else if (seen[timer].length < length) {
            seen[timer] = Arrays.copyOf(seen[timer], length);
        }
        align(timer, total);
        spread(total);
        int[] before = seen[timer];
        scratch.sink.number(timer + 1);
        int last = 0;
        for (int i = 0; i < before.length; i++) {
            if (scratch.counts[i] != before[i]) {
                scratch.sink.number(i - last + 1);
                scratch.sink.number(Integer.toUnsignedLong(scratch.counts[i] - before[i]));
                last = i;
            }
            before[i] = scratch.counts[i];
            scratch.counts[i] = 0;
        }
        scratch.sink.number(0);
        seenCount[timer] = total.count();
    }

    /** Totals in this layout. */
    private void spread(LatencyCounts total) {
        for (int i = total.nextUsed(0); i >= 0; i = total.nextUsed(i + 1)) {
            scratch.counts[BucketLayout.index(BucketLayout.lowest(i, total.bits()), scratch.bits)] += (int) total.countAt(i);
        }
    }

    /** Totals that became coarser than this layout gather at the lowest value of their buckets, so what was seen has to as well. */
    private void align(int timer, LatencyCounts total) {
        int totalBits = total.bits();
        if (totalBits < scratch.bits && seenBits[timer] != totalBits) {
            int[] fine = seen[timer].clone();
            Arrays.fill(seen[timer], 0);
            for (int i = 0; i < fine.length; i++) {
                long lowest = BucketLayout.lowest(BucketLayout.index(BucketLayout.lowest(i, scratch.bits), totalBits), totalBits);
                seen[timer][BucketLayout.index(lowest, scratch.bits)] += fine[i];
            }
        }
        seenBits[timer] = totalBits;
    }

    private byte[] written() {
        if (scratch.sink.length() == 0) {
            return null;
        }
        if (!scratch.budget.has(ARRAY_BYTES + scratch.sink.length())) {
            giveUp();
            return null;
        }
        scratch.budget.take(ARRAY_BYTES + scratch.sink.length());
        return scratch.sink.copy();
    }

    private void put(long slot, byte[] what) {
        nextSlot = slot + 1;
        replace(slots, (int) (slot % SLOTS), what);
        if (nextSlot % SLOTS_A_MINUTE == 0) {
            replace(minutes, (int) (slot / SLOTS_A_MINUTE % MINUTES), merged(slot - SLOTS_A_MINUTE + 1));
        }
    }

    private void replace(byte[][] ring, int at, byte[] what) {
        if (ring[at] != null) {
            scratch.budget.giveBack(ARRAY_BYTES + ring[at].length);
        }
        ring[at] = what;
    }

    /** The slots of a minute as one. */
    private byte[] merged(long first) {
        scratch.sink.clear();
        for (int timer = 0; timer < TIMERS.length; timer++) {
            int highest = -1;
            for (long slot = first; slot < first + SLOTS_A_MINUTE; slot++) {
                highest = Math.max(highest, gather(slots[(int) (slot % SLOTS)], timer));
            }
            if (highest >= 0) {
                writeGathered(timer, highest);
            }
        }
        return written();
    }

    /** Adds what was written of one timer to the counts at hand. @return the highest bucket, or -1 */
    private int gather(byte[] written, int timer) {
        if (written == null) {
            return -1;
        }
        int highest = -1;
        ByteSource source = scratch.source;
        source.wrap(written);
        while (source.hasMore()) {
            boolean wanted = source.number() == timer + 1;
            int at = 0;
            for (long step = source.number(); step != 0; step = source.number()) {
                at += (int) step - 1;
                long times = source.number();
                if (wanted) {
                    scratch.counts[at] += (int) times;
                    highest = at;
                }
            }
        }
        return highest;
    }

    private void writeGathered(int timer, int highest) {
        scratch.sink.number(timer + 1);
        int last = 0;
        for (int i = 0; i <= highest; i++) {
            if (scratch.counts[i] != 0) {
                scratch.sink.number(i - last + 1);
                scratch.sink.number(Integer.toUnsignedLong(scratch.counts[i]));
                last = i;
                scratch.counts[i] = 0;
            }
        }
        scratch.sink.number(0);
    }

    /**
     * What was counted in a stretch of time up to now.
     *
     * @param totals now
     * @param firstMinute the first that counts as a whole; all slots from {@code firstSlot} on count too
     */
    LatencyCounts sum(LatencyTimer timer, LatencyCounts[] totals, long firstMinute, long firstSlot) {
        int number = timer.ordinal();
        LatencyCounts sum = new LatencyCounts(MemoryBudget.unlimited(), (scratch.bits - 2) / 3);
        if (lost) {
            return sum;
        }
        int highest = -1;
        for (long minute = Math.max(firstMinute, 0); minute < firstSlot / SLOTS_A_MINUTE; minute++) {
            highest = Math.max(highest, gather(minutes[(int) (minute % MINUTES)], number));
        }
        for (long slot = firstSlot; slot < nextSlot; slot++) {
            highest = Math.max(highest, gather(slots[(int) (slot % SLOTS)], number));
        }
        LatencyCounts total = totals[number];
        if (total != null && total.count() != seenCount[number]) {
            if (seen[number] != null) {
                align(number, total);
            }
            spread(total);
            int[] before = seen[number];
            for (int i = 0; before != null && i < before.length; i++) {
                scratch.counts[i] -= before[i];
            }
            highest = scratch.counts.length - 1;
        }
        for (int i = 0; i <= highest; i++) {
            if (scratch.counts[i] != 0) {
                sum.add(BucketLayout.lowest(i, scratch.bits), Integer.toUnsignedLong(scratch.counts[i]));
                scratch.counts[i] = 0;
            }
        }
        return sum;
    }

    /** The totals are 0 again. */
    void clear() {
        for (int i = 0; i < SLOTS; i++) {
            replace(slots, i, null);
        }
        for (int i = 0; i < MINUTES; i++) {
            replace(minutes, i, null);
        }
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] != null) {
                scratch.budget.giveBack(ARRAY_BYTES + (long) Integer.BYTES * seen[i].length);
                seen[i] = null;
            }
            seenCount[i] = 0;
        }
        lost = false;
    }

    /** Whether there was no memory left for it. */
    boolean isLost() {
        return lost;
    }
}
