package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;
import static org.weir.engine.config.Keyword.Origin.WEIR;

import org.weir.engine.config.model.GlobalConfig;
import org.weir.io.agent.IdleMode;

/** Keywords of {@code global}: process, logs and environment. Limits and tuning are in {@link TuningKeywords}. */
final class GlobalKeywords {
    private static final int DEFAULT_LATENCY_SECONDS = 10;
    private static final int MAX_LATENCY_SECONDS = 86_400;

    private GlobalKeywords() {
    }

    static void addTo(KeywordTable<GlobalBuilder> table) {
        add(table, "daemon", "", "Runs in the background.", CLASSIC, (b, s) -> {
            s.limit(0);
            b.daemon = true;
        });
        add(table, "quiet", "", "Prints no messages during start.", CLASSIC, (b, s) -> {
            s.limit(0);
            b.quiet = true;
        });
        add(table, "zero-warning", "", "Refuses to start when there are warnings.", MODERN, (b, s) -> {
            s.limit(0);
            b.zeroWarning = true;
        });
        add(table, "user", "<name>", "User to become after start.", CLASSIC, GlobalKeywords::user);
        add(table, "group", "<name>", "Group to become after start.", CLASSIC, GlobalKeywords::group);
        add(table, "uid", "<number>", "User to become after start, by number.", CLASSIC,
                (b, s) -> b.uid = once(b.uid >= 0, s, b.uid, s.number(0, Integer.MAX_VALUE)));
        add(table, "gid", "<number>", "Group to become after start, by number.", CLASSIC,
                (b, s) -> b.gid = once(b.gid >= 0, s, b.gid, s.number(0, Integer.MAX_VALUE)));
        add(table, "chroot", "<directory>", "Directory to make the root after start.", CLASSIC, (b, s) -> {
            s.only("'chroot' expects a directory as an argument.");
            b.chroot = once(b.chroot != null, s, b.chroot, s.path(0));
        });
        add(table, "pidfile", "<file>", "File that gets the process number.", CLASSIC, (b, s) -> {
            s.only("'pidfile' expects a file name as an argument.");
            b.pidFile = once(b.pidFile != null, s, b.pidFile, s.path(0));
        });
        add(table, "node", "<name>", "Name of this node in statistics.", CLASSIC, GlobalKeywords::node);
        add(table, "description", "<text>", "Text shown in statistics.", CLASSIC, (b, s) -> {
            if (!s.has(0)) {
                throw new Rejection("'description' expects a string argument.");
            }
            b.description = String.join(" ", s.arguments());
        });
        add(table, "log", LogTargetText.GRAMMAR, "Adds a log target, which \"log global\" refers to.", CLASSIC, GlobalKeywords::log);
        add(table, "log-tag", "<text>", "Program name in log lines.", CLASSIC,
                (b, s) -> b.logTag = s.only("'log-tag' expects a tag for use in syslog."));
        add(table, "log-send-hostname", "[<name>]", "Puts a host name into log lines, the system's when none is given.", CLASSIC, (b, s) -> {
            s.limit(1);
            b.sendHostname = once(b.sendHostname != null, s, b.sendHostname, s.argument(0));
        });
        add(table, "latency-log", "<file> [interval <s>]",
                "Appends latency histograms of proxies and servers to a file for HdrHistogram's tools, every 10 seconds"
                + " or as often as this says.", WEIR, GlobalKeywords::latencyLog);
        add(table, "journal", JournalText.GRAMMAR, "Keeps log records in Chronicle Queue files of a directory.", WEIR,
                (b, s) -> b.journal = once(b.journal != null, s, b.journal, JournalText.parse(s)));
        add(table, "threading-mode", "dedicated | shared | auto", "How agents are spread over threads.", WEIR, GlobalKeywords::threadingMode);
        add(table, "idle-strategy", "spin | yield | backoff | block", "How an agent without work waits.", WEIR, GlobalKeywords::idling);
        add(table, "setenv", "<name> <value>", "Sets an environment variable.", MODERN, (b, s) -> b.context.environment().put(pair(s), s.argument(1)));
        add(table, "presetenv", "<name> <value>", "Sets an environment variable unless it is there.", MODERN,
                (b, s) -> b.context.environment().putIfAbsent(pair(s), s.argument(1)));
        add(table, "unsetenv", "<name> ...", "Removes environment variables.", MODERN, (b, s) -> {
            if (!s.has(0)) {
                throw new Rejection("'unsetenv' expects at least one variable name.");
            }
            b.context.environment().keySet().removeAll(s.arguments());
        });
        add(table, "resetenv", "[<name> ...]", "Removes all environment variables but these.", MODERN,
                (b, s) -> b.context.environment().keySet().retainAll(s.arguments()));
    }

    static void add(
            KeywordTable<GlobalBuilder> table, String name, String arguments, String summary, Keyword.Origin origin,
            Keyword.Action<GlobalBuilder> action) {
        table.add(new Keyword<>(name, Scope.GLOBAL, arguments, summary, origin, null, false, action));
    }

    /**
     * Settings that may be given once: the first counts, a later one nothing, as with HAProxy, which tells of it as an alert but goes on.
     *
     * @param given whether there is a first
     */
    static <T> T once(boolean given, Statement s, T first, T value) {
        if (given) {
            s.warn("'" + s.keyword() + "' already specified. Continuing.");
        }
        return given ? first : value;
    }

    private static void user(GlobalBuilder b, Statement s) throws Rejection {
        String name = s.only("'user' expects a user name as an argument.");
        int uid = b.context.surroundings().uid(name);
        if (uid < 0) {
            throw new Rejection("cannot find user id for '" + name + "'");
        }
        boolean given = b.uid >= 0;
        b.user = once(given, s, b.user, name);
        b.uid = given ? b.uid : uid;
    }

    private static void group(GlobalBuilder b, Statement s) throws Rejection {
        String name = s.only("'group' expects a group name as an argument.");
        int gid = b.context.surroundings().gid(name);
        if (gid < 0) {
            throw new Rejection("cannot find group id for '" + name + "'");
        }
        boolean given = b.gid >= 0;
        b.group = once(given, s, b.group, name);
        b.gid = given ? b.gid : gid;
    }

    private static void node(GlobalBuilder b, Statement s) throws Rejection {
        String name = s.argument(0);
        boolean valid = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            valid &= Names.isPermitted(c) && c != ':';
        }
        if (!valid) {
            throw new Rejection("'node' requires valid node name - non-empty string with digits(0-9), letters(A-Z, a-z), dot(.), hyphen(-)"
                    + " or underscore(_).");
        }
        s.limit(1);
        b.node = name;
    }

    private static void log(GlobalBuilder b, Statement s) throws Rejection {
        if (s.argument(0).equals("global")) {
            throw new Rejection("log : 'global' is not supported for a global syslog server");
        }
        b.logTargets.add(LogTargetText.parse(s, b.context.addresses(), true));
    }

    private static void latencyLog(GlobalBuilder b, Statement s) throws Rejection {
        if (!s.has(0) || s.argumentCount() > 1 && !s.argument(1).equals("interval")) {
            throw new Rejection("'latency-log' expects a file name, and optionally 'interval' with a number of seconds.");
        }
        s.limit(3);
        int seconds = DEFAULT_LATENCY_SECONDS;
        if (s.argumentCount() > 1) {
            Integer given = Quantity.integer(s.argument(2).replaceFirst("s$", ""));
            if (given == null || given < 1 || given > MAX_LATENCY_SECONDS) {
                throw new Rejection("'latency-log' expects an interval from 1 to " + MAX_LATENCY_SECONDS + " seconds, found '" + s.argument(2) + "'.");
            }
            seconds = given;
        }
        b.latencyLog = once(b.latencyLog != null, s, b.latencyLog, new GlobalConfig.LatencyLog(s.path(0), seconds));
    }

    private static void threadingMode(GlobalBuilder b, Statement s) throws Rejection {
        b.threadingMode = switch (s.only("'threading-mode' expects 'dedicated', 'shared' or 'auto'.")) {
            case "dedicated" -> GlobalConfig.ThreadingMode.DEDICATED;
            case "shared" -> GlobalConfig.ThreadingMode.SHARED;
            case "auto" -> GlobalConfig.ThreadingMode.AUTO;
            default -> throw new Rejection("'threading-mode' only supports 'dedicated', 'shared' and 'auto' (got '" + s.argument(0) + "')");
        };
    }

    private static void idling(GlobalBuilder b, Statement s) throws Rejection {
        IdleMode mode = IdleMode.ofKeyword(s.only("'idle-strategy' expects 'spin', 'yield', 'backoff' or 'block'."));
        if (mode == null) {
            throw new Rejection("'idle-strategy' only supports 'spin', 'yield', 'backoff' and 'block' (got '" + s.argument(0) + "')");
        }
        b.idling = mode;
    }

    private static String pair(Statement s) throws Rejection {
        if (s.argumentCount() < 2) {
            throw new Rejection("'" + s.keyword() + "' expects a name and a value.");
        }
        s.limit(2);
        return s.argument(0);
    }
}
