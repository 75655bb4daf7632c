package org.weir.analytics.aggregate;

import java.util.Locale;

import org.weir.analytics.text.AcceptDate;
import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/** Connections per accept time of day: holes ({@code -ad}) and bursts ({@code -ac}). */
public final class AcceptTimes implements LineAction {
    private final FieldLayout layout;
    private final boolean hasDelay;
    private final int minDelayMillis;
    private final int minCount;
    private final DayTimes times = new DayTimes();
    /** What no clock shows. */
    private final IntCounts others = new IntCounts();

    /**
     * An empty table.
     *
     * @param hasDelay whether only times are printed that have one before them
     * @param minDelayMillis the shortest time without connections before it; compared as unsigned
     * @param minCount how many connections a time must have; compared as unsigned
     */
    public AcceptTimes(final FieldLayout layout, final boolean hasDelay, final int minDelayMillis, final int minCount) {
        this.layout = layout;
        this.hasDelay = hasDelay;
        this.minDelayMillis = minDelayMillis;
        this.minCount = minCount;
    }

    @Override
    public Outcome accept(final LineCursor line, final LineOutput output) {
        return add(AcceptDate.millisOfDay(line.bytes(), line.field(layout.accept())));
    }

    @Override
    public Outcome accept(final LogEntry entry, final LineOutput output) {
        return add(AcceptDate.millisOfDay(entry.bytes(), entry.start(LogField.SECOND)));
    }

    @Override
    public void ask(final FieldDemand demand) {
        demand.text(LogField.SECOND);
    }

    private Outcome add(final int millis) {
        if (millis < 0) {
            return Outcome.TRUNCATED;
        }
        if (millis < DayTimes.MILLIS_A_DAY) {
            times.add(millis, 1);
        } else {
            others.add(millis);
        }
        return Outcome.KEPT;
    }

    @Override
    public void merge(final LineAction other) {
        times.merge(((AcceptTimes) other).times);
        others.merge(((AcceptTimes) other).others);
    }

    @Override
    public int droppedBits() {
        return others.droppedBits();
    }

    @Override
    public long print(final ByteText into, final long lineLimit) {
        final Lines lines = new Lines(into, lineLimit);
        for (int at = times.next(0); at >= 0 && !lines.isFull(); at = times.next(at + 1)) {
            lines.add(at, times.count(at));
        }
        for (final int millis : others.sortedValues()) {
            if (!lines.isFull()) {
                lines.add(millis, others.count(millis));
            }
        }
        return lines.count;
    }

    /** Prints those that are wanted of the times that come, one after the other. */
    private final class Lines {
        private final ByteText into;
        private final long limit;
        private boolean isFirst = true;
        private int last;
        private long count;

        Lines(final ByteText into, final long limit) {
            this.into = into;
            this.limit = limit;
        }

        /** One line is printed even where none may be, as the original does. */
        boolean isFull() {
            return limit >= 0 && count > 0 && count >= limit;
        }

        void add(final int millis, final long connections) {
            final int delayMillis = isFirst ? 0 : millis - last;
            final boolean isWanted = (!hasDelay || !isFirst && Integer.compareUnsigned(delayMillis, minDelayMillis) >= 0)
                && Long.compareUnsigned(connections, minCount & 0xffff_ffffL) >= 0;
            isFirst = false;
            last = millis;
            if (isWanted) {
                final int seconds = millis / 1000;
                into.append(String.format(Locale.ROOT, "%02d:%02d:%02d.%03d", seconds / 3600, seconds / 60 % 60, seconds % 60, millis % 1000))
                    .append(' ').append(millis).append(' ').append(delayMillis).append(' ').append(connections).append('\n');
                count++;
            }
        }
    }
}
