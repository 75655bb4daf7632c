package org.weir.engine.stats;

/**
 * Engine agent only. An average over the last {@link #WINDOW} samples: the exact mean of the first ones; from then on
 * each new sample replaces 1/1024 of the sum.
 */
public final class MovingAverage {
    public static final int WINDOW = 1024;

    private long sum;
    private int count;

    /** Takes a sample that is not negative. */
    public void add(long sample) {
        if (count < WINDOW) {
            count++;
        } else {
            sum -= (sum + WINDOW - 1) / WINDOW;
        }
        sum += sample;
    }

    /** The average, rounded to the nearest; 0 without samples. */
    public long average() {
        return count == 0 ? 0 : (sum + count / 2) / count;
    }

    /** Forgets all samples ({@code clear counters}). */
    public void clear() {
        sum = 0;
        count = 0;
    }
}
