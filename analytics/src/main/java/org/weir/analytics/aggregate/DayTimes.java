package org.weir.analytics.aggregate;

/**
 * How often each millisecond of a day was counted. Those of a second lie side by side, a byte each: 86 MB when a busy day has used them all. What a byte
 * cannot hold is carried over. One thread.
 */
final class DayTimes {
    /** What follows the last of them; there are no others. */
    static final int MILLIS_A_DAY = 86_400_000;

    private static final int SECONDS = 86_400;
    private static final int MILLIS = 1000;
    /** A byte is 0 only where nothing was counted. */
    private static final int CARRY = 255;

    /** Null for a second of which nothing was counted. */
    private final byte[][] seconds = new byte[SECONDS][];
    private final IntCounts carries = new IntCounts();

    /** Counts a time. */
    void add(final int millisOfDay, final long count) {
        final int second = millisOfDay / MILLIS;
        byte[] counts = seconds[second];
        if (counts == null) {
            counts = new byte[MILLIS];
            seconds[second] = counts;
        }
        final int millis = millisOfDay % MILLIS;
        final long sum = (counts[millis] & 0xff) + count;
        final long carried = (sum - 1) / CARRY;
        counts[millis] = (byte) (sum - carried * CARRY);
        if (carried > 0) {
            carries.add(millisOfDay, carried);
        }
    }

    /** The first time from this one on that was counted, -1 if there is none. */
    int next(final int from) {
        for (int second = from / MILLIS; second < SECONDS; second++) {
            final byte[] counts = seconds[second];
            for (int millis = Math.max(0, from - second * MILLIS); counts != null && millis < MILLIS; millis++) {
                if (counts[millis] != 0) {
                    return second * MILLIS + millis;
                }
            }
        }
        return -1;
    }

    /** How often a time was counted that was counted at all. */
    long count(final int millisOfDay) {
        return (seconds[millisOfDay / MILLIS][millisOfDay % MILLIS] & 0xff) + CARRY * carries.count(millisOfDay);
    }

    /** Adds another day's counts. */
    void merge(final DayTimes other) {
        for (int at = other.next(0); at >= 0; at = other.next(at + 1)) {
            add(at, other.count(at));
        }
    }
}
