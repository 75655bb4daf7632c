package org.weir.engine.process;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.weir.engine.proxy.ProcessStatistics;
import org.weir.os.ThreadClock;

/**
 * How busy the process was in the last second: {@link #sample} once a second by the main thread, which asks the kernel for the agents' CPU time, so
 * that no duty cycle has to count it. Any thread may read.
 */
final class ProcessLoad implements ProcessStatistics.Live {
    private static final int PERCENT = 100;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Messages messages;
    private final BooleanSupplier stopping;
    private final LongSupplier bytesOut;
    private long sampledNanos;
    private long sampledBytesOut;
    private volatile List<ThreadTime> times = List.of();
    private volatile int idlePercent = PERCENT;
    private volatile long bytesOutPerSecond;

    private record ThreadTime(String name, long cpuNanos, int busyPercent) {}

    /**
     * @param stopping whether a soft stop is under way
     * @param bytesOut bytes sent to clients since the start
     */
    ProcessLoad(Messages messages, BooleanSupplier stopping, LongSupplier bytesOut) {
        this.messages = messages;
        this.stopping = stopping;
        this.bytesOut = bytesOut;
        sampledNanos = System.nanoTime();
    }

    /** Takes the figures of the time since the last sample. */
    void sample(List<AgentThreads.Running> agents) {
        long nowNanos = System.nanoTime();
        long elapsedNanos = Math.max(1, nowNanos - sampledNanos);
        List<ThreadTime> now = new ArrayList<>();
        long busyNanos = 0;
        for (int i = 0; i < agents.size(); i++) {
            AgentThreads.Running agent = agents.get(i);
            long cpuNanos = ThreadClock.cpuNanos(agent.id());
            long usedNanos = cpuNanos - (i < times.size() ? times.get(i).cpuNanos() : 0);
            busyNanos += usedNanos;
            now.add(new ThreadTime(agent.name(), cpuNanos, percent(usedNanos, elapsedNanos)));
        }
        long bytes = bytesOut.getAsLong();
        bytesOutPerSecond = (bytes - sampledBytesOut) * NANOS_PER_SECOND / elapsedNanos;
        idlePercent = PERCENT - percent(busyNanos, elapsedNanos * Math.max(1, agents.size()));
        times = now;
        sampledNanos = nowNanos;
        sampledBytesOut = bytes;
    }

    private static int percent(long part, long whole) {
        return (int) Math.clamp(Math.round((double) PERCENT * part / whole), 0L, PERCENT);
    }

    /** A line for each thread. */
    List<String> report() {
        List<String> lines = new ArrayList<>();
        for (ThreadTime time : times) {
            lines.add("Thread " + (lines.size() + 1) + " : " + time.name() + " cpu_ms=" + time.cpuNanos() / NANOS_PER_MILLI + " busy_pct="
                    + time.busyPercent());
        }
        return lines.isEmpty() ? List.of("No figures in the first second.") : lines;
    }

    @Override
    public int idlePercent() {
        return idlePercent;
    }

    @Override
    public long bytesOutPerSecond() {
        return bytesOutPerSecond;
    }

    @Override
    public boolean stopping() {
        return stopping.getAsBoolean();
    }

    @Override
    public int warnings() {
        return messages.warnings();
    }
}
