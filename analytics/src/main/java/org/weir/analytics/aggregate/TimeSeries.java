package org.weir.analytics.aggregate;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests over time: for each step of time how many there were of each latency and each class of status. The step starts at a second and doubles
 * whenever there are more than {@link #MAX_STEPS}, so that memory is bounded however long the log.
 */
public final class TimeSeries {
    /** How many steps of time there are at most. */
    public static final int MAX_STEPS = 4096;
    /** How many latencies are told apart: two per power of two. */
    public static final int LATENCIES = 56;
    /** How many classes of status: other (and none), 1xx to 5xx. */
    public static final int CLASSES = 6;

    private final TreeMap<Long, long[]> steps = new TreeMap<>();
    private long stepSeconds = 1;
    private long lastKey = Long.MIN_VALUE;
    private long[] lastStep;

    /**
     * Counts a request.
     *
     * @param millis its time, negative if it has none
     * @param statusClass the first digit of its status
     */
    public void add(final long epochSeconds, final long millis, final long statusClass) {
        final long[] step = step(Math.floorDiv(epochSeconds, stepSeconds));
        if (millis >= 0) {
            step[latency(millis)]++;
        }
        step[LATENCIES + (statusClass >= 1 && statusClass < CLASSES ? (int) statusClass : 0)]++;
    }

    /** Adds another series. */
    public void merge(final TimeSeries other) {
        while (stepSeconds < other.stepSeconds) {
            coarsen();
        }
        for (final Map.Entry<Long, long[]> each : other.steps.entrySet()) {
            add(step(Math.floorDiv(each.getKey() * other.stepSeconds, stepSeconds)), each.getValue());
        }
    }

    /** Doubles the step. */
    public void coarsen() {
        stepSeconds *= 2;
        final Map<Long, long[]> old = new TreeMap<>(steps);
        steps.clear();
        lastKey = Long.MIN_VALUE;
        for (final Map.Entry<Long, long[]> each : old.entrySet()) {
            add(step(Math.floorDiv(each.getKey(), 2)), each.getValue());
        }
    }

    /** How long a step is. */
    public long stepSeconds() {
        return stepSeconds;
    }

    /** The steps that have requests: by number (of steps since 1970), counts of latencies and, after {@link #LATENCIES}, classes of status. */
    public TreeMap<Long, long[]> steps() {
        return steps;
    }

    /** The lower bound of a latency, in milliseconds. */
    public static long lowerMillis(final int latency) {
        if (latency < 2) {
            return latency;
        }
        final int exponent = latency / 2;
        return latency % 2 == 0 ? 1L << exponent : (1L << exponent) + (1L << exponent - 1);
    }

    private static int latency(final long millis) {
        if (millis < 2) {
            return (int) millis;
        }
        final int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis);
        return Math.min(LATENCIES - 1, 2 * exponent + (int) (millis >>> exponent - 1 & 1));
    }

    private long[] step(final long key) {
        if (key == lastKey) {
            return lastStep;
        }
        long[] step = steps.get(key);
        if (step == null) {
            if (steps.size() >= MAX_STEPS) {
                coarsen();
                return step(Math.floorDiv(key, 2));
            }
            step = new long[LATENCIES + CLASSES];
            steps.put(key, step);
        }
        lastKey = key;
        lastStep = step;
        return step;
    }

    private static void add(final long[] into, final long[] from) {
        Arrays.setAll(into, index -> into[index] + from[index]);
    }
}
