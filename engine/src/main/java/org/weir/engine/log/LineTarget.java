package org.weir.engine.log;

import org.agrona.MutableDirectBuffer;

/** Journal agent only. Where lines go: gathers them and delivers them in batches, without ever waiting. */
interface LineTarget {
    /**
     * Begins a line.
     *
     * @param maxBytes what it may take at most
     * @return the offset in {@link #buffer} where it goes, or -1 when there is no room: the line is lost and counted
     */
    int begin(int maxBytes);

    MutableDirectBuffer buffer();

    /** Ends the line that was begun. */
    void commit(int lengthBytes);

    /** Delivers what can be. @return lines that still wait */
    int flush();

    /** Lines lost since the start. */
    long lost();

    /** Lines delivered since the start. */
    long delivered();

    void close();
}
