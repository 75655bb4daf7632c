package org.weir.io.transport;

/** Channels that have something to do in the next cycle, whatever the poller says. What these want again is for the cycle after. I/O agent only. */
final class ReadyChannels {
    private ChannelList waiting = new ChannelList();
    private ChannelList present = new ChannelList();

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Once, however often it is asked for. */
    void add(EpollChannel channel) {
        if (!channel.inReadyList) {
            channel.inReadyList = true;
            waiting.add(channel);
        }
    }

    /** Gives each of them its turn; returns how many there were. */
    int process() {
        final ChannelList batch = waiting;
        final int count = batch.size();
        waiting = present;
        present = batch;
        int i = 0;
        try {
            while (i < count) {
                final EpollChannel channel = batch.get(i++);
                channel.inReadyList = false;
                channel.onReady();
            }
        } finally {
            // After an exception of a handler the others keep their turn.
            while (i < count) {
                final EpollChannel channel = batch.get(i++);
                channel.inReadyList = false;
                add(channel);
            }
            batch.clear();
        }
        return count;
    }

    void clear() {
        waiting.clear();
    }
}
