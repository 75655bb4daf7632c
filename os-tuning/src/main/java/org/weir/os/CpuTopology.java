package org.weir.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's CPUs as {@code /sys/devices/system} shows them (Linux admin guide, "cputopology"): which are online, and which share a core, a
 * package, a NUMA node, a cache. A file that is missing or unreadable, as in containers and small virtual machines, means the plain case:
 * each CPU a core of its own, one package, one node, no known cache.
 */
public final class CpuTopology {
    private static final int MAX_FILE_BYTES = 32 << 10;
    private static final int MAX_NODES = 1024;
    private static final int MAX_CACHES_PER_CPU = 16;

    /**
     * @param siblings the CPUs of the same core, this one among them
     */
    public record Cpu(int id, int packageId, int coreId, int nodeId, CpuSet siblings) {
    }

    /** What a cache holds. */
    public enum CacheKind { DATA, INSTRUCTION, UNIFIED }

    /**
     * @param level     1 for the one next to the core
     * @param sizeBytes 0 when unknown
     * @param sharedBy  the online CPUs behind it
     */
    public record Cache(int level, CacheKind kind, long sizeBytes, CpuSet sharedBy) {
    }

    private final CpuSet online;
    private final List<Cpu> cpus;
    private final List<Cache> caches;

    /** Reads this machine. */
    public CpuTopology() {
        this(Path.of("/sys/devices/system"));
    }

    /** @param root the directory that holds {@code cpu/} and {@code node/} */
    public CpuTopology(Path root) {
        Path cpuRoot = root.resolve("cpu");
        this.online = readOnline(cpuRoot);
        int[] nodeOfCpu = readNodes(root.resolve("node"));
        List<Cpu> foundCpus = new ArrayList<>();
        List<Cache> foundCaches = new ArrayList<>();
        for (int id : online.toArray()) {
            Path directory = cpuRoot.resolve("cpu" + id);
            foundCpus.add(readCpu(id, directory.resolve("topology"), nodeOfCpu[id]));
            readCaches(id, directory.resolve("cache"), foundCaches);
        }
        this.cpus = List.copyOf(foundCpus);
        this.caches = List.copyOf(foundCaches);
    }

    private static CpuSet readOnline(Path cpuRoot) {
        CpuSet listed = readList(cpuRoot.resolve("online"), CpuSet.EMPTY);
        return listed.isEmpty() ? CpuSet.range(0, Math.min(Runtime.getRuntime().availableProcessors(), CpuSet.MAX_CPUS) - 1) : listed;
    }

    private static int[] readNodes(Path nodeRoot) {
        int[] nodeOfCpu = new int[CpuSet.MAX_CPUS];
        // Node numbers are a list of the same form, and below the same bound.
        CpuSet nodes = readList(nodeRoot.resolve("online"), CpuSet.EMPTY);
        for (int node = nodes.first(); node >= 0 && node < MAX_NODES; node = nodes.next(node + 1)) {
            for (int cpu : readList(nodeRoot.resolve("node" + node).resolve("cpulist"), CpuSet.EMPTY).toArray()) {
                nodeOfCpu[cpu] = node;
            }
        }
        return nodeOfCpu;
    }

    private Cpu readCpu(int id, Path topology, int nodeId) {
        int packageId = Math.max(readInt(topology.resolve("physical_package_id"), 0), 0);
        int coreId = readInt(topology.resolve("core_id"), id);
        CpuSet siblings = readList(topology.resolve("core_cpus_list"), CpuSet.EMPTY);
        if (siblings.isEmpty()) {
            siblings = readList(topology.resolve("thread_siblings_list"), CpuSet.EMPTY);
        }
        return new Cpu(id, packageId, coreId, nodeId, siblings.and(online).or(CpuSet.of(id)));
    }

    /** Each CPU's directory lists every cache it is behind; one that an earlier CPU brought is not added again. */
    private void readCaches(int id, Path directory, List<Cache> found) {
        for (int index = 0; index < MAX_CACHES_PER_CPU; index++) {
            Path entry = directory.resolve("index" + index);
            int level = readInt(entry.resolve("level"), 0);
            if (level <= 0) {
                return;
            }
            CpuSet sharedBy = readList(entry.resolve("shared_cpu_list"), CpuSet.EMPTY).and(online).or(CpuSet.of(id));
            if (sharedBy.first() == id) {
                found.add(new Cache(level, kind(read(entry.resolve("type"))), sizeBytes(read(entry.resolve("size"))), sharedBy));
            }
        }
    }

    private static CacheKind kind(String type) {
        return switch (type) {
            case "Data" -> CacheKind.DATA;
            case "Instruction" -> CacheKind.INSTRUCTION;
            default -> CacheKind.UNIFIED;
        };
    }

    /** "32K" and its like. */
    private static long sizeBytes(String size) {
        if (size.isEmpty()) {
            return 0;
        }
        int shift = switch (size.charAt(size.length() - 1)) {
            case 'K' -> 10;
            case 'M' -> 20;
            case 'G' -> 30;
            default -> 0;
        };
        return (long) Math.max(parseInt(shift == 0 ? size : size.substring(0, size.length() - 1), 0), 0) << shift;
    }

    private static CpuSet readList(Path file, CpuSet otherwise) {
        try {
            return CpuSet.parse(read(file));
        } catch (IllegalArgumentException malformed) {
            return otherwise;
        }
    }

    private static int readInt(Path file, int otherwise) {
        return parseInt(read(file), otherwise);
    }

    private static int parseInt(String text, int otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException malformed) {
            return otherwise;
        }
    }

    /** The file's first bytes without blanks around them; empty when it cannot be read. */
    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.ISO_8859_1).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** The CPUs that are online; never empty. */
    public CpuSet online() {
        return online;
    }

    /** The online CPUs in ascending order. */
    public List<Cpu> cpus() {
        return cpus;
    }

    /** Every cache once. */
    public List<Cache> caches() {
        return caches;
    }

    /** @return null when that CPU is not online */
    public Cpu cpu(int id) {
        for (Cpu cpu : cpus) {
            if (cpu.id() == id) {
                return cpu;
            }
        }
        return null;
    }

    /** One CPU of each core: the lowest of its siblings. */
    public CpuSet cores() {
        CpuSet firsts = CpuSet.EMPTY;
        for (Cpu cpu : cpus) {
            if (cpu.siblings().first() == cpu.id()) {
                firsts = firsts.or(CpuSet.of(cpu.id()));
            }
        }
        return firsts;
    }

    /** The online CPUs of a package (socket); empty when there is none of that number. */
    public CpuSet packageCpus(int packageId) {
        CpuSet found = CpuSet.EMPTY;
        for (Cpu cpu : cpus) {
            found = cpu.packageId() == packageId ? found.or(CpuSet.of(cpu.id())) : found;
        }
        return found;
    }

    /** The online CPUs of a NUMA node; empty when there is none of that number. */
    public CpuSet nodeCpus(int nodeId) {
        CpuSet found = CpuSet.EMPTY;
        for (Cpu cpu : cpus) {
            found = cpu.nodeId() == nodeId ? found.or(CpuSet.of(cpu.id())) : found;
        }
        return found;
    }

    /** The farthest known data cache of a CPU, null when none is known: who shares it exchanges messages most cheaply. */
    public Cache lastLevelCache(int cpuId) {
        Cache last = null;
        for (Cache cache : caches) {
            if (cache.kind() != CacheKind.INSTRUCTION && cache.sharedBy().contains(cpuId) && (last == null || cache.level() > last.level())) {
                last = cache;
            }
        }
        return last;
    }
}
