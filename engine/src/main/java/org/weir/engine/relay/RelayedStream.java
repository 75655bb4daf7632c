package org.weir.engine.relay;

import org.weir.engine.message.EndCause;
import org.weir.engine.message.Exchange;
import org.weir.io.memory.IoBuffer;
import org.weir.io.time.Timed;

/**
 * I/O agent only. A stream between a client's connection and a server's: what HTTP and relayed TCP have in common, namely getting a server,
 * telling the engine, and ending.
 */
abstract class RelayedStream extends Timed implements Exchange.IoStream {
    static final long NEVER = Long.MAX_VALUE;

    final IoAgent agent;
    final Exchange exchange;
    ClientConnection client;
    ServerConnection server;

    /** When either side last gave or took a byte. */
    long clientActiveNanos;

    long serverActiveNanos;

    RelayedStream(IoAgent agent) {
        this.agent = agent;
        exchange = new Exchange(agent.index());
        exchange.carrier = this;
    }

    abstract void clientData(IoBuffer data);

    abstract void clientEnd();

    abstract void clientSendable();

    /** The client's connection is broken: nothing can be sent any more. */
    abstract void clientGone();

    abstract void serverConnected();

    abstract void serverData(IoBuffer data);

    abstract void serverEnd();

    abstract void serverSendable();

    abstract void serverSendFailed(int errno);

    abstract void serverFailed(int errno);

    /** Command FORWARD: {@link Exchange#target} and {@link Exchange#plan} are set. */
    abstract void forward();

    /** Command RESPOND. */
    abstract void respond();

    /** Command REPLY. */
    abstract void reply();

    /** Command DROP. */
    abstract void drop();

    /** Command ABORT. */
    abstract void abort();

    /** Begins to connect to the target; {@link #serverConnected} or {@link #serverFailed} follows. */
    final void connect(long nowNanos) {
        exchange.connectStartNanos = nowNanos;
        exchange.connectedNanos = 0;
        exchange.reused = false;
        server = new ServerConnection(agent.idleServers(), exchange.target);
        server.stream = this;
        server.channel = agent.connect(exchange, server);
        agent.idleServers().used(exchange.target, 1);
    }

    /** Takes over a connection that was idle. */
    final void attach(ServerConnection idle, long nowNanos) {
        server = idle;
        idle.stream = this;
        idle.keeper = null;
        idle.uses++;
        exchange.reused = true;
        exchange.connectStartNanos = nowNanos;
        exchange.connectedNanos = nowNanos;
        agent.idleServers().used(idle.target, 1);
    }

    /** Parts from the server's connection, if there is one. */
    final void detachServer(Parting parting) {
        ServerConnection parted = server;
        if (parted == null) {
            return;
        }
        server = null;
        agent.idleServers().used(parted.target, -1);
        switch (parting) {
            case KEEP -> {
                parted.stream = null;
                agent.idleServers().put(parted, agent.nanos());
            }
            case KEEP_FOR_CLIENT -> client.keepServer(parted);
            case CLOSE -> parted.close();
            case RESET -> parted.abort();
        }
    }

    /** What becomes of the server's connection after a stream. */
    enum Parting { KEEP, KEEP_FOR_CLIENT, CLOSE, RESET }

    /** Hands the exchange to the engine because no response can be had. */
    final void giveUpServer(EndCause cause, int errno) {
        detachServer(Parting.RESET);
        exchange.cause = cause;
        exchange.errno = errno;
        exchange.endNanos = agent.nanos();
        agent.publishFailed(exchange);
    }
}
