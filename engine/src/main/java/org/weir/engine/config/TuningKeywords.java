package org.weir.engine.config;

import static org.weir.engine.config.GlobalKeywords.add;
import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;
import static org.weir.engine.config.Keyword.Origin.WEIR;

import java.util.List;
import org.weir.engine.config.GlobalBuilder.Number;

/** Keywords of {@code global}: limits, threads, buffers, and the TLS defaults that are kept for later. */
final class TuningKeywords {
    private static final int MAX_THREADS = 64;
    private static final List<String> TLS_VERSIONS = List.of("SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final List<String> TLS_OPTIONS = List.of(
            "no-sslv3", "no-tlsv10", "no-tlsv11", "no-tlsv12", "no-tlsv13", "force-sslv3", "force-tlsv10", "force-tlsv11", "force-tlsv12",
            "force-tlsv13", "no-tls-tickets", "prefer-client-ciphers");

    private TuningKeywords() {
    }

    static void addTo(KeywordTable<GlobalBuilder> table) {
        limit(table, "maxconn", Number.MAXCONN, "Connections of the whole process at once.", CLASSIC);
        limit(table, "maxconnrate", Number.MAXCONNRATE, "Connections of the whole process in a second, 0 for no limit.", MODERN);
        limit(table, "maxsessrate", Number.MAXSESSRATE, "Sessions of the whole process in a second, 0 for no limit.", MODERN);
        limit(table, "ulimit-n", Number.ULIMIT_N, "File descriptors the process may have.", CLASSIC);
        limit(table, "maxpipes", Number.MAXPIPES, "Pipes for splicing at once, 0 for a quarter of maxconn.", CLASSIC);
        table.add(new Keyword<>("strict-limits", Scope.GLOBAL, "", "Does not start when the system refuses a limit; the default.", MODERN, null, true,
                (b, s) -> {
                    s.limit(0);
                    b.strictLimits = s.prefix() != Statement.Prefix.NO;
                }));
        add(table, "nbthread", "<number>", "I/O agents; when not given one per usable CPU but one.", MODERN, TuningKeywords::nbthread);
        add(table, "nbproc", "1", "Processes; always one.", CLASSIC, TuningKeywords::nbproc);
        add(table, "cpu-map", "[auto:]<threads> <cpus> ...", "CPUs of threads.", MODERN, TuningKeywords::cpuMap);
        add(table, "spread-checks", "<percent>", "Spreads health checks over 0 to 50 percent of their interval.", CLASSIC, (b, s) -> {
            Integer percent = Quantity.integer(s.only("'spread-checks' expects an integer argument (0..50)."));
            if (percent == null || percent < 0 || percent > 50) {
                throw new Rejection("'spread-checks' needs a positive value in range 0..50.");
            }
            setOnce(b, s, Number.SPREAD_CHECKS, percent);
        });
        size(table, "tune.bufsize", Number.BUFSIZE, 1024, 1 << 20, "Size of a buffer, and so of the largest head.");
        size(table, "tune.maxrewrite", Number.MAXREWRITE, 0, 1 << 20, "Part of a buffer kept free for added headers.");
        number(table, "tune.maxaccept", Number.MAXACCEPT, -1, Integer.MAX_VALUE, "Connections accepted in a row, -1 for no limit.", CLASSIC);
        number(table, "tune.maxpollevents", Number.MAXPOLLEVENTS, 1, 1_000_000, "Events taken from the poller at once.", CLASSIC);
        size(table, "tune.pipesize", Number.PIPESIZE, 0, 1 << 30, "Size of a pipe for splicing, 0 for what the kernel gives.");
        number(table, "tune.http.maxhdr", Number.MAXHDR, 1, 32767, "Headers of a message.", MODERN);
        number(table, "tune.http.logurilen", Number.LOGURILEN, 1, 65535, "Bytes of a URI in logs.", MODERN);
        size(table, "tune.rcvbuf.client", Number.RCVBUF_CLIENT, 0, 1 << 30, "Kernel's receive buffer of client sockets.");
        size(table, "tune.rcvbuf.server", Number.RCVBUF_SERVER, 0, 1 << 30, "Kernel's receive buffer of server sockets.");
        size(table, "tune.sndbuf.client", Number.SNDBUF_CLIENT, 0, 1 << 30, "Kernel's send buffer of client sockets.");
        size(table, "tune.sndbuf.server", Number.SNDBUF_SERVER, 0, 1 << 30, "Kernel's send buffer of server sockets.");
        add(table, "tune.idle-pool.shared", "on | off", "Whether an I/O agent may use idle server connections of the others; on is the default.", MODERN,
                TuningKeywords::idlePoolShared);
        poolRatio(table, "tune.pool-high-fd-ratio", Number.POOL_HIGH, "Percent of the descriptors in use above which new connections to servers"
                + " close idle ones; 25 is the default.");
        poolRatio(table, "tune.pool-low-fd-ratio", Number.POOL_LOW, "Percent of the descriptors in use above which no connection to a server is"
                + " kept idle; 20 is the default.");
        add(table, "tune.counters-file", "<file>", "File that the counters are mapped into, for tools to read.", WEIR, (b, s) -> {
            s.only("'tune.counters-file' expects a file name as an argument.");
            b.counterFile = s.path(0);
        });
        for (String poller : List.of("noepoll", "nokqueue", "nopoll", "nosepoll", "noevports", "nogetaddrinfo")) {
            add(table, poller, "", "Accepted without effect.", CLASSIC, (b, s) -> {
                s.limit(0);
                s.warn("'" + s.keyword() + "' has no effect: Weir has one way to poll and to resolve names on this system.");
            });
        }
        add(table, "noreuseport", "", "Binds listening sockets without SO_REUSEPORT.", MODERN, (b, s) -> {
            s.limit(0);
            b.reusePort = false;
        });
        add(table, "nosplice", "", "Copies what options of proxies would splice.", CLASSIC, (b, s) -> {
            s.limit(0);
            b.splicing = false;
        });
        addTls(table);
    }

    private static void addTls(KeywordTable<GlobalBuilder> table) {
        for (String base : List.of("ca-base", "crt-base")) {
            tls(table, base, "<directory>", "Directory of " + (base.startsWith("ca") ? "CA" : "certificate") + " files.", (b, s) -> {
                if (!s.has(0)) {
                    throw new Rejection("global statement '" + s.keyword() + "' expects a directory path as an argument.");
                }
                keep(b, s, 1);
            });
        }
        for (String side : List.of("bind", "server")) {
            for (String what : List.of("ciphers", "ciphersuites", "curves")) {
                tls(table, "ssl-default-" + side + '-' + what, "<list>", "Default " + what + " of " + side + " lines.", (b, s) -> {
                    if (!s.has(0)) {
                        throw new Rejection("global statement '" + s.keyword() + "' expects a cipher suite as an argument.");
                    }
                    keep(b, s, 1);
                });
            }
            tls(table, "ssl-default-" + side + "-options", "<option> ...", "Default TLS options of " + side + " lines.", TuningKeywords::tlsOptions);
        }
    }

    private static void tls(
            KeywordTable<GlobalBuilder> table, String name, String arguments, String summary, Keyword.Action<GlobalBuilder> action) {
        add(table, name, arguments, summary + " Checked and kept; TLS comes with a later version.", MODERN, action);
    }

    private static void keep(GlobalBuilder b, Statement s, int maxArguments) throws Rejection {
        s.limit(maxArguments);
        b.tls.put(s.keyword(), List.copyOf(s.arguments()));
    }

    private static void tlsOptions(GlobalBuilder b, Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("global statement '" + s.keyword() + "' expects an option as an argument.");
        }
        for (int i = 0; i < s.argumentCount(); i++) {
            String option = s.argument(i);
            if (option.equals("ssl-min-ver") || option.equals("ssl-max-ver")) {
                String version = s.argument(++i);
                if (!TLS_VERSIONS.contains(version)) {
                    throw new Rejection("'" + version + "' : unknown ssl/tls version on global statement '" + s.keyword() + "'.");
                }
            } else if (!TLS_OPTIONS.contains(option)) {
                String hint = Suggestion.text(option, TLS_OPTIONS);
                throw new Rejection("unknown option '" + option + "' on global statement '" + s.keyword() + "'" + (hint.isEmpty() ? "." : hint));
            }
        }
        keep(b, s, Lexer.MAX_WORDS);
    }

    private static void number(
            KeywordTable<GlobalBuilder> table, String name, Number number, int min, int max, String summary, Keyword.Origin origin) {
        add(table, name, "<number>", summary, origin, (b, s) -> b.set(number, s.number(min, max)));
    }

    /** A limit of the process, 0 = none. */
    private static void limit(KeywordTable<GlobalBuilder> table, String name, Number number, String summary, Keyword.Origin origin) {
        add(table, name, "<number>", summary, origin, (b, s) -> setOnce(b, s, number, s.number(0, Integer.MAX_VALUE)));
    }

    private static void setOnce(GlobalBuilder b, Statement s, Number number, int value) {
        b.set(number, GlobalKeywords.once(b.get(number) != 0, s, b.get(number), value));
    }

    private static void size(KeywordTable<GlobalBuilder> table, String name, Number number, int min, int max, String summary) {
        add(table, name, "<size>", summary, CLASSIC, (b, s) -> {
            int bytes = Quantity.bytes(s.only("'" + name + "' expects an integer argument."), name, max);
            if (bytes < min) {
                throw new Rejection("'" + name + "' expects a size of at least " + min + " bytes, found '" + s.argument(0) + "'.");
            }
            b.set(number, bytes);
        });
    }

    private static void nbthread(GlobalBuilder b, Statement s) throws Rejection {
        Integer threads = Quantity.integer(s.argument(0));
        if (threads == null) {
            throw new Rejection("'nbthread' passed a missing or unparsable integer value in '" + s.argument(0) + "'");
        }
        if (threads < 1 || threads > MAX_THREADS) {
            throw new Rejection("'nbthread' value must be between 1 and " + MAX_THREADS + " (was " + threads + ")");
        }
        s.limit(1);
        b.set(Number.NBTHREAD, threads);
    }

    private static void idlePoolShared(GlobalBuilder b, Statement s) throws Rejection {
        s.limit(1);
        b.idlePoolShared = switch (s.argument(0)) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new Rejection("'" + s.keyword() + "' expects either 'on' or 'off' but got '" + s.argument(0) + "'.");
        };
    }

    private static void poolRatio(KeywordTable<GlobalBuilder> table, String name, Number number, String summary) {
        add(table, name, "<percent>", summary, MODERN, (b, s) -> {
            String expected = "'" + name + "' expects an integer argument between 0 and 100.";
            Integer percent = Quantity.integer(s.only(expected));
            if (percent == null || percent < 0 || percent > 100) {
                throw new Rejection(expected);
            }
            b.set(number, percent);
        });
    }

    private static void nbproc(GlobalBuilder b, Statement s) throws Rejection {
        if (s.number(1, Integer.MAX_VALUE) != 1) {
            throw new Rejection("nbproc is not supported any more since HAProxy 2.5. Threads will automatically be used on"
                    + " multi-processor machines if available.");
        }
        s.warn("'nbproc' is deprecated: there is always one process. Use 'nbthread'.");
    }

    private static void cpuMap(GlobalBuilder b, Statement s) throws Rejection {
        if (s.argumentCount() < 2) {
            throw new Rejection("cpu-map expects a thread set ('all', 'odd', 'even', a number from 1 to 64 or a range, after an optional"
                    + " 'auto:' and '1/'), followed by a list of CPU ranges.");
        }
        CpuMap.add(b.cpuMap, s);
    }
}
