package org.weir.analytics.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HdrHistogram's own reader finds in the log. Both agents take turns on this thread. */
class LatencyLogTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long EPOCH_SECONDS = 1_700_000_000L;
    private static final int INTERVAL_SECONDS = 10;

    @TempDir
    private Path directory;

    private final List<IOException> troubles = new ArrayList<>();
    private final LatencyRecorder recorder = new LatencyRecorder(List.of(new LatencySubject(LatencySubject.Kind.FRONTEND, "fe", null)),
            List.of(new LatencySubject(LatencySubject.Kind.BACKEND, "be", null)), List.of(new LatencySubject(LatencySubject.Kind.SERVER, "be", "s1")), 0);
    private final LatencyLogFeed feed = new LatencyLogFeed(recorder, INTERVAL_SECONDS, 0, epochMicros(0));
    private long seconds;

    private static long epochMicros(long atSeconds) {
        return (EPOCH_SECONDS + atSeconds) * 1_000_000L;
    }

    private LatencyLogAgent agent(Path file) throws IOException {
        return LatencyLogAgent.open(file, feed, recorder, troubles::add);
    }

    /** Ten seconds pass. @return whether the engine's end is through with the interval */
    private boolean interval(LatencyLogAgent agent) {
        seconds += INTERVAL_SECONDS;
        int rounds = 0;
        do {
            feed.run(seconds * SECOND, epochMicros(seconds));
            if (agent != null) {
                agent.doWork();
            }
        } while (feed.isUnfinished() && ++rounds < 1_000);
        return !feed.isUnfinished();
    }

    private static List<Histogram> read(Path file) throws IOException {
        List<Histogram> all = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram(); next != null; next = reader.nextIntervalHistogram()) {
                all.add((Histogram) next);
            }
        }
        return all;
    }

    private static Map<String, Histogram> sums(List<Histogram> intervals) {
        Map<String, Histogram> sums = new TreeMap<>();
        for (Histogram interval : intervals) {
            sums.computeIfAbsent(interval.getTag(), tag -> new Histogram(1, BucketLayout.MAX_MICROS, 3)).add(interval);
        }
        return sums;
    }

    @Test
    void intervalsAddUpToWhatWasCounted() throws IOException {
        Path file = directory.resolve("weir.hlog");
        LatencyLogAgent agent = agent(file);
        Histogram expected = new Histogram(1, BucketLayout.MAX_MICROS, 3);
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 10_000; i++) {
                long micros = random.nextLong(1L << random.nextInt(1, 30));
                expected.recordValue(micros);
                recorder.record(0, 0, 0, -1, 0, 1, 2, 3, micros);
            }
            interval(agent);
        }
        agent.onClose();
        List<Histogram> intervals = read(file);
        Map<String, Histogram> sums = sums(intervals);
        assertEquals("[be/BACKEND.Ta, be/BACKEND.Tc, be/BACKEND.Td, be/BACKEND.Tr, be/BACKEND.Tw, be/s1.Ta, be/s1.Tc, be/s1.Td, be/s1.Tr, be/s1.Tw, "
                + "fe/FRONTEND.Ta, "
                + "fe/FRONTEND.Tc, fe/FRONTEND.Td, fe/FRONTEND.Tr, fe/FRONTEND.Tw]", sums.keySet().toString());
        assertEquals(expected, sums.get("be/s1.Ta"));
        assertEquals(expected, sums.get("fe/FRONTEND.Ta"));
        assertEquals(5 * 15, intervals.size());
        assertEquals(EPOCH_SECONDS * 1_000, intervals.getFirst().getStartTimeStamp());
        assertEquals((EPOCH_SECONDS + 10) * 1_000, intervals.getFirst().getEndTimeStamp());
        assertEquals((EPOCH_SECONDS + 50) * 1_000, intervals.getLast().getEndTimeStamp());
        assertEquals(List.of(), troubles);
    }

    @Test
    void whatDidNotHappenHasNoLine() throws IOException {
        Path file = directory.resolve("weir.hlog");
        LatencyLogAgent agent = agent(file);
        interval(agent);
        recorder.record(0, -1, -1, 1, -1, -1, -1, -1, 5);
        interval(agent);
        interval(agent);
        agent.onClose();
        assertEquals(List.of("fe/FRONTEND.Tq", "fe/FRONTEND.Ta"), read(file).stream().map(Histogram::getTag).toList());
    }

    @Test
    void aResetLosesNothingThatWasLoggedBefore() throws IOException {
        Path file = directory.resolve("weir.hlog");
        LatencyLogAgent agent = agent(file);
        recorder.record(0, 0, 0, 1, 1, 1, 1, 1, 100);
        recorder.record(0, 0, 0, 1, 1, 1, 1, 1, 100);
        interval(agent);
        recorder.clear(0);
        recorder.record(0, 0, 0, 1, 1, 1, 1, 1, 100);
        interval(agent);
        agent.onClose();
        assertEquals(3, sums(read(file)).get("be/s1.Ta").getTotalCount());
    }

    @Test
    void coarserTotalsGoOnWithFewerDigits() throws IOException {
        Path file = directory.resolve("weir.hlog");
        LatencyLogAgent agent = agent(file);
        for (int i = 0; i < 1_000; i++) {
            recorder.record(0, 0, 0, -1, -1, -1, -1, -1, i);
        }
        interval(agent);
        recorder.server(0).counts(LatencyTimer.ACTIVE).coarsen(1);
        recorder.record(0, 0, 0, -1, -1, -1, -1, -1, 700);
        interval(agent);
        agent.onClose();
        List<Histogram> ofServer = read(file).stream().filter(histogram -> histogram.getTag().equals("be/s1.Ta")).toList();
        assertEquals(List.of(1_000L, 1L), ofServer.stream().map(Histogram::getTotalCount).toList());
        assertEquals(1, ofServer.get(1).getNumberOfSignificantValueDigits());
    }

    @Test
    void aFullRingDelaysAndLosesNothing() throws IOException {
        Path file = directory.resolve("weir.hlog");
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2_000_000; i++) {
            recorder.record(0, 0, 0, any(random), any(random), any(random), any(random), any(random), any(random));
        }
        LatencyLogAgent agent = agent(file);
        int intervals = 0;
        while (interval(null)) {
            recorder.record(0, 0, 0, any(random), any(random), any(random), any(random), any(random), any(random));
            assertTrue(++intervals < 1_000);
        }
        agent.doWork();
        while (!feed.finish(epochMicros(seconds))) {
            agent.doWork();
        }
        // What was counted after the feed had begun that interval.
        while (!feed.finish(epochMicros(seconds + 1))) {
            agent.doWork();
        }
        agent.onClose();
        assertEquals(recorder.server(0).counts(LatencyTimer.ACTIVE).count(), sums(read(file)).get("be/s1.Ta").getTotalCount());
    }

    @Test
    void aRestartAppends() throws IOException {
        Path file = directory.resolve("weir.hlog");
        for (int run = 0; run < 2; run++) {
            LatencyRecorder fresh = new LatencyRecorder(List.of(new LatencySubject(LatencySubject.Kind.FRONTEND, "fe", null)), List.of(), List.of(), 0);
            LatencyLogFeed feedOfRun = new LatencyLogFeed(fresh, 1, 0, epochMicros(100L * run));
            LatencyLogAgent agent = LatencyLogAgent.open(file, feedOfRun, fresh, troubles::add);
            fresh.record(0, -1, -1, -1, -1, -1, -1, -1, 5);
            assertTrue(feedOfRun.finish(epochMicros(100L * run + 3)));
            agent.onClose();
        }
        List<Histogram> all = read(file);
        assertEquals(List.of(EPOCH_SECONDS * 1_000, (EPOCH_SECONDS + 100) * 1_000), all.stream().map(Histogram::getStartTimeStamp).toList());
    }

    @Test
    void aFullDiskIsToldOnce() throws IOException {
        LatencyLogAgent agent = agent(Path.of("/dev/full"));
        for (int i = 0; i < 3; i++) {
            recorder.record(0, -1, -1, -1, -1, -1, -1, -1, 5);
            interval(agent);
        }
        assertEquals(1, troubles.size());
        assertFalse(feed.isUnfinished());
        agent.onClose();
        assertEquals(1, troubles.size());
    }

    private static long any(SplittableRandom random) {
        return random.nextLong(1L << random.nextInt(1, 37));
    }
}
