package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.OPERATOR;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.weir.analytics.zone.LocalZone;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.ErrorSnapshots.Snapshot;
import org.weir.engine.proxy.Frontend;
import org.weir.engine.server.Backend;

/** Engine agent only. {@code show errors}: the last messages that were not understood, with a dump of their bytes. */
final class ErrorCommands {
    private static final int DUMP_COLUMNS = 70;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ROOT).withZone(LocalZone.id());

    private final EngineParts engine;

    ErrorCommands(EngineParts engine) {
        this.engine = engine;
    }

    void addTo(CommandTable table) {
        table.add("show errors", OPERATOR, "show errors [<px>] [request|response]", "report the last faulty request and response of each proxy", this::show);
    }

    private Output show(Call call) throws CliRefusal {
        boolean responsesOnly = call.arguments().contains("response");
        boolean requestsOnly = call.arguments().contains("request");
        String first = call.argument(0);
        int proxy = first.isEmpty() || first.equals("request") || first.equals("response") ? -1 : proxyId(first);
        List<Snapshot> wanted = engine.errors().all().stream()
                .filter(snapshot -> proxy < 0 || snapshot.proxyId() == proxy)
                .filter(snapshot -> snapshot.isRequest() ? !responsesOnly || requestsOnly : !requestsOnly || responsesOnly).toList();
        String heading = "Total events captured on [" + date(engine.clock().epochMicros()) + "] : " + engine.errors().total() + '\n';
        Iterator<Snapshot> rest = wanted.iterator();
        return new Output() {
            private boolean begun;

            @Override
            public boolean write(StringBuilder out) {
                if (!begun) {
                    begun = true;
                    out.append(heading);
                } else if (rest.hasNext()) {
                    describe(rest.next(), out);
                }
                return rest.hasNext();
            }
        };
    }

    private int proxyId(String word) throws CliRefusal {
        if (word.matches("-?[0-9]{1,9}")) {
            return Integer.parseInt(word);
        }
        for (Frontend frontend : engine.directory().frontends()) {
            if (frontend.name().equals(word)) {
                return frontend.config().id();
            }
        }
        Backend backend = engine.directory().backend(word);
        if (backend == null) {
            throw new CliRefusal("No such proxy.");
        }
        return backend.config().id();
    }

    private static String date(long epochMicros) {
        return DATE.format(Instant.ofEpochMilli(epochMicros / 1000));
    }

    /** No line of it may be empty, which would end the output: hence the lines of one and of two spaces. */
    private static void describe(Snapshot snapshot, StringBuilder out) {
        byte[] bytes = snapshot.bytes() == null ? new byte[0] : snapshot.bytes();
        out.append(" \n[").append(date(snapshot.epochMicros())).append("] ").append(snapshot.isRequest() ? "frontend " : "backend ").append(snapshot.proxy())
                .append(" (#").append(snapshot.proxyId()).append("): invalid ").append(snapshot.isRequest() ? "request\n" : "response\n");
        out.append(snapshot.isRequest() ? "  backend " : "  frontend ");
        name(snapshot.otherProxy(), snapshot.otherProxyId(), out);
        out.append(", server ");
        name(snapshot.server(), snapshot.serverId(), out);
        out.append(", event #").append(snapshot.number()).append(", src ").append(snapshot.source()).append('\n');
        out.append("  stream #").append(snapshot.streamId()).append(", reason: ").append(snapshot.error() == null ? "unknown" : snapshot.error().text())
                .append('\n');
        out.append("  len ").append(bytes.length).append(", error at position ").append(snapshot.position()).append(":\n  \n");
        dump(bytes, out);
    }

    private static void name(String name, int id, StringBuilder out) {
        out.append(name == null ? "<NONE>" : name).append(" (#").append(id).append(')');
    }

    private static void dump(byte[] bytes, StringBuilder out) {
        boolean continued = false;
        int at = 0;
        while (at < bytes.length) {
            out.append(String.format(Locale.ROOT, "  %05d%c ", at, continued ? '+' : ' '));
            int columns = 0;
            boolean lineEnded = false;
            while (at < bytes.length && !lineEnded) {
                String shown = shown(bytes[at]);
                if (columns + shown.length() > DUMP_COLUMNS) {
                    break;
                }
                out.append(shown);
                columns += shown.length();
                lineEnded = bytes[at++] == '\n';
            }
            continued = !lineEnded;
            out.append('\n');
        }
    }

    private static String shown(byte b) {
        return switch (b) {
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case 27 -> "\\e";
            case '\\' -> "\\\\";
            default -> b >= ' ' && b <= '~' ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\x%02X", b);
        };
    }
}
