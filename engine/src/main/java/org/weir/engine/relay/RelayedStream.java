package org.weir.engine.relay;

import org.weir.engine.http.HttpParseError;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.Handover;
import org.weir.io.memory.IoBuffer;
import org.weir.io.time.Timed;
import org.weir.io.transport.Channel;

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

    /** What other I/O agents were asked for; null before the first time. */
    Handover handover;

    /** When either side last gave or took a byte. */
    long clientActiveNanos;

    long serverActiveNanos;

    RelayedStream(IoAgent agent) {
        this.agent = agent;
        exchange = new Exchange(agent.index());
        exchange.carrier = this;
    }

    /** Bytes pass both ways, as they come; null before that. */
    private Tunnel tunnel;

    // --- what operators may see: any thread asks

    @Override
    public final int clientFd() {
        ClientConnection connection = client;
        return connection == null ? -1 : fd(connection.channel);
    }

    @Override
    public final int serverFd() {
        ServerConnection connection = server;
        return connection == null ? -1 : fd(connection.channel);
    }

    private static int fd(Channel channel) {
        return channel == null ? -1 : channel.fd();
    }

    @Override
    public final boolean isConnecting() {
        return server != null && exchange.connectedNanos == 0;
    }

    // --- events of the two connections: in a tunnel they are alike for all streams

    final void clientData(IoBuffer data) {
        clientActiveNanos = agent.nanos();
        if (tunnel == null) {
            onClientData(data);
        } else {
            tunnel.fromClient(data);
            checkTunnel();
        }
    }

    final void clientSpliced(int bytes) {
        clientActiveNanos = agent.nanos();
        if (tunnel == null) {
            onClientSpliced(bytes);
        } else {
            tunnel.clientSpliced(bytes);
            checkTunnel();
        }
    }

    final void clientEnd() {
        if (tunnel == null) {
            onClientEnd();
        } else {
            tunnel.clientEnded();
            checkTunnel();
        }
    }

    final void clientSendable() {
        clientActiveNanos = agent.nanos();
        if (tunnel == null) {
            onClientSendable();
        } else {
            tunnel.clientSendable();
            checkTunnel();
        }
    }

    final void connected() {
        exchange.connectedNanos = agent.nanos();
        exchange.serverLocal.copyFrom(server.local);
        serverConnected();
    }

    final void serverData(IoBuffer data) {
        if (isUnaskedFor()) {
            data.release();
            onServerEnd();
            return;
        }
        serverActiveNanos = agent.nanos();
        exchange.serverSpoke = true;
        if (tunnel == null) {
            onServerData(data);
        } else {
            tunnel.fromServer(data);
            checkTunnel();
        }
    }

    /**
     * Whether bytes came on a connection that was idle until this duty cycle: the socket had them before the request, as sockets are looked at before
     * commands are carried out. They are nobody's answer (RFC 9112 section 9.2), and the connection is lost.
     */
    private boolean isUnaskedFor() {
        return exchange.reused && !exchange.serverSpoke && exchange.connectedNanos == agent.nanos();
    }

    final void serverSpliced(int bytes) {
        serverActiveNanos = agent.nanos();
        if (tunnel == null) {
            onServerSpliced(bytes);
        } else {
            tunnel.serverSpliced(bytes);
            checkTunnel();
        }
    }

    final void serverEnd() {
        if (tunnel == null) {
            onServerEnd();
        } else {
            tunnel.serverEnded();
            checkTunnel();
        }
    }

    final void serverSendable() {
        serverActiveNanos = agent.nanos();
        if (tunnel == null) {
            onServerSendable();
        } else {
            tunnel.serverSendable();
            checkTunnel();
        }
    }

    final void serverSendFailed(int errno) {
        exchange.errno = errno;
        if (tunnel == null) {
            onServerSendFailed();
        } else {
            tunnel.serverDeaf();
            checkTunnel();
        }
    }

    final void serverFailed(int errno) {
        if (tunnel == null) {
            onServerFailed(errno);
        } else {
            exchange.errno = errno;
            tunnel.serverFailed();
            checkTunnel();
        }
    }

    /** The client's connection is broken: nothing can be sent any more. */
    abstract void clientGone();

    abstract void onClientData(IoBuffer data);

    /** Bytes of the client went to the server past us: only where the stream had asked for it. */
    abstract void onClientSpliced(int bytes);

    abstract void onClientEnd();

    abstract void onClientSendable();

    abstract void serverConnected();

    abstract void onServerData(IoBuffer data);

    /** Bytes of the server went to the client past us: only where the stream had asked for it. */
    abstract void onServerSpliced(int bytes);

    abstract void onServerEnd();

    abstract void onServerSendable();

    abstract void onServerSendFailed();

    abstract void onServerFailed(int errno);

    // --- tunnels

    /**
     * From now on bytes pass both ways, beginning with those that are there.
     *
     * @param endsWithServer whether the server's end is the end of all
     */
    final void startTunnel(boolean endsWithServer) {
        tunnel = new Tunnel(client, server, exchange.plan, endsWithServer, agent.nanos());
        tunnel.begin();
        checkTunnel();
    }

    private void checkTunnel() {
        tunnelProgress(tunnel.bytesFromClient(), tunnel.bytesFromServer());
        if (tunnel.isOver()) {
            end(tunnel.isBroken() ? EndCause.SERVER_ABORT : EndCause.NORMAL, false);
        } else {
            agent.timers().update(this);
        }
    }

    /** The tunnel, or null. */
    final Tunnel tunnel() {
        return tunnel;
    }

    final void endTunnel() {
        tunnel = null;
    }

    /** Counts what has passed. */
    abstract void tunnelProgress(long fromClientBytes, long fromServerBytes);

    /**
     * Ends the stream, tells the engine, and lets the client's connection go on or closes it.
     *
     * @param reset whether the client must not take what it got for complete
     */
    abstract void end(EndCause cause, boolean reset);

    // --- commands

    /** Whether the client's connection is broken: whatever the engine decides, the stream ends. */
    boolean clientGone;

    /** What ends the stream once the engine, which has the exchange, gives it back, unless it is to be answered; null = nothing so far. */
    EndCause fate;

    /** Carries out what the engine decided. */
    final void carryOut(EngineCommand.Kind decision) {
        if (clientGone) {
            end(EndCause.CLIENT_ABORT, true);
            return;
        }
        if (fate != null && decision != EngineCommand.Kind.REPLY) {
            end(fate, fate != EndCause.SERVER_ABORT);
            return;
        }
        switch (decision) {
            case FORWARD -> {
                if (isAbandoned()) {
                    end(EndCause.CLIENT_ABORT, true);
                } else {
                    forward();
                }
            }
            case RESPOND -> respond();
            case REPLY -> reply();
            default -> throw new IllegalArgumentException("not a decision: " + decision);
        }
    }

    /** Whether the client has left in a way that makes a server's work useless. */
    abstract boolean isAbandoned();

    /** Command FORWARD: {@link Exchange#target} and {@link Exchange#plan} are set. */
    abstract void forward();

    /** Command RESPOND. */
    abstract void respond();

    /** Command REPLY: {@link Exchange#reply} for HTTP, a close for TCP. */
    abstract void reply();

    /** Command DROP. */
    final void drop() {
        end(exchange.cause == null ? EndCause.KILLED : exchange.cause, false);
    }

    /** Command ABORT. */
    abstract void abort();

    /** Command RECYCLE: the engine has done with the exchange, and another stream may have it. */
    final void recycle() {
        exchange.reset();
        exchange.carrier = this;
        fate = null;
    }

    /**
     * Begins to connect to the target, unless another I/O agent has an idle connection; {@link #serverConnected} or {@link #serverFailed} follows.
     *
     * @param shareable whether a connection that was used before will do
     */
    final void connect(long nowNanos, boolean shareable) {
        exchange.connectStartNanos = 0;
        exchange.connectedNanos = 0;
        exchange.reused = false;
        exchange.serverSpoke = false;
        agent.idleServers().used(exchange.target, 1);
        agent.idleServers().tellOthers();
        if (!agent.handovers().ask(this, shareable)) {
            open(nowNanos);
        }
    }

    /** Opens a connection that counts as used already. */
    final void open(long nowNanos) {
        exchange.connectStartNanos = nowNanos;
        server = new ServerConnection(agent.idleServers(), exchange.target);
        server.stream = this;
        server.channel = agent.connect(exchange, server);
        agent.timers().update(this);
    }

    /** Another I/O agent had an idle connection; it counts as used already. */
    final void takeOver(ServerConnection idle, long nowNanos) {
        attach(idle, nowNanos);
        serverConnected();
    }

    /** Until when {@link #connect} may take; the other I/O agents' answers come without fail. */
    final long connectDeadline() {
        return server == null ? NO_DEADLINE : deadlineAfter(exchange.connectStartNanos, exchange.plan.connectNanos());
    }

    /** Uses a connection of this I/O agent that was idle. */
    final void reuse(ServerConnection idle, long nowNanos) {
        agent.idleServers().used(idle.target, 1);
        if (idle.keeper != null) {
            agent.idleServers().tellOthers();
        }
        attach(idle, nowNanos);
    }

    private void attach(ServerConnection idle, long nowNanos) {
        server = idle;
        idle.stream = this;
        idle.keeper = null;
        idle.uses++;
        idle.channel.bulk(false);
        exchange.reused = true;
        exchange.serverSpoke = false;
        exchange.serverLocal.copyFrom(idle.local);
        exchange.connectStartNanos = nowNanos;
        exchange.connectedNanos = nowNanos;
    }

    /** Parts from the server's connection, if there is one. */
    final void detachServer(Parting parting) {
        ServerConnection parted = server;
        if (parted == null) {
            awaitNobody();
            return;
        }
        server = null;
        exchange.keptServer = parting == Parting.KEEP || parting == Parting.KEEP_FOR_CLIENT;
        if (exchange.connectedNanos == 0) {
            // Where an attempt in vain came from is in the log too.
            parted.channel.readLocal(exchange.serverLocal);
        }
        agent.idleServers().used(parted.target, -1);
        switch (parting) {
            case KEEP -> {
                parted.stream = null;
                parted.channel.receive(true);
                agent.idleServers().put(parted, agent.nanos());
            }
            case KEEP_FOR_CLIENT -> {
                parted.channel.receive(true);
                client.keepServer(parted);
            }
            case DROP -> parted.drop();
            case CLOSE -> parted.close();
            case RESET -> parted.abort();
        }
        if (parting != Parting.KEEP) {
            agent.idleServers().tellOthers();
        }
    }

    /** What other I/O agents were asked for is not wanted any more. */
    private void awaitNobody() {
        if (handover != null && handover.wanted) {
            handover.wanted = false;
            agent.idleServers().used(exchange.target, -1);
            agent.idleServers().tellOthers();
        }
    }

    /** What becomes of the server's connection after a stream. */
    enum Parting { KEEP, KEEP_FOR_CLIENT, DROP, CLOSE, RESET }

    /** Hands the exchange to the engine because no response can be had. */
    final void giveUpServer(EndCause cause, int errno) {
        detachServer(Parting.RESET);
        exchange.cause = cause;
        exchange.errno = errno;
        exchange.endNanos = agent.nanos();
        agent.publishFailed(exchange);
    }

    /** Keeps what is wrong with a message, and the message as far as it came, for {@code show errors}. */
    final void noteFault(HttpParseError error, int offset, IoBuffer faulty) {
        exchange.parseError = error;
        exchange.parseErrorOffset = offset;
        exchange.faultyBytes = new byte[faulty.length()];
        faulty.bytes().getBytes(faulty.start(), exchange.faultyBytes);
    }

    /** The client's timeout: the backend is not known yet when the first answer is the proxy's own. */
    final long clientTimeoutNanos() {
        return exchange.plan != null ? exchange.plan.clientNanos() : client.listener.frontend().timeouts().client() * 1_000_000L;
    }

    /** The deadline of a timeout that began to run; 0 and {@link Long#MAX_VALUE} are none. */
    static long deadlineAfter(long sinceNanos, long timeoutNanos) {
        return timeoutNanos <= 0 || timeoutNanos == Long.MAX_VALUE ? NO_DEADLINE : sinceNanos + timeoutNanos;
    }
}
