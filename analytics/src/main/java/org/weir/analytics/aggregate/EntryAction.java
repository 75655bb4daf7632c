package org.weir.analytics.aggregate;

import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;

/** What is done with each entry of a log that meets the conditions, whether it came as a line or as a record. */
public interface EntryAction extends LineAction {

    /** Makes entries of lines, and knows the conditions. */
    EntryReader reader();

    /** Takes an entry. */
    void add(LogEntry entry, boolean isError);

    /** Takes note of a line that is none. */
    default void addUnreadable() {
    }

    @Override
    default Outcome accept(final LineCursor line, final LineOutput output) {
        final EntryReader reader = reader();
        final EntryReader.Result result = reader.read(line);
        if (result == EntryReader.Result.ENTRY) {
            add(reader.entry(), EntryReader.isError(reader.entry()));
        } else if (result == EntryReader.Result.UNREADABLE) {
            addUnreadable();
            return Outcome.UNREADABLE;
        }
        return Outcome.KEPT;
    }

    @Override
    default Outcome accept(final LogEntry entry, final LineOutput output) {
        if (reader().meetsConditions(entry)) {
            add(entry, EntryReader.isError(entry));
        }
        return Outcome.KEPT;
    }
}
