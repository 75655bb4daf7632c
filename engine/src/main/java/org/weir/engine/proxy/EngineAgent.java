package org.weir.engine.proxy;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.weir.engine.check.HealthChecker;
import org.weir.engine.message.CliJob;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.IoEvent;
import org.weir.io.ring.AgentRing;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;

/**
 * Engine agent only: the single writer. One duty cycle: what the I/O agents report, what is due, what operators and signals ask for. Every
 * decision is taken here, and all state behind decisions belongs to this thread.
 */
public final class EngineAgent implements Agent, AgentRing.Handler<IoEvent> {
    private static final int EVENT_BATCH = 1024;
    private static final int TIMER_BATCH = 256;

    private final AgentRing<IoEvent>[] events;
    private final CommandSender commands;
    private final CachedClock clock;
    private final Timers timers;
    private final StreamDirector director;
    private final SessionGate gate;
    private final HealthChecker checker;
    private final ArrayDeque<Work> cycleWork = new ArrayDeque<>();
    private Work[] works = {};
    private Consumer<CliJob> cli;
    private boolean pollsTimers = true;

    /** Something else the engine does in each duty cycle: operators' commands, signals, checks. */
    public interface Work {
        /** @return how much was done, 0 = nothing */
        int run(long nowNanos);
    }

    EngineAgent(AgentRing<IoEvent>[] events, CommandSender commands, CachedClock clock, Timers timers, StreamDirector director, SessionGate gate,
            HealthChecker checker) {
        this.events = events;
        this.commands = commands;
        this.clock = clock;
        this.timers = timers;
        this.director = director;
        this.gate = gate;
        this.checker = checker;
    }

    /** Adds work to each duty cycle; before the agent starts. */
    public void add(Work work) {
        cycleWork.add(work);
        works = cycleWork.toArray(new Work[0]);
    }

    /** Begins no more health checks. */
    void stopChecks() {
        checker.stop();
    }

    /** Who carries out operators' commands; before the agent starts, and before there is a socket for them. */
    public void operators(Consumer<CliJob> handler) {
        cli = handler;
    }

    /**
     * Leaves the timers to the I/O agent that shares them and the thread: that one knows which deadlines have passed, namely those before its last look at the
     * sockets. Before the agent starts.
     */
    public void leaveTimers() {
        pollsTimers = false;
    }

    @Override
    public void onStart() {
        clock.update();
        checker.start();
    }

    @Override
    public String roleName() {
        return "weir-engine";
    }

    @Override
    public int doWork() {
        long nowNanos = clock.update();
        int done = 0;
        for (AgentRing<IoEvent> ring : events) {
            done += ring.drain(this, EVENT_BATCH);
        }
        if (pollsTimers) {
            done += timers.poll(nowNanos, TIMER_BATCH);
        }
        for (Work work : works) {
            done += work.run(nowNanos);
        }
        commands.flush();
        return done;
    }

    /** Whether events wait, or commands that found their ring full, so that the agent must not sleep. */
    public boolean hasWork() {
        return hasEvents() || commands.isOverflowing();
    }

    /** Whether events wait. */
    public boolean hasEvents() {
        for (AgentRing<IoEvent> ring : events) {
            if (!ring.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onEvent(IoEvent event) {
        switch (event.kind) {
            case ACCEPTED -> gate.accepted(event.link);
            case REQUEST -> {
                Exchange exchange = event.exchange;
                Session session = (Session) exchange.link.session;
                if (session.admitted) {
                    director.begin(exchange, session);
                } else {
                    session.waiting = exchange;
                }
            }
            case FAILED -> director.serverFailed((Stream) event.exchange.stream);
            case RESPONSE -> director.responded((Stream) event.exchange.stream);
            case CLIENT_ENDED -> {
                if (event.exchange.stream != null) {
                    director.clientEnded((Stream) event.exchange.stream);
                }
            }
            case CLIENT_GONE -> {
                if (event.exchange.stream != null) {
                    director.clientGone((Stream) event.exchange.stream);
                }
            }
            case ENDED -> director.ended((Stream) event.exchange.stream);
            case CLIENT_CLOSED -> gate.closed(event.link);
            case LISTENER_CLOSED -> gate.listenerClosed(event.number);
            case CHECK_DONE -> checker.onDone(event.check);
            case CLI_COMMAND -> cli.accept(event.cli);
            case ASK -> commands.give(event.handover);
            case ANSWER -> commands.given(event.handover);
        }
    }
}
