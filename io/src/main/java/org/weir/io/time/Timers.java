package org.weir.io.time;

import java.util.Arrays;

/**
 * The deadlines of one agent on a timer wheel, re-armed lazily: a deadline that moves later costs nothing, since the
 * entry, when it fires, looks at the deadline again and re-arms itself. So the timeout of a busy stream, moved with every read,
 * costs one wheel entry per timeout period. Resolution about 1 ms; deadlines fire late, never early.
 *
 * <p>A spoke is a list that runs through its targets: thousands of connections may have the same deadline (those that a soft stop ends), and a wheel
 * of arrays needs the room of the fullest spoke in each.
 */
public final class Timers {
    private static final int TICK_NANOS = 1 << 20;
    private static final int SPOKES = 4096;
    private static final long SCAN_INTERVAL_NANOS = 5_000_000;
    private static final int SCAN_TICKS = 64;

    private final long startNanos;
    private final Timed[] first = new Timed[SPOKES];
    private final Timed[] last = new Timed[SPOKES];
    private long currentTick;
    private long size;
    private Timed[] expired = new Timed[64];
    private int expiredCount;
    private int expiredIndex;
    private long earliestNanos = Timed.NO_DEADLINE;
    private long lastScanNanos;

    /** Creates the timers at the present time of {@link System#nanoTime()}. */
    public Timers() {
        this(System.nanoTime());
    }

    /** Creates the timers at a time on the scale that {@link #poll} will use. */
    public Timers(long nowNanos) {
        startNanos = nowNanos;
        lastScanNanos = nowNanos - SCAN_INTERVAL_NANOS;
    }

    /** Takes note of a new or earlier deadline; for a later one, and for none, the call is free and may be omitted. */
    public void update(Timed target) {
        final long deadlineNanos = target.deadlineNanos();
        if (deadlineNanos == Timed.NO_DEADLINE) {
            return;
        }
        if (target.spoke != Timed.NOT_ARMED) {
            if (target.armedNanos - deadlineNanos <= 0) {
                return;
            }
            cancel(target);
        }
        arm(target, deadlineNanos);
    }

    /** Forgets the target: for an object that ends. Its {@code onDeadline} is not called again. */
    @SuppressWarnings("ReferenceEquality")
    public void cancel(Timed target) {
        if (target.spoke != Timed.NOT_ARMED) {
            take(target);
        }
        for (int i = expiredIndex; i < expiredCount; i++) {
            if (expired[i] == target) {
                expired[i] = null;
            }
        }
    }

    /** The number of entries on the wheel, an entry of a target whose deadline was removed included. */
    public long size() {
        return size;
    }

    /**
     * Fires what is due.
     *
     * @param nowNanos the time of this cycle.
     * @param limit    the most entries to handle in this call.
     * @return the number of deadlines that had passed.
     */
    public int poll(long nowNanos, int limit) {
        final long wheelNow = nowNanos - startNanos;
        final long nowTick = wheelNow / TICK_NANOS;
        if (size == 0 && expiredCount == 0) {
            currentTick = Math.max(currentTick, nowTick);
            return 0;
        }
        // A turn of the wheel passes every entry, however long the agent was away.
        currentTick = Math.max(currentTick, nowTick - SPOKES);
        while (expiredCount < limit && currentTick < nowTick && size > 0) {
            collect(nowNanos, limit);
        }
        int fired = 0;
        try {
            while (expiredIndex < expiredCount) {
                final Timed target = expired[expiredIndex];
                expired[expiredIndex++] = null;
                fired += fire(target, nowNanos);
            }
        } finally {
            keepUnfired();
        }
        return fired;
    }

    /**
     * How long the agent may sleep: 0 when something is due, {@link Long#MAX_VALUE} when nothing is armed, and never more than
     * the time to the next deadline; it may be less.
     */
    public long nanosToNext(long nowNanos) {
        if (expiredCount > 0) {
            return 0;
        }
        if (size == 0) {
            earliestNanos = Timed.NO_DEADLINE;
            return Long.MAX_VALUE;
        }
        if (earliestNanos == Timed.NO_DEADLINE || earliestNanos - nowNanos <= 0) {
            final long coarseNanos = findEarliest(nowNanos);
            if (coarseNanos >= 0) {
                return coarseNanos;
            }
        }
        return nanosToEndOf((earliestNanos - startNanos) / TICK_NANOS, nowNanos);
    }

    /** Takes what is due from the spoke of the current tick; goes on to the next tick once that is all. */
    private void collect(long nowNanos, int limit) {
        Timed target = first[(int) (currentTick & SPOKES - 1)];
        while (target != null) {
            final Timed following = target.following;
            if (target.armedNanos - nowNanos <= 0) {
                if (expiredCount == limit) {
                    return;
                }
                if (expiredCount == expired.length) {
                    expired = Arrays.copyOf(expired, expired.length * 2);
                }
                take(target);
                expired[expiredCount++] = target;
            }
            target = following;
        }
        currentTick++;
    }

    private int fire(Timed target, long nowNanos) {
        if (target == null || target.spoke != Timed.NOT_ARMED) {
            return 0;
        }
        final long deadlineNanos = target.deadlineNanos();
        if (deadlineNanos == Timed.NO_DEADLINE) {
            return 0;
        }
        if (deadlineNanos - nowNanos > 0) {
            arm(target, deadlineNanos);
            return 0;
        }
        target.onDeadline(nowNanos);
        return 1;
    }

    /** After an exception of a target: what had not been fired is first in the next poll. */
    private void keepUnfired() {
        final int left = expiredCount - expiredIndex;
        if (left > 0) {
            System.arraycopy(expired, expiredIndex, expired, 0, left);
            Arrays.fill(expired, left, expiredCount, null);
        }
        expiredIndex = 0;
        expiredCount = left;
    }

    private void arm(Timed target, long deadlineNanos) {
        final long tick = Math.max((deadlineNanos - startNanos) / TICK_NANOS, currentTick);
        final int spoke = (int) (tick & SPOKES - 1);
        target.spoke = spoke;
        target.armedNanos = deadlineNanos;
        target.preceding = last[spoke];
        if (last[spoke] == null) {
            first[spoke] = target;
        } else {
            last[spoke].following = target;
        }
        last[spoke] = target;
        size++;
        if (earliestNanos == Timed.NO_DEADLINE || deadlineNanos - earliestNanos < 0) {
            earliestNanos = deadlineNanos;
        }
    }

    private void take(Timed target) {
        if (target.preceding == null) {
            first[target.spoke] = target.following;
        } else {
            target.preceding.following = target.following;
        }
        if (target.following == null) {
            last[target.spoke] = target.preceding;
        } else {
            target.following.preceding = target.preceding;
        }
        target.preceding = null;
        target.following = null;
        target.spoke = Timed.NOT_ARMED;
        size--;
    }

    /**
     * Looks for the next deadline: exactly, past all entries of later turns, but only every few milliseconds; in between it looks at the next
     * ticks and gives an earlier time.
     *
     * @return the nanoseconds to sleep, or -1 when {@link #earliestNanos} is exact now.
     */
    private long findEarliest(long nowNanos) {
        if (nowNanos - lastScanNanos >= SCAN_INTERVAL_NANOS) {
            lastScanNanos = nowNanos;
            long earliest = Timed.NO_DEADLINE;
            for (long tick = currentTick; tick < currentTick + SPOKES; tick++) {
                for (Timed target = first[(int) (tick & SPOKES - 1)]; target != null; target = target.following) {
                    if (earliest == Timed.NO_DEADLINE || target.armedNanos - earliest < 0) {
                        earliest = target.armedNanos;
                    }
                }
                if (earliest != Timed.NO_DEADLINE && earliest - startNanos < (tick + 1) * TICK_NANOS) {
                    // Of this turn: what comes on other spokes is later.
                    break;
                }
            }
            earliestNanos = earliest;
            return -1;
        }
        int ahead = 0;
        while (ahead < SCAN_TICKS && first[(int) (currentTick + ahead & SPOKES - 1)] == null) {
            ahead++;
        }
        return nanosToEndOf(currentTick + ahead, nowNanos);
    }

    /** The entries of a tick fire when it is over. */
    private long nanosToEndOf(long tick, long nowNanos) {
        return Math.max(0, (tick + 1) * TICK_NANOS + startNanos - nowNanos);
    }
}
