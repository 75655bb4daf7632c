package org.weir.io.agent;

import org.agrona.concurrent.IdleStrategy;
import org.weir.io.ring.Wakeup;
import org.weir.io.time.Timers;
import org.weir.io.transport.Transport;

/**
 * The idle step of an I/O agent, which is at once its polling: the duty cycle handles what is ready, and this fetches readiness,
 * with exactly one epoll_wait per cycle. It does not block while rings or cached work wait; else, by its mode, until an event, a
 * wake-up, or the next timer. I/O agent only.
 */
public final class PollIdleStrategy implements IdleStrategy {
    private static final int BACKOFF_SPINS = 64;
    private static final int BACKOFF_YIELDS = 32;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Transport transport;
    private final Wakeup wakeup;
    private final Timers timers;
    private final IdleMode mode;
    private final PendingWork pending;
    private int emptyCycles;

    /**
     * Creates the strategy.
     *
     * @param wakeup  what other agents signal; null when none does.
     * @param pending says whether rings hold work; see {@link PendingWork}.
     */
    public PollIdleStrategy(Transport transport, Wakeup wakeup, Timers timers, IdleMode mode, PendingWork pending) {
        this.transport = transport;
        this.wakeup = wakeup;
        this.timers = timers;
        this.mode = mode;
        this.pending = pending;
    }

    @Override
    public void idle(int workCount) {
        emptyCycles = workCount > 0 ? 0 : emptyCycles + 1;
        if (transport.hasCachedWork() || pending.hasWork() || !mayBlock()) {
            transport.poll(0);
            return;
        }
        final long nanos = timers.nanosToNext(System.nanoTime());
        if (nanos == 0) {
            transport.poll(0);
        } else {
            sleep(nanos);
        }
    }

    @Override
    public void idle() {
        idle(0);
    }

    @Override
    public void reset() {
        emptyCycles = 0;
    }

    @Override
    public String alias() {
        return "poll";
    }

    private boolean mayBlock() {
        return switch (mode) {
            case SPIN -> {
                Thread.onSpinWait();
                yield false;
            }
            case YIELD -> {
                if (emptyCycles > 0) {
                    Thread.yield();
                }
                yield false;
            }
            case BACKOFF -> {
                if (emptyCycles > BACKOFF_SPINS && emptyCycles <= BACKOFF_SPINS + BACKOFF_YIELDS) {
                    Thread.yield();
                }
                yield emptyCycles > BACKOFF_SPINS + BACKOFF_YIELDS;
            }
            case BLOCK -> true;
        };
    }

    private void sleep(long nanos) {
        final int millis = nanos == Long.MAX_VALUE
            ? -1 : (int) Math.min(Integer.MAX_VALUE, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        if (wakeup == null) {
            transport.poll(millis);
            return;
        }
        final boolean sleeping = wakeup.prepareToSleep();
        try {
            transport.poll(sleeping && !pending.hasWork() ? millis : 0);
        } finally {
            wakeup.awake();
        }
    }
}
