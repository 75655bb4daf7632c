package org.weir.analytics.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LatencyRecorderTest {
    private static final long SECOND = 1_000_000_000L;
    private static final LatencySubject FE = new LatencySubject(LatencySubject.Kind.FRONTEND, "fe", null);
    private static final LatencySubject BE = new LatencySubject(LatencySubject.Kind.BACKEND, "be", null);

    private static LatencyRecorder recorder(int servers) {
        List<LatencySubject> list = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            list.add(new LatencySubject(LatencySubject.Kind.SERVER, "be", "s" + i));
        }
        return new LatencyRecorder(List.of(FE), List.of(BE), list, 0);
    }

    private static void record(LatencyRecorder recorder, long activeMicros) {
        recorder.record(0, 0, 0, 1, 2, 3, -1, 5, activeMicros);
    }

    private static long count(LatencyRecorder recorder, LatencyRecorder.Window window) {
        LatencyCounts counts = recorder.counts(recorder.server(0), LatencyTimer.ACTIVE, window);
        return counts == null ? 0 : counts.count();
    }

    @Test
    void everyOwnerOfAStreamCountsEveryPhaseThatWasReached() {
        LatencyRecorder recorder = recorder(2);
        recorder.record(0, 0, 1, 10, 20, 30, 40, 50, 150);
        recorder.record(0, 0, -1, 11, 21, -1, -1, -1, 60);
        recorder.record(0, -1, -1, -1, -1, -1, -1, -1, 70);
        assertEquals(3, recorder.frontend(0).counts(LatencyTimer.ACTIVE).count());
        assertEquals(2, recorder.frontend(0).counts(LatencyTimer.REQUEST).count());
        assertEquals(2, recorder.backend(0).counts(LatencyTimer.QUEUE).count());
        assertEquals(30, recorder.backend(0).counts(LatencyTimer.CONNECT).maxMicros());
        assertEquals(40, recorder.server(1).counts(LatencyTimer.RESPONSE).maxMicros());
        assertEquals(50, recorder.server(1).counts(LatencyTimer.DATA).maxMicros());
        assertNull(recorder.server(0).counts(LatencyTimer.ACTIVE));
        recorder.clear(5 * SECOND);
        assertNull(recorder.frontend(0).counts(LatencyTimer.ACTIVE));
        assertEquals(2 * SECOND, recorder.sinceReset(7 * SECOND).lengthNanos());
    }

    @Test
    void durationsOfZeroCountAsTheOthersDo() {
        LatencyRecorder recorder = recorder(1);
        recorder.record(0, 0, 0, 0, 0, 0, 4, 0, 4);
        recorder.record(0, 0, 0, 0, 8, 0, 6, 0, 6);
        assertEquals(new LatencySummary(2, 0, 3, 0, 0, 0, 0, 0), recorder.frontend(0).counts(LatencyTimer.REQUEST).summary());
        assertEquals(new LatencySummary(2, 8, 3, 0, 8, 8, 8, 8), recorder.server(0).counts(LatencyTimer.QUEUE).summary());
        recorder.sweep(15 * SECOND);
        record(recorder, 0);
        assertEquals(1, recorder.server(0).counts(LatencyTimer.ACTIVE).countUpTo(0));
        assertEquals(1, count(recorder, recorder.last(1, 15 * SECOND)));
        assertEquals(3, count(recorder, recorder.last(10, 15 * SECOND)));
        recorder.record(0, 0, 0, 0, 0, 0, 0, 0, 0);
        recorder.clear(16 * SECOND);
        assertNull(recorder.frontend(0).counts(LatencyTimer.REQUEST));
        assertEquals(0, count(recorder, recorder.last(10, 16 * SECOND)));
    }

    @Test
    void aWindowCountsWhatIsInIt() {
        LatencyRecorder recorder = recorder(1);
        long nowNanos = 0;
        // One stream a second, of as many microseconds as there were seconds before it.
        for (int second = 0; second < 1_000; second++) {
            nowNanos = second * SECOND + SECOND / 2;
            recorder.sweep(nowNanos);
            record(recorder, second);
        }
        // Now is 999.5: nine and a half seconds in the present slot, 39.5 in the present minute.
        assertEquals(10, count(recorder, recorder.last(1, nowNanos)));
        assertEquals(20, count(recorder, recorder.last(10, nowNanos)));
        assertEquals(60, count(recorder, recorder.last(59, nowNanos)));
        assertEquals(70, count(recorder, recorder.last(60, nowNanos)));
        assertEquals(69 * SECOND + SECOND / 2, recorder.last(60, nowNanos).lengthNanos());
        assertEquals(100, count(recorder, recorder.last(61, nowNanos)));
        assertEquals(340, count(recorder, recorder.last(300, nowNanos)));
        assertEquals(339 * SECOND + SECOND / 2, recorder.last(300, nowNanos).lengthNanos());
        assertEquals(1_000, count(recorder, recorder.sinceReset(nowNanos)));
        LatencySummary lastMinute = recorder.counts(recorder.server(0), LatencyTimer.ACTIVE, recorder.last(60, nowNanos)).summary();
        assertTrue(Math.abs(lastMinute.p50Micros() - 965) <= 10, lastMinute::toString);
        assertTrue(Math.abs(lastMinute.maxMicros() - 999) <= 10, lastMinute::toString);
    }

    @Test
    void aQuietTimeEndsWindows() {
        LatencyRecorder recorder = recorder(1);
        record(recorder, 5);
        assertEquals(1, count(recorder, recorder.last(10, SECOND)));
        assertEquals(1, count(recorder, recorder.last(300, 100 * SECOND)));
        assertEquals(0, count(recorder, recorder.last(60, 100 * SECOND)));
        assertEquals(0, count(recorder, recorder.last(300, 1_000_000 * SECOND)));
        record(recorder, 6);
        assertEquals(1, count(recorder, recorder.last(1, 1_000_001 * SECOND)));
        assertEquals(1, count(recorder, recorder.last(300, 1_000_001 * SECOND)));
        assertEquals(2, count(recorder, recorder.sinceReset(1_000_001 * SECOND)));
    }

    @Test
    void aWindowDoesNotReachBeyondTheReset() {
        LatencyRecorder recorder = recorder(1);
        record(recorder, 5);
        recorder.sweep(25 * SECOND);
        record(recorder, 5);
        recorder.clear(27 * SECOND);
        record(recorder, 6);
        assertEquals(1, count(recorder, recorder.last(60, 30 * SECOND)));
        assertEquals(3 * SECOND, recorder.last(60, 30 * SECOND).lengthNanos());
    }

    @Test
    void windowsStayRightWhenTheTotalsBecomeCoarser() {
        RecentScratch scratch = new RecentScratch(2, MemoryBudget.unlimited());
        RecentLatency recent = new RecentLatency(scratch);
        LatencyCounts[] totals = new LatencyCounts[LatencyTimer.values().length];
        LatencyCounts active = new LatencyCounts(MemoryBudget.unlimited(), 3);
        totals[LatencyTimer.ACTIVE.ordinal()] = active;
        for (int i = 0; i < 1_000; i++) {
            active.record(i);
        }
        recent.end(totals, 1);
        active.coarsen(1);
        active.record(500);
        assertEquals(1, recent.sum(LatencyTimer.ACTIVE, totals, 0, 1).count());
        recent.end(totals, 2);
        active.record(700);
        LatencyCounts sum = recent.sum(LatencyTimer.ACTIVE, totals, 0, 1);
        assertEquals(2, sum.count());
        assertTrue(sum.summary().p50Micros() >= 480 && sum.summary().p50Micros() <= 512, () -> sum.summary().toString());
        assertEquals(1_002, recent.sum(LatencyTimer.ACTIVE, totals, 0, 0).count());
    }

    @Test
    void theSteadyStateAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        LatencyRecorder recorder = recorder(10);
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5 && allocated > 1_000; round++) {
            long seed = 1;
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100_000; i++) {
                seed = seed * 6364136223846793005L + 1442695040888963407L;
                long micros = (seed >>> 40) % 20_000;
                recorder.record(0, 0, (int) (seed >>> 60) % 10, micros, micros / 2, micros / 3, micros / 4, micros / 5, micros * 2);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(allocated <= 1_000, allocated + " bytes for 100000 streams");
    }

    /** Ten slots and a half of lively traffic, in which every server sees latencies of its own over four orders of magnitude. */
    @Test
    void aThousandServersTakeLessThan64MiB() {
        long before = usedBytes();
        LatencyRecorder recorder = recorder(1_000);
        SplittableRandom random = new SplittableRandom(11);
        for (int slot = 0; slot < 40; slot++) {
            recorder.last(1, slot * 10L * SECOND);
            for (int i = 0; i < 200_000; i++) {
                int server = random.nextInt(1_000);
                recorder.record(0, 0, server, logNormal(random, 300, 0.5), logNormal(random, 50, 2), logNormal(random, 200 + server, 0.7),
                        logNormal(random, 5_000 + 10 * server, 1), logNormal(random, 2_000, 1.5), logNormal(random, 9_000 + 10 * server, 1));
            }
        }
        long bytes = usedBytes() - before;
        assertEquals(8_000_000, recorder.frontend(0).counts(LatencyTimer.ACTIVE).count());
        assertEquals(0, recorder.withoutRecent());
        assertTrue(bytes < 64 << 20, bytes / 1024 + " KiB");
    }

    /** The same for traffic that nobody has: every timer sees every magnitude. */
    @Test
    @Timeout(400)
    void theWorstTrafficDoesNotTakeMore() {
        long before = usedBytes();
        LatencyRecorder recorder = recorder(1_000);
        SplittableRandom random = new SplittableRandom(13);
        for (int slot = 0; slot < 20; slot++) {
            recorder.last(1, slot * 10L * SECOND);
            for (int i = 0; i < 200_000; i++) {
                recorder.record(0, 0, random.nextInt(1_000), any(random), any(random), any(random), any(random), any(random), any(random));
            }
        }
        long bytes = usedBytes() - before;
        assertEquals(4_000_000, recorder.backend(0).counts(LatencyTimer.ACTIVE).count());
        assertTrue(bytes < 64 << 20, bytes / 1024 + " KiB");
    }

    private static long any(SplittableRandom random) {
        return random.nextLong(1L << random.nextInt(1, 37));
    }

    private static long logNormal(SplittableRandom random, double median, double sigma) {
        double gauss = Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
        return (long) (median * Math.exp(sigma * gauss));
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
