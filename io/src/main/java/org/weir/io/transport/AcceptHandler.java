package org.weir.io.transport;

/** Receives accepted connections. I/O agent only. */
@FunctionalInterface
public interface AcceptHandler {
    /**
     * A connection was accepted; its peer is {@link Channel#remote()}. Sending is allowed at once.
     *
     * @return the channel's handler; null closes it.
     */
    ChannelHandler onAccepted(Listener listener, Channel channel);
}
