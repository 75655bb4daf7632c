package org.weir.engine.relay;

import org.weir.engine.message.EndCause;
import org.weir.io.memory.IoBuffer;

/** I/O agent only. A relayed TCP connection: waits for the engine to choose a server, connects, then lets bytes pass. */
final class TcpStream extends RelayedStream {
    private enum State { FREE, DECISION, CONNECT, ANNOUNCED, TUNNEL }

    private State state = State.FREE;

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
    void onClientData(IoBuffer data) {
        client.hold(data);
    }

    @Override
    void onClientSpliced(int bytes) {
        throw new IllegalStateException("spliced before the tunnel");
    }

    @Override
    void onServerSpliced(int bytes) {
        throw new IllegalStateException("spliced before the tunnel");
    }

    @Override
    void onClientEnd() {
        if (state == State.DECISION) {
            agent.publishClientEnded(exchange, false);
        } else if (state != State.ANNOUNCED && exchange.plan.abortOnClose()) {
            clientGone();
        }
    }

    @Override
    void onClientSendable() {
        // Nothing was sent to the client before the tunnel.
    }

    @Override
    void clientGone() {
        clientGone = true;
        switch (state) {
            case DECISION -> agent.publishClientGone(exchange);
            case CONNECT, TUNNEL -> end(EndCause.CLIENT_ABORT, true);
            case ANNOUNCED, FREE -> { }
        }
    }

    @Override
    boolean isAbandoned() {
        return client.inputEnded && exchange.plan.abortOnClose();
    }

    @Override
    void forward() {
        state = State.CONNECT;
        connect(agent.nanos(), false);
    }

    @Override
    void serverConnected() {
        if (exchange.plan.responseGranted()) {
            state = State.TUNNEL;
            startTunnel(false);
        } else {
            state = State.ANNOUNCED;
            exchange.cause = null;
            agent.publishResponse(exchange);
        }
    }

    @Override
    void onServerData(IoBuffer data) {
        if (state == State.ANNOUNCED) {
            server.channel.receive(false);
            server.hold(data);
        } else {
            data.release();
        }
    }

    /** An end that comes while the engine is asked is the tunnel's to see: {@link ServerConnection#inputEnded}. */
    @Override
    void onServerEnd() {
        connectFailed(0);
    }

    @Override
    void onServerSendable() {
        // Nothing was sent to the server before the tunnel.
    }

    @Override
    void onServerSendFailed() {
        // Nothing was sent to the server before the tunnel.
    }

    @Override
    void onServerFailed(int errno) {
        if (state == State.ANNOUNCED) {
            exchange.errno = errno;
            fate = EndCause.SERVER_ABORT;
        } else {
            connectFailed(errno);
        }
    }

    private void connectFailed(int errno) {
        if (state == State.CONNECT) {
            state = State.DECISION;
            giveUpServer(EndCause.CONNECT_FAILED, errno);
        }
    }

    @Override
    void respond() {
        if (client.inputEnded && exchange.plan.abortOnClose()) {
            end(EndCause.CLIENT_ABORT, true);
            return;
        }
        state = State.TUNNEL;
        startTunnel(false);
    }

    @Override
    void reply() {
        drop();
    }

    @Override
    void abort() {
        switch (state) {
            case CONNECT, TUNNEL -> end(EndCause.KILLED, true);
            case DECISION, ANNOUNCED -> fate = EndCause.KILLED;
            case FREE -> { }
        }
    }

    @Override
    void tunnelProgress(long fromClientBytes, long fromServerBytes) {
        exchange.bytesIn = fromClientBytes;
        exchange.bytesOut = fromServerBytes;
    }

    @Override
    void end(EndCause cause, boolean reset) {
        exchange.requestUnfinished = tunnel() != null && !tunnel().clientHasEnded();
        exchange.responseUnfinished = tunnel() != null && !tunnel().serverHasEnded();
        if (tunnel() == null) {
            exchange.bytesIn = client.heldBytes();
        }
        exchange.cause = cause;
        exchange.endNanos = agent.nanos();
        detachServer(!reset ? Parting.CLOSE : cause == EndCause.CLIENT_ABORT ? Parting.DROP : Parting.RESET);
        ClientConnection owner = client;
        state = State.FREE;
        client = null;
        endTunnel();
        agent.publishEnded(exchange);
        owner.streamEnded(false, reset);
    }

    @Override
    public long deadlineNanos() {
        return switch (state) {
            case FREE, DECISION, ANNOUNCED -> NO_DEADLINE;
            case CONNECT -> connectDeadline();
            case TUNNEL -> tunnel().deadlineNanos();
        };
    }

    @Override
    public void onDeadline(long nowNanos) {
        switch (state) {
            case CONNECT -> {
                state = State.DECISION;
                giveUpServer(EndCause.CONNECT_TIMEOUT, 0);
            }
            case TUNNEL -> end(tunnel().timedOutSide(nowNanos), !tunnel().isDelivered());
            case FREE, DECISION, ANNOUNCED -> { }
        }
    }
}
