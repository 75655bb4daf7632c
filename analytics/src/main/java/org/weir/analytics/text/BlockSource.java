package org.weir.analytics.text;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where log lines come from: a file, a stream, several of them, or anything that can render its records as lines. Safe to be called by
 * several threads, each with a block of its own.
 */
public interface BlockSource extends Closeable {
    /**
     * Fills a block with the next lines.
     *
     * @return false if there are no more
     */
    boolean next(LineBlock block) throws IOException;

    /** How many blocks have been handed out; final once {@link #next} has returned false. */
    long blocks();

    /** How many bytes there are in all, -1 if that is not known. */
    long totalBytes();

    /** How many bytes have been handed out. */
    long readBytes();

    /** What kept the source from handing out all that it has, null if nothing did so far. */
    default String damage() {
        return null;
    }
}
