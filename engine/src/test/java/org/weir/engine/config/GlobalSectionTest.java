package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.engine.config.model.BindConfig;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.LogTarget;
import org.weir.io.agent.IdleMode;

class GlobalSectionTest {
    private static GlobalConfig global(String lines) {
        return ConfigurationText.of("global\n" + lines.indent(4)).valid().global();
    }

    @Test
    void anEmptySectionHasHaproxysDefaults() {
        GlobalConfig global = global("");
        assertFalse(global.process().daemon());
        assertEquals(-1, global.process().uid());
        assertEquals(16384, global.tuning().bufsizeBytes());
        assertEquals(1024, global.tuning().maxrewriteBytes());
        assertEquals(101, global.tuning().maxHeaders());
        assertEquals(10_000, global.statsTimeoutMillis());
        assertEquals(10, global.statsMaxConnections());
        assertEquals("haproxy", global.logging().tag());
        assertNull(global.logging().sendHostname());
        assertEquals(GlobalConfig.ThreadingMode.AUTO, global.threads().mode());
    }

    @Test
    void theProcessIsDescribed() {
        GlobalConfig.Process process = global("""
                daemon
                user haproxy
                group haproxy
                chroot /var/lib/haproxy
                pidfile /run/weir.pid
                node lb-1
                description the first balancer
                """).process();
        assertEquals(new GlobalConfig.Process(true, false, "haproxy", 106, "haproxy", 112, "/var/lib/haproxy", "/run/weir.pid", "lb-1",
                "the first balancer", false), process);
    }

    @ParameterizedTest
    @CsvSource({"'', true", "tune.idle-pool.shared on, true", "tune.idle-pool.shared off, false"})
    void idleServerConnectionsAreSharedUnlessRefused(String line, boolean shared) {
        assertEquals(shared, global(line).tuning().idlePoolShared());
    }

    @ParameterizedTest
    @CsvSource({"'', 25, 20", "tune.pool-high-fd-ratio 0, 0, 20", "tune.pool-low-fd-ratio 100, 25, 100"})
    void idleServerConnectionsTakeAPartOfTheDescriptors(String line, int highPercent, int lowPercent) {
        assertEquals(highPercent, global(line).tuning().poolHighPercent());
        assertEquals(lowPercent, global(line).tuning().poolLowPercent());
    }

    @Test
    void latenciesAreLoggedEveryTenSecondsOrAsSaid() {
        assertNull(global("").latencyLog());
        assertEquals(new GlobalConfig.LatencyLog("/var/log/weir.hlog", 10), global("latency-log /var/log/weir.hlog").latencyLog());
        assertEquals(new GlobalConfig.LatencyLog("/x", 60), global("latency-log /x interval 60s").latencyLog());
        assertEquals(new GlobalConfig.LatencyLog("/x", 5), global("latency-log /x interval 5").latencyLog());
    }

    @Test
    void threadsLimitsAndTuning() {
        GlobalConfig global = global("""
                nbthread 4
                cpu-map auto:1/1-2 0-1
                cpu-map 3 2 4-5
                threading-mode dedicated
                idle-strategy spin
                maxconn 20000
                ulimit-n 50000
                spread-checks 5
                maxconnrate 300
                maxsessrate 200
                tune.bufsize 32k
                tune.maxaccept -1
                tune.counters-file /dev/shm/weir
                """);
        assertEquals(new GlobalConfig.Threads(4, Map.of(1, "0", 2, "1", 3, "2,4-5"), GlobalConfig.ThreadingMode.DEDICATED, IdleMode.SPIN),
                global.threads());
        assertEquals(new GlobalConfig.Limits(20000, 50000, 5, 300, 200, true), global.limits());
        assertFalse(global("no strict-limits\n").limits().strict());
        assertTrue(global("no strict-limits\nstrict-limits\n").limits().strict());
        assertEquals(32768, global.tuning().bufsizeBytes());
        assertEquals("/dev/shm/weir", global.tuning().counterFile());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "/dev/log local0                          | UNIX_DATAGRAM unix@/dev/log     -1 null 1024 16 7 0",
        "127.0.0.1 local1 notice                  | UDP           127.0.0.1:514     -1 null 1024 17 5 0",
        "[::1]:1514 len 4096 daemon info err      | UDP           [::1]:1514        -1 null 4096 3 6 3",
        "stdout format raw local0                 | FD            null              1 RAW 1024 16 7 0",
        "stderr format short daemon               | FD            null              2 SHORT 1024 3 7 0",
        "fd@5 format timed user debug             | FD            null              5 TIMED 1024 1 7 0",
        "app.example:99 format rfc5424 audit      | UDP           10.0.0.7:99       -1 RFC5424 1024 13 7 0",
    })
    void logTargets(String line, String expected) {
        LogTarget target = global("log " + line).logging().targets().getFirst();
        assertEquals(expected.replaceAll(" +", " "), target.kind() + " " + target.endpoint() + " " + target.fd() + " " + target.format() + " "
                + target.lengthBytes() + " " + target.facility() + " " + target.maxLevel() + " " + target.minLevel());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "log 127.0.0.1 locl0              | log : unknown log facility 'locl0'; did you mean 'local0'?",
        "log 127.0.0.1 local0 inf         | log : unknown optional log level 'inf'; did you mean 'info'?",
        "log 127.0.0.1 len 10 local0      | log : invalid log length '10', must be between 80 and 65535",
        "log 127.0.0.1:99999 local0       | log : invalid port '99999'",
        "log tcp@127.0.0.1:514 local0     | log : address family 'tcp@' in 'tcp@127.0.0.1:514' is not supported by this version of Weir",
        "maxconn many                     | 'maxconn' expects an integer argument, found 'many'.",
        "maxconn 1 2                      | 'maxconn' cannot handle unexpected argument '2'.",
        "nbthread 65                      | 'nbthread' value must be between 1 and 64 (was 65)",
        "user nobodyhere                  | cannot find user id for 'nobodyhere'",
        "cpu-map 1 x                      | cpu-map : 'x' is not a CPU range.",
        "cpu-map auto:1-3 0-1             | cpu-map : 'auto:' needs as many CPUs (2) as threads (3).",
        "tune.bufsize 10                  | 'tune.bufsize' expects a size of at least 1024 bytes, found '10'.",
        "tune.idle-pool.shared            | 'tune.idle-pool.shared' expects either 'on' or 'off' but got ''.",
        "tune.idle-pool.shared ON         | 'tune.idle-pool.shared' expects either 'on' or 'off' but got 'ON'.",
        "tune.idle-pool.shared on off     | 'tune.idle-pool.shared' cannot handle unexpected argument 'off'.",
        "tune.pool-low-fd-ratio           | 'tune.pool-low-fd-ratio' expects an integer argument between 0 and 100.",
        "tune.pool-low-fd-ratio 101       | 'tune.pool-low-fd-ratio' expects an integer argument between 0 and 100.",
        "tune.pool-high-fd-ratio -1       | 'tune.pool-high-fd-ratio' expects an integer argument between 0 and 100.",
        "tune.pool-high-fd-ratio 50 2     | 'tune.pool-high-fd-ratio' cannot handle unexpected argument '2'.",
        "stats timeout 0                  | 'stats timeout' expects a positive value",
        "stats socket /x level boss       | 'stats socket' : 'level' only supports 'user', 'operator', and 'admin' (got 'boss')",
        "stats socket /x mode 9           | 'stats socket' : 'mode' : missing or invalid mode '9' (octal integer expected)",
        "stats socket /x balance          | 'stats socket' : unknown keyword 'balance'.",
        "ssl-default-bind-options no-tls  | unknown option 'no-tls' on global statement 'ssl-default-bind-options'.",
        "ssl-default-bind-options ssl-min-ver TLS9 | 'TLS9' : unknown ssl/tls version on global statement 'ssl-default-bind-options'.",
        "idle-strategy sleep              | 'idle-strategy' only supports 'spin', 'yield', 'backoff' and 'block' (got 'sleep')",
        "latency-log                      | 'latency-log' expects a file name, and optionally 'interval' with a number of seconds.",
        "latency-log /x every 5           | 'latency-log' expects a file name, and optionally 'interval' with a number of seconds.",
        "latency-log /x interval          | 'latency-log' expects an interval from 1 to 86400 seconds, found ''.",
        "latency-log /x interval 0        | 'latency-log' expects an interval from 1 to 86400 seconds, found '0'.",
        "latency-log /x interval 5 6      | 'latency-log' cannot handle unexpected argument '6'.",
        "lua-load /x                      | 'lua-load' is known to HAProxy but not supported by this version of Weir.",
    })
    void mistakesAreNamed(String line, String message) {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:2] : " + message), ConfigurationText.of("global\n    " + line + "\n").messages());
    }

    @Test
    void aRuntimeSocketHasPermissionsALevelAndDescriptors() {
        GlobalConfig global = global("""
                stats socket /run/haproxy/admin.sock mode 660 user haproxy group haproxy level admin expose-fd listeners
                stats socket ipv4@127.0.0.1:9999
                stats timeout 30s
                stats maxconn 3
                """);
        GlobalConfig.StatsSocket socket = global.statsSockets().getFirst();
        BindConfig bind = socket.bind();
        assertEquals("unix@/run/haproxy/admin.sock", bind.listen().endpoint().toString());
        assertEquals(0660, bind.listen().unixMode());
        assertEquals(106, bind.listen().unixUid());
        assertEquals(112, bind.listen().unixGid());
        assertEquals(GlobalConfig.CliLevel.ADMIN, socket.level());
        assertTrue(socket.exposeListeners());
        assertEquals(GlobalConfig.CliLevel.OPERATOR, global.statsSockets().get(1).level());
        assertEquals(30_000, global.statsTimeoutMillis());
        assertEquals(3, global.statsMaxConnections());
    }

    @Test
    void theFirstOfWhatMayBeGivenOnceCounts() {
        ConfigurationText text = ConfigurationText.of("""
                global
                    maxconn 5
                    pidfile /run/first
                    uid 1
                global
                    maxconn 10
                    pidfile /run/second
                    user haproxy
                """);
        GlobalConfig global = text.accepted().global();
        assertEquals(5, global.limits().maxconn());
        assertEquals("/run/first", global.process().pidFile());
        assertEquals(1, global.process().uid());
        assertEquals(List.of(
                "[WARNING] config : parsing [weir.cfg:6] : 'maxconn' already specified. Continuing.",
                "[WARNING] config : parsing [weir.cfg:7] : 'pidfile' already specified. Continuing.",
                "[WARNING] config : parsing [weir.cfg:8] : 'user' already specified. Continuing."), text.messages());
    }

    @Test
    void tlsDefaultsAreKept() {
        assertEquals(Map.of("ca-base", List.of("/etc/ssl/certs"), "ssl-default-bind-options", List.of("ssl-min-ver", "TLSv1.2", "no-tls-tickets")),
                global("ca-base /etc/ssl/certs\nssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets\n").tls());
    }

    @Test
    void aPollerCannotBeChosenAndOneProcessIsEnough() {
        assertEquals(List.of("[WARNING] config : parsing [weir.cfg:2] : 'noepoll' has no effect: Weir has one way to poll and to resolve names on this system.",
                "[WARNING] config : parsing [weir.cfg:3] : 'nbproc' is deprecated: there is always one process. Use 'nbthread'."),
                ConfigurationText.of("global\n    noepoll\n    nbproc 1\n").messages());
    }
}
