package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.ADMIN;
import static org.weir.engine.config.model.GlobalConfig.CliLevel.OPERATOR;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.weir.analytics.zone.LocalZone;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.Stream;
import org.weir.engine.server.Server;
import org.weir.io.net.NetAddress;

/** Engine agent only. Commands about streams in progress. A stream is named by its number in the process, in hexadecimal. */
final class SessionCommands {
    /** HAProxy's number for a connection that stands. */
    private static final String ESTABLISHED = "8";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss", Locale.ROOT).withZone(LocalZone.id());

    private final EngineParts engine;

    SessionCommands(EngineParts engine) {
        this.engine = engine;
    }

    void addTo(CommandTable table) {
        table.add("show sess", OPERATOR, "show sess [<id>|all]", "list the streams in progress, or show one or all in detail", this::show);
        table.add("shutdown session", ADMIN, "shutdown session <id>", "end a stream", this::shutdown);
        table.add("shutdown sessions server", ADMIN, "shutdown sessions server <bk>/<srv>", "end all streams of a server", this::shutdownServer);
    }

    private Output show(Call call) throws CliRefusal {
        long id = id(call.argument(0));
        if (id == 0) {
            return new StreamList(call.argument(0).equals("all"));
        }
        Stream stream = find(id);
        if (stream == null) {
            throw new CliRefusal("Session not found.");
        }
        StringBuilder text = new StringBuilder();
        describe(stream, text);
        return Output.of(text.toString());
    }

    private Output shutdown(Call call) throws CliRefusal {
        long id = id(call.argument(0));
        if (id == 0) {
            throw new CliRefusal("Session pointer expected (use 'show sess').");
        }
        Stream stream = find(id);
        if (stream == null) {
            throw new CliRefusal("No such session (use 'show sess').");
        }
        engine.director().shutdown(stream);
        return Output.NONE;
    }

    private Output shutdownServer(Call call) throws CliRefusal {
        Server server = Targets.server(engine, call.argument(0));
        Stream following;
        for (Stream stream = engine.director().streams().first(); stream != null; stream = following) {
            following = engine.director().streams().after(stream);
            if (server.equals(stream.server())) {
                engine.director().shutdown(stream);
            }
        }
        return Output.NONE;
    }

    /** A number, 0 when there is none. */
    private static long id(String text) {
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        return digits.matches("[0-9a-fA-F]{1,15}") ? Long.parseLong(digits, 16) : 0;
    }

    private Stream find(long id) {
        Stream stream = engine.director().streams().first();
        while (stream != null && stream.id() != id) {
            stream = engine.director().streams().after(stream);
        }
        return stream;
    }

    /** All streams, the latest first; what ends while the list is read is left out, what begins does not come in. */
    private final class StreamList implements Output {
        private final boolean detailed;
        private long before = Long.MAX_VALUE;
        private Stream next;

        private StreamList(boolean detailed) {
            this.detailed = detailed;
        }

        @Override
        public boolean write(StringBuilder out) {
            // Between two pieces streams may have gone and their objects may be in use again: numbers fall along the list, so go by them.
            if (next == null || next.id() >= before || next.stage() == Stream.Stage.FREE) {
                next = engine.director().streams().first();
                while (next != null && next.id() >= before) {
                    next = engine.director().streams().after(next);
                }
            }
            if (next == null) {
                return false;
            }
            before = next.id();
            if (detailed) {
                describe(next, out);
            } else {
                summarise(next, out);
            }
            next = engine.director().streams().after(next);
            return next != null;
        }
    }

    private void summarise(Stream stream, StringBuilder out) {
        out.append("0x").append(Long.toHexString(stream.id())).append(": proto=").append(protocol(stream.source())).append(" src=").append(stream.source())
                .append(" fe=").append(stream.frontendName()).append(" be=").append(orNone(stream.backendName(), "<NONE>"))
                .append(" srv=").append(orNone(stream.serverName(), "<none>")).append(" ts=").append(stream.stage().name().toLowerCase(Locale.ROOT))
                .append(" age=").append(ageSeconds(stream)).append("s scf=[").append(ESTABLISHED).append(",fd=").append(stream.exchange().carrier.clientFd())
                .append("] scb=[").append(serverState(stream)).append(",fd=").append(stream.exchange().carrier.serverFd()).append("] exp=")
                .append(expiry(stream)).append(" rc=").append(stream.outcome().retries).append(" c_exp=").append(connectExpiry(stream)).append('\n');
    }

    private void describe(Stream stream, StringBuilder out) {
        long beganMicros = engine.clock().epochMicros(stream.exchange().firstByteNanos);
        out.append("0x").append(Long.toHexString(stream.id())).append(": [").append(DATE.format(Instant.ofEpochSecond(beganMicros / MICROS_PER_SECOND)))
                .append(String.format(Locale.ROOT, ".%06d", beganMicros % MICROS_PER_SECOND)).append("] id=").append(stream.id()).append(" proto=")
                .append(protocol(stream.source())).append(" source=").append(stream.source()).append('\n');
        out.append("  stage=").append(stream.stage().name().toLowerCase(Locale.ROOT)).append(", age=").append(ageSeconds(stream)).append("s, retries=")
                .append(stream.outcome().retries).append(", redispatched=").append(stream.outcome().redispatched ? 1 : 0).append(", exp=")
                .append(expiry(stream)).append('\n');
        out.append("  frontend=").append(stream.frontendName()).append(" (id=").append(stream.frontend().config().id()).append(" mode=")
                .append(stream.outcome().http ? "http" : "tcp").append(") addr=").append(stream.destination()).append('\n');
        out.append("  backend=").append(orNone(stream.backendName(), "<NONE>")).append(" (id=")
                .append(stream.backend() == null ? -1 : stream.backend().config().id()).append(")\n");
        Server server = stream.server();
        out.append("  server=").append(orNone(stream.serverName(), "<none>")).append(" (id=").append(server == null ? -1 : server.config().id()).append(')');
        if (server != null) {
            out.append(" addr=").append(NetAddress.of(server.target().connect().remote()));
        }
        out.append('\n');
    }

    private static String protocol(NetAddress address) {
        return switch (address.family()) {
            case NetAddress.INET4 -> "tcpv4";
            case NetAddress.INET6 -> "tcpv6";
            case NetAddress.UNIX -> "unix_stream";
            default -> "?";
        };
    }

    private static String orNone(String name, String none) {
        return name == null ? none : name;
    }

    private long ageSeconds(Stream stream) {
        return (engine.clock().nanos() - stream.exchange().firstByteNanos) / NANOS_PER_SECOND;
    }

    /** HAProxy's number for what has become of the server's connection; empty where there is none to be. */
    private static String serverState(Stream stream) {
        return switch (stream.stage()) {
            case FREE, REPLYING -> "";
            case RULES -> "0";
            case QUEUED -> "2";
            case TURN_AROUND -> "3";
            case FORWARDED -> stream.exchange().carrier.isConnecting() ? "5" : ESTABLISHED;
            case RESPONSE_RULES -> ESTABLISHED;
        };
    }

    /** When a timer of the stream fires next: as in HAProxy that may be before anything is over, where its deadline has moved meanwhile. */
    private String expiry(Stream stream) {
        return seconds(Math.min(stream.deadlineNanos(), stream.exchange().carrier.nextLookNanos()));
    }

    /** When waiting for the server's connection is over. */
    private String connectExpiry(Stream stream) {
        return switch (stream.stage()) {
            case QUEUED, TURN_AROUND -> seconds(stream.deadlineNanos());
            case FORWARDED -> stream.exchange().carrier.isConnecting() ? expiry(stream) : "";
            case FREE, RULES, RESPONSE_RULES, REPLYING -> "";
        };
    }

    private String seconds(long deadlineNanos) {
        return deadlineNanos == Stream.NO_DEADLINE ? "" : Math.max(0, deadlineNanos - engine.clock().nanos()) / NANOS_PER_SECOND + "s";
    }
}
