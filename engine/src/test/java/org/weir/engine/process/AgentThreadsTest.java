package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Map;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

class AgentThreadsTest {
    /** Memory that an agent has as long as it lives. */
    private static final class Heavy implements Agent {
        private volatile boolean ran;

        @Override
        public int doWork() {
            ran = true;
            return 0;
        }

        @Override
        public String roleName() {
            return "heavy";
        }
    }

    private static WeakReference<Agent> runOnce(AgentThreads threads) throws InterruptedException {
        Heavy agent = new Heavy();
        threads.start(agent, new YieldingIdleStrategy());
        while (!agent.ran) {
            Thread.onSpinWait();
        }
        threads.end(() -> { });
        return new WeakReference<>(agent);
    }

    @Test
    void anAgentThatEndedIsNotKeptByItsThread() throws InterruptedException {
        AgentThreads threads = new AgentThreads(Map.of(), null, (role, cause) -> { });
        WeakReference<Agent> agent = runOnce(threads);
        for (int i = 0; i < 20 && agent.get() != null; i++) {
            System.gc();
        }
        assertNull(agent.get());
        assertTrue(threads.running().size() == 1, "and the threads are still known");
    }
}
