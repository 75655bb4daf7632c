package org.weir.perf.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/** Reads what the kernel knows about a process from {@code /proc}; see proc(5). */
final class ProcFiles {

    /** proc(5): times are in clock ticks, whose length has been 10 ms for user space on every Linux since 2.6. */
    static final long MICROS_PER_TICK = 10_000;

    private static final int UTIME_FIELD_AFTER_COMMAND = 11;
    private static final int CUTIME_FIELD_AFTER_COMMAND = 13;

    private ProcFiles() {
    }

    /** CPU time, user and system, of all threads of a process and of its descendants, in microseconds. */
    static long cpuMicros(ProcessHandle process) throws IOException {
        long micros = 0;
        for (long pid : family(process)) {
            micros += parseCpuTicks(read(pid, "stat")) * MICROS_PER_TICK;
        }
        return micros;
    }

    /** CPU time, user and system, of the children of this process that have ended, in microseconds. */
    static long endedChildrenCpuMicros() throws IOException {
        return parseCpuTicks(Files.readString(Path.of("/proc/self/stat")), CUTIME_FIELD_AFTER_COMMAND) * MICROS_PER_TICK;
    }

    /** Resident memory of a process and its descendants, in KiB. */
    static long rssKib(ProcessHandle process) throws IOException {
        long kib = 0;
        for (long pid : family(process)) {
            kib += parseRssKib(read(pid, "status"));
        }
        return kib;
    }

    /** Datagrams that the kernel dropped at the UDP socket bound to a local port. */
    static long udpDrops(int port) throws IOException {
        return parseUdpDrops(Files.readString(Path.of("/proc/net/udp")), port) + parseUdpDrops(Files.readString(Path.of("/proc/net/udp6")), port);
    }

    /** The hard limit of open descriptors, up to which the JVM has raised its own. */
    static long ownDescriptorLimit() throws IOException {
        return parseDescriptorLimit(Files.readString(Path.of("/proc/self/limits")));
    }

    /** Hard limit of open files in a {@code /proc/PID/limits} table. */
    static long parseDescriptorLimit(String limits) {
        String line = limits.lines().filter(text -> text.startsWith("Max open files")).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no 'Max open files' in /proc/PID/limits"));
        String hard = line.strip().split("\\s+")[4];
        return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
    }

    /** utime + stime of a {@code /proc/PID/stat} line; the command in parentheses may itself hold spaces and parentheses. */
    static long parseCpuTicks(String stat) {
        return parseCpuTicks(stat, UTIME_FIELD_AFTER_COMMAND);
    }

    /** The sum of two neighbouring fields, user time and system time. */
    private static long parseCpuTicks(String stat, int firstField) {
        int commandEnd = stat.lastIndexOf(')');
        if (commandEnd < 0) {
            throw new IllegalArgumentException("not a /proc/PID/stat line: " + stat);
        }
        String[] fields = stat.substring(commandEnd + 1).strip().split(" ");
        return Long.parseLong(fields[firstField]) + Long.parseLong(fields[firstField + 1]);
    }

    /** VmRSS of a {@code /proc/PID/status} file, in KiB. */
    static long parseRssKib(String status) {
        return status.lines().filter(line -> line.startsWith("VmRSS:")).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .orElseThrow(() -> new IllegalArgumentException("no VmRSS in /proc/PID/status"));
    }

    /** The drops column of a {@code /proc/net/udp} table, summed over the sockets bound to a port. */
    static long parseUdpDrops(String table, int port) {
        String suffix = ":%04X".formatted(port);
        return table.lines().skip(1).map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[1].endsWith(suffix))
                .mapToLong(fields -> Long.parseLong(fields[fields.length - 1])).sum();
    }

    private static long[] family(ProcessHandle process) {
        return LongStream.concat(LongStream.of(process.pid()), process.descendants().mapToLong(ProcessHandle::pid)).toArray();
    }

    private static String read(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), file));
    }
}
