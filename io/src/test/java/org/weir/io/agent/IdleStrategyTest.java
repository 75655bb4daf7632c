package org.weir.io.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weir.io.memory.BufferPool;
import org.weir.io.ring.Wakeup;
import org.weir.io.sys.ForwardingCalls;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.time.Timed;
import org.weir.io.time.Timers;
import org.weir.io.transport.EpollTransport;
import org.weir.io.transport.TransportLimits;

class IdleStrategyTest {
    /** Remembers how the poller was asked. */
    private static final class Watched extends ForwardingCalls {
        private int blocking;
        private int nonBlocking;
        private int lastMillis;

        Watched() {
            super(new LinuxSystemCalls());
        }

        @Override
        public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
            blocking++;
            lastMillis = timeoutMillis;
            return super.epollWait(epollFd, eventsAddress, maxEvents, timeoutMillis);
        }

        @Override
        public int epollPoll(int epollFd, long eventsAddress, int maxEvents) {
            nonBlocking++;
            return super.epollPoll(epollFd, eventsAddress, maxEvents);
        }
    }

    /** Always due within 5 ms, however slow the machine is. */
    private static final class Soon extends Timed {
        private final Timers timers;
        private long deadlineNanos;

        Soon(Timers timers) {
            this.timers = timers;
            onDeadline(System.nanoTime());
        }

        @Override
        public long deadlineNanos() {
            return deadlineNanos;
        }

        @Override
        public void onDeadline(long nowNanos) {
            deadlineNanos = nowNanos + 5_000_000;
            timers.update(this);
        }
    }

    @ParameterizedTest
    @EnumSource(IdleMode.class)
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void eachCyclePollsOnceAndSleepsOnlyWithoutWork(IdleMode mode) throws Exception {
        final Watched calls = new Watched();
        final AtomicBoolean work = new AtomicBoolean(true);
        try (BufferPool pool = new BufferPool("idle", 64, 1); Wakeup wakeup = new Wakeup();
            EpollTransport transport = new EpollTransport(calls, wakeup, pool, pool, TransportLimits.DEFAULT)) {
            final Timers timers = new Timers();
            final Soon soon = new Soon(timers);
            final PollIdleStrategy idle = new PollIdleStrategy(transport, wakeup, timers, mode, work::get);
            for (int i = 0; i < 10; i++) {
                idle.idle(0);
            }
            assertEquals(0, calls.blocking);
            assertEquals(10, calls.nonBlocking);
            work.set(false);
            for (int i = 0; i < 200; i++) {
                idle.idle(0);
                timers.poll(System.nanoTime(), 1);
                if (calls.blocking > 0) {
                    break;
                }
            }
            assertEquals(mode == IdleMode.BLOCK || mode == IdleMode.BACKOFF ? 1 : 0, calls.blocking);
            assertTrue(calls.lastMillis < 20, calls.lastMillis + " ms");
            assertEquals(transport.counters().polls(), calls.blocking + calls.nonBlocking);
            timers.cancel(soon);
        }
    }

    @Test
    @Timeout(value = 110, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aSignalEndsTheSleepEveryTime() throws Exception {
        final AtomicBoolean work = new AtomicBoolean();
        try (BufferPool pool = new BufferPool("idle", 64, 1); Wakeup wakeup = new Wakeup();
            EpollTransport transport = new EpollTransport(new LinuxSystemCalls(), wakeup, pool, pool, TransportLimits.DEFAULT)) {
            final PollIdleStrategy idle = new PollIdleStrategy(transport, wakeup, new Timers(), IdleMode.BLOCK, work::get);
            final int rounds = 2_000;
            final Thread producer = new Thread(() -> {
                for (int i = 0; i < rounds; i++) {
                    while (work.get()) {
                        Thread.yield();
                    }
                    work.set(true);
                    wakeup.signal();
                }
            });
            producer.start();
            for (int done = 0; done < rounds;) {
                int handled = 0;
                if (work.get()) {
                    done++;
                    handled = 1;
                    work.set(false);
                }
                transport.process();
                if (done < rounds) {
                    idle.idle(handled);
                }
            }
            producer.join();
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anAgentWithoutPollerSleepsUntilItsSignalOrItsMaximum() throws Exception {
        final AtomicBoolean work = new AtomicBoolean();
        try (Wakeup wakeup = new Wakeup()) {
            final WakeupIdleStrategy idle = new WakeupIdleStrategy(wakeup, IdleMode.BLOCK, work::get, 5);
            idle.idle(0);
            final WakeupIdleStrategy longSleeper = new WakeupIdleStrategy(wakeup, IdleMode.BACKOFF, work::get, 60_000);
            final Thread producer = new Thread(() -> {
                work.set(true);
                wakeup.signal();
            });
            producer.start();
            while (!work.get()) {
                longSleeper.idle(0);
            }
            producer.join();
        }
    }

    @Test
    void modesAreNamed() {
        assertEquals(IdleMode.BACKOFF, IdleMode.ofKeyword("backoff"));
        assertNull(IdleMode.ofKeyword("sleep"));
    }
}
