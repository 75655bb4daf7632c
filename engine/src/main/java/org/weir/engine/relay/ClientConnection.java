package org.weir.engine.relay;

import org.weir.engine.message.ClientLink;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.ServerTarget;
import org.weir.io.memory.IoBuffer;
import org.weir.io.time.Timed;
import org.weir.io.transport.Channel;
import org.weir.io.transport.ChannelHandler;

/**
 * I/O agent only. A client's connection: one stream after the other, and waiting in between, when it holds no buffer. Received bytes that no
 * stream has consumed wait in at most two buffers; then receiving pauses.
 */
final class ClientConnection extends ClientLink implements ChannelHandler {
    private static final long DRAIN_IDLE_NANOS = 1_000_000_000L;

    private final IoAgent owner;
    private final IdleTimer idleTimer = new IdleTimer();
    Channel channel;

    /** Bytes to be parsed or relayed next. */
    IoBuffer input;

    /** Bytes behind them, while {@link #input} must not be touched or has no room. */
    private IoBuffer next;

    private RelayedStream stream;

    /** A server's connection that only this client may use ({@code http-reuse never}). */
    private ServerConnection ownServer;

    /** Streams so far, the current one not counted. */
    int requests;

    boolean inputEnded;

    /** Neighbours in the agent's list of open connections. */
    ClientConnection preceding;

    ClientConnection following;
    private boolean closed;
    private boolean closeWhenIdle;
    private long idleSinceNanos;

    ClientConnection(IoAgent owner) {
        super(owner.index());
        this.owner = owner;
    }

    /** The socket was accepted and the engine was told. */
    void begin(Channel accepted, long nowNanos) {
        channel = accepted;
        requests = 0;
        inputEnded = false;
        closed = false;
        closeWhenIdle = false;
        idleSinceNanos = nowNanos;
        if (listener.isHttp()) {
            idleTimer.start(nowNanos, listener.frontend().timeouts().firstRequest());
        } else {
            TcpStream relayed = owner.takeTcpStream();
            stream = relayed;
            relayed.begin(this, nowNanos);
        }
    }

    /** The time of this duty cycle. */
    long nanos() {
        return owner.nanos();
    }

    @Override
    public void onConnected(Channel c) {
        throw new IllegalStateException("an accepted connection cannot connect");
    }

    @Override
    public void onReceived(Channel c, IoBuffer data) {
        if (stream != null) {
            stream.clientData(data);
        } else {
            input = data;
            beginStream();
        }
    }

    @Override
    public void onSpliced(Channel c, int bytes) {
        stream.clientSpliced(bytes);
    }

    @Override
    public void onEndOfInput(Channel c) {
        inputEnded = true;
        if (stream != null) {
            stream.clientEnd();
        } else {
            idleEnded(false);
        }
    }

    @Override
    public void onSendable(Channel c) {
        if (stream != null) {
            stream.clientSendable();
        }
    }

    @Override
    public void onSendFailed(Channel c, int errno) {
        closeWhenIdle = true;
        if (stream != null) {
            stream.clientGone();
        } else {
            close(false);
        }
    }

    @Override
    public void onFailed(Channel c, int errno) {
        inputEnded = true;
        closeWhenIdle = true;
        if (stream != null) {
            stream.clientGone();
        } else {
            idleEnded(true);
        }
    }

    /** Keeps received bytes for later; pauses receiving when both places are taken. */
    void hold(IoBuffer data) {
        if (input == null) {
            input = data;
            return;
        }
        next = data;
        channel.receive(false);
    }

    /** Received bytes that are held. */
    int heldBytes() {
        return (input == null ? 0 : input.length()) + (next == null ? 0 : next.length());
    }

    /**
     * Brings what is held together in {@link #input}, as far as it has room, for a head to be parsed. A reserve stays free for edits.
     *
     * @return whether bytes were added
     */
    boolean gather() {
        if (next == null || input == null) {
            return promoteNext();
        }
        int limit = input.capacity() - owner.editReserveBytes();
        if (input.start() > 0 && limit - input.end() < next.length()) {
            input.bytes().putBytes(0, input.bytes(), input.start(), input.length());
            input.end(input.length());
            input.start(0);
        }
        int take = Math.min(limit - input.end(), next.length());
        if (take <= 0) {
            return false;
        }
        input.bytes().putBytes(input.end(), next.bytes(), next.start(), take);
        input.end(input.end() + take);
        next.start(next.start() + take);
        if (next.length() == 0) {
            next.release();
            next = null;
            channel.receive(true);
        }
        return true;
    }

    /** After {@link #input} was consumed: what was behind it takes its place. */
    boolean promoteNext() {
        if (input == null && next != null) {
            input = next;
            next = null;
            channel.receive(true);
            return true;
        }
        return false;
    }

    /** Consumes bytes at the front of {@link #input}. */
    void consume(int bytes) {
        input.start(input.start() + bytes);
        if (input.length() == 0) {
            input.release();
            input = null;
            promoteNext();
        }
    }

    /** Takes a connection kept for this client alone, if it fits. */
    ServerConnection takeOwnServer(ServerTarget target) {
        ServerConnection own = ownServer;
        if (own == null) {
            return null;
        }
        if (own.leadsTo(target) && own.channel.isReusable()) {
            ownServer = null;
            return own;
        }
        if (!own.bound) {
            ownServer = null;
            own.close();
        }
        return null;
    }

    /** Keeps a server's connection for the next request of this client. */
    void keepServer(ServerConnection connection) {
        // One that the server has authenticated is kept before others.
        if (closed || connection.inputEnded || ownServer != null && ownServer.bound && !connection.bound) {
            connection.close();
            return;
        }
        if (ownServer != null) {
            ownServer.close();
        }
        connection.stream = null;
        connection.keeper = this;
        ownServer = connection;
    }

    /** The kept server's connection ended. */
    void ownServerEnded(ServerConnection connection) {
        if (ownServer == connection) {
            ownServer = null;
        }
        connection.close();
    }

    /**
     * The stream is over.
     *
     * @param keep whether another one may follow
     * @param reset whether the connection is to be reset rather than closed in order
     */
    void streamEnded(boolean keep, boolean reset) {
        stream = null;
        requests++;
        if (!keep || closeWhenIdle) {
            close(reset);
            return;
        }
        idleSinceNanos = owner.nanos();
        if (input != null) {
            beginStream();
        } else if (inputEnded) {
            close(false);
        } else {
            channel.receive(true);
            channel.awaitInput();
            idleTimer.start(idleSinceNanos, listener.frontend().timeouts().nextRequest());
            if (owner.isDraining()) {
                drain();
            }
        }
    }

    /**
     * A soft stop: an idle connection stays a little longer, since a request that is on its way would be lost. Its answer then says that the
     * connection closes.
     */
    void drain() {
        if (stream == null && !closed) {
            idleTimer.shorten(owner.nanos() + DRAIN_IDLE_NANOS);
        }
    }

    private void beginStream() {
        idleTimer.stop();
        HttpStream http = owner.takeHttpStream();
        stream = http;
        http.begin(this, idleSinceNanos);
    }

    /** The peer ended an idle connection: the first request never came, or there is simply none any more. */
    private void idleEnded(boolean gone) {
        if (requests == 0 && !closed) {
            giveUpFirst(EndCause.CLIENT_ABORT, gone);
        } else {
            close(false);
        }
    }

    private void giveUpFirst(EndCause cause, boolean gone) {
        idleTimer.stop();
        HttpStream http = owner.takeHttpStream();
        stream = http;
        http.beginWithoutHead(this, idleSinceNanos, cause, gone);
    }

    private void close(boolean reset) {
        if (closed) {
            return;
        }
        closed = true;
        idleTimer.stop();
        if (input != null) {
            input.release();
            input = null;
        }
        if (next != null) {
            next.release();
            next = null;
        }
        if (ownServer != null) {
            ownServer.close();
            ownServer = null;
        }
        if (reset) {
            channel.abort();
        } else {
            channel.close();
        }
        owner.clientClosed(this);
    }

    /** Ends the waiting for a request. */
    private final class IdleTimer extends Timed {
        private long deadline = NO_DEADLINE;

        private void start(long nowNanos, int timeoutMillis) {
            deadline = timeoutMillis == 0 ? NO_DEADLINE : nowNanos + timeoutMillis * 1_000_000L;
            owner.timers().update(this);
        }

        private void shorten(long latestNanos) {
            deadline = Math.min(deadline, latestNanos);
            owner.timers().update(this);
        }

        private void stop() {
            deadline = NO_DEADLINE;
        }

        @Override
        public long deadlineNanos() {
            return deadline;
        }

        @Override
        public void onDeadline(long nowNanos) {
            deadline = NO_DEADLINE;
            if (requests == 0 && !owner.isDraining()) {
                giveUpFirst(EndCause.CLIENT_TIMEOUT, false);
            } else {
                close(false);
            }
        }
    }
}
