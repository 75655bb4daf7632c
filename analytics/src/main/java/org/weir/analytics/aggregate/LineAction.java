package org.weir.analytics.aggregate;

import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;

/** What is done with the lines that passed the filters, or entries that never were lines: written out, or counted until the end. One per thread. */
public interface LineAction {
    /** What became of a line. */
    enum Outcome {
        /** The line itself counts as output. */
        OUTPUT,
        /** The line went into an aggregate. */
        KEPT,
        /** The line ended before the fields that it takes. */
        TRUNCATED,
        /** A field could not be read. */
        UNREADABLE,
        /** Nothing yet: the line of this entry is needed. Never said of a line. */
        BY_LINE
    }

    /** Deals with one line. */
    Outcome accept(LineCursor line, LineOutput output);

    /** Deals with one entry as with the line that a text log would have of it. */
    default Outcome accept(LogEntry entry, LineOutput output) {
        return Outcome.BY_LINE;
    }

    /** Names the fields that entries must have. */
    default void ask(FieldDemand demand) {}

    /** What counts most lines faster than {@link #accept} where nothing but their accept date is tested, null if there is no such thing. */
    default PlainScan plainScan() {
        return null;
    }

    /** Takes over what another thread's action, of the same class, has counted: nothing, where lines are put out as they come. */
    default void merge(LineAction other) {}

    /**
     * Prints what was counted.
     *
     * @param lineLimit how many lines to print at most, negative for all
     * @return how many lines of results there are in it
     */
    default long print(ByteText into, long lineLimit) {
        return 0;
    }

    /** How many keys had to be dropped because there were too many; 0 if every count is exact. */
    default long droppedKeys() {
        return 0;
    }

    /** By how much a count of those kept may be too small at most, because its key was dropped once. */
    default long maxMissed() {
        return 0;
    }

    /** How many of the lowest binary digits large values lost because there were too many of them; 0 if every value is exact. */
    default int droppedBits() {
        return 0;
    }

    /** True if {@link #print} is what this action is for, false if it puts out lines as it goes. */
    default boolean isAggregate() {
        return true;
    }
}
