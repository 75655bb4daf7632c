package org.weir.halog;

import org.weir.analytics.aggregate.EntryReader;
import org.weir.analytics.aggregate.LineAction;
import org.weir.analytics.aggregate.LineOutput;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;

/** Puts out the lines that meet the conditions of {@code --where}. */
final class EntryPrinter implements LineAction {
    private final EntryReader reader;

    EntryPrinter(final EntryReader reader) {
        this.reader = reader;
    }

    @Override
    public Outcome accept(final LineCursor line, final LineOutput output) {
        return switch (reader.read(line)) {
            case ENTRY -> {
                output.out().append(line.bytes(), line.lineStart(), line.textEnd() - line.lineStart()).append('\n');
                yield Outcome.OUTPUT;
            }
            case LEFT_OUT -> Outcome.KEPT;
            case UNREADABLE -> Outcome.UNREADABLE;
        };
    }

    @Override
    public Outcome accept(final LogEntry entry, final LineOutput output) {
        return reader.meetsConditions(entry) ? Outcome.BY_LINE : Outcome.KEPT;
    }

    @Override
    public void ask(final FieldDemand demand) {
        reader.ask(demand);
    }

    @Override
    public boolean isAggregate() {
        return false;
    }
}
