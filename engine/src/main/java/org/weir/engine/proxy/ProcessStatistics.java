package org.weir.engine.proxy;

import java.util.Locale;
import org.weir.engine.stats.InfoField;
import org.weir.engine.stats.InfoValues;
import org.weir.io.memory.MemoryTag;
import org.weir.io.memory.MemoryTags;

/** Engine agent only. The figures of the process ({@code show info}). */
public final class ProcessStatistics {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final double MICROS_PER_SECOND = 1_000_000.0;
    private static final int BYTES_PER_MIB_SHIFT = 20;

    /**
     * What the start-up knows of the process.
     *
     * @param threads threads that carry traffic
     * @param startNanos when it started, on the scale of {@link System#nanoTime()}
     * @param startEpochMicros the same since the epoch
     * @param openFiles limit of descriptors
     * @param hardMaxConnections what the limit of connections may be raised to
     * @param maxPipes limit of pipes for splicing, 0 where nothing is spliced
     * @param busyPolling whether idle threads spin
     * @param live what changes
     */
    public record Facts(
            String product, String version, int threads, long pid, long startNanos, long startEpochMicros, long openFiles, int hardMaxConnections,
            int maxPipes, String node, String description, boolean busyPolling, Live live) {}

    /** Figures that others keep; any thread. */
    public interface Live {
        /** Part of the last second that the threads did not use. */
        int idlePercent();

        /** Bytes sent to clients in the last second. */
        long bytesOutPerSecond();

        boolean stopping();

        /** Warnings since the start. */
        int warnings();
    }

    private final EngineParts engine;
    private final Facts facts;
    private final int operatorSockets;

    /** @param operatorSockets listening sockets for operators */
    public ProcessStatistics(EngineParts engine, Facts facts, int operatorSockets) {
        this.engine = engine;
        this.facts = facts;
        this.operatorSockets = operatorSockets;
    }

    public Facts facts() {
        return facts;
    }

    /**
     * All figures of this moment.
     *
     * @param fractions whether times have their fractions of a second
     * @param operators operators' connections now
     */
    public InfoValues values(boolean fractions, int operators) {
        InfoValues values = new InfoValues();
        values.copy(engine.counters().process());
        identity(values, fractions);
        memory(values);
        limits(values);
        values.set(InfoField.CONNRATELIMIT, engine.gate().maxConnectionRate());
        values.set(InfoField.SESSRATELIMIT, engine.gate().maxSessionRate());
        values.set(InfoField.CONNRATE, engine.gate().connectionRate());
        values.set(InfoField.SESSRATE, engine.gate().connectionRate());
        values.set(InfoField.TASKS, engine.timers().size());
        values.set(InfoField.IDLE_PCT, facts.live().idlePercent());
        values.set(InfoField.BYTESOUTRATE, facts.live().bytesOutPerSecond());
        values.set(InfoField.STOPPING, facts.live().stopping() ? 1 : 0);
        values.set(InfoField.TOTALWARNINGS, facts.live().warnings());
        int listeners = engine.gate().openListeners() + operatorSockets;
        values.set(InfoField.LISTENERS, listeners);
        values.set(InfoField.JOBS, engine.gate().connections() + operators + (long) listeners);
        values.set(InfoField.UNSTOPPABLE_JOBS, operators + (long) operatorSockets);
        values.set(InfoField.BUSYPOLLING, facts.busyPolling() ? 1 : 0);
        absent(values);
        return values;
    }

    private void identity(InfoValues values, boolean fractions) {
        values.set(InfoField.NAME, facts.product());
        values.set(InfoField.VERSION, facts.version());
        values.set(InfoField.BUILD_INFO, facts.version());
        values.set(InfoField.NBTHREAD, facts.threads());
        values.set(InfoField.NBPROC, 1);
        values.set(InfoField.PROCESS_NUM, 1);
        values.set(InfoField.PID, facts.pid());
        values.set(InfoField.NODE, facts.node());
        values.set(InfoField.NODE_DESCRIPTION, facts.description());
        long uptimeNanos = engine.clock().nanos() - facts.startNanos();
        values.set(InfoField.UPTIME, uptime(uptimeNanos / NANOS_PER_SECOND));
        if (fractions) {
            values.set(InfoField.UPTIME_SEC, (double) uptimeNanos / NANOS_PER_SECOND);
            values.set(InfoField.START_TIME_SEC, facts.startEpochMicros() / MICROS_PER_SECOND);
        } else {
            values.set(InfoField.UPTIME_SEC, uptimeNanos / NANOS_PER_SECOND);
            values.set(InfoField.START_TIME_SEC, (long) (facts.startEpochMicros() / MICROS_PER_SECOND));
        }
    }

    private static String uptime(long seconds) {
        return String.format(Locale.ROOT, "%dd %dh%02dm%02ds", seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    }

    private static void memory(InfoValues values) {
        long allocated = 0;
        long used = 0;
        long failed = 0;
        for (MemoryTag tag : MemoryTags.all()) {
            allocated += tag.bytes();
            used += tag.used() * tag.objectBytes();
            failed += tag.failures();
        }
        values.set(InfoField.POOLALLOC_MB, allocated >> BYTES_PER_MIB_SHIFT);
        values.set(InfoField.POOLUSED_MB, used >> BYTES_PER_MIB_SHIFT);
        values.set(InfoField.POOLALLOC_BYTES, allocated);
        values.set(InfoField.POOLUSED_BYTES, used);
        values.set(InfoField.POOLFAILED, failed);
    }

    private void limits(InfoValues values) {
        values.set(InfoField.ULIMIT_N, facts.openFiles());
        values.set(InfoField.MAXSOCK, facts.openFiles());
        values.set(InfoField.MAXCONN, engine.gate().maxConnections());
        values.set(InfoField.HARD_MAXCONN, facts.hardMaxConnections());
        values.set(InfoField.MAXPIPES, facts.maxPipes());
    }

    /** What Weir does not limit, or does not do: TLS, compression, debugging commands. */
    private static void absent(InfoValues values) {
        for (InfoField field : new InfoField[] {
            InfoField.MEMMAX_MB, InfoField.MEMMAX_BYTES, InfoField.MAXSSLCONNS,
            InfoField.SSLRATE, InfoField.SSLRATELIMIT, InfoField.SSLFRONTENDKEYRATE, InfoField.SSLFRONTENDSESSIONREUSE_PCT, InfoField.SSLBACKENDKEYRATE,
            InfoField.COMPRESSBPSIN, InfoField.COMPRESSBPSOUT, InfoField.COMPRESSBPSRATELIM}) {
            values.set(field, 0);
        }
        values.set(InfoField.TAINTED, "0");
    }
}
