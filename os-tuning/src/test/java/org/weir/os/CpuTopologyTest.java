package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTopologyTest {
    @TempDir
    private Path root;

    @Test
    void readsTwoPackagesWithSiblingsNodesAndCaches() throws IOException {
        write("cpu/online", "0-7");
        write("node/online", "0-1");
        write("node/node0/cpulist", "0-1,4-5");
        write("node/node1/cpulist", "2-3,6-7");
        for (int cpu = 0; cpu < 8; cpu++) {
            int core = cpu % 4;
            String siblings = core + "," + (core + 4);
            write("cpu/cpu" + cpu + "/topology/physical_package_id", core < 2 ? "0" : "1");
            write("cpu/cpu" + cpu + "/topology/core_id", Integer.toString(core % 2));
            write("cpu/cpu" + cpu + "/topology/thread_siblings_list", siblings);
            cache(cpu, 0, 1, "Data", "48K", siblings);
            cache(cpu, 1, 1, "Instruction", "32K", siblings);
            cache(cpu, 2, 3, "Unified", "16M", core < 2 ? "0-1,4-5" : "2-3,6-7");
        }

        CpuTopology topology = new CpuTopology(root);

        assertEquals("0-7", topology.online().toString());
        assertEquals("0-3", topology.cores().toString());
        assertEquals("2-3,6-7", topology.packageCpus(1).toString());
        assertEquals("0-1,4-5", topology.nodeCpus(0).toString());
        assertEquals(new CpuTopology.Cpu(6, 1, 0, 1, CpuSet.parse("2,6")), topology.cpu(6));
        assertEquals(4 + 4 + 2, topology.caches().size());
        assertEquals(new CpuTopology.Cache(3, CpuTopology.CacheKind.UNIFIED, 16L << 20, CpuSet.parse("2-3,6-7")), topology.lastLevelCache(7));
    }

    @Test
    void leavesOutWhatIsOffline() throws IOException {
        write("cpu/online", "0,2");
        write("cpu/cpu0/topology/core_cpus_list", "0-1");
        write("cpu/cpu1/topology/core_cpus_list", "0-1");

        CpuTopology topology = new CpuTopology(root);

        assertEquals("0", topology.cpu(0).siblings().toString());
        assertNull(topology.cpu(1));
        assertEquals("0,2", topology.cores().toString());
    }

    @Test
    void takesTheProcessorsOfTheJvmWhereThereIsNoSysfs() {
        CpuTopology topology = new CpuTopology(root.resolve("absent"));

        assertEquals(Runtime.getRuntime().availableProcessors(), topology.online().count());
        assertEquals(topology.online(), topology.cores());
        assertEquals(List.of(), topology.caches());
        assertNull(topology.lastLevelCache(0));
    }

    @Test
    void readsNonsenseAsAbsence() throws IOException {
        write("cpu/online", "0-1");
        write("node/online", "0-8191");
        write("node/node3/cpulist", "1-0");
        write("cpu/cpu0/topology/physical_package_id", "-1");
        write("cpu/cpu0/topology/core_id", "99999999999999999999");
        write("cpu/cpu0/topology/thread_siblings_list", "x".repeat(100_000));
        cache(0, 0, 1, "Data", "many", "0-99999");

        CpuTopology topology = new CpuTopology(root);

        assertEquals(new CpuTopology.Cpu(0, 0, 0, 0, CpuSet.of(0)), topology.cpu(0));
        assertEquals(List.of(new CpuTopology.Cache(1, CpuTopology.CacheKind.DATA, 0, CpuSet.of(0))), topology.caches());
    }

    @Test
    void readsThisMachine() {
        CpuTopology topology = new CpuTopology();
        assertFalse(topology.cores().isEmpty());
        assertEquals(topology.online().count(), topology.cpus().size());
    }

    private void cache(int cpu, int index, int level, String type, String size, String shared) throws IOException {
        String directory = "cpu/cpu" + cpu + "/cache/index" + index + "/";
        write(directory + "level", Integer.toString(level));
        write(directory + "type", type);
        write(directory + "size", size);
        write(directory + "shared_cpu_list", shared);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }
}
