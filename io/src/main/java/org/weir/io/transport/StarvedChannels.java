package org.weir.io.transport;

import org.weir.io.memory.BufferPool;

/** Channels that have input and found no buffer for it. I/O agent only. */
final class StarvedChannels {
    private final BufferPool buffers;
    private final BufferPool bulkBuffers;
    private final ReadyChannels ready;
    private final ChannelList waiting = new ChannelList();
    private int bulkCount;

    /** Looks for buffers in these pools, and makes the channels ready when there are some. */
    StarvedChannels(BufferPool buffers, BufferPool bulkBuffers, ReadyChannels ready) {
        this.buffers = buffers;
        this.bulkBuffers = bulkBuffers;
        this.ready = ready;
    }

    /** Returns whether it did not wait yet. */
    boolean add(EpollChannel channel, boolean bulk) {
        if (channel.starved) {
            return false;
        }
        channel.starved = true;
        waiting.add(channel);
        if (bulk) {
            bulkCount++;
        }
        return true;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Small buffers serve every channel, large ones those in bulk mode. */
    boolean mayBeServed() {
        return !isEmpty() && (buffers.hasAvailable() || bulkCount > 0 && bulkBuffers.hasAvailable());
    }

    /** Lets all of them try again; returns how many there were. */
    int retry() {
        final int count = waiting.size();
        for (int i = 0; i < count; i++) {
            waiting.get(i).starved = false;
            ready.add(waiting.get(i));
        }
        clear();
        return count;
    }

    void clear() {
        waiting.clear();
        bulkCount = 0;
    }
}
