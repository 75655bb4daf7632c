package org.weir.analytics.text;

/** Reads the fields of a line. One per thread. */
public interface EntryParser {
    /**
     * Reads a line.
     *
     * @return false if it is not what this parser reads
     */
    boolean parse(LineCursor line, LogEntry entry);
}
