package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;

import org.weir.engine.config.Keyword.Origin;
import org.weir.engine.config.model.GlobalConfig;

/** Options of {@code bind} and {@code stats socket} lines; an action finds its option's arguments in the statement, which starts at the option. */
final class BindKeywords {
    private static final int BOTH = Scope.BIND_LINE | Scope.STATS_SOCKET_LINE;

    private BindKeywords() {
    }

    static void addTo(KeywordTable<BindBuilder> table) {
        add(table, "name", "<name>", "Name in statistics.", CLASSIC, (b, s) -> b.name = value(s, "name"));
        add(table, "id", "<number>", "Number in statistics.", CLASSIC, BindKeywords::id);
        add(table, "maxconn", "<number>", "Connections on this listener at once.", MODERN, (b, s) -> b.maxconn = number(s, 0, Integer.MAX_VALUE));
        add(table, "backlog", "<number>", "Length of the kernel's queue.", MODERN, (b, s) -> b.backlog = number(s, 0, Integer.MAX_VALUE));
        add(table, "interface", "<name>", "Network interface to listen on.", CLASSIC, (b, s) -> b.interfaceName = value(s, "interface name"));
        add(table, "mode", "<octal>", "Permissions of a UNIX socket.", CLASSIC, BindKeywords::mode);
        add(table, "user", "<name>", "Owner of a UNIX socket.", CLASSIC, BindKeywords::user);
        add(table, "uid", "<number>", "Owner of a UNIX socket, by number.", CLASSIC, (b, s) -> b.unixUid = number(s, 0, Integer.MAX_VALUE));
        add(table, "group", "<name>", "Group of a UNIX socket.", CLASSIC, BindKeywords::group);
        add(table, "gid", "<number>", "Group of a UNIX socket, by number.", CLASSIC, (b, s) -> b.unixGid = number(s, 0, Integer.MAX_VALUE));
        add(table, "defer-accept", "", "Accepts a connection only with its first data.", CLASSIC, (b, s) -> b.deferAccept = true);
        add(table, "mss", "<bytes>", "Largest TCP segment; a negative value has no effect.", CLASSIC, BindKeywords::mss);
        add(table, "tcp-ut", "<time>", "How long sent data may stay unacknowledged.", MODERN,
                (b, s) -> b.tcpUserTimeoutMillis = Quantity.millis(value(s, "TCP User Timeout value"), "tcp-ut"));
        add(table, "transparent", "", "Accepts connections to foreign addresses.", CLASSIC, (b, s) -> b.transparent = true);
        add(table, "v4v6", "", "An IPv6 wildcard serves IPv4 too.", MODERN, (b, s) -> {
            b.v4v6 = true;
            b.v6only = false;
        });
        add(table, "v6only", "", "An IPv6 wildcard serves IPv6 alone.", MODERN, (b, s) -> {
            b.v6only = true;
            b.v4v6 = false;
        });
        table.add(new Keyword<>("level", Scope.STATS_SOCKET_LINE, "user | operator | admin", "What the socket's clients may do.", CLASSIC,
                null, false, BindKeywords::level));
        table.add(new Keyword<>("expose-fd", Scope.STATS_SOCKET_LINE, "listeners",
                "Checked and kept; taking over listeners comes with a later version.", MODERN,
                null, false, BindKeywords::exposeFd));
    }

    private static void add(
            KeywordTable<BindBuilder> table, String name, String arguments, String summary, Origin origin, Keyword.Action<BindBuilder> action) {
        table.add(new Keyword<>(name, BOTH, arguments, summary, origin, null, false, action));
    }

    private static String value(Statement s, String what) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'" + s.keyword() + "' : missing " + (what.equals(s.keyword()) ? "name" : what));
        }
        return s.argument(0);
    }

    private static int number(Statement s, int min, int max) throws Rejection {
        String text = value(s, "value");
        Integer number = Quantity.integer(text);
        if (number == null || number < min || number > max) {
            throw new Rejection("'" + s.keyword() + "' : expects an integer argument, found '" + text + "'");
        }
        return number;
    }

    private static void id(BindBuilder b, Statement s) throws Rejection {
        b.id = number(s, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (b.id <= 0) {
            throw new Rejection("'id' : custom id has to be > 0");
        }
        if (b.endpoints.size() > 1) {
            throw new Rejection("'id' can only be used with a single socket");
        }
    }

    private static void mode(BindBuilder b, Statement s) throws Rejection {
        String text = s.argument(0);
        int mode = 0;
        boolean octal = !text.isEmpty() && text.length() <= 5;
        for (int i = 0; octal && i < text.length(); i++) {
            octal = text.charAt(i) >= '0' && text.charAt(i) <= '7';
            mode = mode * 8 + text.charAt(i) - '0';
        }
        if (!octal) {
            throw new Rejection("'mode' : missing or invalid mode '" + text + "' (octal integer expected)");
        }
        b.unixMode = mode;
    }

    private static void user(BindBuilder b, Statement s) throws Rejection {
        String name = value(s, "user name");
        b.unixUid = b.context.surroundings().uid(name);
        if (b.unixUid < 0) {
            throw new Rejection("'user' : unknown user name '" + name + "'");
        }
    }

    private static void group(BindBuilder b, Statement s) throws Rejection {
        String name = value(s, "group name");
        b.unixGid = b.context.surroundings().gid(name);
        if (b.unixGid < 0) {
            throw new Rejection("'group' : unknown group name '" + name + "'");
        }
    }

    private static void mss(BindBuilder b, Statement s) throws Rejection {
        Integer mss = Quantity.integer(value(s, "MSS value"));
        if (mss == null || mss == 0 || Math.abs((long) mss) > 65535) {
            throw new Rejection("'mss' : expects an MSS with an absolute value between 1 and 65535");
        }
        if (mss < 0) {
            b.context.diagnostics().warning(b.where, "'bind " + b.text + "' : 'mss' : a negative value has no effect: the kernel does not change"
                    + " the segments of an established connection.");
        }
        b.mss = Math.max(0, mss);
    }

    private static void level(BindBuilder b, Statement s) throws Rejection {
        b.level = switch (s.argument(0)) {
            case "user" -> GlobalConfig.CliLevel.USER;
            case "operator" -> GlobalConfig.CliLevel.OPERATOR;
            case "admin" -> GlobalConfig.CliLevel.ADMIN;
            case "" -> throw new Rejection("'level' : missing level");
            default -> throw new Rejection("'level' only supports 'user', 'operator', and 'admin' (got '" + s.argument(0) + "')");
        };
    }

    private static void exposeFd(BindBuilder b, Statement s) throws Rejection {
        switch (s.argument(0)) {
            case "listeners" -> b.exposeListeners = true;
            case "" -> throw new Rejection("'expose-fd' : missing fd type");
            default -> throw new Rejection("'expose-fd' only supports 'listeners' (got '" + s.argument(0) + "')");
        }
    }
}
