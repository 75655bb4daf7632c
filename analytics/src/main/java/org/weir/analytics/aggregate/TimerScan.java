package org.weir.analytics.aggregate;

import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.MemoryText;

/** Counts timers as {@link TimerCounts} does for percentiles. */
final class TimerScan extends PlainScan {
    private final TimerCounts counts;
    private final int fieldsAfterAccept;

    TimerScan(final FieldLayout layout, final TimerCounts counts) {
        super(layout);
        this.counts = counts;
        fieldsAfterAccept = layout.timers() - layout.accept();
    }

    @Override
    long scan(final long from, final long limit) {
        final int afterAccept = fieldsAfterAccept;
        long line = from;
        int taken = 0;
        int valid = 0;
        while (line < limit) {
            final long field = field(line, afterAccept);
            if (field == MemoryText.NONE || readTimers(field) == MemoryText.NONE) {
                break;
            }
            if (hasAllTimers) {
                if (!counts.add(timers)) {
                    break;
                }
                valid++;
            } else {
                counts.addInvalid(timers);
            }
            taken++;
            line = MemoryText.newline(field) + 1;
        }
        addLines(taken, valid);
        return line;
    }
}
