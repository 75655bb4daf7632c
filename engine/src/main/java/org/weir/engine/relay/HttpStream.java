package org.weir.engine.relay;

import org.weir.engine.config.model.HttpOptions.ConnectionMode;
import org.weir.engine.config.model.HttpOptions.Reuse;
import org.weir.engine.http.BodyFraming;
import org.weir.engine.http.Http1Writer;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.ForwardPlan;
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

    private final MessageHead request;
    private final MessageHead response;
    private final RequestIntake requestIntake;
    private final ResponseIntake responseIntake;
    private final BodyRelay requestBody;
    private final BodyRelay responseBody;
    private final ReplyWriter replyWriter;
    private Tunnel tunnel;
    private State state = State.FREE;
    private long headDeadlineNanos;
    private long responseHeadBytes;
    private boolean requestHeadHeld;
    private boolean responseHeadSeen;
    private boolean keepClient;
    private boolean keepServer;
    private boolean clientGone;
    private boolean serverDeaf;

    HttpStream(IoAgent agent) {
        super(agent);
        requestIntake = new RequestIntake(agent.maxHeaders(), agent.editReserveBytes());
        responseIntake = new ResponseIntake(agent.maxHeaders(), agent.editReserveBytes());
        request = requestIntake.head;
        response = responseIntake.head;
        requestBody = new BodyRelay(agent.buffers());
        responseBody = new BodyRelay(agent.buffers());
        replyWriter = new ReplyWriter(agent.buffers(), agent.headWriter());
    }

    // --- the request head

    /** The first bytes of a request are in {@link ClientConnection#input}. */
    void begin(ClientConnection owner, long idleSinceNanos) {
        open(owner, idleSinceNanos);
        state = State.HEAD;
        long fromNanos = owner.requests == 0 ? idleSinceNanos : exchange.firstByteNanos;
        headDeadlineNanos = deadlineAfter(fromNanos, owner.listener.frontend().timeouts().httpRequest() * 1_000_000L);
        readRequest();
        if (state == State.HEAD) {
            agent.timers().update(this);
        }
    }

    /** A connection ends before its first request began. */
    void beginWithoutHead(ClientConnection owner, long idleSinceNanos, boolean timedOut) {
        open(owner, idleSinceNanos);
        exchange.firstByteNanos = idleSinceNanos;
        clientGone = !timedOut;
        failHead(timedOut ? EndCause.CLIENT_TIMEOUT : EndCause.CLIENT_ABORT);
    }

    private void open(ClientConnection owner, long idleSinceNanos) {
        client = owner;
        exchange.link = owner;
        exchange.requestNumber = owner.requests;
        exchange.idleSinceNanos = idleSinceNanos;
        exchange.firstByteNanos = agent.nanos();
        clientActiveNanos = exchange.firstByteNanos;
        clientGone = false;
        serverDeaf = false;
        requestHeadHeld = false;
        responseHeadSeen = false;
        keepClient = false;
        keepServer = false;
        responseHeadBytes = 0;
        requestBody.start(BodyFraming.NONE, 0, false);
        responseBody.start(BodyFraming.NONE, 0, false);
        requestIntake.reset();
    }

    private void readRequest() {
        switch (requestIntake.read(client)) {
            case COMPLETE -> requestComplete();
            case INVALID -> {
                exchange.parseError = requestIntake.error();
                exchange.parseErrorOffset = requestIntake.errorOffset();
                exchange.faultyBytes = RequestIntake.copyOf(client.input);
                failHead(EndCause.BAD_REQUEST);
            }
            case TOO_LARGE -> failHead(EndCause.BAD_REQUEST);
            case INCOMPLETE -> {
                if (client.inputEnded) {
                    failHead(EndCause.CLIENT_ABORT);
                }
            }
        }
    }

    private void requestComplete() {
        requestHeadHeld = true;
        exchange.headBytes = requestIntake.headBytes();
        exchange.bytesIn = exchange.headBytes;
        exchange.headNanos = agent.nanos();
        exchange.request = request;
        exchange.cause = null;
        state = State.DECISION;
        agent.publishRequest(exchange);
    }

    private void failHead(EndCause cause) {
        exchange.request = null;
        exchange.cause = cause;
        exchange.headNanos = agent.nanos();
        exchange.bytesIn = client.input == null ? 0 : client.input.length();
        state = State.DECISION;
        agent.publishRequest(exchange);
    }

    // --- the client's side

    @Override
    void clientData(IoBuffer data) {
        clientActiveNanos = agent.nanos();
        switch (state) {
            case HEAD -> {
                client.hold(data);
                readRequest();
            }
            case RELAY, RESPONSE_DECISION -> {
                if (requestBody.isDone()) {
                    client.hold(data);
                } else if (serverDeaf) {
                    data.release();
                } else {
                    relayRequestBody(data, null);
                }
            }
            case TUNNEL -> {
                tunnel.fromClient(data);
                checkTunnel();
            }
            case DECISION, CONNECT, REPLY -> client.hold(data);
            case FREE -> data.release();
        }
    }

    @Override
    void clientEnd() {
        switch (state) {
            case HEAD -> failHead(EndCause.CLIENT_ABORT);
            case RELAY, RESPONSE_DECISION -> {
                if (!requestBody.isDone()) {
                    clientGone();
                } else if (exchange.plan.abortOnClose() && !responseHeadSeen) {
                    clientGone();
                }
            }
            case TUNNEL -> {
                tunnel.clientEnded();
                checkTunnel();
            }
            case DECISION, CONNECT -> {
                if (exchange.plan != null && exchange.plan.abortOnClose()) {
                    clientGone();
                }
            }
            case REPLY, FREE -> { }
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
    void clientSendable() {
        clientActiveNanos = agent.nanos();
        switch (state) {
            case RELAY -> {
                if (!responseBody.isDone() && server != null) {
                    server.channel.receive(true);
                }
                checkEnd();
            }
            case REPLY -> checkEnd();
            case TUNNEL -> {
                tunnel.clientSendable();
                checkTunnel();
            }
            case FREE, HEAD, DECISION, CONNECT, RESPONSE_DECISION -> { }
        }
    }

    // --- commands

    @Override
    void forward() {
        if (clientGone) {
            end(EndCause.CLIENT_ABORT, true);
            return;
        }
        long nowNanos = agent.nanos();
        ServerConnection idle = exchange.freshConnection ? null : agent.takeIdleServer(exchange, client);
        if (idle != null) {
            attach(idle, nowNanos);
            sendRequest();
            return;
        }
        state = State.CONNECT;
        connect(nowNanos);
        agent.timers().update(this);
    }

    @Override
    void serverConnected() {
        exchange.connectedNanos = agent.nanos();
        sendRequest();
    }

    private void sendRequest() {
        IoBuffer out = agent.buffers().acquire();
        if (out == null) {
            giveUp(EndCause.RESOURCE, 0);
            return;
        }
        int framing = BodyFraming.ofRequest(request);
        int end = agent.headWriter().writeRequest(request, out.bytes(), 0, out.capacity(), framing, request.contentLength(),
                ConnectionHeader.towardsServer(request, exchange.plan));
        if (end < 0) {
            out.release();
            giveUp(EndCause.INTERNAL, 0);
            return;
        }
        out.end(end);
        state = State.RELAY;
        serverActiveNanos = agent.nanos();
        clientActiveNanos = serverActiveNanos;
        responseIntake.reset();
        requestBody.start(framing, request.contentLength(), true);
        if (requestBody.isDone()) {
            server.channel.send(out);
        } else {
            releaseRequestHead();
            if (client.input == null) {
                server.channel.send(out);
            } else {
                relayHeld(out);
            }
            client.channel.receive(client.canHold());
        }
        if (state == State.RELAY) {
            agent.timers().update(this);
        }
    }

    /** Relays body bytes that were received with the head or since. */
    private void relayHeld(IoBuffer head) {
        IoBuffer data = client.input;
        client.input = null;
        relayRequestBody(data, head);
        while (state == State.RELAY && !requestBody.isDone() && client.promoteNext()) {
            data = client.input;
            client.input = null;
            relayRequestBody(data, null);
        }
    }

    private void relayRequestBody(IoBuffer data, IoBuffer head) {
        IoBuffer rest = requestBody.relay(data, head, server.channel);
        exchange.bytesIn = exchange.headBytes + requestBody.relayedBytes();
        if (rest != null) {
            client.input = rest;
        }
        if (requestBody.isInvalid()) {
            if (exchange.responseStarted || state == State.RESPONSE_DECISION) {
                end(EndCause.BAD_REQUEST, true);
            } else {
                giveUp(EndCause.BAD_REQUEST, 0);
            }
        } else if (requestBody.isStarved()) {
            giveUp(EndCause.RESOURCE, 0);
        } else if (server.channel.pendingBytes() > 0 && !requestBody.isDone()) {
            client.channel.receive(false);
        } else if (requestBody.isDone()) {
            serverActiveNanos = agent.nanos();
            checkEnd();
        }
    }

    @Override
    void respond() {
        if (clientGone) {
            end(EndCause.CLIENT_ABORT, true);
            return;
        }
        state = State.RELAY;
        server.channel.receive(true);
        sendResponse();
    }

    @Override
    void reply() {
        if (clientGone) {
            end(EndCause.CLIENT_ABORT, true);
            return;
        }
        detachServer(Parting.CLOSE);
        boolean wellFormed = exchange.request != null && exchange.cause != EndCause.BAD_REQUEST;
        keepClient = wellFormed && clientMayStay() && skipRequestBody();
        exchange.status = exchange.reply.status();
        exchange.responseStarted = true;
        responseBody.start(BodyFraming.NONE, 0, false);
        requestBody.start(BodyFraming.NONE, 0, false);
        state = State.REPLY;
        clientActiveNanos = agent.nanos();
        boolean bodiless = wellFormed && request.methodId() == MethodId.HEAD;
        boolean sent = wellFormed
                ? replyWriter.send(exchange.reply, responseIntake, ConnectionHeader.towardsClient(request, 11, keepClient), bodiless, client.channel)
                : replyWriter.sendVerbatim(exchange.reply, client.channel);
        exchange.bytesOut = replyWriter.sentBytes();
        if (!sent) {
            end(EndCause.RESOURCE, true);
            return;
        }
        agent.timers().update(this);
        checkEnd();
    }

    /** Whether the request's body is out of the way, so that another request can follow. */
    private boolean skipRequestBody() {
        if (!requestHeadHeld) {
            return requestBody.isDone();
        }
        releaseRequestHead();
        int framing = BodyFraming.ofRequest(request);
        if (framing == BodyFraming.NONE) {
            return true;
        }
        long length = request.contentLength();
        if (framing != BodyFraming.LENGTH || length > (client.input == null ? 0 : client.input.length())) {
            return false;
        }
        if (length > 0) {
            client.consume((int) length);
        }
        return true;
    }

    @Override
    void drop() {
        end(exchange.cause == null ? EndCause.KILLED : exchange.cause, false);
    }

    @Override
    void abort() {
        if (state != State.FREE && state != State.DECISION && state != State.RESPONSE_DECISION) {
            end(EndCause.KILLED, true);
        }
    }

    // --- the server's side

    @Override
    void serverData(IoBuffer data) {
        serverActiveNanos = agent.nanos();
        switch (state) {
            case RELAY -> {
                if (responseHeadSeen) {
                    relayResponseBody(data, null);
                } else {
                    responseIntake.add(server, data);
                    readResponse();
                }
            }
            case TUNNEL -> {
                tunnel.fromServer(data);
                checkTunnel();
            }
            case RESPONSE_DECISION -> {
                server.channel.receive(false);
                holdResponse(data);
            }
            case FREE, HEAD, DECISION, CONNECT, REPLY -> data.release();
        }
    }

    private void holdResponse(IoBuffer data) {
        IoBuffer last = server.input;
        if (last == null) {
            server.input = data;
        } else {
            server.more = data;
        }
    }

    private void readResponse() {
        while (true) {
            switch (responseIntake.read(server)) {
                case INCOMPLETE -> {
                    return;
                }
                case TOO_LARGE -> {
                    giveUp(EndCause.BAD_RESPONSE, 0);
                    return;
                }
                case INVALID -> {
                    exchange.parseError = responseIntake.error();
                    exchange.parseErrorOffset = responseIntake.errorOffset(server);
                    exchange.faultyBytes = RequestIntake.copyOf(server.input);
                    giveUp(EndCause.BAD_RESPONSE, 0);
                    return;
                }
                case COMPLETE -> {
                    responseComplete();
                    return;
                }
                case INTERIM -> {
                    if (!forwardInterim() || server == null || server.input == null) {
                        return;
                    }
                }
            }
        }
    }

    /** A 1xx response: passed on, unless the client would not understand it. */
    private boolean forwardInterim() {
        if (request.version() >= 11) {
            IoBuffer out = agent.buffers().acquire();
            if (out == null) {
                giveUp(EndCause.RESOURCE, 0);
                return false;
            }
            int end = agent.headWriter().writeResponse(response, out.bytes(), 0, out.capacity(), BodyFraming.NONE, 0, Http1Writer.CONNECTION_NONE);
            if (end < 0) {
                out.release();
                giveUp(EndCause.BAD_RESPONSE, 0);
                return false;
            }
            out.end(end);
            responseHeadBytes += end;
            client.channel.send(out);
        }
        server.consume(responseIntake.headBytes());
        responseIntake.reset();
        return true;
    }

    private void responseComplete() {
        responseHeadSeen = true;
        exchange.response = response;
        exchange.responseNanos = agent.nanos();
        exchange.status = response.status();
        if (requestHeadHeld) {
            releaseRequestHead();
        }
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
        exchange.status = response.status();
        int framing = BodyFraming.ofResponse(response, request.methodId());
        keepServer = exchange.plan.connection() == ConnectionMode.KEEP_ALIVE
                && response.wantsKeepAlive() && framing != BodyFraming.UNTIL_CLOSE && framing != BodyFraming.TUNNEL;
        boolean forOldClient = request.version() < 11;
        boolean delimited = framing != BodyFraming.UNTIL_CLOSE && !(framing == BodyFraming.CHUNKED && forOldClient);
        keepClient = delimited && framing != BodyFraming.TUNNEL && clientMayStay();
        IoBuffer out = agent.buffers().acquire();
        if (out == null) {
            giveUp(EndCause.RESOURCE, 0);
            return;
        }
        int emitted = framing == BodyFraming.CHUNKED && forOldClient ? BodyFraming.UNTIL_CLOSE : framing;
        int end = agent.headWriter().writeResponse(response, out.bytes(), 0, out.capacity(), emitted, response.contentLength(),
                responseConnection(framing));
        if (end < 0) {
            out.release();
            giveUp(EndCause.INTERNAL, 0);
            return;
        }
        out.end(end);
        responseHeadBytes += end;
        exchange.responseStarted = true;
        exchange.bytesOut = responseHeadBytes;
        server.consume(responseIntake.headBytes());
        clientActiveNanos = agent.nanos();
        if (framing == BodyFraming.TUNNEL) {
            client.channel.send(out);
            startTunnel();
            return;
        }
        responseBody.start(framing, response.contentLength(), !forOldClient);
        client.channel.bulk(false);
        server.channel.bulk(framing == BodyFraming.LENGTH && response.contentLength() > out.capacity());
        if (server.input == null || responseBody.isDone()) {
            client.channel.send(out);
            checkResponseProgress();
        } else {
            relayResponseHeld(out);
        }
    }

    private int responseConnection(int framing) {
        if (framing == BodyFraming.TUNNEL) {
            return response.status() == 101 ? Http1Writer.UPGRADE : Http1Writer.CONNECTION_NONE;
        }
        return ConnectionHeader.towardsClient(request, response.version(), keepClient);
    }

    private boolean clientMayStay() {
        ForwardPlan plan = exchange.plan;
        return request.wantsKeepAlive() && !exchange.closeClient && !agent.isDraining()
                && (plan == null || plan.connection() != ConnectionMode.CLOSE);
    }

    private void relayResponseHeld(IoBuffer head) {
        IoBuffer data = server.takeInput();
        relayResponseBody(data, head);
        while (state == State.RELAY && server != null && server.input != null && !responseBody.isDone()) {
            relayResponseBody(server.takeInput(), null);
        }
    }

    private void relayResponseBody(IoBuffer data, IoBuffer head) {
        IoBuffer rest = responseBody.relay(data, head, client.channel);
        exchange.bytesOut = responseHeadBytes + responseBody.relayedBytes();
        if (rest != null) {
            // Bytes behind the response, which nobody asked for: the connection is not to be trusted any more.
            rest.release();
            keepServer = false;
        }
        checkResponseProgress();
    }

    private void checkResponseProgress() {
        if (responseBody.isInvalid()) {
            end(EndCause.BAD_RESPONSE, true);
        } else if (responseBody.isStarved()) {
            end(EndCause.RESOURCE, true);
        } else if (responseBody.isDone()) {
            checkEnd();
        } else if (server.inputEnded && server.input == null) {
            serverEnd();
        } else if (client.channel.pendingBytes() > 0) {
            server.channel.receive(false);
        }
    }

    @Override
    void serverEnd() {
        switch (state) {
            case RELAY -> {
                if (!responseHeadSeen) {
                    giveUp(EndCause.SERVER_ABORT, 0);
                } else {
                    responseBody.endOfInput();
                    if (responseBody.isDone()) {
                        checkEnd();
                    } else {
                        end(EndCause.SERVER_ABORT, false);
                    }
                }
            }
            case CONNECT -> giveUp(EndCause.CONNECT_FAILED, 0);
            case TUNNEL -> {
                tunnel.serverEnded();
                checkTunnel();
            }
            case RESPONSE_DECISION, FREE, HEAD, DECISION, REPLY -> { }
        }
    }

    @Override
    void serverSendable() {
        serverActiveNanos = agent.nanos();
        switch (state) {
            case RELAY, RESPONSE_DECISION -> {
                if (!requestBody.isDone()) {
                    client.channel.receive(true);
                }
            }
            case TUNNEL -> {
                tunnel.serverSendable();
                checkTunnel();
            }
            case FREE, HEAD, DECISION, CONNECT, REPLY -> { }
        }
    }

    @Override
    void serverSendFailed(int errno) {
        // A server may answer and close before it has read the whole request: its answer still counts (RFC 9112 section 9.5).
        serverDeaf = true;
        keepServer = false;
        exchange.errno = errno;
        if (state == State.TUNNEL) {
            end(EndCause.SERVER_ABORT, true);
        } else if (!requestBody.isDone() && client != null) {
            client.channel.receive(true);
        }
    }

    @Override
    void serverFailed(int errno) {
        switch (state) {
            case CONNECT -> giveUp(EndCause.CONNECT_FAILED, errno);
            case RELAY -> {
                if (responseHeadSeen) {
                    exchange.errno = errno;
                    end(EndCause.SERVER_ABORT, false);
                } else {
                    giveUp(EndCause.SERVER_ABORT, errno);
                }
            }
            case TUNNEL -> end(EndCause.SERVER_ABORT, true);
            case RESPONSE_DECISION -> server.inputEnded = true;
            case FREE, HEAD, DECISION, REPLY -> { }
        }
    }

    // --- the end

    /** No response can be had: the engine decides whether another server is tried, or what the client is told. */
    private void giveUp(EndCause cause, int errno) {
        if (exchange.responseStarted) {
            end(cause, true);
            return;
        }
        exchange.requestUnfinished = !requestBody.isDone() || !requestHeadHeld;
        state = State.DECISION;
        giveUpServer(cause, errno);
    }

    private void releaseRequestHead() {
        requestHeadHeld = false;
        client.consume(exchange.headBytes);
    }

    private void checkEnd() {
        boolean relayed = state == State.REPLY || responseBody.isDone() && responseHeadSeen && exchange.responseStarted;
        if (!relayed || !requestBody.isDone() && !serverDeaf) {
            return;
        }
        if (server != null) {
            boolean kept = keepServer && requestBody.isDone() && server.input == null && server.channel.pendingBytes() == 0;
            boolean shared = exchange.plan.reuse() != Reuse.NEVER;
            detachServer(kept ? shared ? Parting.KEEP : Parting.KEEP_FOR_CLIENT : Parting.CLOSE);
        }
        if (client.channel.pendingBytes() == 0) {
            end(EndCause.NORMAL, false);
        } else {
            agent.timers().update(this);
        }
    }

    private void startTunnel() {
        state = State.TUNNEL;
        tunnel = new Tunnel(client, server, exchange.plan, agent.nanos());
        requestBody.start(BodyFraming.NONE, 0, false);
        responseBody.start(BodyFraming.NONE, 0, false);
        client.channel.receive(true);
        server.channel.receive(true);
        while (client.input != null) {
            IoBuffer early = client.input;
            client.input = null;
            tunnel.fromClient(early);
            client.promoteNext();
        }
        while (server.input != null) {
            tunnel.fromServer(server.takeInput());
        }
        if (client.inputEnded) {
            tunnel.clientEnded();
        }
        if (server.inputEnded) {
            tunnel.serverEnded();
        }
        agent.timers().update(this);
        checkTunnel();
    }

    private void checkTunnel() {
        if (state != State.TUNNEL) {
            return;
        }
        exchange.bytesIn = exchange.headBytes + tunnel.bytesFromClient();
        exchange.bytesOut = responseHeadBytes + tunnel.bytesFromServer();
        if (tunnel.isOver()) {
            end(EndCause.NORMAL, false);
        } else {
            agent.timers().update(this);
        }
    }

    /**
     * Ends the stream, tells the engine, and lets the connection go on or closes it.
     *
     * @param reset whether the client must not take what it got for complete
     */
    private void end(EndCause cause, boolean reset) {
        exchange.requestUnfinished = !requestBody.isDone();
        exchange.responseUnfinished = responseHeadSeen && !responseBody.isDone();
        exchange.cause = cause;
        exchange.endNanos = agent.nanos();
        detachServer(reset ? Parting.RESET : Parting.CLOSE);
        if (requestHeadHeld && client.input != null) {
            releaseRequestHead();
        }
        ClientConnection owner = client;
        boolean keep = keepClient && cause == EndCause.NORMAL;
        state = State.FREE;
        client = null;
        tunnel = null;
        agent.publishEnded(exchange);
        owner.streamEnded(keep, reset && exchange.responseUnfinished);
    }

    // --- deadlines

    @Override
    public long deadlineNanos() {
        return switch (state) {
            case FREE, DECISION, RESPONSE_DECISION -> NO_DEADLINE;
            case HEAD -> headDeadlineNanos;
            case CONNECT -> deadlineAfter(exchange.connectStartNanos, exchange.plan.connectNanos());
            case REPLY -> deadlineAfter(clientActiveNanos, clientTimeoutNanos());
            case RELAY -> Math.min(clientDeadlineNanos(), serverDeadlineNanos());
            case TUNNEL -> tunnel.deadlineNanos();
        };
    }

    private long clientTimeoutNanos() {
        return exchange.plan != null ? exchange.plan.clientNanos() : client.listener.frontend().timeouts().client() * 1_000_000L;
    }

    /** The client owes body bytes, or has to take what was sent. */
    private long clientDeadlineNanos() {
        boolean owesBody = !requestBody.isDone() && !serverDeaf && server != null && server.channel.pendingBytes() == 0;
        boolean mustTake = client.channel.pendingBytes() > 0;
        return owesBody || mustTake ? deadlineAfter(clientActiveNanos, clientTimeoutNanos()) : NO_DEADLINE;
    }

    /** The server owes a response, or has to take the request. */
    private long serverDeadlineNanos() {
        boolean owesResponse = !responseBody.isDone() && client.channel.pendingBytes() == 0 || !responseHeadSeen && requestBody.isDone();
        boolean mustTake = server != null && server.channel.pendingBytes() > 0;
        return owesResponse || mustTake ? deadlineAfter(serverActiveNanos, exchange.plan.serverNanos()) : NO_DEADLINE;
    }

    private static long deadlineAfter(long sinceNanos, long timeoutNanos) {
        return timeoutNanos <= 0 || timeoutNanos == Long.MAX_VALUE ? NO_DEADLINE : sinceNanos + timeoutNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        switch (state) {
            case HEAD -> failHead(EndCause.CLIENT_TIMEOUT);
            case CONNECT -> giveUp(EndCause.CONNECT_TIMEOUT, 0);
            case REPLY -> end(EndCause.CLIENT_TIMEOUT, true);
            case RELAY -> {
                boolean clientLate = clientDeadlineNanos() <= nowNanos;
                EndCause cause = clientLate ? EndCause.CLIENT_TIMEOUT : EndCause.SERVER_TIMEOUT;
                if (responseHeadSeen) {
                    end(cause, true);
                } else {
                    giveUp(cause, 0);
                }
            }
            case TUNNEL -> end(tunnel.timedOutSide(nowNanos), true);
            case FREE, DECISION, RESPONSE_DECISION -> { }
        }
    }

    /** For tests and {@code show sess}. */
    String stateName() {
        return state.name();
    }

    /** Makes it ready for another stream, after the engine has done with the exchange. */
    void recycle() {
        exchange.reset();
        exchange.carrier = this;
    }
}
