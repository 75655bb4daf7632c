package org.weir.analytics.aggregate;

import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;

/** Does with entries that meet the conditions of {@code --where} what another action does with all of them. */
public final class ConditionalAction implements LineAction {
    private final EntryReader reader;
    private final LineAction action;

    /** Leaves out what the reader leaves out. */
    public ConditionalAction(final EntryReader reader, final LineAction action) {
        this.reader = reader;
        this.action = action;
    }

    @Override
    public Outcome accept(final LineCursor line, final LineOutput output) {
        return switch (reader.read(line)) {
            case ENTRY -> action.accept(line, output);
            case LEFT_OUT -> Outcome.KEPT;
            case UNREADABLE -> Outcome.UNREADABLE;
        };
    }

    @Override
    public Outcome accept(final LogEntry entry, final LineOutput output) {
        return reader.meetsConditions(entry) ? action.accept(entry, output) : Outcome.KEPT;
    }

    @Override
    public void ask(final FieldDemand demand) {
        reader.ask(demand);
        action.ask(demand);
    }

    @Override
    public void merge(final LineAction other) {
        action.merge(((ConditionalAction) other).action);
    }

    @Override
    public long print(final ByteText into, final long lineLimit) {
        return action.print(into, lineLimit);
    }

    @Override
    public long droppedKeys() {
        return action.droppedKeys();
    }

    @Override
    public long maxMissed() {
        return action.maxMissed();
    }

    @Override
    public int droppedBits() {
        return action.droppedBits();
    }

    @Override
    public boolean isAggregate() {
        return action.isAggregate();
    }
}
