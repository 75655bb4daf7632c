package org.weir.engine.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.weir.engine.config.model.BackendConfig;
import org.weir.engine.config.model.Balance;
import org.weir.engine.config.model.HttpCheck;
import org.weir.engine.config.model.Mode;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.config.model.ServerConfig;
import org.weir.engine.config.model.Timeouts;
import org.weir.engine.stats.Counters;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.NetAddress;
import org.weir.io.time.Timers;

/** A backend "be" under a clock that the test sets; keeps messages, and who got which server. */
public final class BackendRig implements AutoCloseable {
    public static final NetAddress CLIENT = NetAddress.of(Endpoint.ofNumeric("127.0.0.1", 1000));

    public final List<String> messages = new ArrayList<>();
    public final List<String> grants = new ArrayList<>();
    public final Timers timers = new Timers(0);
    public final Counters counters = new Counters(null, 400);
    public final Backend backend;
    private long nowNanos;

    /** Options of the backend. */
    public static final class Options {
        public Balance.Algorithm algorithm = Balance.Algorithm.ROUNDROBIN;
        public boolean allBackups;
        public int fullconn;
        public int checkTimeoutMillis = -1;
        public HttpCheck httpCheck;
        public boolean redispatch;
    }

    /** A server line. */
    public static final class Line {
        public final String name;
        public int weight = 1;
        public boolean backup;
        public boolean disabled;
        public int maxconn;
        public int minconn;
        public int maxqueue;
        public int slowstartMillis;
        public boolean check;
        public int interMillis = 2000;
        public int fastinterMillis;
        public int downinterMillis;
        public int rise = 2;
        public int fall = 3;
        public int checkPort;
        public Endpoint address = Endpoint.ofNumeric("127.0.0.1", 8000);

        public Line(String name) {
            this.name = name;
        }

        public Line with(java.util.function.Consumer<Line> change) {
            change.accept(this);
            return this;
        }

        ServerConfig config(int id) {
            return new ServerConfig(name, id, false, ConnectSpec.of(address), false, 0, weight, backup, disabled, maxconn, minconn, maxqueue,
                    new ServerConfig.Check(check, interMillis, fastinterMillis, downinterMillis, rise, fall, checkPort, null, false), -1, 0, 5000, -1, null,
                    slowstartMillis, null);
        }
    }

    public BackendRig(Options options, Line... lines) {
        List<ServerConfig> servers = new ArrayList<>();
        for (Line line : lines) {
            servers.add(line.config(servers.size() + 1));
        }
        BackendConfig config = new BackendConfig(new Balance(options.algorithm, false), servers, 3, options.redispatch ? -1 : 0, options.httpCheck,
                options.fullconn, options.allBackups, false);
        Timeouts timeouts = new Timeouts(0, 0, 1000, 0, 0, 0, 0, 0, 0, options.checkTimeoutMillis, 0);
        ProxyLogging logging = new ProxyLogging(List.of(), null, ProxyLogging.Kind.NONE, false, false, false, false, false, null, false);
        ProxyConfig proxy = new ProxyConfig(3, false, "be", ProxyConfig.Section.BACKEND, Mode.HTTP, false, null, config, timeouts, null, null, logging,
                List.of(), List.of(), Map.of(), null, null, null);
        backend = new Backend(proxy, 0, 0, counters, (be, level, text) -> messages.add("<" + level + ">" + text), timers, () -> nowNanos);
    }

    public static BackendRig of(Line... lines) {
        return new BackendRig(new Options(), lines);
    }

    public static Line line(String name) {
        return new Line(name);
    }

    public static Line checked(String name) {
        return new Line(name).with(line -> line.check = true);
    }

    public Server server(String name) {
        return backend.byName(name);
    }

    public ServerState state() {
        return backend.state();
    }

    public long nanos() {
        return nowNanos;
    }

    public void advanceMillis(long millis) {
        nowNanos += millis * 1_000_000;
        while (timers.poll(nowNanos, 1000) > 0) {
            continue;
        }
    }

    /** Lets a stream ask for a server. */
    public TestStream ask(String name) {
        return ask(name, CLIENT);
    }

    /** Lets a client's stream ask for a server. */
    public TestStream ask(String name, NetAddress client) {
        TestStream stream = new TestStream(name, client);
        backend.streamEntered();
        stream.assignment = backend.assign(stream, null);
        return stream;
    }

    /** Lets a stream ask for this server and no other. */
    public TestStream ask(String name, Server bound) {
        TestStream stream = new TestStream(name, CLIENT);
        backend.streamEntered();
        stream.assignment = backend.assignTo(stream, bound);
        return stream;
    }

    public void finish(TestStream stream) {
        backend.streamLeft();
        backend.release(stream.server);
    }

    /** What was said since the last call. */
    public List<String> said() {
        List<String> said = List.copyOf(messages);
        messages.clear();
        return said;
    }

    public void pass(String name) {
        state().checked(server(name), new CheckOutcome(CheckStatus.L4_OK, 0, null, 0));
    }

    public void refuse(String name) {
        state().checked(server(name), new CheckOutcome(CheckStatus.L4_CONNECTION, 0, "Connection refused", 0));
    }

    @Override
    public void close() {
        counters.close();
    }

    /** A stream that writes down which server it got. */
    public final class TestStream implements Queueable {
        public final String name;
        public Server server;
        public Assignment assignment;
        private final NetAddress client;
        private final QueueEntry entry = new QueueEntry(this);

        TestStream(String name, NetAddress client) {
            this.name = name;
            this.client = client;
        }

        @Override
        public void onServerGranted(Server granted) {
            server = granted;
            grants.add(name + ':' + granted.name());
        }

        @Override
        public NetAddress source() {
            return client;
        }

        @Override
        public QueueEntry queueEntry() {
            return entry;
        }
    }
}
