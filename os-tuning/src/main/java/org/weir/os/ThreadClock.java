package org.weir.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The CPU time of threads (clock_gettime(2)): needs no {@code /proc}, so it works behind a chroot too; and no JNA. */
public final class ThreadClock {
    /** Bits of the kernel's clock ids for threads: the scheduler's count, of one thread; the id above them, inverted. */
    private static final int SCHEDULER_OF_THREAD = 6;

    private static final MethodHandle CLOCK_GETTIME = KernelCall.CLOCK_GETTIME.brief();
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
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(2 * Long.BYTES, Long.BYTES);
            int clock = ~threadId << ID_SHIFT | SCHEDULER_OF_THREAD;
            int result = (int) (long) CLOCK_GETTIME.invokeExact((long) clock, time.address(), 0L, 0L, 0L, 0L);
            if (result < 0) {
                throw new OsException("clock_gettime(" + threadId + ")", -result);
            }
            return time.get(ValueLayout.JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(ValueLayout.JAVA_LONG, Long.BYTES);
        } catch (OsException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
