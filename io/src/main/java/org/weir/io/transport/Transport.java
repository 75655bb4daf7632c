package org.weir.io.transport;

import org.weir.io.memory.BufferPool;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.ListeningSocket;

/**
 * The boundary to the kernel, shaped by completions: data comes in buffers, sending takes buffers. A duty cycle is
 * {@link #process()}, then the agent's other work, then {@link #flush()}, then {@link #poll}. I/O agent only.
 */
public interface Transport extends AutoCloseable {
    /** Starts a connection; success and failure are reported to the handler. What is sent before is queued. */
    Channel connect(ConnectSpec spec, ChannelHandler handler);

    /** Accepts connections from the socket. */
    Listener listen(ListeningSocket socket, AcceptHandler handler);

    /** Takes over a connected stream socket. */
    Channel adopt(int fd, ChannelHandler handler);

    /**
     * Gives up an idle channel that {@link #connect} made, for another transport to {@link #attach} on its thread; the handler stays. Until then nobody may
     * call its methods.
     *
     * @return false, with nothing changed, where bytes, an end or an error are there or under way.
     */
    boolean detach(Channel channel);

    /**
     * Takes in a channel that its transport has {@link #detach}ed. It is this transport's from now on in either case.
     *
     * @return whether the peer has neither sent nor ended meanwhile; otherwise the channel is to be closed.
     */
    boolean attach(Channel channel);

    /**
     * Fetches readiness without acting on it.
     *
     * @param timeoutMillis 0 does not block, -1 blocks until an event or a wake-up.
     * @return the number of events fetched.
     */
    int poll(int timeoutMillis);

    /** Whether the last {@link #poll} fetched all readiness that there was; otherwise the kernel may hold more, that is fetched next. */
    boolean hasFetchedAll();

    /** Acts on what was fetched and on what was left over; calls the handlers. Returns the amount of work done. */
    int process();

    /** Hands the kernel what was sent in this duty cycle, all in a row, then calls the handlers whose output it took. */
    void flush();

    /** Whether {@link #process()} has something to do without a further {@link #poll}; do not block then. */
    boolean hasCachedWork();

    /** The small buffers. */
    BufferPool buffers();

    /** The large buffers. */
    BufferPool bulkBuffers();

    /** The figures. */
    TransportCounters counters();

    /** Closes every channel at once and the poller; listening sockets stay open. */
    @Override
    void close();
}
