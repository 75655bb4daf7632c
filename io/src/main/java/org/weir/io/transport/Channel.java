package org.weir.io.transport;

import org.weir.io.memory.IoBuffer;
import org.weir.io.net.NetAddress;

/**
 * A connected socket, or one that connects. Methods never fail synchronously and never call the handler: what they cause is
 * reported by the next {@link Transport#process()}. After {@link #close()} or {@link #abort()} the handler gets no more callbacks. I/O agent only.
 */
public abstract class Channel {
    private final NetAddress remote = new NetAddress();
    private ChannelHandler handler;

    /** Creates the channel with its handler. */
    protected Channel(ChannelHandler handler) {
        this.handler = handler;
    }

    /** Who gets the callbacks; null after the channel was closed. */
    public final ChannelHandler handler() {
        return handler;
    }

    /** Passes the channel to another handler. */
    public final void handler(ChannelHandler newHandler) {
        handler = newHandler;
    }

    /**
     * Sends; ownership of the buffer passes. A little waits for the end of the duty cycle ({@link Transport#flush}), and what the kernel does not take is
     * queued and sent when it does; {@link ChannelHandler#onSendable} tells. After a failure, a close or
     * {@link #shutdownOutput()} the data is dropped.
     */
    public final void send(IoBuffer data) {
        send(data, false);
    }

    /**
     * Sends; ownership of the buffer passes.
     *
     * @param more whether more follows in this duty cycle, so that the kernel may fill its segment ({@code MSG_MORE}).
     */
    public abstract void send(IoBuffer data, boolean more);

    /** Bytes sent but not yet taken by, or not yet offered to, the kernel. */
    public abstract long pendingBytes();

    /** Pauses or resumes receiving; what arrived meanwhile is delivered after the resumption. */
    public abstract void receive(boolean on);

    /**
     * More input is awaited. A freshly accepted channel whose first bytes were there at once is watched only a moment later otherwise; for all others
     * the call does nothing.
     */
    public abstract void awaitInput();

    /**
     * The rest of a message is awaited: {@link #awaitInput()}, and what has come of it is acknowledged now where that would wait for the answer
     * ({@link org.weir.io.net.ListenSpec#lateAck}, {@link org.weir.io.net.ConnectSpec#lateAck}), since its sender may wait too before it sends more.
     */
    public abstract void awaitRest();

    /** Whether to receive into the large buffers. */
    public abstract void bulk(boolean on);

    /**
     * The next bytes that arrive may go straight to another channel of the same transport, within the kernel (splice(2)): as long as that one takes them at
     * once and pipes are to be had. {@link ChannelHandler#onSpliced} tells of these, {@link ChannelHandler#onReceived} brings the others.
     *
     * @param to        where they go; null takes the call back.
     * @param nextBytes how many, spliced or received; {@link Long#MAX_VALUE} for all.
     */
    public abstract void splice(Channel to, long nextBytes);

    /** Ends the output after what is pending; receiving goes on. */
    public abstract void shutdownOutput();

    /**
     * Closes politely: pending output is still sent in the background, and input that the peer sent already is read and dropped, so that no reset destroys
     * what it was sent; both within the lingering time. A connection attempt ends at once. For a peer whose further input nobody wants, use {@link #abort()}.
     */
    public abstract void close();

    /** Closes at once with a reset; pending output is dropped. */
    public abstract void abort();

    /** Whether neither closed by its handler nor failed. */
    public abstract boolean isOpen();

    /** Whether the peer ended its output and {@link ChannelHandler#onEndOfInput} was called. */
    public abstract boolean inputEnded();

    /** The descriptor; -1 once closed. */
    public abstract int fd();

    /** The peer's address; valid while the channel is open. */
    public final NetAddress remote() {
        return remote;
    }

    /** Reads the own address. */
    public abstract void readLocal(NetAddress out);

    /** Whether an idle pooled connection may be used again: open, and no end, error or unasked-for data signalled. Costs nothing. */
    public abstract boolean isReusable();

    /** Bytes received. */
    public abstract long bytesReceived();
}
