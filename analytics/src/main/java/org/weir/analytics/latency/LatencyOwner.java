package org.weir.analytics.latency;

/** Engine agent only. The histograms of one frontend, backend or server; each comes into being with its first value. */
public final class LatencyOwner {
    private static final LatencyTimer[] TIMERS = LatencyTimer.values();

    final LatencyCounts[] counts = new LatencyCounts[TIMERS.length];
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
        if (micros >= 0) {
            LatencyCounts of = counts[timer];
            if (of == null) {
                of = new LatencyCounts(budget, BucketLayout.MAX_DIGITS);
                counts[timer] = of;
            }
            of.record(micros);
        }
    }

    void clear() {
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
        LatencyCounts of = counts[timer.ordinal()];
        return of == null || of.count() == 0 ? null : of;
    }
}
