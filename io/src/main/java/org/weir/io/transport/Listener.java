package org.weir.io.transport;

import org.weir.io.net.ListeningSocket;

/** A listening socket attached to a transport. I/O agent only. */
public interface Listener {
    /** The socket; its owner closes it after {@link #close()} of every listener on it. */
    ListeningSocket socket();

    /** Stops accepting; connections wait in the kernel's queue. */
    void pause();

    /** Accepts what waits, then pauses and gives the port back: others are refused, where the socket allows it. */
    void release();

    /** Accepts again; a port that was given back and is taken now is tried again from time to time. */
    void resume();

    /** Whether {@link #pause()} was called last. */
    boolean isPaused();

    /** Accepts what waits in the kernel's queue now: before the descriptor is closed, which would reset it. Nothing while paused. */
    void acceptWaiting();

    /** Detaches from the transport for good; the descriptor stays open. */
    void close();

    /** Connections accepted here. */
    long accepted();
}
