package org.weir.io.agent;

import org.agrona.concurrent.IdleStrategy;
import org.weir.io.ring.Wakeup;

/**
 * The idle step of an agent without a poller, such as the engine on its own thread or the journal: spins, yields, or sleeps on
 * its eventfd, no longer than a maximum so that its timers run. Used by that agent only.
 */
public final class WakeupIdleStrategy implements IdleStrategy {
    private static final int BACKOFF_SPINS = 100;
    private static final int BACKOFF_YIELDS = 50;

    private final Wakeup wakeup;
    private final IdleMode mode;
    private final PendingWork pending;
    private final int maxSleepMillis;
    private int emptyCycles;

    /**
     * Creates the strategy.
     *
     * @param maxSleepMillis the longest sleep; at least 1.
     */
    public WakeupIdleStrategy(Wakeup wakeup, IdleMode mode, PendingWork pending, int maxSleepMillis) {
        this.wakeup = wakeup;
        this.mode = mode;
        this.pending = pending;
        this.maxSleepMillis = Math.max(1, maxSleepMillis);
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            emptyCycles = 0;
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        emptyCycles++;
        switch (mode) {
            case SPIN -> Thread.onSpinWait();
            case YIELD -> Thread.yield();
            case BACKOFF -> backOff();
            case BLOCK -> sleep();
        }
    }

    @Override
    public void reset() {
        emptyCycles = 0;
    }

    @Override
    public String alias() {
        return "wakeup";
    }

    private void backOff() {
        if (emptyCycles <= BACKOFF_SPINS) {
            Thread.onSpinWait();
        } else if (emptyCycles <= BACKOFF_SPINS + BACKOFF_YIELDS) {
            Thread.yield();
        } else {
            sleep();
        }
    }

    private void sleep() {
        final boolean sleeping = wakeup.prepareToSleep();
        try {
            if (sleeping && !pending.hasWork()) {
                wakeup.await(maxSleepMillis);
            }
        } finally {
            wakeup.awake();
        }
    }
}
