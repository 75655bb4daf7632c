package org.weir.engine.relay;

import org.weir.engine.message.Handover;
import org.weir.engine.message.ServerTarget;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.NetAddress;
import org.weir.io.transport.Channel;
import org.weir.io.transport.ChannelHandler;

/** I/O agent only. A connection to a server: carrying a stream, or idle in the pool. */
final class ServerConnection implements ChannelHandler, Handover.Connection {
    private IdleServerConnections pool;
    final ServerTarget target;
    /** Our own address on it. */
    final NetAddress local = new NetAddress();

    Channel channel;

    /** The stream it carries; null while idle. */
    RelayedStream stream;

    /** The client this idle connection is kept for; null when it is in the pool. */
    ClientConnection keeper;

    /** Whether it must not carry requests of another client any more: its server may have authenticated the one that it had. */
    boolean bound;

    /** Bytes received and not consumed: the part of a response head that is there. */
    IoBuffer input;

    /** Bytes behind them, which had no room there. */
    IoBuffer more;

    boolean inputEnded;

    /** How often it was reused: streams it carried before its latest one. */
    int uses;

    long idleSinceNanos;

    ServerConnection(IdleServerConnections pool, ServerTarget target) {
        this.pool = pool;
        this.target = target;
    }

    /** Whether it leads to this target as it is now: one whose address changed is another object. */
    @SuppressWarnings("ReferenceEquality")
    boolean leadsTo(ServerTarget wanted) {
        return target == wanted;
    }

    /** Another I/O agent's pool has it from now on. */
    void moveTo(IdleServerConnections other) {
        pool = other;
    }

    @Override
    public void onConnected(Channel c) {
        c.readLocal(local);
        if (stream != null) {
            stream.connected();
        }
    }

    @Override
    public void onReceived(Channel c, IoBuffer data) {
        if (stream == null) {
            data.release();
            idleEnded();
            return;
        }
        stream.serverData(data);
    }

    @Override
    public void onSpliced(Channel c, int bytes) {
        stream.serverSpliced(bytes);
    }

    @Override
    public void onEndOfInput(Channel c) {
        inputEnded = true;
        if (stream == null) {
            idleEnded();
        } else {
            stream.serverEnd();
        }
    }

    @Override
    public void onSendable(Channel c) {
        if (stream != null) {
            stream.serverSendable();
        }
    }

    @Override
    public void onSendFailed(Channel c, int errno) {
        if (stream == null) {
            idleEnded();
        } else {
            stream.serverSendFailed(errno);
        }
    }

    @Override
    public void onFailed(Channel c, int errno) {
        if (stream == null) {
            idleEnded();
        } else {
            stream.serverFailed(errno);
        }
    }

    private void idleEnded() {
        if (keeper != null) {
            keeper.ownServerEnded(this);
        } else {
            pool.discard(this);
        }
    }

    /** Drops what was received and closes the socket; pending output still goes out. */
    void close() {
        releaseInput();
        stream = null;
        channel.close();
    }

    /**
     * Parts with a connection on which nothing is outstanding: by a reset, unless the server has ended it already, so that no address and port of ours stays
     * blocked in TIME_WAIT.
     */
    void drop() {
        if (inputEnded) {
            close();
        } else {
            abort();
        }
    }

    /** Drops everything and resets the connection. */
    void abort() {
        releaseInput();
        stream = null;
        channel.abort();
    }

    /** Keeps received bytes for later; there is room for two buffers. */
    void hold(IoBuffer data) {
        if (input == null) {
            input = data;
        } else {
            more = data;
        }
    }

    /** Consumes bytes at the front of {@link #input}. */
    void consume(int bytes) {
        input.start(input.start() + bytes);
        if (input.length() == 0) {
            input.release();
            input = more;
            more = null;
        }
    }

    /** Passes on the ownership of what was received first. */
    IoBuffer takeInput() {
        IoBuffer taken = input;
        input = more;
        more = null;
        return taken;
    }

    private void releaseInput() {
        while (input != null) {
            takeInput().release();
        }
    }
}
