package org.weir.engine.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.weir.engine.balance.Balancer;
import org.weir.engine.balance.Candidate;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ServerConfig;
import org.weir.engine.message.LocalShortage;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.Counters;
import org.weir.engine.stats.MovingAverage;
import org.weir.engine.stats.RateMeter;
import org.weir.engine.stats.ServerCounter;
import org.weir.io.time.Timers;

/**
 * Engine agent only. A backend at work: gives streams the slots of its servers, or lets them wait.
 *
 * <p>A stream waits in the queue of the backend when any server would do, in that of a server when only that one does. A slot that gets free goes to the older
 * of the two heads. Who waits is asked first: a newcomer never overtakes.
 */
public final class Backend {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Number of sessions in the last second. */
    public final RateMeter sessionRate = new RateMeter();

    /** Times in milliseconds over the last 1024 requests: queue, connect, response, total. */
    public final MovingAverage queueMillis = new MovingAverage();

    public final MovingAverage connectMillis = new MovingAverage();
    public final MovingAverage responseMillis = new MovingAverage();
    public final MovingAverage totalMillis = new MovingAverage();

    private final int index;
    private final ProxyConfig config;
    private final CounterGroup<BackendCounter> counters;
    private final LongSupplier clock;
    private final StateLog log;
    private final List<Server> servers = new ArrayList<>();
    private final Map<String, Server> byName = new HashMap<>();
    private final PendingQueue queue = new PendingQueue(false);
    private final Balancer balancer;
    private final ServersInUse inUse;
    private final ServerState state;
    private final boolean limitsFollowLoad;
    private int fullconn;
    private int streams;
    private int serverStreams;
    private long arrivals;
    private long lastSessionNanos;
    private long shortageNanos;
    private boolean everUsed;

    /**
     * Creates the backend with its servers.
     *
     * @param index its dense number in the process.
     * @param firstServerIndex dense number of its first server in the process.
     * @param clock monotonic nanoseconds.
     */
    public Backend(ProxyConfig config, int index, int firstServerIndex, Counters counterFile, StateLog log, Timers timers, LongSupplier clock) {
        this.index = index;
        this.config = config;
        this.clock = clock;
        this.log = log;
        counters = counterFile.backend(config.id(), config.name());
        fullconn = config.backend().fullconn();
        final long nowNanos = clock.getAsLong();
        for (final ServerConfig line : config.backend().servers()) {
            final CounterGroup<ServerCounter> group = counterFile.server(config.id(), line.id(), config.name() + '/' + line.name());
            final int order = servers.size();
            final Server server = new Server(this, line, order, firstServerIndex + order, group, nowNanos);
            servers.add(server);
            byName.put(line.name(), server);
        }
        limitsFollowLoad = servers.stream().anyMatch(server -> server.config().minconn() > 0);
        balancer = Balancer.of(config.backend().balance(), servers);
        // Rules may name a backend that is disabled: it has no server for them.
        inUse = new ServersInUse(config.disabled() ? List.of() : servers, config.backend().allBackups(), clock);
        state = new ServerState(this, log, timers);
        usabilityChanged();
    }

    public int index() {
        return index;
    }

    public String name() {
        return config.name();
    }

    public ProxyConfig config() {
        return config;
    }

    public CounterGroup<BackendCounter> counters() {
        return counters;
    }

    /** All servers in order of declaration; not to be changed. */
    public List<Server> servers() {
        return servers;
    }

    /** The server of that name, or null. */
    public Server byName(String name) {
        return byName.get(name);
    }

    /** Changes of servers' states. */
    public ServerState state() {
        return state;
    }

    /** Whether servers' weights may be changed at run time. */
    public boolean acceptsWeights() {
        return balancer.isDynamic();
    }

    /** A connection failed for want of something here. Said once in a second: HAProxy says it at each attempt, which would be all it says. */
    public void tellOfShortage(String what) {
        final long nowNanos = nanos();
        if (shortageNanos == 0 || nowNanos - shortageNanos >= NANOS_PER_SECOND) {
            shortageNanos = nowNanos;
            final boolean source = what.equals(LocalShortage.PORTS) && bindsSource();
            log.serverMessage(this, source ? StateLog.EMERGENCY : StateLog.ERROR, source
                    ? "Cannot bind to source address before connect() for backend " + name() + "."
                    : "Connect() failed for backend " + name() + ": no free " + what + '.');
        }
    }

    /** Whether ports are looked for at addresses that the configuration names. */
    private boolean bindsSource() {
        for (final Server server : servers) {
            if (server.target().connect().source() != null) {
                return true;
            }
        }
        return false;
    }

    // --- slots

    /**
     * A stream chose this backend: counts for sessions and for limits that follow the load ({@code minconn}). Where they rise, those who wait are served now,
     * not when a slot gets free as by HAProxy: the manual's ramp depends on the load alone.
     */
    public void streamEntered() {
        streams++;
        counters.set(BackendCounter.SCUR, streams);
        counters.max(BackendCounter.SMAX, streams);
        counters.increment(BackendCounter.STOT);
        final long nowMillis = nanos() / NANOS_PER_MILLI;
        sessionRate.add(nowMillis);
        counters.max(BackendCounter.RATE_MAX, sessionRate.perSecond(nowMillis));
        if (limitsFollowLoad) {
            serveAll();
        }
    }

    /** The opposite of {@link #streamEntered()}: once for each. */
    public void streamLeft() {
        streams--;
        counters.set(BackendCounter.SCUR, streams);
    }

    /**
     * Gives a stream a slot of the server that balancing chooses, or a place in a queue.
     *
     * @param avoid a server that just failed, not to be chosen while there is another; or null.
     */
    public Assignment assign(Queueable stream, Server avoid) {
        if (!inUse.isAnyUsable()) {
            return Assignment.NO_SERVER;
        }
        final QueueEntry entry = stream.queueEntry();
        if (queue.size() > 0) {
            enqueue(queue, entry);
            return Assignment.QUEUED;
        }
        final Candidate chosen = balancer.next(stream.source(), avoid);
        if (chosen == null) {
            enqueue(queue, entry);
            return Assignment.QUEUED;
        }
        final Server server = servers.get(chosen.order());
        if (server != avoid) {
            countSelection(server);
        }
        return admit(stream, server);
    }

    private void countSelection(Server server) {
        counters.increment(BackendCounter.LBTOT);
        server.counters().increment(ServerCounter.LBTOT);
    }

    /**
     * Gives a stream a slot of this server, or a place in its queue; it counts as selected as if balancing had chosen it.
     *
     * @return {@link Assignment#NO_SERVER} when it is down or in maintenance.
     */
    public Assignment assignTo(Queueable stream, Server server) {
        if (!server.acceptsBound()) {
            return Assignment.NO_SERVER;
        }
        countSelection(server);
        return admit(stream, server);
    }

    private Assignment admit(Queueable stream, Server server) {
        if (server.isFull()) {
            stream.queueEntry().wants(server);
            final int maxqueue = server.config().maxqueue();
            if (maxqueue > 0 && server.queue.size() >= maxqueue) {
                return Assignment.QUEUE_FULL;
            }
            enqueue(server.queue, stream.queueEntry());
            loadChanged(server);
            return Assignment.QUEUED;
        }
        grant(stream, server);
        return Assignment.GRANTED;
    }

    /** A stream has done with its server: the slot goes to who waits longest. */
    public void release(Server server) {
        server.streams--;
        serverStreams--;
        server.counters().set(ServerCounter.SCUR, server.currentStreams());
        loadChanged(server);
        serveWaiting(server);
    }

    /** A stream gives up waiting; nothing happens if it does not wait. */
    public void cancel(Queueable stream) {
        final QueueEntry entry = stream.queueEntry();
        final PendingQueue from = entry.queue;
        if (from == null) {
            return;
        }
        from.giveUp(entry);
        queueChanged(from);
        for (int i = 0; from != queue && i < servers.size(); i++) {
            if (servers.get(i).queue == from) {
                loadChanged(servers.get(i));
            }
        }
    }

    /** Serves those who wait for this server, or for any, as long as it has slots. Returns how many. */
    int serveWaiting(Server server) {
        int served = 0;
        for (;;) {
            final QueueEntry own = server.queue.head();
            final QueueEntry any = server.usable() && inUse.contains(server) ? queue.head() : null;
            if (own == null && any == null || hasNoSlot(server)) {
                break;
            }
            final boolean takeOwn = any == null || own != null && own.arrival < any.arrival;
            final PendingQueue from = takeOwn ? server.queue : queue;
            final QueueEntry entry = from.poll();
            queueChanged(from);
            served++;
            grant(entry.owner, server);
        }
        return served;
    }

    /**
     * Moves those who wait for a server that cannot serve them to where another may; only with {@code option redispatch}, otherwise they keep waiting for
     * the slots that get free. Returns how many.
     */
    int redistribute(Server server) {
        int moved = 0;
        final boolean mayMove = config.backend().redispatchInterval() != 0;
        for (QueueEntry entry = server.queue.head(); mayMove && entry != null; entry = server.queue.head()) {
            server.queue.moveOut(entry);
            final Assignment again = assign(entry.owner, null);
            if (again == Assignment.NO_SERVER || again == Assignment.QUEUE_FULL) {
                enqueue(queue, entry);
            }
            server.counters().increment(ServerCounter.WREDIS);
            counters.increment(BackendCounter.WREDIS);
            moved++;
        }
        if (moved > 0) {
            loadChanged(server);
        }
        serveAll();
        return moved;
    }

    /** Serves those who wait wherever a slot is free: after servers came into use, or limits rose. */
    void serveAll() {
        for (int i = 0; i < servers.size(); i++) {
            serveWaiting(servers.get(i));
        }
    }

    void limitChanged(Server server) {
        loadChanged(server);
        serveWaiting(server);
        // Without a limit nobody waits, and nothing keeps the figure up to date.
        server.counters().set(ServerCounter.QCUR, server.queue.size());
    }

    /** A stream that could not reach its server waits before it tries again. It keeps its slot, but is no session of the server until {@link #resume}. */
    public void pause(Server server) {
        server.pausing++;
        server.counters().set(ServerCounter.SCUR, server.currentStreams());
    }

    /** It tries again. */
    public void resume(Server server) {
        server.pausing--;
        countPresent(server);
    }

    /** It will not try again, and {@linkplain #release gives its slot back}. */
    public void leavePause(Server server) {
        server.pausing--;
    }

    private static void countPresent(Server server) {
        server.counters().set(ServerCounter.SCUR, server.currentStreams());
        server.counters().max(ServerCounter.SMAX, server.currentStreams());
    }

    private void grant(Queueable stream, Server server) {
        final CounterGroup<ServerCounter> group = server.counters();
        server.streams++;
        serverStreams++;
        countPresent(server);
        group.increment(ServerCounter.STOT);
        final long nowNanos = nanos();
        server.lastSessionNanos = nowNanos;
        server.everUsed = true;
        lastSessionNanos = nowNanos;
        everUsed = true;
        server.sessionRate.add(nowNanos / NANOS_PER_MILLI);
        group.max(ServerCounter.RATE_MAX, server.sessionRate.perSecond(nowNanos / NANOS_PER_MILLI));
        loadChanged(server);
        stream.queueEntry().wants(null);
        stream.onServerGranted(server);
    }

    private void enqueue(PendingQueue to, QueueEntry entry) {
        to.add(entry, arrivals++);
        queueChanged(to);
    }

    private void queueChanged(PendingQueue changed) {
        if (changed == queue) {
            counters.set(BackendCounter.QCUR, queue.size());
            counters.max(BackendCounter.QMAX, queue.size());
        }
    }

    private void loadChanged(Server server) {
        final int waiting = server.queue.size();
        if (server.maxconn() > 0) {
            server.counters().set(ServerCounter.QCUR, waiting);
            server.counters().max(ServerCounter.QMAX, waiting);
        }
        balancer.loadChanged(server);
    }

    private static boolean hasNoSlot(Server server) {
        return server.maxconn() > 0 && server.streams >= server.limit();
    }

    // --- who is in use

    /** A state or weight changed: finds anew who takes part. Returns whether this took the last usable server away. */
    boolean usabilityChanged() {
        final boolean wasUp = inUse.isAny();
        inUse.findAnew();
        balancer.rebuild(inUse.servers(), inUse.count());
        return wasUp && !inUse.isAny();
    }

    /** Whether some server is usable, or there is none to be. */
    public boolean isUp() {
        return inUse.isAny();
    }

    /** Whether balancing can choose a server other than this one. */
    public boolean hasAlternativeTo(Server server) {
        return inUse.hasOtherThan(server);
    }

    /** Usable servers that are no backups. */
    public int activeServers() {
        return inUse.active();
    }

    /** Usable backup servers. */
    public int backupServers() {
        return inUse.backups();
    }

    /** Sum of the weights of the servers in use. */
    public int totalWeight() {
        return inUse.weight();
    }

    /** The same of the weights that users set. */
    public int totalUserWeight() {
        return inUse.userWeight();
    }

    /** Streams of this backend, those that wait included. */
    public int streams() {
        return streams;
    }

    /** Streams that have a server's slot. */
    public int serverStreams() {
        return serverStreams;
    }

    /** Streams that wait for any server. */
    public int queued() {
        return queue.size();
    }

    public int fullconn() {
        return fullconn;
    }

    /** Sets the load at which servers reach their {@code maxconn}, where the configuration does not say it. */
    public void fullconn(int streamsAtFull) {
        fullconn = streamsAtFull;
    }

    /** Seconds since it last went up or down. */
    public long secondsSinceChange() {
        return inUse.nanosSinceChange() / NANOS_PER_SECOND;
    }

    /** Seconds without a usable server since the start. */
    public long downtimeSeconds() {
        return inUse.downNanos() / NANOS_PER_SECOND;
    }

    /** Seconds since a server got a stream, -1 = never. */
    public long secondsSinceSession() {
        return everUsed ? (nanos() - lastSessionNanos) / NANOS_PER_SECOND : -1;
    }

    long nanos() {
        return clock.getAsLong();
    }
}
