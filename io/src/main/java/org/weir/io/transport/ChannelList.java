package org.weir.io.transport;

import java.util.Arrays;

/** Channels that wait for the same thing, in the order of their coming. I/O agent only. */
final class ChannelList {
    private EpollChannel[] channels = new EpollChannel[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    EpollChannel get(int index) {
        return channels[index];
    }

    boolean contains(EpollChannel channel) {
        for (int i = 0; i < size; i++) {
            if (channels[i] == channel) {
                return true;
            }
        }
        return false;
    }

    void add(EpollChannel channel) {
        if (size == channels.length) {
            channels = Arrays.copyOf(channels, size * 2);
        }
        channels[size++] = channel;
    }

    void clear() {
        Arrays.fill(channels, 0, size, null);
        size = 0;
    }
}
