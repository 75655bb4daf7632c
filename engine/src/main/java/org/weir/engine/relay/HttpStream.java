package org.weir.engine.relay;

import org.weir.engine.config.model.HttpOptions.Reuse;
import org.weir.engine.message.EndCause;
import org.weir.io.memory.IoBuffer;

/**
 * I/O agent only. One HTTP/1 request and its response: reads the head, asks the engine, carries the request to the server and the response back.
 * Nothing of either side's framing passes through: heads and chunks are parsed and emitted anew.
 *
 * <pre>
 *   HEAD ─▶ DECISION ─▶ CONNECT ─▶ RELAY ─▶ (RESPONSE_DECISION ─▶ RELAY) ─▶ FREE
 *              ▲  │                  │  └─▶ TUNNEL ─▶ FREE
 *              │  └─▶ REPLY ─▶ FREE  │
 *              └─────────────────────┘  no response to be had
 * </pre>
 */
final class HttpStream extends RelayedStream {
    private enum State { FREE, HEAD, DECISION, CONNECT, RELAY, RESPONSE_DECISION, REPLY, TUNNEL }

    private final RequestRelay request;
    private final ResponseRelay response;
    private final ReplyWriter replyWriter;
    private final HttpDeadlines deadlines;
    private State state = State.FREE;
    private boolean keepClient;

    HttpStream(IoAgent agent) {
        super(agent);
        request = new RequestRelay(agent);
        response = new ResponseRelay(agent);
        replyWriter = new ReplyWriter(agent.buffers());
        deadlines = new HttpDeadlines(this, request, response);
    }

    /** The first bytes of a request are in {@link ClientConnection#input}. */
    void begin(ClientConnection owner, long idleSinceNanos) {
        open(owner, idleSinceNanos);
        state = State.HEAD;
        long fromNanos = owner.requests == 0 ? idleSinceNanos : exchange.firstByteNanos;
        deadlines.headSince(fromNanos, owner.listener.frontend().timeouts().httpRequest());
        readRequest();
        if (state == State.HEAD) {
            agent.timers().update(this);
        }
    }

    /**
     * A connection ends before its first request began.
     *
     * @param gone whether the client takes no answer any more
     */
    void beginWithoutHead(ClientConnection owner, long idleSinceNanos, EndCause cause, boolean gone) {
        open(owner, idleSinceNanos);
        exchange.firstByteNanos = idleSinceNanos;
        clientGone = gone;
        failHead(cause);
    }

    private void open(ClientConnection owner, long idleSinceNanos) {
        client = owner;
        exchange.link = owner;
        exchange.requestNumber = owner.requests;
        exchange.idleSinceNanos = idleSinceNanos;
        exchange.firstByteNanos = agent.nanos();
        clientActiveNanos = exchange.firstByteNanos;
        clientGone = false;
        keepClient = false;
        request.reset();
        request.intake().tolerant(owner.listener.frontend().http().acceptInvalidRequest());
        response.reset();
    }

    private void readRequest() {
        RequestIntake intake = request.intake();
        switch (intake.read(client)) {
            case COMPLETE -> {
                request.headComplete(exchange);
                state = State.DECISION;
                agent.publishRequest(exchange);
            }
            case INVALID -> {
                noteFault(intake.error(), intake.errorOffset(), client.input);
                failHead(EndCause.BAD_REQUEST);
            }
            case TOO_LARGE -> failHead(EndCause.BAD_REQUEST);
            case INCOMPLETE -> {
                client.channel.awaitRest();
                if (client.inputEnded) {
                    failHead(EndCause.CLIENT_ABORT);
                }
            }
        }
    }

    private void failHead(EndCause cause) {
        exchange.request = null;
        exchange.cause = cause;
        exchange.headNanos = agent.nanos();
        exchange.bytesIn = client.input == null ? 0 : client.input.length();
        state = State.DECISION;
        agent.publishRequest(exchange);
    }

    @Override
    void onClientData(IoBuffer data) {
        switch (state) {
            case HEAD -> {
                client.hold(data);
                readRequest();
            }
            case RELAY, RESPONSE_DECISION -> {
                if (request.isBodyDone()) {
                    client.hold(data);
                } else if (request.isServerDeaf()) {
                    data.release();
                } else {
                    requestProgress(request.relay(client, data, null, server.channel, exchange));
                }
            }
            case DECISION, CONNECT, REPLY -> client.hold(data);
            case FREE, TUNNEL -> data.release();
        }
    }

    @Override
    void onClientSpliced(int bytes) {
        requestProgress(request.spliced(client, bytes, server.channel, exchange));
    }

    @Override
    void onServerSpliced(int bytes) {
        responseProgress(response.spliced(bytes, exchange));
    }

    @Override
    void onClientEnd() {
        switch (state) {
            case HEAD -> failHead(EndCause.CLIENT_ABORT);
            case RELAY, RESPONSE_DECISION -> {
                if (!request.isOver()) {
                    clientGone();
                }
            }
            case DECISION -> agent.publishClientEnded(exchange, request.isCut(client));
            case CONNECT -> {
                if (exchange.plan.abortOnClose() || isAbandoned()) {
                    clientGone();
                }
            }
            case REPLY, TUNNEL, FREE -> { }
        }
    }

    @Override
    void clientGone() {
        clientGone = true;
        switch (state) {
            case HEAD -> failHead(EndCause.CLIENT_ABORT);
            case DECISION, RESPONSE_DECISION -> agent.publishClientGone(exchange);
            case CONNECT, RELAY, REPLY, TUNNEL -> end(EndCause.CLIENT_ABORT, true);
            case FREE -> { }
        }
    }

    @Override
    void onClientSendable() {
        switch (state) {
            case RELAY -> {
                if (server == null || response.isHeadSeen() && response.isBodyDone()) {
                    checkEnd();
                } else {
                    server.channel.receive(true);
                    responseProgress(ResponseRelay.Result.MORE);
                }
            }
            case REPLY -> checkEnd();
            case FREE, HEAD, DECISION, CONNECT, RESPONSE_DECISION, TUNNEL -> { }
        }
    }

    @Override
    boolean isAbandoned() {
        return request.isCut(client);
    }

    @Override
    void forward() {
        ServerConnection idle = exchange.freshConnection ? null : agent.takeIdleServer(exchange, client);
        if (idle != null) {
            reuse(idle, agent.nanos());
            serverConnected();
        } else {
            state = State.CONNECT;
            connect(agent.nanos(), !exchange.freshConnection);
        }
    }

    @Override
    void serverConnected() {
        state = State.RELAY;
        serverActiveNanos = agent.nanos();
        clientActiveNanos = serverActiveNanos;
        response.reset();
        response.intake().tolerant(exchange.plan.acceptInvalidResponse());
        requestProgress(request.send(client, server.channel, exchange));
    }

    private void requestProgress(RequestRelay.Result result) {
        switch (result) {
            case MORE -> agent.timers().update(this);
            case CUT -> clientGone();
            case DONE -> {
                serverActiveNanos = agent.nanos();
                agent.timers().update(this);
                checkEnd();
            }
            case STARVED, TOO_LARGE, INVALID -> requestFailed(result.fault);
        }
    }

    private void requestFailed(EndCause cause) {
        if (state == State.RESPONSE_DECISION) {
            fate = cause;
            request.serverIsDeaf();
        } else {
            giveUp(cause, 0);
        }
    }

    @Override
    void respond() {
        state = State.RELAY;
        server.channel.receive(true);
        sendResponse();
    }

    @Override
    void reply() {
        detachServer(Parting.RESET);
        boolean wellFormed = exchange.request != null && exchange.cause != EndCause.BAD_REQUEST;
        keepClient = wellFormed && !exchange.reply.mustClose() && ConnectionHeader.mayKeepClient(request.head(), exchange, agent.isDraining())
                && request.skip(client, exchange);
        state = State.REPLY;
        clientActiveNanos = agent.nanos();
        if (!replyWriter.send(exchange, wellFormed, request.head(), keepClient, client.channel)) {
            end(EndCause.RESOURCE, true);
            return;
        }
        agent.timers().update(this);
        checkEnd();
    }

    @Override
    void abort() {
        switch (state) {
            case DECISION, RESPONSE_DECISION -> fate = EndCause.KILLED;
            case HEAD, CONNECT, RELAY, REPLY, TUNNEL -> giveUp(EndCause.KILLED, 0);
            case FREE -> { }
        }
    }

    @Override
    void onServerData(IoBuffer data) {
        switch (state) {
            case RELAY -> {
                if (response.isHeadSeen()) {
                    responseProgress(response.relay(data, null, client.channel, exchange));
                } else {
                    server.hold(data);
                    readResponse();
                }
            }
            case RESPONSE_DECISION -> {
                server.channel.receive(false);
                server.hold(data);
            }
            case FREE, HEAD, DECISION, CONNECT, REPLY, TUNNEL -> data.release();
        }
    }

    private void readResponse() {
        while (state == State.RELAY && !response.isHeadSeen() && server.input != null) {
            ResponseIntake intake = response.intake();
            switch (intake.read(server)) {
                case INCOMPLETE -> {
                    server.channel.awaitRest();
                    return;
                }
                case TOO_LARGE -> giveUp(EndCause.BAD_RESPONSE, 0);
                case INVALID -> {
                    noteFault(intake.error(), intake.errorOffset(server), server.input);
                    giveUp(EndCause.BAD_RESPONSE, 0);
                }
                case COMPLETE -> responseComplete();
                case INTERIM -> responseProgress(response.sendInterim(server, request.head(), client.channel, exchange));
            }
        }
    }

    private void responseComplete() {
        if (!response.isAcceptable(request, exchange, server.input)) {
            giveUp(EndCause.BAD_RESPONSE, 0);
            return;
        }
        response.headComplete(exchange);
        request.releaseHead(client, exchange);
        if (exchange.plan.responseGranted()) {
            sendResponse();
        } else {
            state = State.RESPONSE_DECISION;
            exchange.cause = null;
            server.channel.receive(false);
            agent.publishResponse(exchange);
        }
    }

    private void sendResponse() {
        exchange.status = response.head().status();
        keepClient = ConnectionHeader.mayKeepClient(request.head(), exchange, agent.isDraining()) && response.isDelimitedFor(request.head(), exchange);
        clientActiveNanos = agent.nanos();
        responseProgress(response.send(server, request.head(), keepClient, !keepClient && request.isOver(), client.channel, exchange));
    }

    private void responseProgress(ResponseRelay.Result result) {
        switch (result) {
            case MORE -> {
                agent.timers().update(this);
                server.channel.awaitRest();
                if (client.channel.pendingBytes() > 0) {
                    server.channel.receive(false);
                } else if (response.isHeadSeen() && server.inputEnded) {
                    serverEnd();
                }
            }
            case DONE -> {
                checkEnd();
                if (state == State.RELAY && server != null) {
                    // The client still owes its body.
                    agent.timers().update(this);
                }
            }
            case TUNNEL -> {
                state = State.TUNNEL;
                // As in HAProxy: a server that ends an upgraded connection wants nothing more of it; one behind CONNECT may.
                startTunnel(response.intake().status() == 101);
            }
            case STARVED, TOO_LARGE -> giveUp(result.fault, 0);
            case INVALID -> end(result.fault, true);
        }
    }

    @Override
    void onServerEnd() {
        switch (state) {
            case RELAY -> {
                if (!response.isHeadSeen()) {
                    giveUp(EndCause.SERVER_ABORT, 0);
                } else if (response.endOfInput() == ResponseRelay.Result.DONE) {
                    checkEnd();
                } else if (client.channel.pendingBytes() == 0 || server.input == null) {
                    end(EndCause.SERVER_ABORT, !response.isDelimitedFor(request.head(), exchange));
                }
            }
            case CONNECT -> giveUp(EndCause.CONNECT_FAILED, 0);
            case RESPONSE_DECISION, FREE, HEAD, DECISION, REPLY, TUNNEL -> { }
        }
    }

    @Override
    void onServerSendable() {
        receiveRequestBody();
        checkEnd();
    }

    @Override
    void onServerSendFailed() {
        // A server may answer and close before it has read the whole request: its answer still counts (RFC 9112 section 9.5).
        request.serverIsDeaf();
        response.dropServer();
        onServerSendable();
    }

    private void receiveRequestBody() {
        if ((state == State.RELAY || state == State.RESPONSE_DECISION) && !request.isBodyDone()) {
            client.channel.receive(true);
            agent.timers().update(this);
        }
    }

    @Override
    void onServerFailed(int errno) {
        switch (state) {
            case CONNECT -> giveUp(EndCause.CONNECT_FAILED, errno);
            case RELAY -> {
                if (response.isHeadSeen()) {
                    // A client that learns of the end of the body by the close must not take this for one.
                    exchange.errno = errno;
                    end(EndCause.SERVER_ABORT, !response.isDelimitedFor(request.head(), exchange));
                } else if (request.isBodyDone()) {
                    giveUp(EndCause.SERVER_ABORT, errno);
                } else {
                    // As HAProxy does it: a client that is still sending sees its connection closed, and no answer that it might not get.
                    exchange.errno = errno;
                    end(EndCause.SERVER_ABORT, false);
                }
            }
            case RESPONSE_DECISION -> server.inputEnded = true;
            case FREE, HEAD, DECISION, REPLY, TUNNEL -> { }
        }
    }

    /** No response can be had: the engine decides whether another server is tried, or what the client is told. */
    private void giveUp(EndCause cause, int errno) {
        if (exchange.responseStarted || state == State.REPLY || state == State.TUNNEL) {
            end(cause, true);
            return;
        }
        exchange.requestUnfinished = state == State.RELAY && !request.isRepeatable();
        state = State.DECISION;
        giveUpServer(cause, errno);
    }

    private void checkEnd() {
        boolean answered = response.isHeadSeen() && response.isBodyDone() && exchange.responseStarted && request.isOver() && serverHasTakenAll();
        if (state != State.REPLY && !answered) {
            return;
        }
        if (server != null) {
            boolean kept = response.keepsServer() && request.isBodyDone() && server.input == null;
            detachServer(!kept ? Parting.DROP : server.bound || exchange.plan.reuse() == Reuse.NEVER ? Parting.KEEP_FOR_CLIENT : Parting.KEEP);
        }
        if (client.channel.pendingBytes() == 0) {
            end(EndCause.NORMAL, false);
        } else {
            agent.timers().update(this);
        }
    }

    private boolean serverHasTakenAll() {
        return server == null || request.isServerDeaf() || server.channel.pendingBytes() == 0;
    }

    @Override
    void tunnelProgress(long fromClientBytes, long fromServerBytes) {
        exchange.bytesIn = exchange.headBytes + fromClientBytes;
        exchange.bytesOut = response.headBytesSent() + fromServerBytes;
    }

    @Override
    void end(EndCause cause, boolean reset) {
        exchange.requestUnfinished = !request.isBodyDone();
        exchange.responseUnfinished = response.isHeadSeen() && !response.isBodyDone();
        exchange.cause = cause;
        exchange.endNanos = agent.nanos();
        detachServer(cause == EndCause.NORMAL ? Parting.CLOSE : Parting.RESET);
        request.releaseHead(client, exchange);
        ClientConnection owner = client;
        boolean broken = reset && exchange.responseUnfinished;
        state = State.FREE;
        client = null;
        endTunnel();
        agent.publishEnded(exchange);
        owner.streamEnded(keepClient && cause == EndCause.NORMAL && request.isBodyDone(), broken);
    }

    @Override
    public long deadlineNanos() {
        return switch (state) {
            case FREE, DECISION, RESPONSE_DECISION -> NO_DEADLINE;
            case HEAD -> deadlines.head();
            case CONNECT -> connectDeadline();
            case REPLY -> deadlineAfter(clientActiveNanos, clientTimeoutNanos());
            case RELAY -> deadlines.relay();
            case TUNNEL -> tunnel().deadlineNanos();
        };
    }

    @Override
    public void onDeadline(long nowNanos) {
        switch (state) {
            case HEAD -> failHead(EndCause.CLIENT_TIMEOUT);
            case CONNECT -> giveUp(EndCause.CONNECT_TIMEOUT, 0);
            case REPLY -> end(EndCause.CLIENT_TIMEOUT, true);
            case RELAY -> {
                EndCause cause = deadlines.lateSide();
                if (response.isHeadSeen()) {
                    end(cause, cause == EndCause.CLIENT_TIMEOUT || !response.isDelimitedFor(request.head(), exchange));
                } else {
                    giveUp(cause, 0);
                }
            }
            case TUNNEL -> end(tunnel().timedOutSide(nowNanos), true);
            case FREE, DECISION, RESPONSE_DECISION -> { }
        }
    }
}
