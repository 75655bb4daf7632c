package org.weir.io.memory;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * One block of off-heap memory from a {@link BufferPool}; the valid bytes are {@code [start, end)}.
 *
 * <p>It has one owner at a time, and no reference count: who passes it on does not touch it again, and the last owner
 * calls {@link #release()} on the agent that owns the pool.
 */
public final class IoBuffer {
    private final BufferPool pool;
    private final UnsafeBuffer bytes;
    private final long address;
    private final int capacity;
    private int start;
    private int end;
    private boolean owned;
    private boolean more;
    private IoBuffer next;

    IoBuffer(BufferPool pool, long address, int capacity) {
        this.pool = pool;
        this.address = address;
        this.capacity = capacity;
        this.bytes = new UnsafeBuffer(address, capacity);
    }

    /** The whole block, from offset 0 to {@link #capacity()}. */
    public UnsafeBuffer bytes() {
        return bytes;
    }

    /** The native address of offset 0. */
    public long address() {
        return address;
    }

    /** The block's size in bytes. */
    public int capacity() {
        return capacity;
    }

    /** Offset of the first valid byte. */
    public int start() {
        return start;
    }

    /** Sets the offset of the first valid byte. */
    public void start(int offset) {
        start = offset;
    }

    /** Offset behind the last valid byte. */
    public int end() {
        return end;
    }

    /** Sets the offset behind the last valid byte. */
    public void end(int offset) {
        end = offset;
    }

    /** The number of valid bytes. */
    public int length() {
        return end - start;
    }

    /**
     * Gives the block back to its pool.
     *
     * @throws IllegalStateException when it has been given back already.
     */
    public void release() {
        if (!owned) {
            throw new IllegalStateException("buffer of pool '" + pool.tag() + "' released twice");
        }
        owned = false;
        next = null;
        pool.giveBack(this);
    }

    /**
     * The next buffer of a queue: whoever owns this buffer may chain it. A buffer is in one queue at a time; a channel uses
     * the link while the buffer is pending.
     */
    public IoBuffer next() {
        return next;
    }

    /** Chains another buffer behind this one, or null. */
    public void next(IoBuffer buffer) {
        next = buffer;
    }

    /** Whether the transport was told that more follows soon ({@code MSG_MORE}). */
    public boolean more() {
        return more;
    }

    /** Notes that more follows soon. */
    public void more(boolean on) {
        more = on;
    }

    void acquired() {
        owned = true;
        more = false;
        start = 0;
        end = 0;
    }
}
