package org.weir.io.transport;

/**
 * What the channels sent in a duty cycle, handed to the kernel in a row at its end: the kernel's code for one send is still in the processor's caches for
 * the next one, and so is the handlers' code, which is called after all of them. I/O agent only.
 */
final class StagedOutput {
    /** A row long enough for the caches, and not so long that the first one waits for much. */
    private static final int MAX_WAITING = 8;

    private final ChannelList waiting = new ChannelList();
    private final ChannelList sent = new ChannelList();

    void add(EpollChannel channel) {
        waiting.add(channel);
        if (waiting.size() == MAX_WAITING) {
            send();
        }
    }

    /** Whether {@link #send} or {@link #tell} has something to do. */
    boolean isEmpty() {
        return waiting.isEmpty() && sent.isEmpty();
    }

    /** Whether {@link #send} or {@link #tell} has something to do with this one. */
    boolean holds(EpollChannel channel) {
        return waiting.contains(channel) || sent.contains(channel);
    }

    /** Hands it to the kernel. */
    void send() {
        for (int i = 0; i < waiting.size(); i++) {
            final EpollChannel channel = waiting.get(i);
            channel.sendStaged();
            sent.add(channel);
        }
        waiting.clear();
    }

    /** Tells the handlers of those that were sent; what these send waits again. */
    void tell() {
        for (int i = 0; i < sent.size(); i++) {
            sent.get(i).onStagedSent();
        }
        sent.clear();
    }

    void clear() {
        waiting.clear();
        sent.clear();
    }
}
