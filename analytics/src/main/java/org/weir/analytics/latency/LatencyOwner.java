package org.weir.analytics.latency;

import java.util.Arrays;

/** Engine agent only. The histograms of one frontend, backend or server; each comes into being with its first value. */
public final class LatencyOwner {
    private static final LatencyTimer[] TIMERS = LatencyTimer.values();

    private final LatencyCounts[] counts = new LatencyCounts[TIMERS.length];

    /**
     * By timer: durations of 0 that its histogram has not counted yet. A request that came in one piece and found a connection took no time for either: most
     * values are 0, and a cache line of these is cheaper than the histograms'.
     */
    private final long[] zeros = new long[TIMERS.length];

    private final LatencySubject subject;
    private final MemoryBudget budget;
    private final RecentLatency recent;

    LatencyOwner(LatencySubject subject, MemoryBudget budget, RecentLatency recent) {
        this.subject = subject;
        this.budget = budget;
        this.recent = recent;
    }

    void record(long requestMicros, long queueMicros, long connectMicros, long responseMicros, long dataMicros, long activeMicros) {
        record(0, requestMicros);
        record(1, queueMicros);
        record(2, connectMicros);
        record(3, responseMicros);
        record(4, dataMicros);
        record(5, activeMicros);
    }

    private void record(int timer, long micros) {
        if (micros == 0) {
            zeros[timer]++;
        } else if (micros > 0) {
            histogram(timer).record(micros);
        }
    }

    private LatencyCounts histogram(int timer) {
        LatencyCounts of = counts[timer];
        if (of == null) {
            of = new LatencyCounts(budget, BucketLayout.MAX_DIGITS);
            counts[timer] = of;
        }
        return of;
    }

    /** By timer, what was counted since the last reset; null where nothing ever was. */
    LatencyCounts[] counts() {
        for (int timer = 0; timer < zeros.length; timer++) {
            if (zeros[timer] > 0) {
                histogram(timer).add(0, zeros[timer]);
                zeros[timer] = 0;
            }
        }
        return counts;
    }

    void clear() {
        Arrays.fill(zeros, 0);
        for (LatencyCounts of : counts) {
            if (of != null) {
                of.clear();
            }
        }
        recent.clear();
    }

    RecentLatency recent() {
        return recent;
    }

    public LatencySubject subject() {
        return subject;
    }

    /** What was counted since the last reset, or null when that is nothing. */
    public LatencyCounts counts(LatencyTimer timer) {
        LatencyCounts of = counts()[timer.ordinal()];
        return of == null || of.count() == 0 ? null : of;
    }
}
