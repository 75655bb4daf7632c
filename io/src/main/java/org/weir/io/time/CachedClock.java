package org.weir.io.time;

import java.time.Instant;

/**
 * The time of one agent, read once per duty cycle: monotonic nanoseconds, and their mapping to microseconds since the epoch,
 * which follows when the wall clock is set.
 */
public final class CachedClock {
    private static final long CHECK_INTERVAL_NANOS = 1_000_000_000L;
    private static final long TOLERANCE_MICROS = 2_000;
    private static final int MAX_READINGS = 10;

    private long nanos;
    private long baseNanos;
    private long baseEpochMicros;
    private long nextCheckNanos;

    /** Creates the clock and reads the time. */
    public CachedClock() {
        rebase();
    }

    /** Reads the time; call it once at the start of a duty cycle. Returns {@link #nanos()}. */
    public long update() {
        nanos = System.nanoTime();
        if (nanos - nextCheckNanos >= 0) {
            checkWallClock();
        }
        return nanos;
    }

    /** Monotonic nanoseconds as of the last {@link #update()}; same origin as {@link System#nanoTime()}. */
    public long nanos() {
        return nanos;
    }

    /** Microseconds since the epoch as of the last {@link #update()}. */
    public long epochMicros() {
        return epochMicros(nanos);
    }

    /** Microseconds since the epoch of a monotonic time. */
    public long epochMicros(long monotonicNanos) {
        return baseEpochMicros + Math.floorDiv(monotonicNanos - baseNanos, 1_000L);
    }

    private void checkWallClock() {
        nextCheckNanos = nanos + CHECK_INTERVAL_NANOS;
        final long differenceMicros = System.currentTimeMillis() * 1_000 - epochMicros(nanos);
        if (differenceMicros > TOLERANCE_MICROS || differenceMicros < -TOLERANCE_MICROS) {
            rebase();
        }
    }

    /** A thread that is held up between the two clocks would be wrong by that time: it reads them again. */
    private void rebase() {
        long beforeNanos = System.nanoTime();
        Instant now = Instant.now();
        nanos = System.nanoTime();
        for (int i = 0; i < MAX_READINGS && nanos - beforeNanos > TOLERANCE_MICROS * 1_000; i++) {
            beforeNanos = nanos;
            now = Instant.now();
            nanos = System.nanoTime();
        }
        baseNanos = nanos;
        baseEpochMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        nextCheckNanos = nanos + CHECK_INTERVAL_NANOS;
    }
}
