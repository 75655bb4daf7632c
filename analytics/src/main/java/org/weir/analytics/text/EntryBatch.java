package org.weir.analytics.text;

/**
 * A run of entries that never were lines. What can be said without it needs no line; the line that a text log would have of an entry is made where it is
 * asked for. One thread.
 */
public interface EntryBatch {
    /** How many entries there are in all. */
    int size();

    /** Moves to the next entry, to the first one at first; false if there is none. */
    boolean next();

    /**
     * Reads the fields that were asked for.
     *
     * @return false if only its line tells what they are
     */
    boolean read(LogEntry entry);

    /** Makes its line, the first thing in the bytes returned, with a newline and {@link Swar#PADDING}. */
    byte[] line();
}
