package org.weir.engine.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.weir.os.Affinity;
import org.weir.os.CpuSet;
import org.weir.os.OsException;

/**
 * Runs agents, each on its thread, until they are told to end. An agent that throws brings the process down: nothing behind it can be trusted, and a
 * supervisor starts it again.
 */
final class AgentThreads {
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Integer, String> cpuMap;
    private final Messages messages;
    private final Failure failure;
    private final Queue<Running> running = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    /**
     * A thread at work.
     *
     * @param id the kernel's
     */
    record Running(int number, String name, int id) {}

    /** Told that an agent died. */
    interface Failure {
        void onFailure(String role, Throwable cause);
    }

    /** @param cpuMap CPU sets by thread number from 1 */
    AgentThreads(Map<Integer, String> cpuMap, Messages messages, Failure failure) {
        this.cpuMap = cpuMap;
        this.messages = messages;
        this.failure = failure;
    }

    /** Starts a thread that runs the agent's duty cycle. */
    void start(Agent agent, IdleStrategy idle) {
        int number = threads.size() + 1;
        Thread thread = new Thread(new Once(() -> run(agent, idle, number)), agent.roleName());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Forgets its work when it begins: who keeps the thread of an agent that ended, as assertions of Disruptor do, does not keep all that the agent had. */
    private static final class Once implements Runnable {
        private Runnable work;

        private Once(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            Runnable now = work;
            work = null;
            now.run();
        }
    }

    /** The threads that run, in the order of their numbers. Any thread. */
    List<Running> running() {
        return running.stream().sorted(Comparator.comparingInt(Running::number)).toList();
    }

    private void run(Agent agent, IdleStrategy idle, int number) {
        try {
            running.add(new Running(number, agent.roleName(), Affinity.currentThreadId()));
            pin(agent, number);
            agent.onStart();
            while (!ended) {
                idle.idle(agent.doWork());
            }
            agent.onClose();
        } catch (Throwable cause) {
            ended = true;
            failure.onFailure(agent.roleName(), cause);
        }
    }

    private void pin(Agent agent, int number) {
        String cpus = cpuMap.get(number);
        if (cpus == null) {
            return;
        }
        try {
            Affinity.set(CpuSet.parse(cpus));
        } catch (OsException e) {
            messages.warning("Cannot pin thread " + number + " (" + agent.roleName() + ") to CPUs " + cpus + ": " + e.meaning());
        }
    }

    /** Ends the duty cycles; {@code wake} rouses agents that sleep. */
    void end(Runnable wake) throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                wake.run();
                thread.join(10);
            }
        }
    }
}
