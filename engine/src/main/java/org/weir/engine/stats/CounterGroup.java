package org.weir.engine.stats;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Engine agent only. The counters of one frontend, listener, backend, server, or of the process: 64-bit values in the counters file. Values are
 * written with release semantics, so that a reader sees each whole and in order; there is one writer, so nothing is ever a locked instruction.
 *
 * @param <E> the table of its counters.
 */
public final class CounterGroup<E extends Enum<E> & CounterLabel> {
    private final UnsafeBuffer buffer;
    private final int offset;

    CounterGroup(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
    }

    /** Adds one. */
    public void increment(E counter) {
        add(counter, 1);
    }

    /** Takes one away: for figures of the present. */
    public void decrement(E counter) {
        add(counter, -1);
    }

    /** Adds an amount. */
    public void add(E counter, long amount) {
        final int at = offset + counter.ordinal() * Long.BYTES;
        buffer.putLongRelease(at, buffer.getLong(at) + amount);
    }

    /** Replaces the value. */
    public void set(E counter, long value) {
        buffer.putLongRelease(offset + counter.ordinal() * Long.BYTES, value);
    }

    /** Raises the value to {@code value} if it is lower. */
    public void max(E counter, long value) {
        final int at = offset + counter.ordinal() * Long.BYTES;
        if (buffer.getLong(at) < value) {
            buffer.putLongRelease(at, value);
        }
    }

    /** The present value. */
    public long get(E counter) {
        return buffer.getLongVolatile(offset + counter.ordinal() * Long.BYTES);
    }
}
