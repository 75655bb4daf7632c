package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;

import org.weir.engine.config.model.GlobalConfig;
import org.weir.io.net.Endpoint;

/** {@code stats ...} of {@code global}: the runtime CLI. */
final class StatsSocketKeywords {
    private StatsSocketKeywords() {
    }

    static void addTo(KeywordTable<GlobalBuilder> table) {
        GlobalKeywords.add(table, "stats socket", "<address> [<option> ...]", "Listens for runtime commands.", CLASSIC, StatsSocketKeywords::socket);
        GlobalKeywords.add(table, "stats timeout", "<time>", "Inactivity of a command connection, 10 seconds by default.", CLASSIC,
                StatsSocketKeywords::inactivity);
        GlobalKeywords.add(table, "stats maxconn", "<number>", "Command connections at once, 10 by default.", CLASSIC, StatsSocketKeywords::maxconn);
    }

    private static void socket(GlobalBuilder b, Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'stats socket' in global section expects an address or a path to a UNIX socket");
        }
        BindBuilder bind = new BindBuilder(b.context, s.where());
        try {
            bind.addresses(s.argument(0));
        } catch (Rejection e) {
            throw new Rejection("'stats socket' : " + e.getMessage());
        }
        OptionWords.apply(KeywordRegistry.bindOptions(), Scope.STATS_SOCKET_LINE, "bind", bind, s, 1, "'stats socket' : ");
        BindBuilder.FrontendSockets sockets = new BindBuilder.FrontendSockets(0, 0, b.reusesPorts(), false, false, false, 0, 0);
        for (Endpoint endpoint : bind.endpoints) {
            int id = bind.id > 0 ? bind.id : b.statsSockets.size() + 1;
            b.statsSockets.add(new GlobalConfig.StatsSocket(bind.build(endpoint, id, sockets), bind.level, bind.exposeListeners));
        }
    }

    /** The address of a socket as {@code HAPROXY_CLI} has it, a character per byte. */
    static String address(GlobalConfig.StatsSocket socket) {
        Endpoint endpoint = socket.bind().listen().endpoint();
        return switch (endpoint) {
            case Endpoint.Inet4 inet4 -> "ipv4@" + inet4;
            case Endpoint.Inet6 inet6 -> "ipv6@" + inet6;
            case Endpoint.UnixPath unix -> Statement.bytes(unix.toString());
            case Endpoint.UnixAbstract unix -> Statement.bytes(unix.toString());
            case Endpoint.InheritedFd inherited -> inherited.toString();
        };
    }

    private static void inactivity(GlobalBuilder b, Statement s) throws Rejection {
        int millis = Quantity.millis(s.argument(0), "stats timeout");
        if (millis == 0) {
            throw new Rejection("'stats timeout' expects a positive value");
        }
        s.limit(1);
        b.statsTimeoutMillis = millis;
    }

    private static void maxconn(GlobalBuilder b, Statement s) throws Rejection {
        Integer maxconn = Quantity.integer(s.argument(0));
        if (maxconn == null || maxconn <= 0) {
            throw new Rejection("'stats maxconn' expects a positive value");
        }
        s.limit(1);
        b.set(GlobalBuilder.Number.STATS_MAXCONN, maxconn);
    }
}
