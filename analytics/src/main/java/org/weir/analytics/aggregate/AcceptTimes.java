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
    private final IntCounts times = new IntCounts();

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
        times.add(millis);
        return Outcome.KEPT;
    }

    @Override
    public void merge(final LineAction other) {
        times.merge(((AcceptTimes) other).times);
    }

    @Override
    public long print(final ByteText into, final long lineLimit) {
        long lines = 0;
        boolean isFirst = true;
        int last = 0;
        for (final int millis : times.sortedValues()) {
            final int delayMillis = isFirst ? 0 : millis - last;
            final long count = times.count(millis);
            final boolean isWanted = (!hasDelay || !isFirst && Integer.compareUnsigned(delayMillis, minDelayMillis) >= 0)
                && Long.compareUnsigned(count, minCount & 0xffff_ffffL) >= 0;
            isFirst = false;
            last = millis;
            if (!isWanted) {
                continue;
            }
            final int seconds = millis / 1000;
            into.append(String.format(Locale.ROOT, "%02d:%02d:%02d.%03d", seconds / 3600, seconds / 60 % 60, seconds % 60, millis % 1000))
                .append(' ').append(millis).append(' ').append(delayMillis).append(' ').append(count).append('\n');
            if (++lines == lineLimit || lineLimit == 0) {
                break;
            }
        }
        return lines;
    }
}
