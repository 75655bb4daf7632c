package org.weir.io.agent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The durations of an agent's duty cycles: how many, the longest, and how many over a threshold. Written by the agent, readable
 * by any thread.
 */
public final class DutyCycleTracker {
    private static final VarHandle CYCLES;
    private static final VarHandle MAX_NANOS;
    private static final VarHandle OVER_THRESHOLD;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            CYCLES = lookup.findVarHandle(DutyCycleTracker.class, "cycles", long.class);
            MAX_NANOS = lookup.findVarHandle(DutyCycleTracker.class, "maxNanos", long.class);
            OVER_THRESHOLD = lookup.findVarHandle(DutyCycleTracker.class, "overThreshold", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long thresholdNanos;
    private long cycles;
    private long maxNanos;
    private long overThreshold;

    /** Creates the tracker. */
    public DutyCycleTracker(long thresholdNanos) {
        this.thresholdNanos = thresholdNanos;
    }

    /** Agent: notes one cycle that did work, without its idle step. */
    public void onCycle(long startNanos, long endNanos) {
        final long durationNanos = endNanos - startNanos;
        CYCLES.setRelease(this, cycles + 1);
        if (durationNanos > maxNanos) {
            MAX_NANOS.setRelease(this, durationNanos);
        }
        if (durationNanos > thresholdNanos) {
            OVER_THRESHOLD.setRelease(this, overThreshold + 1);
        }
    }

    /** Cycles noted. */
    public long cycles() {
        return (long) CYCLES.getAcquire(this);
    }

    /** The longest cycle in nanoseconds. */
    public long maxNanos() {
        return (long) MAX_NANOS.getAcquire(this);
    }

    /** Cycles longer than the threshold. */
    public long overThreshold() {
        return (long) OVER_THRESHOLD.getAcquire(this);
    }

    /** The threshold in nanoseconds. */
    public long thresholdNanos() {
        return thresholdNanos;
    }
}
