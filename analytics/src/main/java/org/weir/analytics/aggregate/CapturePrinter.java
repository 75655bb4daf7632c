package org.weir.analytics.aggregate;

import org.weir.analytics.text.Captures;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;

/** Puts out one captured header per line, an empty line where it is absent. */
public final class CapturePrinter implements LineAction {
    private final FieldLayout layout;
    private final int block;
    private final int field;

    /**
     * Prints captures.
     *
     * @param block counted from 1
     * @param field counted from 1
     */
    public CapturePrinter(final FieldLayout layout, final int block, final int field) {
        this.layout = layout;
        this.block = block;
        this.field = field;
    }

    @Override
    public Outcome accept(final LineCursor line, final LineOutput output) {
        final byte[] bytes = line.bytes();
        final int found = Captures.find(bytes, line.field(layout.request()), block, field);
        if (found == Captures.TRUNCATED) {
            return Outcome.TRUNCATED;
        }
        int end = found;
        if (found != Captures.ABSENT) {
            end = Captures.end(bytes, found);
            if (end == Captures.TRUNCATED) {
                return Outcome.TRUNCATED;
            }
        }
        return print(bytes, Math.max(found, 0), end - found, output);
    }

    @Override
    public Outcome accept(final LogEntry entry, final LineOutput output) {
        return entry.isHttp() ? print(entry.bytes(), entry.captureStart(), entry.captureEnd() - entry.captureStart(), output) : Outcome.TRUNCATED;
    }

    @Override
    public void ask(final FieldDemand demand) {
        demand.capture(block, field);
    }

    private Outcome print(final byte[] bytes, final int start, final int length, final LineOutput output) {
        output.out().append(bytes, start, length).append('\n');
        return Outcome.OUTPUT;
    }

    @Override
    public boolean isAggregate() {
        return false;
    }
}
