package org.weir.analytics.aggregate;

import java.util.List;

import org.weir.analytics.text.EntryParser;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/** Reads lines as entries and tests conditions on them. One per thread. */
public final class EntryReader {
    /** What became of a line. */
    public enum Result {
        /** The entry is there to be used. */
        ENTRY,
        /** It does not meet a condition. */
        LEFT_OUT,
        /** It is not what the parser reads. */
        UNREADABLE
    }

    private final EntryParser parser;
    private final List<EntryCondition> conditions;
    private final LogEntry entry = new LogEntry();

    /** A reader of entries that meet all conditions. */
    public EntryReader(final EntryParser parser, final List<EntryCondition> conditions) {
        this.parser = parser;
        this.conditions = conditions;
    }

    /** Reads a line. */
    public Result read(final LineCursor line) {
        if (!parser.parse(line, entry)) {
            return Result.UNREADABLE;
        }
        return meetsConditions(entry) ? Result.ENTRY : Result.LEFT_OUT;
    }

    /** True if an entry, of any origin, meets the conditions. */
    public boolean meetsConditions(final LogEntry any) {
        for (int index = 0; index < conditions.size(); index++) {
            if (!conditions.get(index).test(any)) {
                return false;
            }
        }
        return true;
    }

    /** Names the fields that conditions are about. */
    public void ask(final FieldDemand demand) {
        conditions.forEach(condition -> condition.ask(demand));
    }

    /** The entry read last. */
    public LogEntry entry() {
        return entry;
    }

    /** True if an entry is an error: status 5xx, none at all (-1), or a TCP session that did not end well. */
    public static boolean isError(final LogEntry entry) {
        final long status = entry.number(LogField.STATUS);
        if (status != LogEntry.ABSENT) {
            return status < 0 || status >= 500;
        }
        final int term = entry.start(LogField.TERM);
        return entry.end(LogField.TERM) > term && entry.bytes()[term] != '-';
    }
}
