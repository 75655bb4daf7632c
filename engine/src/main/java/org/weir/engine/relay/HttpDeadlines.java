package org.weir.engine.relay;

import org.weir.engine.message.EndCause;
import org.weir.engine.message.Exchange;
import org.weir.io.time.Timed;

/** I/O agent only. What client and server of an HTTP stream owe each other, and until when. */
final class HttpDeadlines {
    private final RelayedStream stream;
    private final RequestRelay request;
    private final ResponseRelay response;
    private long headNanos;

    HttpDeadlines(RelayedStream stream, RequestRelay request, ResponseRelay response) {
        this.stream = stream;
        this.request = request;
        this.response = response;
    }

    /** The client owes a request since then. */
    void headSince(long nanos, int timeoutMillis) {
        headNanos = RelayedStream.deadlineAfter(nanos, timeoutMillis * 1_000_000L);
    }

    /** Until when the head of the request has to be there, or its next byte. */
    long head() {
        return Math.min(headNanos, RelayedStream.deadlineAfter(stream.clientActiveNanos, stream.clientTimeoutNanos()));
    }

    /** While request and response pass: the first of both sides' deadlines. */
    long relay() {
        return Math.min(client(), server());
    }

    /** After {@link #relay()}: who did not keep it. Of two that come together the server's is the one that HAProxy tells. */
    EndCause lateSide() {
        return client() < server() ? EndCause.CLIENT_TIMEOUT : EndCause.SERVER_TIMEOUT;
    }

    /** The client owes body bytes, or has to take what was sent. */
    private long client() {
        ServerConnection server = stream.server;
        boolean owesBody = !request.isOver() && server != null && server.channel.pendingBytes() == 0;
        boolean mustTake = stream.client.channel.pendingBytes() > 0;
        if (!owesBody && !mustTake) {
            return Timed.NO_DEADLINE;
        }
        return RelayedStream.deadlineAfter(isUploading() ? lastActiveNanos() : stream.clientActiveNanos, stream.clientTimeoutNanos());
    }

    /** The server owes a response, from the beginning of the request on as HAProxy 2.6 counts it, or has to take the request. */
    private long server() {
        Exchange exchange = stream.exchange;
        boolean owesBody = response.isHeadSeen() && !response.isBodyDone() && stream.client.channel.pendingBytes() == 0;
        boolean mustTake = stream.server != null && stream.server.channel.pendingBytes() > 0;
        if (!owesBody && response.isHeadSeen() && !mustTake) {
            return Timed.NO_DEADLINE;
        }
        return RelayedStream.deadlineAfter(isUploading() && !mustTake ? lastActiveNanos() : stream.serverActiveNanos, exchange.plan.serverNanos());
    }

    /** Until the response begins, what moves the request on counts for both sides. */
    private boolean isUploading() {
        return !response.isHeadSeen() && !request.isOver();
    }

    private long lastActiveNanos() {
        return Math.max(stream.clientActiveNanos, stream.serverActiveNanos);
    }
}
