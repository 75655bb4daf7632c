package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;

import org.weir.engine.config.Keyword.Origin;

/** Options of {@code server} and {@code default-server} lines. */
final class ServerKeywords {
    private static final int MAX_WEIGHT = 256;

    private ServerKeywords() {
    }

    static void addTo(KeywordTable<ServerBuilder> table) {
        add(table, "check", "", "Checks the server's health.", CLASSIC, (b, s) -> b.check = true);
        add(table, "no-check", "", "Undoes \"check\" of default-server.", MODERN, (b, s) -> b.check = false);
        add(table, "inter", "<time>", "Time between checks.", CLASSIC, (b, s) -> b.interMillis = delayMillis(s));
        add(table, "fastinter", "<time>", "Time between checks while the state changes.", CLASSIC, (b, s) -> b.fastinterMillis = delayMillis(s));
        add(table, "downinter", "<time>", "Time between checks while the server is down.", CLASSIC, (b, s) -> b.downinterMillis = delayMillis(s));
        add(table, "rise", "<count>", "Good checks that bring a server up.", CLASSIC, (b, s) -> b.rise = positive(s));
        add(table, "fall", "<count>", "Bad checks that take a server down.", CLASSIC, (b, s) -> b.fall = positive(s));
        add(table, "port", "<port>", "Port to check, when it is not the server's.", CLASSIC, (b, s) -> b.checkPort = number(s, 0, 65535));
        add(table, "addr", "<address>", "Address to check, when it is not the server's.", CLASSIC, ServerKeywords::checkAddress);
        add(table, "weight", "<0..256>", "Share of the load.", CLASSIC, ServerKeywords::weight);
        add(table, "backup", "", "Serves only when all others are down.", CLASSIC, (b, s) -> b.backup = true);
        add(table, "no-backup", "", "Undoes \"backup\" of default-server.", MODERN, (b, s) -> b.backup = false);
        add(table, "disabled", "", "Starts in maintenance.", CLASSIC, (b, s) -> b.disabled = true);
        add(table, "enabled", "", "Undoes \"disabled\" of default-server.", MODERN, (b, s) -> b.disabled = false);
        add(table, "maxconn", "<number>", "Connections to this server at once.", CLASSIC, (b, s) -> b.maxconn = number(s, 0, Integer.MAX_VALUE));
        add(table, "minconn", "<number>", "Lower bound of a limit that grows with the backend's load.", CLASSIC,
                (b, s) -> b.minconn = number(s, 0, Integer.MAX_VALUE));
        add(table, "maxqueue", "<number>", "Requests that may wait for this server.", CLASSIC, (b, s) -> b.maxqueue = number(s, 0, Integer.MAX_VALUE));
        add(table, "source", "<addr>[:<port>[-<port>]]", "Address to connect from, and the ports.", CLASSIC, ServerKeywords::source);
        add(table, "interface", "<name>", "Interface to connect through, after \"source\".", CLASSIC, (b, s) -> b.interfaceName = value(s));
        table.add(new Keyword<>("id", Scope.SERVER_LINE, "<number>", "Number in statistics.", CLASSIC, null, false, ServerKeywords::id));
        add(table, "cookie", "<value>", "Checked and kept; persistence by cookie comes with a later version.", CLASSIC, (b, s) -> {
            if (!s.has(0)) {
                throw new Rejection("'cookie' expects <value> as argument.");
            }
            b.cookie = s.argument(0);
        });
        add(table, "slowstart", "<time>", "Time over which a server that comes up gets its full weight.", CLASSIC,
                (b, s) -> b.slowstartMillis = Quantity.millis(value(s), "slowstart"));
        add(table, "pool-max-conn", "<number>", "Idle connections kept, -1 for no limit.", MODERN, (b, s) -> b.poolMaxConn = limit(s));
        add(table, "pool-low-conn", "<number>", "Idle connections below which an I/O agent does not take those of another.", MODERN,
                (b, s) -> b.poolLowConn = number(s, 0, Integer.MAX_VALUE));
        add(table, "pool-purge-delay", "<time>", "How long an idle connection is kept.", MODERN,
                (b, s) -> b.poolPurgeDelayMillis = Quantity.millis(value(s), "pool-purge-delay"));
        add(table, "max-reuse", "<number>", "How often a connection is used again, -1 for no limit.", MODERN, (b, s) -> b.maxReuse = limit(s));
        add(table, "tcp-ut", "<time>", "How long sent data may stay unacknowledged.", MODERN,
                (b, s) -> b.tcpUserTimeoutMillis = Quantity.millis(value(s), "tcp-ut"));
        add(table, "init-addr", "last | libc", "How the address is found at start; names are asked once.", MODERN, ServerKeywords::initAddr);
    }

    private static void add(
            KeywordTable<ServerBuilder> table, String name, String arguments, String summary, Origin origin,
            Keyword.Action<ServerBuilder> action) {
        table.add(new Keyword<>(name, Scope.SERVER_LINE, arguments, summary, origin, null, false, action));
    }

    private static String value(Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'" + s.keyword() + "' expects an argument.");
        }
        return s.argument(0);
    }

    private static int number(Statement s, int min, int max) throws Rejection {
        Integer number = Quantity.integer(value(s));
        if (number == null || number < min || number > max) {
            throw new Rejection("'" + s.keyword() + "' expects an integer between " + min + " and " + max + ", found '" + s.argument(0) + "'.");
        }
        return number;
    }

    private static int limit(Statement s) throws Rejection {
        Integer number = Quantity.integer(value(s));
        if (number == null || number < -1) {
            throw new Rejection("'" + s.keyword() + "' must be >= -1.");
        }
        return number;
    }

    private static int positive(Statement s) throws Rejection {
        Integer number = Quantity.integer(value(s));
        if (number == null || number <= 0) {
            throw new Rejection("'" + s.keyword() + "' has to be > 0.");
        }
        return number;
    }

    private static int delayMillis(Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'" + s.keyword() + "' expects a delay as argument.");
        }
        int millis = Quantity.millis(s.argument(0), s.keyword());
        if (millis == 0) {
            throw new Rejection("invalid value 0 for argument '" + s.keyword() + "'.");
        }
        return millis;
    }

    private static void weight(ServerBuilder b, Statement s) throws Rejection {
        Integer weight = Quantity.integer(value(s));
        if (weight == null || weight < 0 || weight > MAX_WEIGHT) {
            throw new Rejection("weight is not within 0 and " + MAX_WEIGHT + " (" + s.argument(0) + ").");
        }
        b.weight = weight;
    }

    private static void id(ServerBuilder b, Statement s) throws Rejection {
        Integer id = Quantity.integer(value(s));
        if (id == null || id <= 0) {
            throw new Rejection("'id' : custom id has to be > 0.");
        }
        b.id = id;
    }

    private static void checkAddress(ServerBuilder b, Statement s) throws Rejection {
        AddressParser.Parsed parsed = b.context.addresses().parse(value(s), AddressParser.Ports.OPTIONAL);
        if (!parsed.endpoint().isInet()) {
            throw new Rejection("'addr' : an IPv4 or IPv6 address is needed, found '" + s.argument(0) + "'.");
        }
        b.checkAddress = parsed.endpoint();
        if (parsed.hasPort() && b.checkPort == 0) {
            b.checkPort = parsed.endpoint().portNumber();
        }
    }

    private static void source(ServerBuilder b, Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'source' expects <addr>[:<port>[-<port>]], and optionally 'interface' <name> as argument.");
        }
        AddressParser.Parsed parsed = b.context.addresses().parse(s.argument(0), AddressParser.Ports.SOURCE);
        if (!parsed.endpoint().isInet()) {
            throw new Rejection("'source' : an IPv4 or IPv6 address is needed, found '" + s.argument(0) + "'.");
        }
        b.source = parsed;
    }

    private static void initAddr(ServerBuilder b, Statement s) throws Rejection {
        for (String method : value(s).split(",", -1)) {
            switch (method) {
                case "last", "libc" -> { }
                case "none" -> throw new Rejection(KnownKeywords.refusal("init-addr none"));
                default -> throw new Rejection("'init-addr' : unknown init-addr method '" + method + "', supported methods are 'libc', 'last'.");
            }
        }
    }
}
