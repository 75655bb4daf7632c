package org.weir.engine.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.weir.engine.message.ClientLink;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.ListenerPlan;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.FrontendCounter;
import org.weir.engine.stats.ListenerCounter;
import org.weir.engine.stats.ProcessCounter;
import org.weir.engine.stats.RateMeter;
import org.weir.io.agent.FreeList;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timed;
import org.weir.io.time.Timers;

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
    private final FreeList<Session> free = new FreeList<>();
    private final boolean[] pausedByLimit;
    private final boolean[] closed;
    private final int[] agentsListening;
    private IntConsumer listenerClosed = listener -> { };
    private Consumer<Frontend> stateChanged = frontend -> { };
    private final RateMeter connectionRate = new RateMeter();
    private final Reopening reopening = new Reopening();
    private final Timers timers;
    private int maxConnections;
    private int maxConnectionRate;
    private int maxSessionRate;
    private int connections;
    private Session firstWaiting;
    private Session lastWaiting;
    private Session firstSession;

    SessionGate(CommandSender commands, CachedClock clock, Timers timers, StreamDirector director, List<Frontend> frontends, List<ListenerPlan> listeners,
            CounterGroup<ListenerCounter>[] listenerCounters, CounterGroup<ProcessCounter> process, int maxConnections) {
        this.commands = commands;
        this.clock = clock;
        this.timers = timers;
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
        Session session = free.take();
        if (session == null) {
            session = new Session();
        }
        session.link = link;
        session.frontend = frontends.get(link.listener.frontendIndex());
        link.session = session;
        track(session);
        if (firstWaiting == null && mayAdmit(session)) {
            admit(session);
        } else {
            park(session);
            admitWaiting();
        }
        pauseFull(session.frontend, session.link.listener);
    }

    private boolean mayAdmit(Session session) {
        return hasRoom(session.link.listener) && mayAdmit(session.frontend);
    }

    private boolean hasRoom(ListenerPlan listener) {
        int limit = listener.bind().maxconn();
        return limit == 0 || listenerCounters[listener.index()].get(ListenerCounter.SCUR) < limit;
    }

    private boolean mayAdmit(Frontend frontend) {
        return connections < maxConnections && frontend.sessions() < frontend.maxSessions() && !isProcessTooFast()
                && !isTooFast(frontend.sessionRate, frontend.config().frontend().rateLimitSessions());
    }

    private boolean isProcessTooFast() {
        return isTooFast(connectionRate, maxConnectionRate) || isTooFast(connectionRate, maxSessionRate);
    }

    /**
     * Whether a rate is at its limit; if so, the gate looks again when it has fallen.
     *
     * @param limit 0 = none
     */
    private boolean isTooFast(RateMeter rate, int limit) {
        long waitMillis = limit == 0 ? 0 : rate.millisUntilBelow(nowMillis(), limit);
        if (waitMillis > 0) {
            reopening.within(waitMillis);
        }
        return waitMillis > 0;
    }

    /** Admits who waits, and lets listeners go on, when rates have fallen below their limits. */
    private final class Reopening extends Timed {
        private long deadlineNanos = NO_DEADLINE;

        void within(long waitMillis) {
            deadlineNanos = Math.min(deadlineNanos, (nowMillis() + waitMillis) * NANOS_PER_MILLI);
            timers.update(this);
        }

        @Override
        public long deadlineNanos() {
            return deadlineNanos;
        }

        @Override
        public void onDeadline(long nowNanos) {
            deadlineNanos = NO_DEADLINE;
            admitWaiting();
        }
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
        if (connections >= maxConnections) {
            process.increment(ProcessCounter.MAXCONN_REACHED);
        }
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
        free.give(session);
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

    /** Admits who may come in now, in the order of arrival. */
    private void admitWaiting() {
        Session before = null;
        Session session = firstWaiting;
        while (session != null && connections < maxConnections) {
            Session following = session.nextWaiting;
            if (mayAdmit(session)) {
                removeWaiting(before, session);
                admit(session);
            } else {
                before = session;
            }
            session = following;
        }
        resumeListeners();
    }

    private void pauseFull(Frontend frontend, ListenerPlan full) {
        if (connections >= maxConnections || isProcessTooFast()) {
            for (ListenerPlan listener : listeners) {
                pause(listener);
            }
        } else if (!mayAdmit(frontend)) {
            for (ListenerPlan listener : listeners) {
                if (listener.frontendIndex() == frontend.index()) {
                    pause(listener);
                }
            }
        } else if (!hasRoom(full)) {
            pause(full);
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
            if (pausedByLimit[i] && !closed[i] && frontend.state() == Frontend.State.OPEN && hasRoom(listeners.get(i)) && mayAdmit(frontend)) {
                pausedByLimit[i] = false;
                commands.resumeListener(i);
            }
        }
    }

    /** Operators, SIGTTOU: gives the ports back until {@link #resume}. */
    public void pause(Frontend frontend) {
        become(frontend, Frontend.State.PAUSED);
        for (ListenerPlan listener : listeners) {
            if (listener.frontendIndex() == frontend.index()) {
                commands.releaseListener(listener.index());
            }
        }
    }

    /** Operators, SIGTTIN. */
    public void resume(Frontend frontend) {
        become(frontend, Frontend.State.OPEN);
        for (ListenerPlan listener : listeners) {
            if (listener.frontendIndex() == frontend.index() && !closed[listener.index()]) {
                pausedByLimit[listener.index()] = false;
                commands.resumeListener(listener.index());
            }
        }
    }

    /** Closes a frontend's listening sockets for good. */
    public void stop(Frontend frontend) {
        become(frontend, Frontend.State.STOPPED);
        for (ListenerPlan listener : listeners) {
            if (listener.frontendIndex() == frontend.index() && !closed[listener.index()]) {
                closed[listener.index()] = true;
                commands.closeListener(listener.index());
            }
        }
    }

    private void become(Frontend frontend, Frontend.State state) {
        if (frontend.state() != state) {
            frontend.state(state);
            stateChanged.accept(frontend);
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

    /** Who tells of frontends that pause, go on and stop; before the agent starts. */
    public void onStateChange(Consumer<Frontend> teller) {
        stateChanged = teller;
    }

    /** Connections now, those that wait for admission not counted. */
    public int connections() {
        return connections;
    }

    /** Whether there is no connection, nor one that an agent may still accept before it closes its listening sockets. */
    public boolean isEmpty() {
        for (int i = 0; i < closed.length; i++) {
            if (closed[i] && agentsListening[i] > 0) {
                return false;
            }
        }
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

    /** Connections in a second that the process admits, 0 = any number. */
    public int maxConnectionRate() {
        return maxConnectionRate;
    }

    /** Sessions in a second that the process admits, 0 = any number. */
    public int maxSessionRate() {
        return maxSessionRate;
    }

    /** Changes the limit of connections in a second, 0 = none ({@code maxconnrate}, {@code set rate-limit connections global}). */
    public void maxConnectionRate(int limit) {
        maxConnectionRate = limit;
        admitWaiting();
    }

    /** Changes the limit of sessions in a second, 0 = none ({@code maxsessrate}, {@code set rate-limit sessions global}). */
    public void maxSessionRate(int limit) {
        maxSessionRate = limit;
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
