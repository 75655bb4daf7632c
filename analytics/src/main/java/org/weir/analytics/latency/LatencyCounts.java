package org.weir.analytics.latency;

import java.util.Arrays;
import org.HdrHistogram.AbstractHistogram;

/**
 * The histogram of one timer, in HdrHistogram's layout ({@link BucketLayout}) but stored in small chunks that come into being with the first value
 * that falls into them: latencies cluster, so a few KiB hold what an array over the whole range takes 230 KiB for. Three significant digits as long as the
 * memory budget lasts; who must grow after that makes do with two, then with one, and frees what that saves. One thread writes and reads.
 */
public final class LatencyCounts {
    private static final int CHUNK_BITS = 5;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final int CHUNK_BYTES = 16 + (Integer.BYTES << CHUNK_BITS);
    private static final int[][] NO_CHUNKS = {};
    private static final int[] NEVER = {};

    private final MemoryBudget budget;
    private int digits;
    private int bits;
    private int[][] chunks = NO_CHUNKS;

    /** The number of a bucket for each time its 32 bits overflowed. */
    private int[] overflows = NEVER;

    private long count;
    private long sumMicros;
    private long maxMicros;

    LatencyCounts(MemoryBudget budget, int digits) {
        this.budget = budget;
        this.digits = digits;
        bits = BucketLayout.bits(digits);
    }

    /** Counts a duration of at least 0. */
    void record(long micros) {
        long value = Math.min(micros, BucketLayout.MAX_MICROS);
        int index = BucketLayout.index(value, bits);
        int[][] all = chunks;
        int at = index >>> CHUNK_BITS;
        int[] chunk = at < all.length ? all[at] : null;
        if (chunk == null) {
            index = makeRoom(value);
            chunk = chunks[index >>> CHUNK_BITS];
        }
        if (++chunk[index & CHUNK_MASK] == 0) {
            overflowed(index);
        }
        count++;
        sumMicros += micros;
        if (micros > maxMicros) {
            maxMicros = micros;
        }
    }

    private void overflowed(int index) {
        overflows = Arrays.copyOf(overflows, overflows.length + 1);
        overflows[overflows.length - 1] = index;
    }

    /** Sees that there is a chunk for the value, in fewer digits where there is no memory left. @return its bucket */
    private int makeRoom(long value) {
        int index = BucketLayout.index(value, bits);
        while (digits > 1 && !budget.has(missingBytes(index))) {
            coarsen(digits - 1);
            index = BucketLayout.index(value, bits);
        }
        chunk(index);
        return index;
    }

    private int missingBytes(int index) {
        int at = index >>> CHUNK_BITS;
        if (at >= chunks.length) {
            return CHUNK_BYTES + Integer.BYTES * (at + 1 - chunks.length);
        }
        return chunks[at] == null ? CHUNK_BYTES : 0;
    }

    private int[] chunk(int index) {
        int at = index >>> CHUNK_BITS;
        if (at >= chunks.length || chunks[at] == null) {
            budget.take(missingBytes(index));
            if (at >= chunks.length) {
                chunks = Arrays.copyOf(chunks, at + 1);
            }
            chunks[at] = new int[1 << CHUNK_BITS];
        }
        return chunks[at];
    }

    /** Goes on with fewer significant digits. */
    void coarsen(int toDigits) {
        int[][] fine = chunks;
        int[] fineOverflows = overflows;
        int fineBits = bits;
        release();
        digits = toDigits;
        bits = BucketLayout.bits(toDigits);
        for (int i = 0; i < fine.length << CHUNK_BITS; i++) {
            int[] chunk = fine[i >>> CHUNK_BITS];
            if (chunk != null && chunk[i & CHUNK_MASK] != 0) {
                add(coarser(i, fineBits), chunk[i & CHUNK_MASK]);
            }
        }
        for (int index : fineOverflows) {
            overflowed(coarser(index, fineBits));
        }
    }

    private int coarser(int index, int fineBits) {
        return BucketLayout.index(BucketLayout.lowest(index, fineBits), bits);
    }

    /** Adds to the bucket alone, not to count, sum and maximum. */
    private void add(int index, int times) {
        int[] chunk = chunk(index);
        int before = chunk[index & CHUNK_MASK];
        chunk[index & CHUNK_MASK] = before + times;
        if (Integer.compareUnsigned(before + times, before) < 0) {
            overflowed(index);
        }
    }

    /** Counts durations that are equal in this many digits; their sum and maximum are then only nearly right. */
    void add(long micros, long times) {
        makeRoom(Math.min(micros, BucketLayout.MAX_MICROS));
        int index = BucketLayout.index(Math.min(micros, BucketLayout.MAX_MICROS), bits);
        for (long left = times; left > 0; left -= Integer.MAX_VALUE) {
            add(index, (int) Math.min(left, Integer.MAX_VALUE));
        }
        count += times;
        sumMicros += micros * times;
        maxMicros = Math.max(maxMicros, BucketLayout.highest(index, bits));
    }

    /** Forgets all, and frees it. */
    void clear() {
        release();
        digits = BucketLayout.MAX_DIGITS;
        bits = BucketLayout.bits(digits);
        count = 0;
        sumMicros = 0;
        maxMicros = 0;
    }

    private void release() {
        budget.giveBack(bytes());
        chunks = NO_CHUNKS;
        overflows = NEVER;
    }

    private long bytes() {
        long bytes = (long) Integer.BYTES * chunks.length;
        for (int[] chunk : chunks) {
            bytes += chunk == null ? 0 : CHUNK_BYTES;
        }
        return bytes;
    }

    // --- buckets

    int bits() {
        return bits;
    }

    /** The first bucket from this one on that counted something, or -1. */
    int nextUsed(int from) {
        for (int at = from >>> CHUNK_BITS; at < chunks.length; at++) {
            int[] chunk = chunks[at];
            if (chunk != null) {
                for (int i = at == from >>> CHUNK_BITS ? from & CHUNK_MASK : 0; i <= CHUNK_MASK; i++) {
                    if (chunk[i] != 0 || overflows.length > 0 && overflows((at << CHUNK_BITS) + i) > 0) {
                        return (at << CHUNK_BITS) + i;
                    }
                }
            }
        }
        return -1;
    }

    private int overflows(int index) {
        int times = 0;
        for (int overflow : overflows) {
            times += overflow == index ? 1 : 0;
        }
        return times;
    }

    /** What a bucket counted. */
    long countAt(int index) {
        int at = index >>> CHUNK_BITS;
        if (at >= chunks.length || chunks[at] == null) {
            return 0;
        }
        return Integer.toUnsignedLong(chunks[at][index & CHUNK_MASK]) + ((long) overflows(index) << Integer.SIZE);
    }

    // --- what is shown

    /** How many durations were counted. */
    public long count() {
        return count;
    }

    public long sumMicros() {
        return sumMicros;
    }

    public long maxMicros() {
        return maxMicros;
    }

    /** Significant digits. */
    public int digits() {
        return digits;
    }

    /** The figures as they are now. */
    public LatencySummary summary() {
        if (count == 0) {
            return new LatencySummary(0, 0, digits, 0, 0, 0, 0, 0);
        }
        long[] micros = new long[4];
        long[] ranks = {rank(500), rank(900), rank(990), rank(999)};
        long below = 0;
        int found = 0;
        for (int i = nextUsed(0); i >= 0 && found < ranks.length; i = nextUsed(i + 1)) {
            below += countAt(i);
            while (found < ranks.length && below >= ranks[found]) {
                micros[found++] = Math.min(BucketLayout.highest(i, bits), maxMicros);
            }
        }
        return new LatencySummary(count, sumMicros, digits, micros[0], micros[1], micros[2], micros[3], maxMicros);
    }

    /** The number, from 1, of the value sought in the order of all. */
    private long rank(int permille) {
        return count / 1000 * permille + (count % 1000 * permille + 999) / 1000;
    }

    /** How many durations were at most that long, as exactly as the digits allow: for cumulative buckets of exporters. */
    public long countUpTo(long micros) {
        long sum = 0;
        for (int i = nextUsed(0); i >= 0 && BucketLayout.highest(i, bits) <= micros; i = nextUsed(i + 1)) {
            sum += countAt(i);
        }
        return sum;
    }

    /** Adds all to a histogram of HdrHistogram's, which must have the range and at least as many digits. */
    void copyInto(AbstractHistogram histogram) {
        for (int i = nextUsed(0); i >= 0; i = nextUsed(i + 1)) {
            histogram.recordValueWithCount(BucketLayout.lowest(i, bits), countAt(i));
        }
    }
}
