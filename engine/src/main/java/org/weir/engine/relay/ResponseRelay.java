package org.weir.engine.relay;

import org.weir.engine.config.model.HttpOptions.ConnectionMode;
import org.weir.engine.http.BodyFraming;
import org.weir.engine.http.ConnectionAuthentication;
import org.weir.engine.http.Http1Writer;
import org.weir.engine.http.MessageHead;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.Exchange;
import org.weir.io.memory.IoBuffer;
import org.weir.io.transport.Channel;

/** I/O agent only. The way of a response to the client: interim heads, the head, the body. */
final class ResponseRelay {
    /** How far the response came. */
    enum Result {
        /** The body goes on. */
        MORE,
        /** All was handed to the client's connection. */
        DONE,
        /** The head was sent, and from now on both sides send what they like. */
        TUNNEL,
        /** No buffer was to be had. */
        STARVED(EndCause.RESOURCE),
        /** The rewritten head does not fit into a buffer. */
        TOO_LARGE(EndCause.INTERNAL),
        /** The chunks of the body are malformed. */
        INVALID(EndCause.BAD_RESPONSE);

        /** What the stream fails of; null while all is well. */
        final EndCause fault;

        Result() {
            this(null);
        }

        Result(EndCause fault) {
            this.fault = fault;
        }
    }

    private final IoAgent agent;
    private final ResponseIntake intake;
    private final BodyRelay body;
    private long headBytesSent;
    private boolean headSeen;
    private boolean keepServer;

    ResponseRelay(IoAgent agent) {
        this.agent = agent;
        intake = new ResponseIntake(agent.maxHeaders(), agent.editReserveBytes());
        body = new BodyRelay(agent.buffers());
    }

    void reset() {
        intake.reset();
        body.start(BodyFraming.NONE, 0, false, false);
        headBytesSent = 0;
        headSeen = false;
        keepServer = false;
    }

    ResponseIntake intake() {
        return intake;
    }

    MessageHead head() {
        return intake.head;
    }

    /** The head is complete. */
    void headComplete(Exchange exchange) {
        headSeen = true;
        exchange.response = intake.head;
        exchange.responseNanos = agent.nanos();
        exchange.responseHeadBytes = intake.headBytes();
        exchange.status = intake.head.status();
        exchange.bindsServer = ConnectionAuthentication.isAsked(intake.head);
    }

    boolean isHeadSeen() {
        return headSeen;
    }

    boolean isBodyDone() {
        return body.isDone();
    }

    /** Whether the server's connection can carry another stream, as far as the response tells. */
    boolean keepsServer() {
        return keepServer;
    }

    /**
     * After a complete head: whether the request asked for such a response, and the chunks that came with it are some. A tunnel cannot begin before the
     * request has ended: what is outstanding of its body would run into it.
     */
    boolean isAcceptable(RequestRelay request, Exchange exchange, IoBuffer in) {
        if (intake.head.status() == 101) {
            return request.head().upgradeRequested() && request.isBodyDone();
        }
        int framing = BodyFraming.ofResponse(intake.head, exchange.receivedMethodId);
        if (framing == BodyFraming.TUNNEL) {
            return request.isBodyDone();
        }
        return framing != BodyFraming.CHUNKED || agent.chunkProbe().isValid(in, in.start() + intake.headBytes());
    }

    void dropServer() {
        keepServer = false;
    }

    long headBytesSent() {
        return headBytesSent;
    }

    /** Whether the client sees where the response ends: not when it waits for a body that a server asked with another method did not send. */
    boolean isDelimitedFor(MessageHead request, Exchange exchange) {
        int framing = BodyFraming.ofResponse(intake.head, exchange.receivedMethodId);
        return framing == BodyFraming.NONE || isEmptied(framing) || framing == received(request) && framing != BodyFraming.UNTIL_CLOSE
                && framing != BodyFraming.TUNNEL && !(framing == BodyFraming.CHUNKED && request.version() < 11);
    }

    /** How the server delimits what it sends: it knows nothing of what rules made of the status. */
    private int received(MessageHead request) {
        return BodyFraming.ofResponse(intake.head, intake.status(), request.methodId());
    }

    /** Whether rules gave a response that cannot have a body a status whose body the client waits for: it is empty then. */
    private boolean isEmptied(int framing) {
        return framing != BodyFraming.NONE && framing != BodyFraming.TUNNEL && !BodyFraming.allowsBody(intake.status());
    }

    /** Passes on a 1xx response, unless the client would not understand it, and makes ready for the next head. */
    Result sendInterim(ServerConnection server, MessageHead request, Channel client, Exchange exchange) {
        if (request.version() >= 11) {
            IoBuffer out = agent.buffers().acquire();
            if (out == null) {
                return Result.STARVED;
            }
            int end = agent.headWriter().writeResponse(intake.head, out.bytes(), 0, out.capacity(), BodyFraming.NONE, 0, Http1Writer.CONNECTION_NONE);
            if (end < 0) {
                out.release();
                return Result.TOO_LARGE;
            }
            out.end(end);
            headBytesSent += end;
            exchange.bytesOut = headBytesSent;
            client.send(out);
        }
        exchange.interimResponses++;
        server.consume(intake.headBytes());
        intake.reset();
        return Result.MORE;
    }

    /**
     * Sends the head and what is there of the body.
     *
     * @param keepClient whether the client's connection stays open afterwards
     * @param closeFollows whether it is closed right after the response
     */
    Result send(ServerConnection server, MessageHead request, boolean keepClient, boolean closeFollows, Channel client,
            Exchange exchange) {
        MessageHead head = intake.head;
        int framing = received(request);
        boolean oldClient = request.version() < 11;
        keepServer = exchange.plan.connection() == ConnectionMode.KEEP_ALIVE && head.wantsKeepAlive()
                && framing != BodyFraming.UNTIL_CLOSE && framing != BodyFraming.TUNNEL;
        int expected = BodyFraming.ofResponse(head, exchange.receivedMethodId);
        boolean muted = framing != BodyFraming.TUNNEL && expected == BodyFraming.NONE;
        boolean emptied = framing == BodyFraming.NONE && isEmptied(expected);
        int emitted = muted ? BodyFraming.NONE : emptied ? BodyFraming.LENGTH : framing == BodyFraming.CHUNKED && oldClient ? BodyFraming.UNTIL_CLOSE : framing;
        int connection = connectionHeader(framing, request, keepClient);
        if (framing == BodyFraming.LENGTH && emitted == BodyFraming.LENGTH && connection == Http1Writer.CONNECTION_NONE && isAsReceived(server.input)) {
            return sendAsReceived(server, closeFollows, client, exchange);
        }
        IoBuffer out = agent.buffers().acquire();
        if (out == null) {
            return Result.STARVED;
        }
        int end = agent.headWriter().writeResponse(head, out.bytes(), 0, out.capacity(), emitted, emptied ? 0 : head.contentLength(), connection);
        if (end < 0) {
            out.release();
            return Result.TOO_LARGE;
        }
        out.end(end);
        begun(end, server, exchange);
        server.consume(intake.headBytes());
        if (framing == BodyFraming.TUNNEL) {
            client.send(out);
            return Result.TUNNEL;
        }
        body.start(framing, head.contentLength(), !oldClient, closeFollows);
        body.mute(muted);
        server.channel.bulk(framing == BodyFraming.LENGTH && head.contentLength() > out.capacity());
        if (server.input == null || body.isDone()) {
            client.send(out, closeFollows && body.isDone());
            splice(server, client, exchange);
            return progress();
        }
        return relayHeld(relay(server.takeInput(), out, client, exchange), server, client, exchange);
    }

    private void begun(int headBytes, ServerConnection server, Exchange exchange) {
        headBytesSent += headBytes;
        exchange.responseStarted = true;
        exchange.bytesOut = headBytesSent;
        server.bound |= exchange.bindsServer;
    }

    /** Relays what else was received with the head. */
    private Result relayHeld(Result first, ServerConnection server, Channel client, Exchange exchange) {
        Result result = first;
        while (result == Result.MORE && server.input != null) {
            result = relay(server.takeInput(), null, client, exchange);
        }
        splice(server, client, exchange);
        return result;
    }

    /** Whether head and body may go on in the buffer that they are in. */
    private boolean isAsReceived(IoBuffer in) {
        MessageHead head = intake.head;
        int headEnd = in.start() + intake.headBytes();
        return in.end() - headEnd <= head.contentLength() && Http1Writer.isAsReceived(head, intake.status(), in.start(), headEnd);
    }

    /** After {@link #isAsReceived}: needs no buffer but the one that is there. */
    private Result sendAsReceived(ServerConnection server, boolean closeFollows, Channel client, Exchange exchange) {
        begun(intake.headBytes(), server, exchange);
        body.start(BodyFraming.LENGTH, intake.head.contentLength(), true, closeFollows);
        server.channel.bulk(intake.head.contentLength() > agent.buffers().objectBytes());
        body.relayBehindHead(server.takeInput(), intake.headBytes(), client);
        exchange.bytesOut = headBytesSent + body.sentBytes();
        return relayHeld(progress(), server, client, exchange);
    }

    private void splice(ServerConnection server, Channel client, Exchange exchange) {
        if (exchange.plan.spliceResponses() && body.plainBytesAhead() >= BodyRelay.SPLICE_MIN_BYTES) {
            server.channel.splice(client, body.plainBytesAhead());
        }
    }

    /** Body bytes went to the client past us. */
    Result spliced(int bytes, Exchange exchange) {
        body.spliced(bytes);
        exchange.bytesOut = headBytesSent + body.sentBytes();
        return progress();
    }

    private int connectionHeader(int framing, MessageHead request, boolean keepClient) {
        if (framing == BodyFraming.TUNNEL) {
            return intake.status() == 101 ? Http1Writer.UPGRADE : Http1Writer.CONNECTION_NONE;
        }
        return ConnectionHeader.towardsClient(request, intake.head.version(), keepClient);
    }

    /** Relays received body bytes. */
    Result relay(IoBuffer data, IoBuffer head, Channel client, Exchange exchange) {
        IoBuffer rest = body.relay(data, head, client);
        exchange.bytesOut = headBytesSent + body.sentBytes();
        if (rest != null) {
            // Bytes behind the response, which nobody asked for: the connection is not to be trusted any more.
            rest.release();
            keepServer = false;
        }
        return progress();
    }

    /** The server ended its output: for some bodies that is the end. */
    Result endOfInput() {
        body.endOfInput();
        return progress();
    }

    private Result progress() {
        if (body.isInvalid()) {
            return Result.INVALID;
        }
        if (body.isStarved()) {
            return Result.STARVED;
        }
        return body.isDone() ? Result.DONE : Result.MORE;
    }
}
