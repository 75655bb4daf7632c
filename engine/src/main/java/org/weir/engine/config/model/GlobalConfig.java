package org.weir.engine.config.model;

import java.util.List;
import java.util.Map;
import org.weir.analytics.journal.JournalSettings;
import org.weir.io.agent.IdleMode;

/**
 * The {@code global} section.
 *
 * @param process identity, daemon and privileges
 * @param threads I/O agents, pinning and idling
 * @param limits connection and descriptor limits
 * @param tuning buffer and batch sizes
 * @param logging global log targets, what {@code log global} refers to
 * @param latencyLog where latency histograms go, or null
 * @param statsSockets runtime CLI listeners
 * @param statsTimeoutMillis CLI inactivity timeout, default 10 s
 * @param statsMaxConnections concurrent CLI connections, default 10
 * @param tls TLS defaults kept for a later version: keyword to arguments
 */
public record GlobalConfig(
        Process process,
        Threads threads,
        Limits limits,
        Tuning tuning,
        Logging logging,
        LatencyLog latencyLog,
        List<StatsSocket> statsSockets,
        int statsTimeoutMillis,
        int statsMaxConnections,
        Map<String, List<String>> tls) {

    /**
     * @param daemon detach from the terminal
     * @param user user name or null; {@code uid} is -1 when unset
     * @param group group name or null; {@code gid} is -1 when unset
     * @param chroot directory or null
     * @param pidFile path or null
     * @param node name shown in statistics, or null
     * @param description text shown in statistics, or null
     * @param zeroWarning {@code zero-warning}: a warning is an error
     */
    public record Process(
            boolean daemon, boolean quiet, String user, int uid, String group, int gid, String chroot, String pidFile, String node, String description,
            boolean zeroWarning) {}

    /** How agents are spread over threads (global keyword {@code threading-mode}). */
    public enum ThreadingMode { DEDICATED, SHARED, AUTO }

    /**
     * @param nbthread number of I/O agents; 0 = one per usable CPU
     * @param cpuMap CPU set text by thread number from 1 ({@code cpu-map}); empty when unset
     * @param idling how an agent without work waits ({@code idle-strategy})
     */
    public record Threads(int nbthread, Map<Integer, String> cpuMap, ThreadingMode mode, IdleMode idling) {}

    /**
     * @param maxconn connections of the process; 0 = derived from the descriptor limit
     * @param ulimitN descriptor limit to set; 0 = computed
     * @param maxConnectionRate {@code maxconnrate}: connections in a second, 0 = no limit
     * @param maxSessionRate {@code maxsessrate}: sessions in a second, 0 = no limit
     * @param strict {@code strict-limits}: no start when a limit cannot be had
     */
    public record Limits(int maxconn, int ulimitN, int spreadChecksPercent, int maxConnectionRate, int maxSessionRate, boolean strict) {}

    /**
     * @param bufsizeBytes {@code tune.bufsize}
     * @param maxrewriteBytes {@code tune.maxrewrite}
     * @param maxaccept {@code tune.maxaccept}; -1 = no limit
     * @param maxpollevents {@code tune.maxpollevents}
     * @param maxHeaders {@code tune.http.maxhdr}
     * @param logUriBytes {@code tune.http.logurilen}
     * @param counterFile path of the memory-mapped counters file, or null for an anonymous one
     * @param poolHighPercent {@code tune.pool-high-fd-ratio}: with more of the descriptors in use idle server connections give way to new ones
     * @param poolLowPercent {@code tune.pool-low-fd-ratio}: with more of them in use no server connection is kept idle
     * @param pipes {@code maxpipes}, for splicing; 0 = a quarter of the connections
     * @param pipeBytes {@code tune.pipesize}: 0 = what the kernel gives
     */
    public record Tuning(
            int bufsizeBytes, int maxrewriteBytes, int maxaccept, int maxpollevents, int maxHeaders, int logUriBytes,
            boolean idlePoolShared, int poolHighPercent, int poolLowPercent, String counterFile, int pipes, int pipeBytes) {}

    /**
     * @param targets what {@code log} lines of the section declare
     * @param tag {@code log-tag}; default "haproxy", so that log pipelines keep working
     * @param sendHostname {@code log-send-hostname}: null = none, "" = the system's name
     * @param journal {@code journal}, or null
     */
    public record Logging(List<LogTarget> targets, String tag, String sendHostname, JournalSettings journal) {}

    /**
     * {@code latency-log}.
     *
     * @param file path of the file that is appended to
     */
    public record LatencyLog(String file, int intervalSeconds) {}

    /** What a CLI connection may do. */
    public enum CliLevel { USER, OPERATOR, ADMIN }

    /** One {@code stats socket} line: a bind with a level. */
    public record StatsSocket(BindConfig bind, CliLevel level, boolean exposeListeners) {}
}
