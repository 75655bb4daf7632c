package org.weir.engine.process;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.weir.engine.proxy.EngineAgent;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.Frontend;
import org.weir.io.ring.Wakeup;

/**
 * Engine agent only, but for {@link #onSignal}. The life of the process as signals steer it (management guide, section 4): soft stop, stop at once,
 * pause and resume, dumps.
 */
final class ProcessLife implements EngineAgent.Work, SignalSink {
    private final EngineParts engine;
    private final Wakeup wakeup;
    private final ConcurrentLinkedQueue<ProcessSignal> signals = new ConcurrentLinkedQueue<>();
    private final Runnable backendsStopped;
    private final Dump serverStates;
    private final Dump pools;
    private boolean stopping;
    private boolean justStopped;
    private volatile int exitStatus = RUNNING;

    /** {@link #exitStatus()} of a process that goes on. */
    static final int RUNNING = -1;

    /** Writes something for an operator. */
    interface Dump {
        void write();
    }

    /**
     * @param wakeup wakes the engine's thread
     * @param backendsStopped tells of a soft stop, behind what is said of frontends
     * @param serverStates what SIGHUP asks for
     * @param pools what SIGQUIT asks for
     */
    ProcessLife(EngineParts engine, Wakeup wakeup, Runnable backendsStopped, Dump serverStates, Dump pools) {
        this.backendsStopped = backendsStopped;
        this.engine = engine;
        this.wakeup = wakeup;
        this.serverStates = serverStates;
        this.pools = pools;
    }

    @Override
    public void onSignal(ProcessSignal signal) {
        signals.add(signal);
        wakeup.signal();
    }

    @Override
    public int run(long nowNanos) {
        justStopped = false;
        if (stopping && exitStatus == RUNNING && engine.gate().isEmpty()) {
            exitStatus = ExitStatus.OK;
        }
        ProcessSignal signal = signals.isEmpty() ? null : signals.poll();
        if (signal == null) {
            return 0;
        }
        switch (signal) {
            case USR1 -> softStop();
            case TERM, INT -> exitStatus = signal.exitStatus();
            case HUP -> serverStates.write();
            case QUIT -> pools.write();
            case TTOU -> engine.directory().frontends().forEach(this::pause);
            case TTIN -> engine.directory().frontends().forEach(this::resume);
        }
        return 1;
    }

    /**
     * Whether there is something to do: looked at before the engine sleeps, or a signal that came too late to wake it would wait for the next, and a
     * process without listeners and connections would wait for one to end.
     */
    boolean hasWork() {
        return justStopped || !signals.isEmpty();
    }

    private void pause(Frontend frontend) {
        if (frontend.state() == Frontend.State.OPEN) {
            engine.gate().pause(frontend);
        }
    }

    private void resume(Frontend frontend) {
        if (frontend.state() == Frontend.State.PAUSED) {
            engine.gate().resume(frontend);
        }
    }

    private void softStop() {
        if (!stopping) {
            stopping = true;
            justStopped = true;
            engine.drain();
            backendsStopped.run();
        }
    }

    boolean isStopping() {
        return stopping;
    }

    /** The status to leave with, or {@link #RUNNING}. Any thread. */
    int exitStatus() {
        return exitStatus;
    }
}
