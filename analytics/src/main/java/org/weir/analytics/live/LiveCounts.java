package org.weir.analytics.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import org.weir.analytics.aggregate.EntryAction;
import org.weir.analytics.aggregate.EntryReader;
import org.weir.analytics.aggregate.GroupTable;
import org.weir.analytics.aggregate.LineAction;
import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/**
 * Counts a log while it grows. One thread adds: lines as a {@link LineAction}, or entries of any origin with {@link #add}. Another takes snapshots;
 * each ends an interval.
 */
public final class LiveCounts implements EntryAction {
    /** The timers that are kept. */
    public static final List<LogField> TIMERS = List.of(LogField.TT, LogField.TR, LogField.TC, LogField.TW, LogField.TQ, LogField.TD);
    private static final double NANOS_PER_SECOND = 1e9;

    private final EntryReader reader;
    private final List<List<LogField>> groupings;
    private final LogField timer;
    private final ToLongFunction<GroupTable.Group> sortedBy;
    private LiveWindow current;
    /** This and what follows is of the thread that takes snapshots. */
    private final LiveWindow all;
    private final long startNanos;
    private final boolean isFromNow;
    private LiveWindow last;
    private long lastStartNanos;
    private long currentStartNanos;

    /**
     * Nothing counted yet.
     *
     * @param reader of lines
     * @param groupings what to group entries by, each by several fields
     * @param timer whose percentiles groups show
     * @param sortedBy the largest come first, by the last interval and then by all
     * @param startNanos now
     * @param isFromNow whether nothing older than that is counted: only then is there a rate of all
     */
    public LiveCounts(final EntryReader reader, final List<List<LogField>> groupings, final LogField timer,
            final ToLongFunction<GroupTable.Group> sortedBy, final long startNanos, final boolean isFromNow) {
        this.reader = reader;
        this.groupings = groupings;
        this.timer = timer;
        this.sortedBy = sortedBy;
        this.startNanos = startNanos;
        this.isFromNow = isFromNow;
        lastStartNanos = startNanos;
        currentStartNanos = startNanos;
        last = new LiveWindow(reader, groupings, timer);
        all = new LiveWindow(reader, groupings, timer);
        current = new LiveWindow(reader, groupings, timer);
    }

    @Override
    public EntryReader reader() {
        return reader;
    }

    @Override
    public void ask(final FieldDemand demand) {
        reader.ask(demand);
        groupings.forEach(demand::both);
        TIMERS.forEach(demand::number);
        demand.text(LogField.TERM).number(LogField.BYTES, LogField.CLASS, timer);
    }

    @Override
    public synchronized void add(final LogEntry entry, final boolean isError) {
        current.add(entry, isError);
    }

    @Override
    public synchronized void addUnreadable() {
        current.addUnreadable();
    }

    /** Ends the interval. To be called by one thread only, as is {@link #finish}. */
    public LiveSnapshot take(final long nowNanos) {
        last = exchange(new LiveWindow(reader, groupings, timer));
        all.merge(last);
        lastStartNanos = currentStartNanos;
        currentStartNanos = nowNanos;
        return snapshot(nowNanos);
    }

    /** What is known when no more comes: the interval that was cut short is part of the one before. */
    public LiveSnapshot finish(final long nowNanos) {
        final LiveWindow rest = exchange(new LiveWindow(reader, groupings, timer));
        all.merge(rest);
        last.merge(rest);
        return snapshot(nowNanos);
    }

    private LiveSnapshot snapshot(final long nowNanos) {
        final List<LiveSnapshot.Grouping> shown = new ArrayList<>();
        for (int index = 0; index < groupings.size(); index++) {
            shown.add(new LiveSnapshot.Grouping(groupings.get(index).stream().map(LogField::label).collect(Collectors.joining(" ")),
                rows(last.groups().get(index), all.groups().get(index))));
        }
        return new LiveSnapshot(last.span((nowNanos - lastStartNanos) / NANOS_PER_SECOND), all.span(isFromNow ? (nowNanos - startNanos) / NANOS_PER_SECOND : 0),
            shown);
    }

    private synchronized LiveWindow exchange(final LiveWindow next) {
        final LiveWindow ended = current;
        current = next;
        return ended;
    }

    private List<LiveSnapshot.Row> rows(final GroupTable lately, final GroupTable total) {
        final Map<String, GroupTable.Group> lastByKey = new HashMap<>();
        lately.groups().forEach(group -> lastByKey.put(group.key(), group));
        final List<LiveSnapshot.Row> rows = new ArrayList<>();
        total.groups().forEach(group -> rows.add(new LiveSnapshot.Row(group.key(), lastByKey.get(group.key()), group)));
        rows.sort(Comparator.comparingLong((LiveSnapshot.Row row) -> row.last() == null ? -1 : sortedBy.applyAsLong(row.last()))
            .thenComparingLong(row -> sortedBy.applyAsLong(row.all())).reversed().thenComparing(LiveSnapshot.Row::key));
        return rows;
    }

    /** Live counts are one for the whole run. */
    @Override
    public void merge(final LineAction other) {
        throw new IllegalStateException("live counts are read by one thread");
    }

    /** Nothing: snapshots are what is shown. */
    @Override
    public long print(final ByteText into, final long lineLimit) {
        return 0;
    }

    /** As for those since the start; to be called by the thread that takes snapshots. */
    @Override
    public long droppedKeys() {
        return all.groups().stream().mapToLong(GroupTable::droppedKeys).sum();
    }

    @Override
    public long maxMissed() {
        return all.groups().stream().mapToLong(GroupTable::maxMissed).max().orElse(0);
    }
}
