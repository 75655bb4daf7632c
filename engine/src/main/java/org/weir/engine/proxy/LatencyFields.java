package org.weir.engine.proxy;

import java.util.Locale;
import org.weir.analytics.latency.LatencyCounts;
import org.weir.analytics.latency.LatencyOwner;
import org.weir.analytics.latency.LatencySummary;
import org.weir.analytics.latency.LatencyTimer;
import org.weir.engine.stats.StatField;
import org.weir.engine.stats.StatRow;

/** Engine agent only. Latencies as fields of statistics. A timer that counted nothing has a count of 0 and no percentiles. */
final class LatencyFields {
    private static final LatencyTimer[] TIMERS = LatencyTimer.values();
    private static final String[] FIGURES = {"count", "p50_us", "p90_us", "p99_us", "p999_us", "max_us"};
    private static final StatField[][] FIELDS = new StatField[TIMERS.length][FIGURES.length];

    static {
        for (LatencyTimer timer : TIMERS) {
            for (int i = 0; i < FIGURES.length; i++) {
                FIELDS[timer.ordinal()][i] = StatField.byLabel(timer.label().toLowerCase(Locale.ROOT) + '_' + FIGURES[i]);
            }
        }
    }

    private LatencyFields() {}

    static void fill(LatencyOwner owner, StatRow row) {
        for (LatencyTimer timer : TIMERS) {
            StatField[] fields = FIELDS[timer.ordinal()];
            LatencyCounts counts = owner.counts(timer);
            row.set(fields[0], counts == null ? 0 : counts.count());
            if (counts != null) {
                LatencySummary figures = counts.summary();
                row.set(fields[1], figures.p50Micros());
                row.set(fields[2], figures.p90Micros());
                row.set(fields[3], figures.p99Micros());
                row.set(fields[4], figures.p999Micros());
                row.set(fields[5], figures.maxMicros());
            }
        }
    }
}
