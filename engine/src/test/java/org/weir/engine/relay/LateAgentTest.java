package org.weir.engine.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.IoEvent;
import org.weir.engine.message.ServerPools;
import org.weir.io.ring.AgentRing;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timed;
import org.weir.io.time.Timers;
import org.weir.io.transport.Transport;

/** An I/O agent whose thread was held up: what the sockets had in time is not late, although its deadline has passed when the agent sees it. */
class LateAgentTest {
    private static final long TIMEOUT_NANOS = 5_000_000;
    private static final long TICK_NANOS = 1 << 20;

    /** Waits for bytes, and begins to wait anew whenever some come. */
    private static final class Waiting extends Timed {
        private long deadline = NO_DEADLINE;
        private int timeouts;

        @Override
        public long deadlineNanos() {
            return deadline;
        }

        @Override
        public void onDeadline(long nowNanos) {
            deadline = NO_DEADLINE;
            timeouts++;
        }
    }

    private final CachedClock clock = new CachedClock();
    private final Timers timers = new Timers();
    private final Waiting waiting = new Waiting();
    private final IoAgent agent = new IoAgent(0, transport(), new AgentRing<>(IoEvent::new, 8, null), new AgentRing<>(EngineCommand::new, 8, null),
            clock, timers, new GlobalConfig.Tuning(16384, 1024, 64, 200, 101, 1024, true, 100, 100, null, 0, 0), 0,
            ServerPools.of(1, 0, new ServerPools.Room(8, 16, 16), true));
    private boolean begun;
    private boolean arrived;
    private boolean fetched;
    private boolean fetchedAll = true;

    /** In the first duty cycle somebody begins to wait for bytes; there are some once they were fetched. */
    private Transport transport() {
        return (Transport) Proxy.newProxyInstance(Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) ->
                switch (method.getName()) {
                    case "process" -> process();
                    case "hasFetchedAll" -> fetchedAll;
                    default -> null;
                });
    }

    private int process() {
        if (!begun) {
            begun = true;
            waiting.deadline = clock.nanos() + TIMEOUT_NANOS;
            timers.update(waiting);
        } else if (fetched) {
            waiting.deadline = clock.nanos() + 1_000_000_000_000L;
        }
        return 0;
    }

    /** What an agent does over and over: its duty cycle, then a look at the sockets. */
    private void cycle() {
        agent.turn();
        fetched = arrived;
        arrived = false;
    }

    /** The first duty cycle, in time; then none until the deadline has passed. */
    private void waitTooLong() {
        cycle();
        while (System.nanoTime() - waiting.deadline < 2 * TICK_NANOS) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatArrivedWhileItWasHeldUpCounts() {
        waitTooLong();
        arrived = true;
        for (int i = 0; i < 3; i++) {
            cycle();
        }
        assertEquals(0, waiting.timeouts);
    }

    @Test
    void whatWaitsWithTheKernelBehindTheRestCounts() {
        waitTooLong();
        fetchedAll = false;
        for (int i = 0; i < 3; i++) {
            cycle();
        }
        arrived = true;
        cycle();
        fetchedAll = true;
        for (int i = 0; i < 3; i++) {
            cycle();
        }
        assertEquals(0, waiting.timeouts);
    }

    @Test
    void whereNothingArrivedTheDeadlineHasPassedOnceTheAgentHasLooked() {
        waitTooLong();
        cycle();
        assertEquals(0, waiting.timeouts);
        cycle();
        assertEquals(1, waiting.timeouts);
    }

    @Test
    void anOverloadedAgentDoesNotPutOffDeadlinesForever() {
        waitTooLong();
        fetchedAll = false;
        for (int i = 0; i < 1_000; i++) {
            cycle();
        }
        assertEquals(1, waiting.timeouts);
    }
}
