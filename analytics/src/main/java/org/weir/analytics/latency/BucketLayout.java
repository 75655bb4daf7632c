package org.weir.analytics.latency;

/**
 * Where HdrHistogram counts a value, for units of 1: values below {@code 2^bits} have a bucket each, and each further doubling has {@code 2^(bits-1)}
 * buckets. One, two and three significant digits take 5, 8 and 11 bits. Sharing the layout makes copies into HdrHistogram's own classes exact.
 */
final class BucketLayout {
    /** The highest duration that is told from higher ones: 38 hours. */
    static final long MAX_MICROS = (1L << 37) - 1;

    static final int MAX_DIGITS = 3;

    private BucketLayout() {}

    static int bits(int digits) {
        return 3 * digits + 2;
    }

    /** The bucket of a value from 0 to {@link #MAX_MICROS}. */
    static int index(long value, int bits) {
        int shift = Long.SIZE - bits - Long.numberOfLeadingZeros(value | (1L << bits) - 1);
        return (shift << bits - 1) + (int) (value >>> shift);
    }

    /** The lowest value that a bucket counts. */
    static long lowest(int index, int bits) {
        int shift = shift(index, bits);
        return (long) (index - (shift << bits - 1)) << shift;
    }

    /** The highest value that a bucket counts. */
    static long highest(int index, int bits) {
        return lowest(index, bits) + (1L << shift(index, bits)) - 1;
    }

    private static int shift(int index, int bits) {
        return Math.max(0, (index >>> bits - 1) - 1);
    }

    /** Number of buckets. */
    static int size(int bits) {
        return index(MAX_MICROS, bits) + 1;
    }
}
