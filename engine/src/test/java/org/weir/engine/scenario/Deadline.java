package org.weir.engine.scenario;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A point in time until which something has to happen. */
final class Deadline {
    /** Longer than anything a test waits for takes on the slowest machine, and shorter than the timeouts that no test waits for. */
    static final int DEFAULT_MILLIS = 40_000;

    private static final long PAUSE_NANOS = 2_000_000L;

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    static Deadline standard() {
        return inMillis(DEFAULT_MILLIS);
    }

    static Deadline inMillis(long millis) {
        return new Deadline(System.nanoTime() + millis * 1_000_000L);
    }

    /** At least 1, so that it can be a timeout. @throws AssertionError when the time is over */
    int millisLeft(Supplier<String> waitedFor) {
        long left = nanos - System.nanoTime();
        if (left <= 0) {
            throw new AssertionError("waited in vain for " + waitedFor.get());
        }
        return (int) (left / 1_000_000L) + 1;
    }

    /** Waits for a condition. */
    static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /** Waits for a condition; what it says when it waited in vain is asked for then. */
    static void await(Supplier<String> what, BooleanSupplier condition) {
        await(standard(), what, condition);
    }

    /** The same with a deadline of one's own. */
    static void await(Deadline deadline, Supplier<String> what, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            deadline.millisLeft(what);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
