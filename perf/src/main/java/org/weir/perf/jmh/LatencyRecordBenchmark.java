package org.weir.perf.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.weir.analytics.latency.LatencyRecorder;
import org.weir.analytics.latency.LatencySubject;

/** What the latency histograms cost the engine for each stream: six timers for a frontend, a backend and a server. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LatencyRecordBenchmark {
    private static final int STREAMS = 4096;
    private static final int TIMERS = 6;
    private static final double[] MEDIAN_MICROS = {40, 2, 120, 900, 30, 1_100};

    /** Number of servers that the streams go to. */
    @Param({"1", "10", "1000"})
    private int servers;

    private final long[] micros = new long[STREAMS * TIMERS];
    private LatencyRecorder recorder;
    private int next;

    /** Timers of a quick service, spread as such times are: a factor of two is common, one of ten is rare. */
    @Setup
    public void setUp() {
        List<LatencySubject> list = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            list.add(new LatencySubject(LatencySubject.Kind.SERVER, "be", "s" + i));
        }
        recorder = new LatencyRecorder(List.of(new LatencySubject(LatencySubject.Kind.FRONTEND, "fe", null)),
                List.of(new LatencySubject(LatencySubject.Kind.BACKEND, "be", null)), list, 0);
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < micros.length; i++) {
            double gauss = Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
            micros[i] = (long) (MEDIAN_MICROS[i % TIMERS] * Math.exp(0.7 * gauss));
        }
    }

    /** One stream. */
    @Benchmark
    public void record() {
        int i = (next & STREAMS - 1) * TIMERS;
        recorder.record(0, 0, next % servers, micros[i], micros[i + 1], micros[i + 2], micros[i + 3], micros[i + 4], micros[i + 5]);
        next = next + 1 & Integer.MAX_VALUE;
    }
}
