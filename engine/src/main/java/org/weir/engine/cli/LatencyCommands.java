package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.USER;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.weir.analytics.latency.LatencyCounts;
import org.weir.analytics.latency.LatencyOwner;
import org.weir.analytics.latency.LatencyRecorder;
import org.weir.analytics.latency.LatencySubject;
import org.weir.analytics.latency.LatencySummary;
import org.weir.analytics.latency.LatencyTimer;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.Frontend;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.engine.stats.JsonText;

/** Engine agent only. Commands about how long streams took. */
final class LatencyCommands {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String ROW = "%-24s %-24s %-5s %12s %10s %10s %10s %10s %10s\n";

    private final EngineParts engine;

    LatencyCommands(EngineParts engine) {
        this.engine = engine;
    }

    void addTo(CommandTable table) {
        table.add("show latency", USER, "show latency [<proxy>[/<server>]] [json] [since-reset|last <n>s]",
                "percentiles of the timers of proxies and servers, in microseconds", this::show);
    }

    private Output show(Call call) throws CliRefusal {
        LatencyRecorder recorder = engine.latency();
        long nowNanos = engine.clock().nanos();
        LatencyRecorder.Window window = recorder.sinceReset(nowNanos);
        String target = null;
        boolean json = false;
        for (int i = 0; call.has(i); i++) {
            switch (call.argument(i)) {
                case "json" -> json = true;
                case "since-reset" -> window = recorder.sinceReset(nowNanos);
                case "last" -> window = recorder.last(seconds(call.argument(++i)), nowNanos);
                default -> {
                    if (target != null) {
                        throw new CliRefusal("Unexpected word '" + call.argument(i) + "'.");
                    }
                    target = call.argument(i);
                }
            }
        }
        List<LatencyOwner> owners = target == null ? all() : named(target);
        return json ? new JsonList(owners, window) : new TextList(owners, window);
    }

    private static int seconds(String word) throws CliRefusal {
        int seconds = word.matches("[0-9]{1,4}s?") ? Integer.parseInt(word.replace("s", "")) : 0;
        if (seconds < 1 || seconds > LatencyRecorder.LONGEST_WINDOW_SECONDS) {
            throw new CliRefusal("Require a number of seconds from 1s to " + LatencyRecorder.LONGEST_WINDOW_SECONDS + "s after 'last'.");
        }
        return seconds;
    }

    // --- whose

    /** In the order of statistics: the frontend, the servers and the backend of each proxy, as declared. */
    private List<LatencyOwner> all() {
        List<LatencyOwner> owners = new ArrayList<>();
        for (Frontend frontend : engine.directory().frontends()) {
            owners.add(engine.latency().frontend(frontend.index()));
            Backend same = engine.directory().backend(frontend.name());
            if (same != null && same.config().id() == frontend.config().id()) {
                addBackend(same, owners);
            }
        }
        for (Backend backend : engine.directory().backends()) {
            Frontend same = engine.directory().frontend(backend.name());
            if (same == null || same.config().id() != backend.config().id()) {
                addBackend(backend, owners);
            }
        }
        return owners;
    }

    private void addBackend(Backend backend, List<LatencyOwner> owners) {
        for (Server server : backend.servers()) {
            owners.add(engine.latency().server(server.index()));
        }
        owners.add(engine.latency().backend(backend.index()));
    }

    private List<LatencyOwner> named(String word) throws CliRefusal {
        if (word.indexOf('/') >= 0) {
            return List.of(engine.latency().server(Targets.server(engine, word).index()));
        }
        List<LatencyOwner> owners = new ArrayList<>();
        Frontend frontend = Targets.frontendOrNull(engine, word);
        if (frontend != null) {
            owners.add(engine.latency().frontend(frontend.index()));
        }
        Backend backend = Targets.backend(engine, word);
        if (backend != null) {
            addBackend(backend, owners);
        }
        if (owners.isEmpty()) {
            throw new CliRefusal("No such proxy.");
        }
        return owners;
    }

    // --- how

    /** One owner after the other, so that a long list does not hold up the engine. */
    private abstract class OwnerList implements Output {
        final LatencyRecorder.Window window;
        private final List<LatencyOwner> owners;
        private int next = -1;

        private OwnerList(List<LatencyOwner> owners, LatencyRecorder.Window window) {
            this.owners = owners;
            this.window = window;
        }

        @Override
        public boolean write(StringBuilder out) {
            if (next < 0) {
                begin(out);
            } else if (next < owners.size()) {
                owner(owners.get(next), out);
            } else {
                end(out);
                return false;
            }
            next++;
            return true;
        }

        /** The figures, or null when nothing was counted. */
        LatencySummary summary(LatencyOwner owner, LatencyTimer timer) {
            LatencyCounts counts = engine.latency().counts(owner, timer, window);
            return counts == null ? null : counts.summary();
        }

        String length() {
            return String.format(Locale.ROOT, "%.1f", window.lengthNanos() / NANOS_PER_SECOND);
        }

        abstract void begin(StringBuilder out);

        abstract void owner(LatencyOwner owner, StringBuilder out);

        abstract void end(StringBuilder out);
    }

    /** A line for each timer that counted something. */
    private final class TextList extends OwnerList {
        private TextList(List<LatencyOwner> owners, LatencyRecorder.Window window) {
            super(owners, window);
        }

        @Override
        void begin(StringBuilder out) {
            out.append(window.isSinceReset() ? "# since reset, " : "# last ").append(length()).append("s, in microseconds\n");
            int without = window.isSinceReset() ? 0 : engine.latency().withoutRecent();
            if (without > 0) {
                out.append("# no memory for the last minutes of ").append(without).append(" proxies and servers, which are left out\n");
            }
            out.append(String.format(ROW, "# pxname", "svname", "timer", "count", "p50", "p90", "p99", "p99.9", "max"));
        }

        @Override
        void owner(LatencyOwner owner, StringBuilder out) {
            LatencySubject subject = owner.subject();
            for (LatencyTimer timer : LatencyTimer.values()) {
                LatencySummary figures = summary(owner, timer);
                if (figures != null) {
                    out.append(String.format(ROW, subject.proxy(), subject.member(), timer.label(), figures.count(), figures.p50Micros(), figures.p90Micros(),
                            figures.p99Micros(), figures.p999Micros(), figures.maxMicros()));
                }
            }
        }

        @Override
        void end(StringBuilder out) {}
    }

    /** One object, with every proxy and server that was asked for, whether or not it counted something. */
    private final class JsonList extends OwnerList {
        private boolean further;

        private JsonList(List<LatencyOwner> owners, LatencyRecorder.Window window) {
            super(owners, window);
        }

        @Override
        void begin(StringBuilder out) {
            out.append("{\"unit\":\"us\",\"window\":\"").append(window.isSinceReset() ? "since-reset" : "last").append("\",\"seconds\":").append(length())
                    .append(",\"latency\":[");
        }

        @Override
        void owner(LatencyOwner owner, StringBuilder out) {
            out.append(further ? ",\n" : "\n").append("{\"type\":\"").append(owner.subject().kind().name().toLowerCase(Locale.ROOT)).append("\",\"proxy\":");
            further = true;
            JsonText.string(out, owner.subject().proxy());
            if (owner.subject().server() != null) {
                out.append(",\"server\":");
                JsonText.string(out, owner.subject().server());
            }
            out.append(",\"timers\":{");
            boolean furtherTimer = false;
            for (LatencyTimer timer : LatencyTimer.values()) {
                LatencySummary figures = summary(owner, timer);
                if (figures != null) {
                    out.append(furtherTimer ? "," : "").append('"').append(timer.label()).append("\":");
                    figures(figures, out);
                    furtherTimer = true;
                }
            }
            out.append("}}");
        }

        private static void figures(LatencySummary figures, StringBuilder out) {
            out.append("{\"count\":").append(figures.count()).append(",\"p50\":").append(figures.p50Micros()).append(",\"p90\":").append(figures.p90Micros())
                    .append(",\"p99\":").append(figures.p99Micros()).append(",\"p99.9\":").append(figures.p999Micros()).append(",\"max\":")
                    .append(figures.maxMicros()).append(",\"sum\":").append(figures.sumMicros()).append(",\"digits\":").append(figures.digits()).append('}');
        }

        @Override
        void end(StringBuilder out) {
            out.append("\n]}\n");
        }
    }
}
