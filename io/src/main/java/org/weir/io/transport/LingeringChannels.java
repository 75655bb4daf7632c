package org.weir.io.transport;

/**
 * Channels that are closed for their handlers and still have something to send or drop, in the order of their deadlines. A list that runs through them:
 * there may be many, each leaves when it is done, and none costs a duty cycle anything before its time is over. I/O agent only.
 */
final class LingeringChannels {
    private static final int MAX_GIVING_WAY = 8;

    private final long lingerNanos;
    private final TransportCounters counters;
    private EpollChannel first;
    private EpollChannel last;

    LingeringChannels(int lingerMillis, TransportCounters counters) {
        lingerNanos = lingerMillis * 1_000_000L;
        this.counters = counters;
    }

    boolean isEmpty() {
        return first == null;
    }

    void add(EpollChannel channel, long nowNanos) {
        channel.lingerDeadlineNanos = nowNanos + lingerNanos;
        channel.lingersBefore = last;
        if (last == null) {
            first = channel;
        } else {
            last.lingersAfter = channel;
        }
        last = channel;
        counters.lingering++;
    }

    void remove(EpollChannel channel) {
        if (channel.lingersBefore == null) {
            first = channel.lingersAfter;
        } else {
            channel.lingersBefore.lingersAfter = channel.lingersAfter;
        }
        if (channel.lingersAfter == null) {
            last = channel.lingersBefore;
        } else {
            channel.lingersAfter.lingersBefore = channel.lingersBefore;
        }
        channel.lingersBefore = null;
        channel.lingersAfter = null;
        counters.lingering--;
    }

    /**
     * Closes the oldest ones, a few at once: where descriptors are short they are wanted for those who are still served. Only the limit of descriptors bounds
     * how many there are.
     *
     * @return whether there was one
     */
    boolean giveWay() {
        int closed = 0;
        while (first != null && closed < MAX_GIVING_WAY) {
            first.closeNow();
            closed++;
        }
        return closed > 0;
    }

    /** Closes those whose time is over; returns how many there were. */
    int expire(long nowNanos) {
        int expired = 0;
        while (first != null && nowNanos - first.lingerDeadlineNanos >= 0) {
            first.closeNow();
            expired++;
        }
        return expired;
    }
}
