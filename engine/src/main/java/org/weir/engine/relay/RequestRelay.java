package org.weir.engine.relay;

import org.weir.engine.http.BodyFraming;
import org.weir.engine.http.MessageHead;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.Exchange;
import org.weir.io.memory.IoBuffer;
import org.weir.io.transport.Channel;

/**
 * I/O agent only. The way of a request to the server. A request without body keeps its head in the client's buffer until the response begins, so that
 * it can be sent again on another connection.
 */
final class RequestRelay {
    /** How far the request came. */
    enum Result {
        /** The body goes on. */
        MORE,
        /** The client's input ended before the body did. */
        CUT,
        /** All was handed to the server's connection. */
        DONE,
        /** No buffer was to be had. */
        STARVED(EndCause.RESOURCE),
        /** The rewritten head does not fit into a buffer. */
        TOO_LARGE(EndCause.INTERNAL),
        /** The chunks of the body are malformed. */
        INVALID(EndCause.BAD_REQUEST);

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
    private final RequestIntake intake;
    private final BodyRelay body;
    private boolean headHeld;
    private boolean serverDeaf;

    RequestRelay(IoAgent agent) {
        this.agent = agent;
        intake = new RequestIntake(agent.maxHeaders(), agent.editReserveBytes(), agent.chunkProbe());
        body = new BodyRelay(agent.buffers());
    }

    void reset() {
        intake.reset();
        body.start(BodyFraming.NONE, 0, false, false);
        headHeld = false;
        serverDeaf = false;
    }

    RequestIntake intake() {
        return intake;
    }

    MessageHead head() {
        return intake.head;
    }

    /** The head is complete and lies at the front of the client's input. */
    void headComplete(Exchange exchange) {
        headHeld = true;
        exchange.headBytes = intake.headBytes();
        exchange.bytesIn = exchange.headBytes;
        exchange.headNanos = agent.nanos();
        exchange.request = intake.head;
        exchange.receivedMethodId = intake.head.methodId();
        exchange.cause = null;
    }

    /** Whether nothing of the request is outstanding: its body is relayed, or nobody takes it any more. */
    boolean isOver() {
        return body.isDone() || serverDeaf;
    }

    boolean isBodyDone() {
        return body.isDone();
    }

    /** Whether the whole request could be sent once more. */
    boolean isRepeatable() {
        return body.isDone() && headHeld;
    }

    /** Whether a request that waits for a server has a body that will never be complete, because the client has ended its input in the middle of it. */
    boolean isCut(ClientConnection client) {
        if (!headHeld || !client.inputEnded) {
            return false;
        }
        // Input that does not fit into one buffer is not read to its end before the request goes out.
        int headBytes = intake.headBytes();
        return switch (BodyFraming.ofRequest(intake.head)) {
            case BodyFraming.LENGTH -> intake.head.contentLength() > client.input.length() - headBytes;
            case BodyFraming.CHUNKED -> !agent.chunkProbe().isComplete(client.input, client.input.start() + headBytes);
            default -> false;
        };
    }

    /** The server takes nothing any more; what the client still sends is dropped. */
    void serverIsDeaf() {
        serverDeaf = true;
    }

    boolean isServerDeaf() {
        return serverDeaf;
    }

    /** Sends the head and what is there of the body. */
    Result send(ClientConnection client, Channel server, Exchange exchange) {
        IoBuffer out = agent.buffers().acquire();
        if (out == null) {
            return Result.STARVED;
        }
        MessageHead head = intake.head;
        int framing = BodyFraming.ofRequest(head);
        int end = agent.headWriter().writeRequest(head, out.bytes(), 0, out.capacity(), framing, head.contentLength(),
                ConnectionHeader.towardsServer(head, exchange.plan));
        if (end < 0) {
            out.release();
            return Result.TOO_LARGE;
        }
        out.end(end);
        body.start(framing, head.contentLength(), true, false);
        if (body.isDone()) {
            server.send(out);
            return Result.DONE;
        }
        releaseHead(client, exchange);
        client.channel.awaitRest();
        Result result = Result.MORE;
        if (client.input == null) {
            server.send(out);
        } else {
            result = relay(client, takeInput(client), out, server, exchange);
            while (result == Result.MORE && client.promoteNext()) {
                result = relay(client, takeInput(client), null, server, exchange);
            }
            // The body may end where the first buffer does: what came behind it must not be overtaken by what comes later.
            client.promoteNext();
        }
        if (result == Result.MORE && client.inputEnded) {
            return Result.CUT;
        }
        if (exchange.plan.spliceRequests() && body.plainBytesAhead() >= BodyRelay.SPLICE_MIN_BYTES) {
            client.channel.splice(server, body.plainBytesAhead());
        }
        if (result == Result.MORE && server.pendingBytes() == 0) {
            client.channel.receive(true);
        }
        return result;
    }

    private static IoBuffer takeInput(ClientConnection client) {
        IoBuffer data = client.input;
        client.input = null;
        return data;
    }

    /** Relays received body bytes; what belongs to the next request stays with the client's connection. */
    Result relay(ClientConnection client, IoBuffer data, IoBuffer head, Channel server, Exchange exchange) {
        IoBuffer rest = body.relay(data, head, server);
        exchange.bytesIn = exchange.headBytes + body.receivedBytes();
        if (rest != null) {
            client.input = rest;
        }
        return progress(client, server);
    }

    /** Body bytes went to the server past us. */
    Result spliced(ClientConnection client, int bytes, Channel server, Exchange exchange) {
        body.spliced(bytes);
        exchange.bytesIn = exchange.headBytes + body.receivedBytes();
        return progress(client, server);
    }

    private Result progress(ClientConnection client, Channel server) {
        if (body.isInvalid()) {
            return Result.INVALID;
        }
        if (body.isStarved()) {
            return Result.STARVED;
        }
        if (body.isDone()) {
            return Result.DONE;
        }
        if (server.pendingBytes() > 0) {
            client.channel.receive(false);
        }
        return Result.MORE;
    }

    /** The head is not needed any more. */
    void releaseHead(ClientConnection client, Exchange exchange) {
        if (headHeld) {
            headHeld = false;
            client.consume(exchange.headBytes);
        }
    }

    /** Drops a request that is answered by the proxy itself. @return whether its body is out of the way, so that another request can follow */
    boolean skip(ClientConnection client, Exchange exchange) {
        boolean sent = !headHeld;
        boolean complete = body.isDone();
        body.start(BodyFraming.NONE, 0, false, false);
        if (sent) {
            return complete;
        }
        releaseHead(client, exchange);
        int framing = BodyFraming.ofRequest(intake.head);
        if (framing == BodyFraming.NONE) {
            return true;
        }
        long length = intake.head.contentLength();
        if (framing != BodyFraming.LENGTH || length > (client.input == null ? 0 : client.input.length())) {
            return false;
        }
        if (length > 0) {
            client.consume((int) length);
            exchange.bytesIn += length;
        }
        return true;
    }
}
