package org.weir.engine.log;

import org.agrona.concurrent.IdleStrategy;
import org.weir.io.agent.PendingWork;
import org.weir.io.ring.Wakeup;

/**
 * Journal agent only. Log records come one by one, and waking a thread for each would cost more than all else about them. So while records flow this
 * sleeps a fixed moment at a time, without saying so: the engine then pays nothing to hand a record over, and each round finds a batch. Only after
 * some rounds that found nothing it sleeps for good, and the next record wakes it.
 */
final class JournalIdleStrategy implements IdleStrategy {
    private static final int NAP_MILLIS = 1;
    private static final int QUIET_NAPS = 8;
    private static final int SLEEP_MILLIS = 10_000;

    private final Wakeup wakeup;
    private final PendingWork pending;
    private int quietNaps;

    /** @param pending whether the agent has something to do now or soon */
    JournalIdleStrategy(Wakeup wakeup, PendingWork pending) {
        this.wakeup = wakeup;
        this.pending = pending;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            quietNaps = 0;
        }
        idle();
    }

    @Override
    public void idle() {
        if (quietNaps < QUIET_NAPS) {
            quietNaps++;
            wakeup.await(NAP_MILLIS);
        } else {
            sleep();
        }
    }

    private void sleep() {
        boolean mayWait = wakeup.prepareToSleep();
        try {
            if (mayWait) {
                wakeup.await(pending.hasWork() ? NAP_MILLIS : SLEEP_MILLIS);
            }
        } finally {
            wakeup.awake();
        }
    }

    @Override
    public void reset() {
        quietNaps = 0;
    }
}
