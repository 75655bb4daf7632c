package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AffinityTest {
    @Test
    void bindsTheCallingThreadAndNoOther() throws InterruptedException {
        CpuSet before = Affinity.get();
        CpuSet one = CpuSet.of(before.first());
        CpuSet[] seen = new CpuSet[1];
        Thread thread = new Thread(() -> {
            Affinity.set(one);
            seen[0] = Affinity.get();
        });
        thread.start();
        thread.join();

        assertEquals(one, seen[0]);
        assertEquals(before, Affinity.get());
    }

    @Test
    void bindsAThreadById() {
        CpuSet before = Affinity.get();
        int tid = Affinity.currentThreadId();
        assertTrue(Files.exists(Path.of("/proc/self/task/" + tid)));
        Affinity.set(tid, before);
        assertEquals(before, Affinity.get(tid));
    }

    @Test
    void saysWhatTheKernelRefused() {
        OsException refused = assertThrows(OsException.class, () -> Affinity.set(CpuSet.EMPTY));
        assertEquals("sched_setaffinity() failed: EINVAL (Invalid argument)", refused.getMessage());
        assertEquals(Errno.EINVAL, refused.errno());

        OsException absent = assertThrows(OsException.class, () -> Affinity.set(CpuSet.of(CpuSet.MAX_CPUS - 1)));
        assertEquals("sched_setaffinity(8191) failed: EINVAL (Invalid argument)", absent.getMessage());
    }
}
