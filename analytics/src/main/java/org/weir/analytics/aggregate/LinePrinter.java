package org.weir.analytics.aggregate;

import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;

/** Puts out the lines themselves, or nothing but their number. */
public final class LinePrinter implements LineAction {
    private final boolean printing;

    /**
     * Prints or counts lines.
     *
     * @param printing false to count only
     */
    public LinePrinter(final boolean printing) {
        this.printing = printing;
    }

    @Override
    public Outcome accept(final LineCursor line, final LineOutput output) {
        if (printing) {
            output.out().append(line.bytes(), line.lineStart(), line.textEnd() - line.lineStart()).append('\n');
        }
        return Outcome.OUTPUT;
    }

    @Override
    public Outcome accept(final LogEntry entry, final LineOutput output) {
        return printing ? Outcome.BY_LINE : Outcome.OUTPUT;
    }

    @Override
    public boolean isAggregate() {
        return false;
    }
}
