package org.weir.engine.http;

/** How a message's body is delimited, resolved by RFC 9112 6.3. Any agent. */
public final class BodyFraming {
    /** No body: the next message follows the head. */
    public static final int NONE = 0;
    /** Exactly Content-Length bytes (0 too, when the head said so). */
    public static final int LENGTH = 1;
    /** Chunks, last chunk, trailers. */
    public static final int CHUNKED = 2;
    /** Responses only: everything up to the end of the connection. */
    public static final int UNTIL_CLOSE = 3;
    /** Not HTTP any more: bytes pass both ways (2xx to CONNECT, 101). */
    public static final int TUNNEL = 4;

    private BodyFraming() {
    }

    /** The framing of a parsed request: never {@link #UNTIL_CLOSE} nor {@link #TUNNEL}. */
    public static int ofRequest(final MessageHead head) {
        if (head.chunked()) {
            return CHUNKED;
        }
        return head.contentLength() >= 0 ? LENGTH : NONE;
    }

    /** The framing of a parsed response to a request with this {@link MethodId}. 1xx other than 101 is {@link #NONE}. */
    public static int ofResponse(final MessageHead head, final int requestMethodId) {
        return ofResponse(head, head.status(), requestMethodId);
    }

    /** The same for a status that rules may have changed in the head, or have not. */
    public static int ofResponse(final MessageHead head, final int status, final int requestMethodId) {
        if (status == 101 || requestMethodId == MethodId.CONNECT && status / 100 == 2) {
            return TUNNEL;
        }
        if (requestMethodId == MethodId.HEAD || !allowsBody(status)) {
            return NONE;
        }
        if (head.chunked()) {
            return CHUNKED;
        }
        return head.contentLength() >= 0 ? LENGTH : UNTIL_CLOSE;
    }

    /** Whether a response with this status may have a body at all. */
    public static boolean allowsBody(final int status) {
        return status >= 200 && status != 204 && status != 304;
    }
}
