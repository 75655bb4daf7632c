package org.weir.io.time;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;

/**
 * The deadlines of one agent on an Agrona timer wheel, re-armed lazily: a deadline that moves later costs nothing, since the
 * entry, when it fires, looks at the deadline again and re-arms itself. So the timeout of a busy stream, moved with every read,
 * costs one wheel entry per timeout period. Resolution about 1 ms; deadlines fire late, never early.
 */
public final class Timers implements DeadlineTimerWheel.TimerHandler {
    private static final int TICK_NANOS = 1 << 20;
    private static final int TICKS_PER_WHEEL = 4096;
    private static final int TICK_ALLOCATION = 8;
    private static final long SCAN_INTERVAL_NANOS = 5_000_000;
    private static final int SCAN_TICKS = 64;

    private final DeadlineTimerWheel wheel;
    private final long startNanos;
    private final Timed[][] targets = new Timed[TICKS_PER_WHEEL][];
    private final int[] tickCounts = new int[TICKS_PER_WHEEL];
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
        wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, TICK_NANOS, TICKS_PER_WHEEL, TICK_ALLOCATION);
    }

    /** Takes note of a new or earlier deadline; for a later one, and for none, the call is free and may be omitted. */
    public void update(Timed target) {
        final long deadlineNanos = target.deadlineNanos();
        if (deadlineNanos == Timed.NO_DEADLINE) {
            return;
        }
        if (target.timerId != Timed.NOT_ARMED) {
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
        final long timerId = target.timerId;
        if (timerId != Timed.NOT_ARMED) {
            target.timerId = Timed.NOT_ARMED;
            wheel.cancelTimer(timerId);
            take(timerId);
        }
        for (int i = expiredIndex; i < expiredCount; i++) {
            if (expired[i] == target) {
                expired[i] = null;
            }
        }
    }

    /** The number of entries on the wheel, an entry of a target whose deadline was removed included. */
    public long size() {
        return wheel.timerCount();
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
        if (wheel.timerCount() == 0 && expiredCount == 0) {
            wheel.currentTickTime(wheelNow);
            return 0;
        }
        while (expiredCount < limit && wheel.currentTickTime() <= wheelNow && wheel.timerCount() > 0) {
            wheel.poll(wheelNow, this, limit - expiredCount);
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
        if (wheel.timerCount() == 0) {
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

    @Override
    public boolean onTimerExpiry(TimeUnit timeUnit, long now, long timerId) {
        if (expiredCount == expired.length) {
            expired = Arrays.copyOf(expired, expired.length * 2);
        }
        final Timed target = take(timerId);
        target.timerId = Timed.NOT_ARMED;
        expired[expiredCount++] = target;
        return true;
    }

    private int fire(Timed target, long nowNanos) {
        if (target == null || target.timerId != Timed.NOT_ARMED) {
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
        final long timerId = wheel.scheduleTimer(Math.max(0, deadlineNanos - startNanos));
        final int tick = tickOf(timerId);
        final int index = (int) timerId;
        Timed[] slots = targets[tick];
        if (slots == null) {
            slots = new Timed[Math.max(TICK_ALLOCATION, index + 1)];
            targets[tick] = slots;
        } else if (index >= slots.length) {
            slots = Arrays.copyOf(slots, Math.max(slots.length * 2, index + 1));
            targets[tick] = slots;
        }
        slots[index] = target;
        tickCounts[tick]++;
        target.timerId = timerId;
        target.armedNanos = deadlineNanos;
        if (earliestNanos == Timed.NO_DEADLINE || deadlineNanos - earliestNanos < 0) {
            earliestNanos = deadlineNanos;
        }
    }

    private Timed take(long timerId) {
        final int tick = tickOf(timerId);
        final Timed[] slots = targets[tick];
        final Timed target = slots[(int) timerId];
        slots[(int) timerId] = null;
        tickCounts[tick]--;
        return target;
    }

    /** Agrona's timer id: the tick on the wheel above, the slot of that tick below. */
    private static int tickOf(long timerId) {
        return (int) (timerId >>> 32);
    }

    /**
     * Looks for the next deadline: exactly, through all entries, but only every few milliseconds; in between it looks at the next
     * ticks and gives an earlier time.
     *
     * @return the nanoseconds to sleep, or -1 when {@link #earliestNanos} is exact now.
     */
    private long findEarliest(long nowNanos) {
        if (nowNanos - lastScanNanos >= SCAN_INTERVAL_NANOS) {
            lastScanNanos = nowNanos;
            long earliest = Timed.NO_DEADLINE;
            for (int tick = 0; tick < TICKS_PER_WHEEL; tick++) {
                int left = tickCounts[tick];
                for (int i = 0; left > 0; i++) {
                    final Timed target = targets[tick][i];
                    if (target != null) {
                        left--;
                        if (earliest == Timed.NO_DEADLINE || target.armedNanos - earliest < 0) {
                            earliest = target.armedNanos;
                        }
                    }
                }
            }
            earliestNanos = earliest;
            return -1;
        }
        final long currentTick = wheel.currentTickTime() / TICK_NANOS - 1;
        int ahead = 0;
        while (ahead < SCAN_TICKS && tickCounts[(int) (currentTick + ahead & TICKS_PER_WHEEL - 1)] == 0) {
            ahead++;
        }
        return nanosToEndOf(currentTick + ahead, nowNanos);
    }

    /** The entries of a tick fire when it is over. */
    private long nanosToEndOf(long tick, long nowNanos) {
        return Math.max(0, (tick + 1) * TICK_NANOS + startNanos - nowNanos);
    }
}
