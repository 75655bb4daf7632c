package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.ADMIN;
import static org.weir.engine.config.model.GlobalConfig.CliLevel.USER;

import java.util.Locale;
import org.weir.engine.message.ServerTarget;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.server.Server;
import org.weir.engine.server.ServerState;
import org.weir.engine.server.ServerState.ForcedHealth;
import org.weir.io.net.Endpoint;

/** Engine agent only. Commands that change servers. */
final class ServerCommands {
    private static final int MAX_WEIGHT = 256;
    /** More than that leads any weight but 0 to {@link #MAX_WEIGHT}. */
    private static final int MAX_PERCENT = 100 * MAX_WEIGHT;
    private static final int MAX_PORT = 65_535;
    private static final String BY_OPERATOR = " by 'stats socket command'";

    private final EngineParts engine;

    ServerCommands(EngineParts engine) {
        this.engine = engine;
    }

    void addTo(CommandTable table) {
        table.add("disable server", ADMIN, "disable server <bk>/<srv>", "put a server into maintenance", call -> state(server(call), "maint"));
        table.add("enable server", ADMIN, "enable server <bk>/<srv>", "end a server's maintenance or drain", call -> state(server(call), "ready"));
        table.add("disable health", ADMIN, "disable health <bk>/<srv>", "stop health checks of a server", call -> checks(call, false));
        table.add("enable health", ADMIN, "enable health <bk>/<srv>", "resume health checks of a server", call -> checks(call, true));
        table.add("get weight", USER, "get weight <bk>/<srv>", "report a server's weight", call -> {
            Server server = Targets.anyServer(engine, call.argument(0));
            return Output.line(server.userWeight() + " (initial " + server.config().weight() + ')');
        });
        table.add("set maxconn server", ADMIN, "set maxconn server <bk>/<srv> <value>", "change how many connections a server takes, 0 = any number",
                this::maxconn);
        table.add("set weight", ADMIN, "set weight <bk>/<srv> <weight>[%]", "change a server's weight", call -> weight(server(call), call.argument(1)));
        table.add("set server", ADMIN, "set server <bk>/<srv> [opts]", "change a server's state, health, weight, address or where it is checked", this::set);
    }

    private Server server(Call call) throws CliRefusal {
        return Targets.server(engine, call.argument(0));
    }

    private Output set(Call call) throws CliRefusal {
        Server server = server(call);
        return switch (call.argument(1)) {
            case "state" -> state(server, call.argument(2));
            case "health" -> health(server, call.argument(2));
            case "weight" -> weight(server, call.argument(2));
            case "addr" -> address(server, call);
            case "check-addr" -> checkAddress(server, call);
            case "check-port" -> checkPort(server, call.argument(2));
            default -> throw new CliRefusal("usage: set server <backend>/<server> addr | check-addr | check-port | health | state | weight");
        };
    }

    private Output maxconn(Call call) throws CliRefusal {
        Server server = server(call);
        String text = call.argument(1);
        if (text.isEmpty()) {
            throw new CliRefusal("Require <maxconn>.");
        }
        Integer limit = call.number(1);
        if (limit == null) {
            throw new CliRefusal(text.matches("-?[0-9]+") ? "Value out of range."
                    : text.matches("-?[0-9].*") ? "Trailing garbage in maxconn string" : "maxconn string empty or preceded by garbage");
        }
        server.maxconn(limit);
        return Output.NONE;
    }

    private static Output state(Server server, String wanted) throws CliRefusal {
        ServerState state = server.backend().state();
        switch (wanted) {
            case "ready" -> state.ready(server);
            case "drain" -> state.drain(server);
            case "maint" -> state.maintenance(server);
            default -> throw new CliRefusal("'set server <srv> state' expects 'ready', 'drain' and 'maint'.");
        }
        return Output.NONE;
    }

    private static Output health(Server server, String wanted) throws CliRefusal {
        ForcedHealth health = switch (wanted) {
            case "up" -> ForcedHealth.UP;
            case "stopping" -> ForcedHealth.STOPPING;
            case "down" -> ForcedHealth.DOWN;
            default -> throw new CliRefusal("'set server <srv> health' expects 'up', 'stopping', or 'down'.");
        };
        server.backend().state().forceHealth(server, health);
        return Output.NONE;
    }

    private Output checks(Call call, boolean on) throws CliRefusal {
        Server server = server(call);
        if (on && !server.config().check().enabled()) {
            throw new CliRefusal("Health check was not configured on this server, cannot enable.");
        }
        server.backend().state().checksEnabled(server, on);
        return Output.NONE;
    }

    private static Output weight(Server server, String text) throws CliRefusal {
        if (text.isEmpty()) {
            throw new CliRefusal("Require <weight> or <weight%>.");
        }
        boolean relative = text.endsWith("%");
        String digits = relative ? text.substring(0, text.length() - 1) : text;
        if (!digits.matches("[-+]?[0-9]{1,18}")) {
            throw new CliRefusal(digits.matches("[-+]?[0-9].*") ? "Trailing garbage in weight string" : "Empty weight string empty or preceded by garbage");
        }
        long number = Long.parseLong(digits);
        long weight = relative ? Math.min(MAX_WEIGHT, Math.min(MAX_PERCENT, number) * server.config().weight() / 100) : number;
        if (relative && number < 0) {
            throw new CliRefusal("Relative weight must be positive.");
        }
        if (!relative && (number < 0 || number > MAX_WEIGHT)) {
            throw new CliRefusal("Absolute weight can only be between 0 and 256 inclusive.");
        }
        if (!server.backend().acceptsWeights() && weight != 0 && weight != server.config().weight()) {
            throw new CliRefusal("Backend is using a static LB algorithm and only accepts weights '0%' and '100%'.");
        }
        server.backend().state().weight(server, (int) weight);
        return Output.NONE;
    }

    /** A new address counts for connections that are still to be made; idle ones to the old address are closed. */
    private Output address(Server server, Call call) throws CliRefusal {
        String wanted = call.argument(2);
        if (wanted.isEmpty()) {
            throw new CliRefusal("set server <b>/<s> addr requires an address and optionally a port.");
        }
        ServerTarget target = server.target();
        Endpoint old = target.connect().remote();
        if (!old.isInet()) {
            throw new CliRefusal("Update for the current server address family is only supported through configuration file" + BY_OPERATOR);
        }
        Endpoint changed = Endpoint.ofNumeric(wanted, old.portNumber());
        if (changed == null) {
            throw new CliRefusal("Invalid addr '" + wanted + '\'' + BY_OPERATOR);
        }
        StringBuilder text = new StringBuilder(changed.equals(old) ? "no need to change the addr"
                : "IP changed from '" + Targets.host(old) + "' to '" + Targets.host(changed) + '\'');
        if (call.has(3)) {
            int port = port(call);
            if (port != old.portNumber()) {
                text.append(", port changed from '").append(shownPort(server, old)).append("' to '").append(port).append('\'');
                changed = changed.withPort(port);
            } else {
                text.append(", no need to change the port");
            }
        }
        if (!changed.equals(old)) {
            server.target(target.at(target.connect().withRemote(changed)));
            engine.commands().purgeServer(target.index());
        }
        return Output.line(text + BY_OPERATOR);
    }

    private static Output checkAddress(Server server, Call call) throws CliRefusal {
        String wanted = call.argument(2);
        if (wanted.isEmpty()) {
            throw new CliRefusal("set server <b>/<s> check-addr requires an address and optionally a port.");
        }
        requireChecks(server);
        Endpoint address = Endpoint.ofNumeric(wanted, 0);
        if (address == null) {
            throw new CliRefusal("invalid addr '" + wanted + '\'');
        }
        server.checkAt(address, call.argument(3).equals("port") ? checkPort(call.argument(4)) : server.checkPort());
        return Output.NONE;
    }

    private static Output checkPort(Server server, String wanted) throws CliRefusal {
        if (wanted.isEmpty()) {
            throw new CliRefusal("set server <b>/<s> check-port requires a port.");
        }
        requireChecks(server);
        server.checkAt(server.checkAddress(), checkPort(wanted));
        return Output.NONE;
    }

    private static void requireChecks(Server server) throws CliRefusal {
        if (!server.config().check().enabled()) {
            throw new CliRefusal("health checks are not enabled on this server");
        }
    }

    private static int checkPort(String text) throws CliRefusal {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new CliRefusal("provided port is not an integer");
        }
        int port = Integer.parseInt(text);
        if (port < 0 || port > MAX_PORT) {
            throw new CliRefusal("provided port is invalid");
        }
        return port;
    }

    /** One that the client's port is added to has a sign. */
    private static String shownPort(Server server, Endpoint address) {
        return server.usesClientPort() ? String.format(Locale.ROOT, "%+d", server.config().portOffset()) : Integer.toString(address.portNumber());
    }

    private static int port(Call call) throws CliRefusal {
        if (!call.argument(3).equals("port")) {
            throw new CliRefusal("'port' is expected before a port, not '" + call.argument(3) + "'.");
        }
        Integer port = call.number(4);
        if (port == null || port == 0 || port > MAX_PORT) {
            throw new CliRefusal("problem converting port '" + call.argument(4) + "' to an int" + BY_OPERATOR);
        }
        return port;
    }
}
