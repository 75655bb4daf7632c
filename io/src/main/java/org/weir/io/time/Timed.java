package org.weir.io.time;

/**
 * Something with one deadline, kept in the object's own field. It is its own entry on the wheel of {@link Timers}, so that any number of them may
 * fall due at once.
 * Used by the agent that owns the timers.
 */
public abstract class Timed {
    /** The deadline of something that has none now. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    static final int NOT_ARMED = -1;

    int spoke = NOT_ARMED;
    long armedNanos;
    Timed preceding;
    Timed following;

    /**
     * When its timers look at it next, on the scale of {@link CachedClock#nanos()}, or {@link #NO_DEADLINE}: not later than {@link #deadlineNanos()}. Any
     * thread may ask, and gets what was so a moment ago.
     */
    public final long nextLookNanos() {
        long nanos = armedNanos;
        return spoke == NOT_ARMED ? NO_DEADLINE : nanos;
    }

    /** The deadline on the scale of {@link CachedClock#nanos()}, or {@link #NO_DEADLINE}. */
    public abstract long deadlineNanos();

    /**
     * The deadline has passed. The entry is gone; who has a further deadline calls {@link Timers#update(Timed)}.
     *
     * @param nowNanos the time of this cycle.
     */
    public abstract void onDeadline(long nowNanos);
}
