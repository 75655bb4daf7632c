package org.weir.io.transport;

import java.util.Arrays;

/**
 * The channels of a transport by their descriptors. Each entry has a number of its own, so that an event of a descriptor closed, or moved to another
 * transport, since it was fetched finds nobody. I/O agent only.
 */
final class ChannelTable {
    private EpollChannel[] channels = new EpollChannel[256];
    private int generation;

    /** A number no entry had for a long time, 0 or above. */
    int nextGeneration() {
        final int next = generation;
        generation = generation + 1 & Integer.MAX_VALUE;
        return next;
    }

    void add(EpollChannel channel) {
        final int fd = channel.fd();
        if (fd >= channels.length) {
            channels = Arrays.copyOf(channels, Math.max(fd + 1, channels.length * 2));
        }
        channel.generation = nextGeneration();
        channels[fd] = channel;
    }

    /** Whom an event is for; null when it is for no channel, or for one that is gone. */
    EpollChannel find(int fd, int eventGeneration) {
        final EpollChannel channel = eventGeneration < 0 ? null : channels[fd];
        return channel == null || channel.generation != eventGeneration ? null : channel;
    }

    /** Returns whether it was there. */
    boolean remove(EpollChannel channel, int fd) {
        if (fd < channels.length && channels[fd] == channel) {
            channels[fd] = null;
            return true;
        }
        return false;
    }

    void closeAll() {
        for (final EpollChannel channel : channels) {
            if (channel != null) {
                channel.closeNow();
            }
        }
    }
}
