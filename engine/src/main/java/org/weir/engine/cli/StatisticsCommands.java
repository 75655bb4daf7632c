package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.ADMIN;
import static org.weir.engine.config.model.GlobalConfig.CliLevel.OPERATOR;
import static org.weir.engine.config.model.GlobalConfig.CliLevel.USER;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.weir.engine.config.model.GlobalConfig.CliLevel;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.ProxyStatistics;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.engine.stats.StatFormat;
import org.weir.engine.stats.StatRow;

/** Engine agent only. Commands that list proxies and servers with their figures. */
final class StatisticsCommands {
    private static final int ANY = -1;
    private static final List<String> OPTIONS = List.of("desc", "json", "no-maint", "typed", "up");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

    private final EngineParts engine;
    private final CliService.Surroundings surroundings;

    StatisticsCommands(EngineParts engine, CliService.Surroundings surroundings) {
        this.engine = engine;
        this.surroundings = surroundings;
    }

    void addTo(CommandTable table) {
        table.add("show stat", USER, "show stat [desc|json|no-maint|typed|up]*", "report counters of each proxy and server; before these words may stand"
                + " {<iid>|<proxy>} <type> <sid>", this::show);
        table.add("show backend", USER, "show backend", "list the backends", call -> {
            StringBuilder text = new StringBuilder("# name\n");
            engine.directory().backends().forEach(backend -> text.append(backend.name()).append('\n'));
            return Output.of(text.toString());
        });
        table.add("show servers state", USER, "show servers state [<backend>]", "dump the state of servers", call -> {
            return servers(call, ServerLists.STATE_HEADING, ServerLists::state);
        });
        table.add("show servers conn", USER, "show servers conn [<backend>]", "dump the connections of servers", call -> {
            String heading = ServerLists.connectionHeading(engine.agents());
            return servers(call, heading, (server, out) -> ServerLists.connections(server, surroundings.proxies(), out));
        });
        table.add("clear counters", OPERATOR, "clear counters [all]", "reset the highest values, or all counters (admin only)", this::clear);
    }

    private Output clear(Call call) throws CliRefusal {
        boolean all = call.argument(0).equals("all");
        if (all && call.session().level != ADMIN) {
            throw new CliRefusal("Permission denied");
        }
        new CounterReset(engine).run(all);
        return Output.NONE;
    }

    // --- show stat

    private Output show(Call call) throws CliRefusal {
        List<String> words = call.arguments();
        if (call.argument(0).equals("domain")) {
            if (!call.argument(1).equals("proxy")) {
                throw new CliRefusal("Invalid statistics domain.");
            }
            words = words.subList(2, words.size());
        }
        int proxy = ANY;
        int types = ANY;
        int member = ANY;
        if (words.size() >= 3 && !OPTIONS.contains(words.get(0))) {
            int number = number(words.get(0));
            proxy = number == 0 ? proxyId(words.get(0)) : number;
            types = number(words.get(1));
            member = number(words.get(2));
            words = words.subList(3, words.size());
        }
        List<String> options = words;
        boolean descriptions = options.contains("desc");
        StatFormat format = options.contains("json") ? StatFormat.json(descriptions)
                : options.contains("typed") ? StatFormat.typed(descriptions) : StatFormat.csv();
        boolean upOnly = options.contains("up");
        boolean details = call.session().socketLevel != CliLevel.USER;
        return new RowList(new Selection(proxy, types, member, upOnly, upOnly || options.contains("no-maint")), format, details);
    }

    /** What a word begins with as a number; 0 for one that is none, which selects nothing. */
    private static int number(String word) {
        Matcher digits = NUMBER.matcher(word);
        return digits.lookingAt() ? Integer.parseInt(digits.group()) : 0;
    }

    private int proxyId(String name) throws CliRefusal {
        return surroundings.proxies().proxies().stream().filter(proxy -> proxy.name().equals(name)).mapToInt(ProxyConfig::id).findFirst()
                .orElseThrow(() -> new CliRefusal("No such proxy."));
    }

    /** Which rows are wanted. */
    private record Selection(int proxy, int types, int member, boolean upOnly, boolean withoutMaintenance) {
        boolean takes(ProxyConfig config, Server server, StatRow row) {
            boolean isMember = switch (row.kind()) {
                case FRONTEND, BACKEND -> false;
                case SERVER, LISTENER -> true;
            };
            boolean wanted = (proxy == ANY || config.id() == proxy) && (types == ANY || (types & row.kind().typeBit()) != 0)
                    && (member == ANY || !isMember || row.memberId() == member);
            if (!wanted) {
                return false;
            }
            return server == null || !(upOnly && !server.acceptsBound()) && !(withoutMaintenance && server.isInMaintenance());
        }
    }

    /** One row after the other. */
    private final class RowList implements Output {
        private final Selection selection;
        private final StatFormat format;
        private final boolean details;
        private final ProxyStatistics statistics = surroundings.proxies();
        private final StatRow row = new StatRow();
        private int next = -1;

        private RowList(Selection selection, StatFormat format, boolean details) {
            this.selection = selection;
            this.format = format;
            this.details = details;
        }

        @Override
        public boolean write(StringBuilder out) {
            if (next < 0) {
                format.begin(out);
            } else if (next == statistics.size()) {
                format.end(out);
                return false;
            } else {
                statistics.fill(next, row, details);
                if (selection.takes(statistics.proxy(next), statistics.server(next), row)) {
                    if (selection.withoutMaintenance) {
                        statistics.appendServerCount(next, row);
                    }
                    format.row(row, out);
                }
            }
            next++;
            return true;
        }
    }

    // --- servers

    /** Writes the line of a server. */
    private interface ServerLine {
        void write(Server server, StringBuilder out);
    }

    private Output servers(Call call, String heading, ServerLine line) throws CliRefusal {
        Backend only = Targets.backendOrAll(engine, call.argument(0));
        ProxyStatistics statistics = surroundings.proxies();
        return new Output() {
            private int next = -1;

            @Override
            public boolean write(StringBuilder out) {
                if (next < 0) {
                    out.append(heading);
                } else {
                    Server server = statistics.server(next);
                    if (server != null && (only == null || only.equals(server.backend()))) {
                        line.write(server, out);
                    }
                }
                return ++next < statistics.size();
            }
        };
    }
}
