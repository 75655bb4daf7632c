package org.weir.analytics.live;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.HdrHistogram.Histogram;
import org.weir.analytics.aggregate.EntryReader;
import org.weir.analytics.aggregate.GroupTable;
import org.weir.analytics.aggregate.KeyTable;
import org.weir.analytics.report.GroupPrinter;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/** The counts of one span of time. Bounded, as the tables in it are. */
final class LiveWindow {
    private static final int CLASSES = 6;
    private static final int MAX_TERMINATIONS = 1 << 10;
    private static final int MAX_TERMINATION_BYTES = 1 << 16;
    private static final int DIGITS = 3;

    private final Histogram[] times = new Histogram[LiveCounts.TIMERS.size()];
    /** Exactly: the largest value of a histogram is its bucket's upper end. */
    private final long[] largest = new long[times.length];
    private final long[] classes = new long[CLASSES];
    private final KeyTable terminations = new KeyTable(1, MAX_TERMINATIONS, MAX_TERMINATION_BYTES);
    private final List<GroupTable> groups;
    private long requests;
    private long errors;
    private long bytes;
    private long unreadable;

    LiveWindow(final EntryReader reader, final List<List<LogField>> groupings, final LogField timer) {
        for (int index = 0; index < times.length; index++) {
            times[index] = new Histogram(DIGITS);
            times[index].setAutoResize(true);
        }
        groups = groupings.stream().map(fields -> new GroupTable(reader, fields, timer, (table, into, limit) -> 0)).toList();
    }

    void addUnreadable() {
        unreadable++;
    }

    void add(final LogEntry entry, final boolean isError) {
        requests++;
        errors += isError ? 1 : 0;
        bytes += Math.max(0, entry.number(LogField.BYTES));
        final long statusClass = entry.number(LogField.CLASS);
        classes[statusClass > 1 && statusClass < CLASSES ? (int) statusClass : 0]++;
        final int start = entry.start(LogField.TERM);
        terminations.add(terminations.row(entry.bytes(), start, entry.end(LogField.TERM) - start), 0, 1);
        for (int index = 0; index < times.length; index++) {
            final long millis = entry.number(LiveCounts.TIMERS.get(index));
            if (millis >= 0) {
                times[index].recordValue(millis);
                largest[index] = Math.max(largest[index], millis);
            }
        }
        for (int index = 0; index < groups.size(); index++) {
            groups.get(index).add(entry, isError);
        }
    }

    void merge(final LiveWindow other) {
        requests += other.requests;
        errors += other.errors;
        bytes += other.bytes;
        unreadable += other.unreadable;
        for (int index = 0; index < times.length; index++) {
            times[index].add(other.times[index]);
            largest[index] = Math.max(largest[index], other.largest[index]);
        }
        Arrays.setAll(classes, index -> classes[index] + other.classes[index]);
        for (int row = 0; row < other.terminations.rows(); row++) {
            final int start = other.terminations.keyStart(row);
            final int into = terminations.row(other.terminations.keyBytes(), start, other.terminations.keyEnd(row) - start);
            terminations.add(into, 0, other.terminations.get(row, 0));
        }
        for (int index = 0; index < groups.size(); index++) {
            groups.get(index).merge(other.groups.get(index));
        }
    }

    List<GroupTable> groups() {
        return groups;
    }

    LiveSpan span(final double seconds) {
        final List<LiveSpan.Count> ends = new ArrayList<>(IntStream.range(0, terminations.rows()).mapToObj(row -> new LiveSpan.Count(
            new String(terminations.keyBytes(), terminations.keyStart(row), terminations.keyEnd(row) - terminations.keyStart(row), StandardCharsets.UTF_8),
            terminations.get(row, 0))).toList());
        ends.sort(Comparator.comparingLong(LiveSpan.Count::requests).reversed().thenComparing(LiveSpan.Count::name));
        return new LiveSpan(seconds, requests, errors, bytes, unreadable, LongStream.of(classes).boxed().toList(), ends,
            IntStream.range(0, times.length).mapToObj(index -> percentiles(times[index], largest[index])).toList());
    }

    private static LiveSpan.Percentiles percentiles(final Histogram times, final long largest) {
        return new LiveSpan.Percentiles(times.getTotalCount(), percentile(times, 50, largest), percentile(times, 90, largest),
            percentile(times, 99, largest), percentile(times, 99.9, largest), largest);
    }

    private static long percentile(final Histogram times, final double percent, final long largest) {
        return Math.min(GroupPrinter.percentile(times, percent), largest);
    }
}
