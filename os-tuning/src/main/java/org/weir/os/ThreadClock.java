package org.weir.os;

/** The CPU time of threads (clock_gettime(2)): needs no {@code /proc}, so it works behind a chroot too. */
public final class ThreadClock {
    /** Bits of the kernel's clock ids for threads: the scheduler's count, of one thread; the id above them, inverted. */
    private static final int SCHEDULER_OF_THREAD = 6;

    private static final int ID_SHIFT = 3;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private ThreadClock() {
    }

    /**
     * Nanoseconds of CPU, in user and kernel mode, that a thread of this process has used.
     *
     * @param threadId as {@link Affinity#currentThreadId()} gives it
     * @throws OsException EINVAL when there is no such thread
     */
    public static long cpuNanos(int threadId) {
        long[] secondsAndNanos = new long[2];
        String operation = Libc.call("clock_gettime", threadId);
        Libc.check(operation, Libc.clock_gettime(~threadId << ID_SHIFT | SCHEDULER_OF_THREAD, secondsAndNanos));
        return secondsAndNanos[0] * NANOS_PER_SECOND + secondsAndNanos[1];
    }
}
