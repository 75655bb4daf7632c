package org.weir.engine.relay;

import org.weir.engine.message.EndCause;
import org.weir.io.memory.IoBuffer;

/** I/O agent only. A relayed TCP connection: waits for the engine to choose a server, connects, then lets bytes pass. */
final class TcpStream extends RelayedStream {
    private enum State { FREE, DECISION, CONNECT, TUNNEL }

    private State state = State.FREE;
    private Tunnel tunnel;
    private boolean clientGone;

    TcpStream(IoAgent agent) {
        super(agent);
    }

    void begin(ClientConnection owner, long nowNanos) {
        client = owner;
        clientGone = false;
        exchange.link = owner;
        exchange.idleSinceNanos = nowNanos;
        exchange.firstByteNanos = nowNanos;
        exchange.headNanos = nowNanos;
        state = State.DECISION;
        agent.publishRequest(exchange);
    }

    @Override
    void clientData(IoBuffer data) {
        if (state == State.TUNNEL) {
            tunnel.fromClient(data);
            checkTunnel();
        } else {
            client.hold(data);
        }
    }

    @Override
    void clientEnd() {
        if (state == State.TUNNEL) {
            tunnel.clientEnded();
            checkTunnel();
        } else if (exchange.plan != null && exchange.plan.abortOnClose()) {
            clientGone();
        }
    }

    @Override
    void clientSendable() {
        if (state == State.TUNNEL) {
            tunnel.clientSendable();
            checkTunnel();
        }
    }

    @Override
    void clientGone() {
        clientGone = true;
        switch (state) {
            case DECISION -> agent.publishClientGone(exchange);
            case CONNECT, TUNNEL -> end(EndCause.CLIENT_ABORT, true);
            case FREE -> { }
        }
    }

    @Override
    void forward() {
        if (clientGone) {
            end(EndCause.CLIENT_ABORT, true);
            return;
        }
        state = State.CONNECT;
        connect(agent.nanos());
        agent.timers().update(this);
    }

    @Override
    void serverConnected() {
        exchange.connectedNanos = agent.nanos();
        state = State.TUNNEL;
        tunnel = new Tunnel(client, server, exchange.plan, exchange.connectedNanos);
        while (client.input != null) {
            IoBuffer early = client.input;
            client.input = null;
            tunnel.fromClient(early);
            client.promoteNext();
        }
        if (client.inputEnded) {
            tunnel.clientEnded();
        } else if (server.channel.pendingBytes() == 0) {
            client.channel.receive(true);
        }
        checkTunnel();
        if (state == State.TUNNEL) {
            agent.timers().update(this);
        }
    }

    @Override
    void serverData(IoBuffer data) {
        if (state == State.TUNNEL) {
            tunnel.fromServer(data);
            checkTunnel();
        } else {
            data.release();
        }
    }

    @Override
    void serverEnd() {
        if (state == State.TUNNEL) {
            tunnel.serverEnded();
            checkTunnel();
            if (state == State.TUNNEL) {
                agent.timers().update(this);
            }
        } else if (state == State.CONNECT) {
            state = State.DECISION;
            giveUpServer(EndCause.CONNECT_FAILED, 0);
        }
    }

    @Override
    void serverSendable() {
        if (state == State.TUNNEL) {
            tunnel.serverSendable();
            checkTunnel();
        }
    }

    @Override
    void serverSendFailed(int errno) {
        exchange.errno = errno;
        if (state == State.TUNNEL) {
            end(EndCause.SERVER_ABORT, true);
        }
    }

    @Override
    void serverFailed(int errno) {
        if (state == State.CONNECT) {
            state = State.DECISION;
            giveUpServer(EndCause.CONNECT_FAILED, errno);
        } else if (state == State.TUNNEL) {
            exchange.errno = errno;
            end(EndCause.SERVER_ABORT, true);
        }
    }

    @Override
    void respond() {
        throw new IllegalStateException("a TCP stream has no response");
    }

    @Override
    void reply() {
        end(exchange.cause == null ? EndCause.KILLED : exchange.cause, false);
    }

    @Override
    void drop() {
        end(exchange.cause == null ? EndCause.KILLED : exchange.cause, true);
    }

    @Override
    void abort() {
        if (state == State.CONNECT || state == State.TUNNEL) {
            end(EndCause.KILLED, true);
        }
    }

    private void checkTunnel() {
        if (state != State.TUNNEL) {
            return;
        }
        exchange.bytesIn = tunnel.bytesFromClient();
        exchange.bytesOut = tunnel.bytesFromServer();
        if (exchange.responseNanos == 0 && exchange.bytesOut > 0) {
            exchange.responseNanos = agent.nanos();
        }
        if (tunnel.isOver()) {
            end(EndCause.NORMAL, false);
        }
    }

    private void end(EndCause cause, boolean reset) {
        exchange.requestUnfinished = tunnel != null && !tunnel.clientHasEnded();
        exchange.responseUnfinished = tunnel != null && !tunnel.serverHasEnded();
        exchange.cause = cause;
        exchange.endNanos = agent.nanos();
        detachServer(reset ? Parting.RESET : Parting.CLOSE);
        ClientConnection owner = client;
        state = State.FREE;
        client = null;
        tunnel = null;
        agent.publishEnded(exchange);
        owner.streamEnded(false, reset);
    }

    @Override
    public long deadlineNanos() {
        return switch (state) {
            case FREE, DECISION -> NO_DEADLINE;
            case CONNECT -> exchange.plan.connectNanos() == Long.MAX_VALUE ? NO_DEADLINE
                    : exchange.connectStartNanos + exchange.plan.connectNanos();
            case TUNNEL -> tunnel.deadlineNanos();
        };
    }

    @Override
    public void onDeadline(long nowNanos) {
        switch (state) {
            case CONNECT -> {
                state = State.DECISION;
                giveUpServer(EndCause.CONNECT_TIMEOUT, 0);
            }
            case TUNNEL -> end(tunnel.timedOutSide(nowNanos), true);
            case FREE, DECISION -> { }
        }
    }

    /** Makes it ready for another stream, after the engine has done with the exchange. */
    void recycle() {
        exchange.reset();
        exchange.carrier = this;
    }
}
