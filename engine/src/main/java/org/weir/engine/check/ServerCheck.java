package org.weir.engine.check;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.weir.engine.config.model.ServerConfig;
import org.weir.engine.message.CheckJob;
import org.weir.engine.message.LocalShortage;
import org.weir.engine.server.CheckOutcome;
import org.weir.engine.server.CheckStatus;
import org.weir.engine.server.Server;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.time.Timed;
import org.weir.io.time.Timers;
import org.weir.os.Errno;

/** Engine agent only. The health check of one server: one job, again and again. */
final class ServerCheck extends Timed implements CheckJob.EngineCheck {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Server server;
    private final HttpProtocol http;
    private final int spreadPercent;
    private final Timers timers;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final Consumer<CheckJob> sender;
    private final CheckJob job = new CheckJob(this);
    private long nextNanos = NO_DEADLINE;
    private long startedNanos;
    private boolean running;
    private boolean stopped;

    ServerCheck(
            Server server, HttpProtocol http, int spreadPercent, Timers timers, LongSupplier clock, RandomGenerator random, Consumer<CheckJob> sender) {
        this.server = server;
        this.http = http;
        this.spreadPercent = spreadPercent;
        this.timers = timers;
        this.clock = clock;
        this.random = random;
        this.sender = sender;
    }

    /** The present time between two checks: {@code inter}; {@code fastinter} while the state is uncertain, {@code downinter} while it is down. */
    int intervalMillis() {
        final ServerConfig.Check settings = server.config().check();
        final int full = settings.rise() + settings.fall() - 1;
        if (server.health() == 0 && settings.downinterMillis() > 0) {
            return settings.downinterMillis();
        }
        if (server.health() > 0 && server.health() < full && settings.fastinterMillis() > 0) {
            return settings.fastinterMillis();
        }
        return settings.interMillis();
    }

    void schedule(long atNanos) {
        if (stopped) {
            return;
        }
        nextNanos = atNanos;
        timers.update(this);
    }

    /** What runs will still be heard; nothing follows. */
    void stop() {
        stopped = true;
        nextNanos = NO_DEADLINE;
    }

    @Override
    public long deadlineNanos() {
        return nextNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        nextNanos = NO_DEADLINE;
        startedNanos = nowNanos;
        if (server.isInMaintenance() || !server.isChecked() || running) {
            again();
        } else {
            begin();
        }
    }

    private void begin() {
        final ServerConfig.Check settings = server.config().check();
        final int interMillis = settings.interMillis();
        final int connectMillis = server.backend().config().timeouts().connect();
        final int checkMillis = server.backend().config().timeouts().check();
        final boolean own = checkMillis > 0;
        job.connect = connectSpec();
        job.request = http == null ? null : http.request().bytes(server);
        job.body = http != null && http.verdict().bodyWanted() ? http.verdict() : null;
        // Without "timeout check" the whole check has the interval; with it the connection has the shorter of interval and "timeout connect".
        job.connectTimeoutNanos = (own && connectMillis > 0 ? Math.min(connectMillis, interMillis) : interMillis) * NANOS_PER_MILLI;
        job.responseTimeoutNanos = (own ? checkMillis : interMillis) * NANOS_PER_MILLI;
        job.responseTimeoutFromStart = !own;
        running = true;
        server.backend().state().checkStarted(server);
        sender.accept(job);
    }

    void done(CheckJob finished) {
        running = false;
        server.backend().state().checked(server, outcome(finished));
        again();
    }

    private void again() {
        long waitMillis = intervalMillis();
        if (spreadPercent > 0) {
            final long rangeMillis = waitMillis * spreadPercent / 100;
            waitMillis += random.nextLong(-rangeMillis, rangeMillis + 1);
        }
        schedule(Math.max(clock.getAsLong(), startedNanos + waitMillis * NANOS_PER_MILLI));
    }

    private CheckOutcome outcome(CheckJob finished) {
        final long durationMillis = finished.durationNanos / NANOS_PER_MILLI;
        return switch (finished.result) {
            case CONNECTED -> new CheckOutcome(CheckStatus.L4_OK, 0, null, durationMillis);
            case RESPONSE -> http.verdict().judge(finished.response, finished.responseLength, durationMillis);
            case NO_RESOURCE -> noResource(finished, durationMillis);
            case BROKEN -> new CheckOutcome(CheckStatus.SOCKET_ERROR, 0, Errno.meaning(finished.errno), durationMillis);
            case CONNECT_FAILED -> new CheckOutcome(CheckStatus.L4_CONNECTION, 0, connectError(finished.errno) + step(), durationMillis);
            case CONNECT_TIMEOUT -> new CheckOutcome(CheckStatus.L4_TIMEOUT, 0, step().isEmpty() ? null : step(), durationMillis);
            case RESPONSE_TIMEOUT -> new CheckOutcome(CheckStatus.L7_TIMEOUT, 0, null, durationMillis);
        };
    }

    /** Where it failed, with {@code option tcp-check}: it has no steps yet but the connection. */
    private String step() {
        return server.config().check().tcpCheck() ? " at initial connection step of tcp-check" : "";
    }

    /** A source address or port that cannot be had counts as a failure to connect, anything else as one of the socket. */
    private CheckOutcome noResource(CheckJob finished, long durationMillis) {
        final String meaning = Errno.meaning(finished.errno);
        return finished.connect.source() != null && LocalShortage.what(finished.errno).equals(LocalShortage.PORTS)
                ? new CheckOutcome(CheckStatus.L4_CONNECTION, 0, "Can't bind to source address (" + meaning + ')' + step(), durationMillis)
                : new CheckOutcome(CheckStatus.SOCKET_ERROR, 0, meaning, durationMillis);
    }

    /** Errors that come from this side, before a packet leaves, are marked as such. */
    private static String connectError(int errno) {
        return switch (errno) {
            case Errno.ENETUNREACH, Errno.EADDRNOTAVAIL, Errno.EACCES, Errno.EPERM, Errno.EAFNOSUPPORT, Errno.EINVAL ->
                "General socket error (" + Errno.meaning(errno) + ')';
            default -> Errno.meaning(errno);
        };
    }

    /** The server's own way to connect, with the address and port to check. A check may have nothing to send that would take the acknowledgement along. */
    private ConnectSpec connectSpec() {
        final ConnectSpec own = server.target().connect();
        Endpoint remote = server.checkAddress() == null ? own.remote() : server.checkAddress();
        if (server.checkPort() > 0) {
            remote = remote.withPort(server.checkPort());
        } else if (remote.portNumber() == 0) {
            remote = remote.withPort(own.remote().portNumber());
        }
        return own.withRemote(remote).withLateAck(false);
    }
}
