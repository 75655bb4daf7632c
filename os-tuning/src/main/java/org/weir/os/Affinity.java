package org.weir.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which CPUs a thread may run on (sched_setaffinity(2)). Linux binds threads, not processes: a new thread inherits its creator's set.
 */
public final class Affinity {
    private Affinity() {
    }

    /** The kernel's id of the calling thread: the link's target ends in it. Each agent asks at its start, which should not wait for JNA. */
    public static int currentThreadId() {
        try {
            return Integer.parseInt(Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
        } catch (IOException | NumberFormatException noProc) {
            return Libc.gettid();
        }
    }

    /** The CPUs the calling thread may run on. */
    public static CpuSet get() {
        return get(0);
    }

    /**
     * @param threadId a kernel thread id, 0 for the calling thread
     * @throws OsException when there is no such thread
     */
    public static CpuSet get(int threadId) {
        String operation = Libc.call("sched_getaffinity", threadId);
        byte[] mask = new byte[CpuSet.MAX_CPUS / 8];
        Libc.check(operation, Libc.sched_getaffinity(threadId, mask.length, mask));
        return CpuSet.ofMask(mask, mask.length);
    }

    /** Binds the calling thread. */
    public static void set(CpuSet cpus) {
        set(0, cpus);
    }

    /**
     * @param threadId a kernel thread id, 0 for the calling thread
     * @throws OsException EINVAL when none of the CPUs is online and allowed, EPERM, ESRCH
     */
    public static void set(int threadId, CpuSet cpus) {
        String operation = Libc.call("sched_setaffinity", cpus);
        byte[] mask = cpus.toMask();
        Libc.check(operation, Libc.sched_setaffinity(threadId, mask.length, mask));
    }
}
