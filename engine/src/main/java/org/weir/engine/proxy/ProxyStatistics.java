package org.weir.engine.proxy;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.model.BindConfig;
import org.weir.engine.config.model.Mode;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ServerConfig;
import org.weir.engine.message.IdleCounts;
import org.weir.engine.message.ListenerPlan;
import org.weir.engine.server.Backend;
import org.weir.engine.server.CheckOutcome;
import org.weir.engine.server.CheckStatus;
import org.weir.engine.server.Server;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.FrontendCounter;
import org.weir.engine.stats.ListenerCounter;
import org.weir.engine.stats.MovingAverage;
import org.weir.engine.stats.ServerCounter;
import org.weir.engine.stats.StatField;
import org.weir.engine.stats.StatRow;
import org.weir.io.net.Endpoint;
import org.weir.io.net.NetAddress;

/**
 * Engine agent only. The figures of every frontend, listener, server and backend as rows of statistics, in the order in which operators see them:
 * the proxies as declared, each with its frontend, the listeners that count for themselves, its servers and its backend. Which fields a row has follows
 * HAProxy: what does not apply is not there.
 */
public final class ProxyStatistics {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final FrontendCounter[] FRONTEND_COUNTERS = FrontendCounter.values();
    private static final ListenerCounter[] LISTENER_COUNTERS = ListenerCounter.values();
    private static final BackendCounter[] BACKEND_COUNTERS = BackendCounter.values();
    private static final ServerCounter[] SERVER_COUNTERS = ServerCounter.values();
    private static final StatField[] HTTP_ONLY = {
        StatField.HRSP_1XX, StatField.HRSP_2XX, StatField.HRSP_3XX, StatField.HRSP_4XX, StatField.HRSP_5XX, StatField.HRSP_OTHER, StatField.INTERCEPTED,
        StatField.CACHE_LOOKUPS, StatField.CACHE_HITS};

    /** An object that has a row. */
    private sealed interface Subject {
        record OfFrontend(Frontend frontend) implements Subject {}

        record OfListener(ListenerPlan listener) implements Subject {}

        record OfServer(Server server) implements Subject {}

        record OfBackend(Backend backend) implements Subject {}
    }

    private final EngineParts engine;
    private final List<ProxyConfig> proxies;
    private final List<IdleCounts> idleCounts;
    private final List<Subject> subjects = new ArrayList<>();

    /**
     * @param proxies all proxies in the order of declaration
     * @param idleCounts one for each I/O agent
     */
    public ProxyStatistics(EngineParts engine, List<ProxyConfig> proxies, List<IdleCounts> idleCounts) {
        this.engine = engine;
        this.proxies = List.copyOf(proxies);
        this.idleCounts = List.copyOf(idleCounts);
        for (ProxyConfig proxy : proxies) {
            if (!proxy.disabled()) {
                addProxy(proxy);
            }
        }
    }

    private void addProxy(ProxyConfig proxy) {
        for (Frontend frontend : engine.directory().frontends()) {
            if (frontend.config().id() == proxy.id()) {
                subjects.add(new Subject.OfFrontend(frontend));
            }
        }
        if (proxy.hasFrontend() && proxy.frontend().socketStats()) {
            engine.listeners().stream().filter(listener -> listener.frontend().id() == proxy.id())
                    .forEach(listener -> subjects.add(new Subject.OfListener(listener)));
        }
        for (Backend backend : engine.directory().backends()) {
            if (backend.config().id() == proxy.id()) {
                backend.servers().forEach(server -> subjects.add(new Subject.OfServer(server)));
                subjects.add(new Subject.OfBackend(backend));
            }
        }
    }

    /** All proxies, those that are disabled too, which have no rows. */
    public List<ProxyConfig> proxies() {
        return proxies;
    }

    /** Number of rows. */
    public int size() {
        return subjects.size();
    }

    /**
     * Fills in one row.
     *
     * @param index from 0
     * @param details whether to show addresses, cookies and algorithms
     */
    public void fill(int index, StatRow row, boolean details) {
        switch (subjects.get(index)) {
            case Subject.OfFrontend subject -> {
                frontend(subject.frontend(), row);
                LatencyFields.fill(engine.latency().frontend(subject.frontend().index()), row);
            }
            case Subject.OfListener subject -> listener(subject.listener(), row, details);
            case Subject.OfServer subject -> {
                server(subject.server(), row, details);
                LatencyFields.fill(engine.latency().server(subject.server().index()), row);
            }
            case Subject.OfBackend subject -> {
                backend(subject.backend(), row, details);
                LatencyFields.fill(engine.latency().backend(subject.backend().index()), row);
            }
        }
    }

    /** Puts how many of a backend's servers take requests behind its status, for readers who do not see all of them: {@code UP (2/3)}. */
    public void appendServerCount(int index, StatRow row) {
        if (subjects.get(index) instanceof Subject.OfBackend subject) {
            List<Server> servers = subject.backend().servers();
            long accepting = servers.stream().filter(Server::acceptsBound).count();
            row.set(StatField.STATUS, row.text(StatField.STATUS) + " (" + accepting + '/' + servers.size() + ')');
        }
    }

    /** The server of that row, or null when the row is another object's. */
    public Server server(int index) {
        return subjects.get(index) instanceof Subject.OfServer subject ? subject.server() : null;
    }

    /** The configuration of the proxy that the row belongs to. */
    public ProxyConfig proxy(int index) {
        return switch (subjects.get(index)) {
            case Subject.OfFrontend subject -> subject.frontend().config();
            case Subject.OfListener subject -> subject.listener().frontend();
            case Subject.OfServer subject -> subject.server().backend().config();
            case Subject.OfBackend subject -> subject.backend().config();
        };
    }

    private void frontend(Frontend frontend, StatRow row) {
        ProxyConfig config = frontend.config();
        row.begin(StatRow.Kind.FRONTEND, config.id(), 0);
        row.copy(frontend.counters(), FRONTEND_COUNTERS);
        row.set(StatField.PXNAME, frontend.name());
        row.set(StatField.SVNAME, "FRONTEND");
        // One without a limit of its own has the process's.
        row.set(StatField.SLIM, frontend.maxSessions() == Integer.MAX_VALUE ? engine.gate().maxConnections() : frontend.maxSessions());
        row.set(StatField.STATUS, switch (frontend.state()) {
            case OPEN -> "OPEN";
            case PAUSED -> "PAUSED";
            case STOPPED -> "STOP";
        });
        long nowMillis = engine.clock().nanos() / NANOS_PER_MILLI;
        row.set(StatField.RATE, frontend.sessionRate.perSecond(nowMillis));
        row.set(StatField.RATE_LIM, config.frontend().rateLimitSessions());
        row.set(StatField.REQ_RATE, frontend.requestRate.perSecond(nowMillis));
        row.set(StatField.CONN_RATE, frontend.connectionRate.perSecond(nowMillis));
        mode(config, row);
    }

    private void listener(ListenerPlan listener, StatRow row, boolean details) {
        BindConfig bind = listener.bind();
        CounterGroup<ListenerCounter> counters = engine.listenerCounters()[listener.index()];
        row.begin(StatRow.Kind.LISTENER, listener.frontend().id(), bind.id());
        row.copy(counters, LISTENER_COUNTERS);
        row.set(StatField.PXNAME, listener.frontend().name());
        row.set(StatField.SVNAME, bind.shownName());
        row.set(StatField.SLIM, bind.maxconn());
        row.set(StatField.STATUS, bind.maxconn() > 0 && counters.get(ListenerCounter.SCUR) >= bind.maxconn() ? "FULL" : "OPEN");
        if (details) {
            Endpoint bound = engine.bound()[listener.index()];
            row.set(StatField.ADDR, NetAddress.of(bound == null ? bind.listen().endpoint() : bound).toString());
        }
        mode(listener.frontend(), row);
    }

    private static void mode(ProxyConfig config, StatRow row) {
        row.set(StatField.MODE, config.mode() == Mode.HTTP ? "http" : "tcp");
        if (config.mode() != Mode.HTTP) {
            for (StatField field : HTTP_ONLY) {
                row.remove(field);
            }
            if (row.kind() != StatRow.Kind.FRONTEND) {
                row.remove(StatField.REQ_TOT);
            }
        }
    }

    private void backend(Backend backend, StatRow row, boolean details) {
        ProxyConfig config = backend.config();
        row.begin(StatRow.Kind.BACKEND, config.id(), 0);
        row.copy(backend.counters(), BACKEND_COUNTERS);
        row.set(StatField.PXNAME, backend.name());
        row.set(StatField.SVNAME, "BACKEND");
        row.set(StatField.SLIM, backend.fullconn());
        row.set(StatField.STATUS, backend.isUp() ? "UP" : "DOWN");
        row.set(StatField.WEIGHT, backend.totalWeight());
        row.set(StatField.UWEIGHT, backend.totalUserWeight());
        row.set(StatField.ACT, backend.activeServers());
        row.set(StatField.BCK, backend.backupServers());
        row.set(StatField.LASTCHG, backend.secondsSinceChange());
        if (!backend.servers().isEmpty()) {
            row.set(StatField.DOWNTIME, backend.downtimeSeconds());
        }
        row.set(StatField.RATE, backend.sessionRate.perSecond(engine.clock().nanos() / NANOS_PER_MILLI));
        row.set(StatField.LASTSESS, backend.secondsSinceSession());
        averages(row, backend.queueMillis, backend.connectMillis, backend.responseMillis, backend.totalMillis);
        // For exporters that sum servers up by state; HAProxy shows 0 here too.
        row.set(StatField.AGG_SERVER_STATUS, 0);
        row.set(StatField.AGG_SERVER_CHECK_STATUS, 0);
        row.set(StatField.AGG_CHECK_STATUS, 0);
        if (details) {
            row.set(StatField.ALGO, config.backend().balance().algorithm().keyword());
        }
        mode(config, row);
    }

    private static void averages(StatRow row, MovingAverage queue, MovingAverage connect, MovingAverage response, MovingAverage total) {
        row.set(StatField.QTIME, queue.average());
        row.set(StatField.CTIME, connect.average());
        row.set(StatField.RTIME, response.average());
        row.set(StatField.TTIME, total.average());
    }

    private void server(Server server, StatRow row, boolean details) {
        ServerConfig config = server.config();
        ProxyConfig proxy = server.backend().config();
        row.begin(StatRow.Kind.SERVER, proxy.id(), config.id());
        row.copy(server.counters(), SERVER_COUNTERS);
        row.set(StatField.PXNAME, proxy.name());
        row.set(StatField.SVNAME, server.name());
        if (server.maxconn() > 0) {
            row.set(StatField.SLIM, server.maxconn());
        }
        row.set(StatField.STATUS, server.statusText());
        row.set(StatField.WEIGHT, server.shownWeight());
        row.set(StatField.UWEIGHT, server.userWeight());
        row.set(StatField.ACT, config.backup() ? 0 : 1);
        row.set(StatField.BCK, config.backup() ? 1 : 0);
        row.set(StatField.LASTCHG, server.secondsSinceChange());
        if (config.maxqueue() > 0) {
            row.set(StatField.QLIMIT, config.maxqueue());
        }
        if (server.throttlePercent() >= 0) {
            row.set(StatField.THROTTLE, server.throttlePercent());
        }
        row.set(StatField.RATE, server.sessionRate.perSecond(engine.clock().nanos() / NANOS_PER_MILLI));
        row.set(StatField.LASTSESS, server.secondsSinceSession());
        averages(row, server.queueMillis, server.connectMillis, server.responseMillis, server.totalMillis);
        row.remove(StatField.HANAFAIL);
        check(server, row);
        connections(server, row);
        if (details) {
            String address = NetAddress.of(server.target().connect().remote()).toString();
            row.set(StatField.ADDR, server.usesClientPort() ? address.substring(0, address.lastIndexOf(':') + 1) + server.shownPort() : address);
            if (config.cookie() != null) {
                row.set(StatField.COOKIE, config.cookie());
            }
        }
        mode(proxy, row);
    }

    private static void check(Server server, StatRow row) {
        if (!server.isChecked()) {
            row.remove(StatField.CHKFAIL);
            row.remove(StatField.CHKDOWN);
            return;
        }
        row.set(StatField.DOWNTIME, server.downtimeSeconds());
        if (server.isInMaintenance()) {
            return;
        }
        CheckOutcome last = server.lastCheck();
        row.set(StatField.CHECK_STATUS, (server.isChecking() ? "* " : "") + last.status().code());
        if (last.code() > 0) {
            row.set(StatField.CHECK_CODE, last.code());
        }
        if (last.status() != CheckStatus.INITIALIZING) {
            row.set(StatField.CHECK_DURATION, last.durationMillis());
        }
        row.set(StatField.LAST_CHK, last.info() == null ? "" : last.info());
        row.set(StatField.CHECK_DESC, last.status().description());
        row.set(StatField.CHECK_RISE, server.config().check().rise());
        row.set(StatField.CHECK_FALL, server.config().check().fall());
        row.set(StatField.CHECK_HEALTH, server.health());
    }

    /** An idle connection is safe when it was reused already; each stream in progress needs one. */
    private void connections(Server server, StatRow row) {
        int unsafe = idleConnections(server, false);
        int safe = idleConnections(server, true);
        if (server.config().poolMaxConn() >= 0) {
            row.set(StatField.SRC_ILIM, server.config().poolMaxConn());
        }
        row.set(StatField.SRV_ICUR, unsafe + safe);
        row.set(StatField.IDLE_CONN_CUR, unsafe);
        row.set(StatField.SAFE_CONN_CUR, safe);
        row.set(StatField.USED_CONN_CUR, server.currentStreams());
        row.set(StatField.NEED_CONN_EST, server.currentStreams());
    }

    /** Idle connections to a server on all I/O agents: those that were reused before, or those that were not. */
    public int idleConnections(Server server, boolean proven) {
        int idle = 0;
        for (IdleCounts counts : idleCounts) {
            idle += counts.get(server.index(), proven);
        }
        return idle;
    }

    /** The same by I/O agent. */
    public List<Integer> idleConnectionsByAgent(Server server) {
        return idleCounts.stream().map(counts -> counts.get(server.index())).toList();
    }
}
