package org.weir.engine.process;

import org.weir.engine.config.model.GlobalConfig;
import org.weir.io.agent.IdleMode;

/**
 * How agents are spread over threads.
 *
 * @param ioAgents number of I/O agents
 * @param engineShared whether the engine agent runs on the first I/O agent's thread
 * @param idleMode how a thread without work waits
 */
record ThreadPlan(int ioAgents, boolean engineShared, IdleMode idleMode) {
    private static final int FEW_CPUS = 2;

    /**
     * @param cpus CPUs the process may use
     */
    static ThreadPlan of(GlobalConfig.Threads threads, int cpus) {
        boolean shared = switch (threads.mode()) {
            case SHARED -> true;
            case DEDICATED -> false;
            case AUTO -> threads.nbthread() == 1 || threads.nbthread() == 0 && cpus <= FEW_CPUS;
        };
        int agents = threads.nbthread() > 0 ? threads.nbthread() : shared ? 1 : Math.max(1, cpus - 1);
        return new ThreadPlan(agents, shared, threads.idling());
    }
}
