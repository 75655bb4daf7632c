package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;
import static org.weir.engine.config.Scope.DFL;
import static org.weir.engine.config.Scope.DFLB;
import static org.weir.engine.config.Scope.DLB;
import static org.weir.engine.config.Scope.FL;
import static org.weir.engine.config.Scope.FLB;
import static org.weir.engine.config.Scope.LB;

import java.util.List;
import org.weir.engine.config.Keyword.Origin;
import org.weir.engine.config.model.Balance;
import org.weir.engine.config.model.HttpOptions;
import org.weir.engine.config.model.Mode;

/** Keywords of proxies: identity, addresses, servers, balancing and limits. */
final class ProxyKeywords {
    private static final List<String> ALGORITHMS = List.of("roundrobin", "static-rr", "leastconn", "first", "source");
    private static final List<String> LATER_ALGORITHMS = List.of("uri", "url_param", "hdr", "random", "rdp-cookie", "hash", "log-hash", "sticky");

    private ProxyKeywords() {
    }

    static void addTo(KeywordTable<ProxyBuilder> table) {
        table.add(of("mode", DFLB, "tcp | http", "Protocol.", CLASSIC, ProxyKeywords::mode));
        table.add(of("id", FLB, "<number>", "Number in statistics.", CLASSIC, ProxyKeywords::id));
        table.add(of("description", FLB, "<text>", "Text shown in statistics.", CLASSIC, ProxyKeywords::description));
        table.add(of("disabled", DFLB, "", "The proxy is not started.", CLASSIC, (b, s) -> disable(b, s, true)));
        table.add(of("enabled", DFLB, "", "Undoes \"disabled\" of a defaults section.", CLASSIC, (b, s) -> disable(b, s, false)));
        table.add(of("bind", FL, "[<family>@]<address>[:<port>[-<last>]],... [<option> ...]", "Listens on addresses.", CLASSIC, ProxyKeywords::bind));
        table.add(of("server", LB, "<name> <address>[:<port>] [<option> ...]", "Declares a server.", CLASSIC, ProxyKeywords::server));
        table.add(of("default-server", DLB, "<option> ...", "Options of the servers that follow.", CLASSIC, ProxyKeywords::defaultServer));
        table.add(of("source", DLB, "<addr>[:<port>] [interface <name>]", "Address to connect to servers from.", CLASSIC, ProxyKeywords::source));
        table.add(of("balance", DLB, String.join(" | ", ALGORITHMS), "How servers are chosen.", CLASSIC, ProxyKeywords::balance));
        table.add(of("hash-type", DLB, "map-based | consistent", "How a hash chooses a server.", CLASSIC, ProxyKeywords::hashType));
        table.add(of("maxconn", DFL, "<number>", "Connections of the frontend at once.", CLASSIC, (b, s) -> b.settings.maxconn = count(s)));
        table.add(of("backlog", DFL, "<number>", "Length of the kernel's queue of new connections.", CLASSIC, (b, s) -> b.settings.backlog = count(s)));
        table.add(of("fullconn", DLB, "<number>", "Load at which servers get their full maxconn.", CLASSIC, (b, s) -> b.settings.fullconn = count(s)));
        table.add(of("retries", DLB, "<number>", "Connection attempts after the first.", CLASSIC, ProxyKeywords::retries));
        table.add(of("http-reuse", DLB, "never | safe | aggressive | always", "When clients share server connections.", MODERN, ProxyKeywords::reuse));
        table.add(of("rate-limit sessions", DFL, "<number>", "New sessions a second.", CLASSIC, ProxyKeywords::rateLimit));
    }

    static Keyword<ProxyBuilder> of(
            String name, int scopes, String arguments, String summary, Origin origin, Keyword.Action<ProxyBuilder> action) {
        return new Keyword<>(name, scopes, arguments, summary, origin, null, false, action);
    }

    private static int count(Statement s) throws Rejection {
        return s.number(0, Integer.MAX_VALUE);
    }

    private static void mode(ProxyBuilder b, Statement s) throws Rejection {
        Mode mode = switch (s.argument(0)) {
            case "tcp" -> Mode.TCP;
            case "http" -> Mode.HTTP;
            case "health" -> throw new Rejection("'mode health' doesn't exist anymore. Please use 'http-request return status 200' instead.");
            default -> throw new Rejection("unknown proxy mode '" + s.argument(0) + "'.");
        };
        s.limit(1);
        b.settings.mode = mode;
    }

    private static void id(ProxyBuilder b, Statement s) throws Rejection {
        Integer id = Quantity.integer(s.only("'id' expects an integer argument."));
        if (id == null || id <= 0) {
            throw new Rejection("custom id has to be > 0.");
        }
        b.id = id;
        b.idWhere = s.where();
    }

    private static void description(ProxyBuilder b, Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'description' expects a string argument.");
        }
        b.description = String.join(" ", s.arguments());
    }

    private static void disable(ProxyBuilder b, Statement s, boolean disabled) throws Rejection {
        s.limit(0);
        b.settings.disabled = disabled;
    }

    private static void bind(ProxyBuilder b, Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'bind' expects {<path>|[addr1]:port1[-end1]}{,[addr]:port[-end]}... as arguments.");
        }
        b.anyBindLine = true;
        BindBuilder bind = new BindBuilder(b.context, s.where());
        try {
            bind.addresses(s.argument(0));
        } catch (Rejection e) {
            throw new Rejection("'bind' : " + e.getMessage());
        }
        OptionWords.apply(KeywordRegistry.bindOptions(), Scope.BIND_LINE, "bind", bind, s, 1,
                "'bind " + s.argument(0) + "' in section '" + Scope.name(b.scope) + "' : ");
        b.binds.add(bind);
    }

    private static void server(ProxyBuilder b, Statement s) throws Rejection {
        if (s.argumentCount() < 2) {
            throw new Rejection("'server' expects <name> and <addr>[:<port>] as arguments.");
        }
        String name = s.argument(0);
        int invalid = Names.invalidAt(name);
        if (name.isEmpty() || invalid >= 0) {
            throw new Rejection(name.isEmpty() ? "'server' expects a name." : "character '" + name.charAt(invalid)
                    + "' is not permitted in server name '" + name + "'.");
        }
        String introduction = "'server " + b.name + '/' + name + "' : ";
        ServerBuilder server = b.settings.defaultServer.copy();
        server.name = name;
        server.where = s.where();
        try {
            server.address = b.context.addresses().parse(s.argument(1), AddressParser.Ports.SERVER);
        } catch (Rejection e) {
            throw new Rejection(introduction + e.getMessage());
        }
        OptionWords.apply(KeywordRegistry.serverOptions(), Scope.SERVER_LINE, "server", server, s, 2, introduction);
        b.servers.add(server);
    }

    private static void defaultServer(ProxyBuilder b, Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'default-server' expects at least one option as argument.");
        }
        if (s.arguments().contains("id")) {
            throw new Rejection("'id' option is not accepted in default-server sections");
        }
        OptionWords.apply(KeywordRegistry.serverOptions(), Scope.SERVER_LINE, "server", b.settings.defaultServer, s, 0, "'default-server' : ");
    }

    private static void source(ProxyBuilder b, Statement s) throws Rejection {
        ServerBuilder line = new ServerBuilder(b.context);
        if (!s.has(0)) {
            throw new Rejection("'source' expects <addr>[:<port>], and optionally 'interface' <name> as argument.");
        }
        AddressParser.Parsed parsed = b.context.addresses().parse(s.argument(0), AddressParser.Ports.OPTIONAL);
        if (!parsed.endpoint().isInet()) {
            throw new Rejection("'source' : an IPv4 or IPv6 address is needed, found '" + s.argument(0) + "'.");
        }
        if (s.argumentCount() > 1 && !s.argument(1).equals("interface")) {
            throw new Rejection("'source' only supports optional keyword 'interface'; '" + s.argument(1) + "' is not supported.");
        }
        OptionWords.apply(KeywordRegistry.serverOptions(), Scope.SERVER_LINE, "server", line, s, 1, "'source' : ");
        b.settings.source = parsed.endpoint();
        b.settings.sourceInterface = line.interfaceName;
    }

    private static void balance(ProxyBuilder b, Statement s) throws Rejection {
        String name = s.has(0) ? s.argument(0) : "roundrobin";
        int paren = name.indexOf('(');
        if (LATER_ALGORITHMS.contains(paren < 0 ? name : name.substring(0, paren))) {
            throw new Rejection(KnownKeywords.refusal("balance " + name));
        }
        int index = ALGORITHMS.indexOf(name);
        if (index < 0) {
            throw new Rejection("balance only supports 'roundrobin', 'static-rr', 'leastconn', 'first' and 'source' options"
                    + Suggestion.end(name, ALGORITHMS));
        }
        s.limit(1);
        b.settings.algorithm = Balance.Algorithm.values()[index];
    }

    private static void hashType(ProxyBuilder b, Statement s) throws Rejection {
        boolean consistent = switch (s.argument(0)) {
            case "consistent" -> true;
            case "map-based" -> false;
            default -> throw new Rejection("'hash-type' only supports 'consistent' and 'map-based'.");
        };
        if (s.argumentCount() > 1) {
            throw new Rejection(KnownKeywords.refusal("hash-type " + String.join(" ", s.arguments())));
        }
        b.settings.consistentHash = consistent;
    }

    private static void retries(ProxyBuilder b, Statement s) throws Rejection {
        s.only("'retries' expects an integer argument (dispatch counts for one).");
        b.settings.retries = s.number(0, 1_000_000);
    }

    private static void reuse(ProxyBuilder b, Statement s) throws Rejection {
        HttpOptions.Reuse reuse = switch (s.argument(0)) {
            case "never" -> HttpOptions.Reuse.NEVER;
            case "safe" -> HttpOptions.Reuse.SAFE;
            case "aggressive" -> HttpOptions.Reuse.AGGRESSIVE;
            case "always" -> HttpOptions.Reuse.ALWAYS;
            default -> throw new Rejection("'http-reuse' only supports 'never', 'safe', 'aggressive', 'always'.");
        };
        s.limit(1);
        b.settings.reuse = reuse;
    }

    private static void rateLimit(ProxyBuilder b, Statement s) throws Rejection {
        String text = s.only("'rate-limit sessions' expects an integer value (in sessions/second)");
        Integer rate = Quantity.integer(text);
        if (rate == null || rate < 0) {
            throw new Rejection("'rate-limit sessions' : not an integer value: '" + text + "'");
        }
        b.settings.rateLimitSessions = rate;
    }
}
