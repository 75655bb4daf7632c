package org.weir.io.net;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The local ports that connections to one server may take ({@code source addr:low-high}), and which of them are taken. Any I/O agent; lock-free,
 * without allocation. They are handed out in turn, so that a port rests as long as it can before it is used again.
 */
public final class SourcePorts {
    /** What {@link #claim} returns when every port is taken. */
    public static final int NONE = -1;

    private static final int MAX_PORT = 65535;

    private final int first;
    private final int size;
    private final AtomicLongArray taken;
    private volatile int next;

    /** The ports from {@code first} to {@code last}, both included; throws IllegalArgumentException when there are none such. */
    public SourcePorts(int first, int last) {
        if (first < 0 || last < first || last > MAX_PORT) {
            throw new IllegalArgumentException("ports " + first + " to " + last);
        }
        this.first = first;
        size = last - first + 1;
        taken = new AtomicLongArray((size + Long.SIZE - 1) / Long.SIZE);
    }

    /** Takes a free port, {@link #NONE} without. It is the caller's until it is {@link #release released}. */
    public int claim() {
        int index = next;
        for (int seen = 0; seen < size;) {
            final int word = index / Long.SIZE;
            final int inWord = Math.min(Long.SIZE - index % Long.SIZE, size - index);
            final long before = taken.get(word);
            final int free = Long.numberOfTrailingZeros(~before >>> index % Long.SIZE);
            if (free >= inWord) {
                seen += inWord;
                index = index + inWord == size ? 0 : index + inWord;
            } else if (taken.compareAndSet(word, before, before | 1L << index + free)) {
                next = index + free + 1 == size ? 0 : index + free + 1;
                return first + index + free;
            }
        }
        return NONE;
    }

    /** Gives back a port that {@link #claim} returned. */
    public void release(int port) {
        final int index = port - first;
        final int word = index / Long.SIZE;
        long before = taken.get(word);
        while (!taken.compareAndSet(word, before, before & ~(1L << index))) {
            before = taken.get(word);
        }
    }

    @Override
    public String toString() {
        return first + "-" + (first + size - 1);
    }
}
