package org.weir.engine.proxy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.weir.engine.message.ClientLink;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.ListenerPlan;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.FrontendCounter;
import org.weir.engine.stats.ListenerCounter;
import org.weir.engine.stats.ProcessCounter;
import org.weir.io.time.CachedClock;

/**
 * Engine agent only. Admits clients' connections within the limits of the process, the frontend and its rate. What an I/O agent accepted before it
 * heard of a limit waits here, unserved, as it would have waited in the kernel's queue; meanwhile the listeners pause.
 */
public final class SessionGate {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final CommandSender commands;
    private final CachedClock clock;
    private final StreamDirector director;
    private final List<Frontend> frontends;
    private final List<ListenerPlan> listeners;
    private final CounterGroup<ListenerCounter>[] listenerCounters;
    private final CounterGroup<ProcessCounter> process;
    private final ArrayDeque<Session> free = new ArrayDeque<>();
    private final boolean[] pausedByLimit;
    private final boolean[] closed;
    private final int[] agentsListening;
    private IntConsumer listenerClosed = listener -> { };
    private final org.weir.engine.stats.RateMeter connectionRate = new org.weir.engine.stats.RateMeter();
    private int maxConnections;
    private int connections;
    private Session firstWaiting;
    private Session lastWaiting;
    private Session firstSession;

    SessionGate(CommandSender commands, CachedClock clock, StreamDirector director, List<Frontend> frontends, List<ListenerPlan> listeners,
            CounterGroup<ListenerCounter>[] listenerCounters, CounterGroup<ProcessCounter> process, int maxConnections) {
        this.commands = commands;
        this.clock = clock;
        this.director = director;
        this.frontends = frontends;
        this.listeners = listeners;
        this.listenerCounters = listenerCounters;
        this.process = process;
        this.maxConnections = maxConnections;
        pausedByLimit = new boolean[listeners.size()];
        closed = new boolean[listeners.size()];
        agentsListening = new int[listeners.size()];
        Arrays.fill(agentsListening, commands.agents());
    }

    void accepted(ClientLink link) {
        Session session = free.poll();
        if (session == null) {
            session = new Session();
        }
        session.link = link;
        session.frontend = frontends.get(link.listener.frontendIndex());
        link.session = session;
        track(session);
        if (mayAdmit(session.frontend)) {
            admit(session);
        } else {
            park(session);
        }
        pauseFull(session.frontend);
    }

    private boolean mayAdmit(Frontend frontend) {
        int rateLimit = frontend.config().frontend().rateLimitSessions();
        return connections < maxConnections && frontend.sessions() < frontend.maxSessions()
                && (rateLimit == 0 || frontend.sessionRate.perSecond(nowMillis()) < rateLimit);
    }

    private void admit(Session session) {
        session.admitted = true;
        Frontend frontend = session.frontend;
        long nowMillis = nowMillis();
        connections++;
        process.set(ProcessCounter.CURR_CONNS, connections);
        process.increment(ProcessCounter.CUM_CONNS);
        connectionRate.add(nowMillis);
        process.max(ProcessCounter.MAX_CONN_RATE, connectionRate.perSecond(nowMillis));
        process.max(ProcessCounter.MAX_SESS_RATE, connectionRate.perSecond(nowMillis));
        frontend.sessions(frontend.sessions() + 1);
        frontend.connectionRate.add(nowMillis);
        frontend.sessionRate.add(nowMillis);
        CounterGroup<FrontendCounter> counters = frontend.counters();
        counters.set(FrontendCounter.SCUR, frontend.sessions());
        counters.max(FrontendCounter.SMAX, frontend.sessions());
        counters.increment(FrontendCounter.STOT);
        counters.increment(FrontendCounter.CONN_TOT);
        counters.increment(frontend.isHttp() ? FrontendCounter.H1SESS : FrontendCounter.SESS_OTHER);
        long rate = frontend.sessionRate.perSecond(nowMillis);
        counters.max(FrontendCounter.RATE_MAX, rate);
        counters.max(FrontendCounter.CONN_RATE_MAX, rate);
        CounterGroup<ListenerCounter> listener = listenerCounters[session.link.listener.index()];
        listener.increment(ListenerCounter.SCUR);
        listener.increment(ListenerCounter.STOT);
        listener.increment(ListenerCounter.CONN_TOT);
        listener.max(ListenerCounter.SMAX, listener.get(ListenerCounter.SCUR));
        Exchange waiting = session.waiting;
        if (waiting != null) {
            session.waiting = null;
            director.begin(waiting, session);
        }
    }

    private void park(Session session) {
        process.increment(ProcessCounter.MAXCONN_REACHED);
        if (lastWaiting == null) {
            firstWaiting = session;
        } else {
            lastWaiting.nextWaiting = session;
        }
        lastWaiting = session;
    }

    /** The connection is closed, and its last stream has ended. */
    void closed(ClientLink link) {
        Session session = (Session) link.session;
        Frontend frontend = session.frontend;
        if (session.admitted) {
            connections--;
            process.set(ProcessCounter.CURR_CONNS, connections);
            frontend.sessions(frontend.sessions() - 1);
            frontend.counters().set(FrontendCounter.SCUR, frontend.sessions());
            listenerCounters[link.listener.index()].decrement(ListenerCounter.SCUR);
        } else {
            unpark(session);
        }
        untrack(session);
        session.clear();
        free.push(session);
        commands.forget(link);
        admitWaiting();
    }

    private void unpark(Session gone) {
        Session before = null;
        for (Session session = firstWaiting; session != null; session = session.nextWaiting) {
            if (session == gone) {
                removeWaiting(before, session);
                return;
            }
            before = session;
        }
    }

    private void removeWaiting(Session before, Session session) {
        if (before == null) {
            firstWaiting = session.nextWaiting;
        } else {
            before.nextWaiting = session.nextWaiting;
        }
        if (lastWaiting == session) {
            lastWaiting = before;
        }
        session.nextWaiting = null;
    }

    /** Admits who may come in now, in the order of arrival; called also once in a while for rate limits. */
    void admitWaiting() {
        Session before = null;
        Session session = firstWaiting;
        while (session != null && connections < maxConnections) {
            Session following = session.nextWaiting;
            if (mayAdmit(session.frontend)) {
                removeWaiting(before, session);
                admit(session);
            } else {
                before = session;
            }
            session = following;
        }
        resumeListeners();
    }

    private void pauseFull(Frontend frontend) {
        if (connections >= maxConnections) {
            for (ListenerPlan listener : listeners) {
                pause(listener);
            }
        } else if (!mayAdmit(frontend)) {
            for (ListenerPlan listener : listeners) {
                if (listener.frontendIndex() == frontend.index()) {
                    pause(listener);
                }
            }
        }
    }

    private void pause(ListenerPlan listener) {
        if (!pausedByLimit[listener.index()]) {
            pausedByLimit[listener.index()] = true;
            commands.pauseListener(listener.index());
        }
    }

    private void resumeListeners() {
        for (int i = 0; i < pausedByLimit.length; i++) {
            Frontend frontend = frontends.get(listeners.get(i).frontendIndex());
            if (pausedByLimit[i] && !closed[i] && frontend.state() == Frontend.State.OPEN && mayAdmit(frontend)) {
                pausedByLimit[i] = false;
                commands.resumeListener(i);
            }
        }
    }

    /** Operators, SIGTTOU: stops accepting until {@link #resume}. */
    public void pause(Frontend frontend) {
        frontend.state(Frontend.State.PAUSED);
        for (ListenerPlan listener : listeners) {
            if (listener.frontendIndex() == frontend.index()) {
                commands.pauseListener(listener.index());
            }
        }
    }

    /** Operators, SIGTTIN. */
    public void resume(Frontend frontend) {
        frontend.state(Frontend.State.OPEN);
        for (ListenerPlan listener : listeners) {
            if (listener.frontendIndex() == frontend.index() && !closed[listener.index()]) {
                pausedByLimit[listener.index()] = false;
                commands.resumeListener(listener.index());
            }
        }
    }

    /** Closes a frontend's listening sockets for good. */
    public void stop(Frontend frontend) {
        frontend.state(Frontend.State.STOPPED);
        for (ListenerPlan listener : listeners) {
            if (listener.frontendIndex() == frontend.index() && !closed[listener.index()]) {
                closed[listener.index()] = true;
                commands.closeListener(listener.index());
            }
        }
    }

    void listenerClosed(int listener) {
        closed[listener] = true;
        if (--agentsListening[listener] == 0) {
            listenerClosed.accept(listener);
        }
    }

    /** Who closes the sockets of a listener once no agent accepts on them any more; before the agent starts. */
    public void onListenerClosed(IntConsumer owner) {
        listenerClosed = owner;
    }

    /** Ends all of a session: its connection closes at once when idle, and its stream is shut down. */
    void shutdown(Session session) {
        if (session.stream != null) {
            director.shutdown(session.stream);
        }
        commands.closeLink(session.link);
    }

    /** Connections now, those that wait for admission not counted. */
    public int connections() {
        return connections;
    }

    /** Connections that exist at all. */
    public boolean isEmpty() {
        return firstSession == null;
    }

    public int maxConnections() {
        return maxConnections;
    }

    /** Changes the limit of the process ({@code set maxconn global}). */
    public void maxConnections(int limit) {
        maxConnections = limit;
        admitWaiting();
    }

    /** Changes the limit of a frontend ({@code set maxconn frontend}). */
    public void maxSessions(Frontend frontend, int limit) {
        frontend.maxSessions(limit);
        admitWaiting();
    }

    /** Listening sockets that are not closed. */
    public int openListeners() {
        int open = 0;
        for (boolean gone : closed) {
            open += gone ? 0 : 1;
        }
        return open;
    }

    /** New connections in the last second. */
    public long connectionRate() {
        return connectionRate.perSecond(nowMillis());
    }

    private void track(Session session) {
        session.preceding = null;
        session.following = firstSession;
        if (firstSession != null) {
            firstSession.preceding = session;
        }
        firstSession = session;
    }

    private void untrack(Session session) {
        if (session.preceding == null) {
            firstSession = session.following;
        } else {
            session.preceding.following = session.following;
        }
        if (session.following != null) {
            session.following.preceding = session.preceding;
        }
    }

    private long nowMillis() {
        return clock.nanos() / NANOS_PER_MILLI;
    }
}
