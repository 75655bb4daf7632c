package org.weir.engine.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.weir.analytics.journal.JournalSettings;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.LogTarget;
import org.weir.io.agent.IdleMode;

/** Collects what {@code global} sections say. */
final class GlobalBuilder {
    /** Integer settings with their defaults. */
    enum Number {
        MAXCONN(0), MAXCONNRATE(0), MAXSESSRATE(0), ULIMIT_N(0), NBTHREAD(0), SPREAD_CHECKS(0), STATS_MAXCONN(10), BUFSIZE(16384), MAXREWRITE(1024),
        MAXACCEPT(-1), MAXPOLLEVENTS(200), MAXHDR(101), LOGURILEN(1024), RCVBUF_CLIENT(0), RCVBUF_SERVER(0), SNDBUF_CLIENT(0), SNDBUF_SERVER(0),
        MAXPIPES(0), PIPESIZE(0), POOL_HIGH(25), POOL_LOW(20);

        private final int initial;

        Number(int initial) {
            this.initial = initial;
        }
    }

    final Context context;
    final List<LogTarget> logTargets = new ArrayList<>();
    final List<GlobalConfig.StatsSocket> statsSockets = new ArrayList<>();
    final Map<String, List<String>> tls = new LinkedHashMap<>();
    final Map<Integer, String> cpuMap = new LinkedHashMap<>();
    boolean daemon;
    boolean quiet;
    boolean zeroWarning;
    boolean splicing = true;
    boolean reusePort = true;
    boolean strictLimits = true;
    boolean idlePoolShared = true;
    String user;
    int uid = -1;
    String group;
    int gid = -1;
    String chroot;
    String pidFile;
    String node;
    String description;
    String logTag = "haproxy";
    String sendHostname;
    String counterFile;
    GlobalConfig.LatencyLog latencyLog;
    JournalSettings journal;
    int statsTimeoutMillis = 10_000;
    GlobalConfig.ThreadingMode threadingMode = GlobalConfig.ThreadingMode.AUTO;
    IdleMode idling = IdleMode.BLOCK;

    private final Map<Number, Integer> numbers = new EnumMap<>(Number.class);

    GlobalBuilder(Context context) {
        this.context = context;
    }

    void set(Number number, int value) {
        numbers.put(number, value);
    }

    int get(Number number) {
        return numbers.getOrDefault(number, number.initial);
    }

    /** Whether sockets are bound with SO_REUSEPORT. */
    boolean reusesPorts() {
        return reusePort && !context.overrides().portsAlone();
    }

    /** Whether options of proxies may splice. */
    boolean splices() {
        return splicing && !context.overrides().noSplice();
    }

    GlobalConfig build() {
        Overrides overrides = context.overrides();
        return new GlobalConfig(
                new GlobalConfig.Process(
                        !overrides.foreground() && (daemon || overrides.daemon()), quiet || overrides.quiet(), user, uid, group, gid, chroot,
                        overrides.pidFile() != null ? overrides.pidFile() : pidFile, node, description, zeroWarning),
                new GlobalConfig.Threads(get(Number.NBTHREAD), Map.copyOf(cpuMap), threadingMode, idling),
                new GlobalConfig.Limits(
                        overrides.maxconn() > 0 ? overrides.maxconn() : get(Number.MAXCONN), get(Number.ULIMIT_N), get(Number.SPREAD_CHECKS),
                        get(Number.MAXCONNRATE), get(Number.MAXSESSRATE), strictLimits),
                new GlobalConfig.Tuning(
                        get(Number.BUFSIZE), Math.min(get(Number.MAXREWRITE), get(Number.BUFSIZE) / 2), get(Number.MAXACCEPT),
                        get(Number.MAXPOLLEVENTS), get(Number.MAXHDR), get(Number.LOGURILEN), idlePoolShared,
                        get(Number.POOL_HIGH), get(Number.POOL_LOW), counterFile, get(Number.MAXPIPES), get(Number.PIPESIZE)),
                new GlobalConfig.Logging(List.copyOf(logTargets), logTag, sendHostname, journal), latencyLog,
                List.copyOf(statsSockets), statsTimeoutMillis, get(Number.STATS_MAXCONN), Map.copyOf(tls));
    }
}
