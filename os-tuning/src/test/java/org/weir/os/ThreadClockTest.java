package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadClockTest {
    private static final long WORK_NANOS = 20_000_000L;

    @Test
    void tellsWorkingThreadsFromWaitingOnes() throws InterruptedException {
        AtomicInteger waiting = new AtomicInteger();
        CountDownLatch known = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            waiting.set(Affinity.currentThreadId());
            known.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        known.await();
        int own = Affinity.currentThreadId();
        long ownBefore = ThreadClock.cpuNanos(own);
        long otherBefore = ThreadClock.cpuNanos(waiting.get());
        while (ThreadClock.cpuNanos(own) - ownBefore < WORK_NANOS) {
            Thread.onSpinWait();
        }
        assertTrue(ThreadClock.cpuNanos(waiting.get()) - otherBefore < WORK_NANOS);
        end.countDown();
        other.join();
    }

    @Test
    void namesAThreadThatIsNone() {
        OsException e = assertThrows(OsException.class, () -> ThreadClock.cpuNanos(Integer.MAX_VALUE >> 4));
        assertEquals(Errno.EINVAL, e.errno());
    }
}
