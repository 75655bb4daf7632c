package org.weir.io.transport;

import java.util.Arrays;

/**
 * Accepted channels whose first bytes were there at once and which the poller does not watch yet. Many connections carry one request and are closed
 * by this side after the answer: watching them would cost two kernel calls for nothing. The others are watched after a moment, so that a peer that
 * goes away is noticed. In the order of their deadlines. I/O agent only.
 */
final class LateWatches {
    private static final long DELAY_NANOS = 2_000_000;

    private EpollChannel[] ring = new EpollChannel[64];
    private long[] deadlines = new long[64];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(EpollChannel channel, long nowNanos) {
        if (size == ring.length) {
            grow();
        }
        final int tail = head + size & ring.length - 1;
        ring[tail] = channel;
        deadlines[tail] = nowNanos + DELAY_NANOS;
        size++;
    }

    /** Watches those whose moment is over; forgets those that are closed or watched already. */
    void poll(long nowNanos) {
        while (size > 0) {
            final EpollChannel first = ring[head];
            if (first.needsWatch() && deadlines[head] - nowNanos > 0) {
                return;
            }
            ring[head] = null;
            head = head + 1 & ring.length - 1;
            size--;
            first.awaitInput();
        }
    }

    private void grow() {
        final EpollChannel[] channels = Arrays.copyOf(ring, size * 2);
        final long[] times = Arrays.copyOf(deadlines, size * 2);
        System.arraycopy(ring, head, channels, 0, size - head);
        System.arraycopy(ring, 0, channels, size - head, head);
        System.arraycopy(deadlines, head, times, 0, size - head);
        System.arraycopy(deadlines, 0, times, size - head, head);
        Arrays.fill(channels, size, channels.length, null);
        ring = channels;
        deadlines = times;
        head = 0;
    }
}
