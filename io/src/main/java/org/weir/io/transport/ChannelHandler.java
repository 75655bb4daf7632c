package org.weir.io.transport;

import org.weir.io.memory.IoBuffer;

/**
 * What happens to a channel, told to its owner during {@link Transport#process()} and {@link Transport#flush()}, never from inside a method of a
 * channel or a transport. The handler is the channel's attachment too. I/O agent only.
 */
public interface ChannelHandler {
    /** An outgoing connection is established; what was sent before goes out now. Not called for accepted channels. */
    void onConnected(Channel channel);

    /** Bytes arrived, in {@code [start, end)}; the buffer belongs to the handler, which releases it or passes it on. */
    void onReceived(Channel channel, IoBuffer data);

    /**
     * So many bytes went to another channel, as {@link Channel#splice} asked; what that one could not take at once is pending there.
     *
     * @param bytes how many, above 0.
     */
    default void onSpliced(Channel channel, int bytes) {
        throw new IllegalStateException("nobody asked to splice");
    }

    /** The peer ended its output, and all its data was delivered before. Sending goes on. */
    void onEndOfInput(Channel channel);

    /** All that had to wait has been handed to the kernel. Called only if {@link Channel#pendingBytes()} was above 0 after a send. */
    void onSendable(Channel channel);

    /**
     * Output is broken and what was pending is dropped, as will be what is sent later. Input goes on until its own end.
     *
     * @param errno the error number.
     */
    void onSendFailed(Channel channel, int errno);

    /**
     * The connection could not be established, or its input failed after all data was delivered. No further callbacks; the handler
     * closes the channel.
     *
     * @param errno the error number.
     */
    void onFailed(Channel channel, int errno);
}
