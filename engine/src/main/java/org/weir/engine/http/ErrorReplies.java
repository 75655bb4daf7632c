package org.weir.engine.http;

/**
 * The replies HAProxy 2.6 gives by default, byte for byte, since scripts and monitors compare them. Any agent.
 */
public final class ErrorReplies {
    private static final Reply[] REPLIES = new Reply[600];
    private static final Reply[] EARLY = new Reply[600];

    static {
        reply(200, "OK", "Service ready.");
        reply(400, "Bad request", "Your browser sent an invalid request.");
        reply(401, "Unauthorized", "You need a valid user and password to access this content.");
        reply(403, "Forbidden", "Request forbidden by administrative rules.");
        reply(404, "Not Found", "The resource could not be found.");
        reply(405, "Method Not Allowed", "A request was made of a resource using a request method not supported by that resource");
        reply(407, "Unauthorized", "You need a valid user and password to access this content.");
        reply(408, "Request Time-out", "Your browser didn't send a complete request in time.");
        reply(410, "Gone", "The resource is no longer available and will not be available again.");
        reply(413, "Payload Too Large", "The request entity exceeds the maximum allowed.");
        reply(425, "Too Early", "Your browser sent early data.");
        reply(429, "Too Many Requests", "You have sent too many requests in a given amount of time.");
        reply(500, "Internal Server Error", "An internal server error occurred.");
        reply(501, "Not Implemented", ".The server does not support the functionality required to fulfill the request.");
        reply(502, "Bad Gateway", "The server returned an invalid or incomplete response.");
        reply(503, "Service Unavailable", "No server is available to handle this request.");
        reply(504, "Gateway Time-out", "The server didn't respond in time.");
    }

    private ErrorReplies() {
    }

    /** Whether the status has a default reply, and so may have an error file. */
    public static boolean isHandled(final int status) {
        return status >= 0 && status < REPLIES.length && REPLIES[status] != null;
    }

    /** The default reply for a handled status; 200 is the one of {@code monitor-uri}. */
    public static Reply of(final int status) {
        if (!isHandled(status)) {
            throw new IllegalArgumentException("no default reply for status " + status);
        }
        return REPLIES[status];
    }

    /**
     * The reply to a request that never became one: malformed (400), or not complete in time (408). HAProxy spells the header names of
     * these in mixed case.
     */
    public static Reply early(final int status) {
        return EARLY[status];
    }

    /**
     * The reply of {@code errorloc}, {@code errorloc302} (302) and {@code errorloc303} (303).
     *
     * @param status the error it stands for
     */
    public static Reply location(final int status, final int redirectStatus, final String location) {
        final String head = "HTTP/1.1 " + redirectStatus + " " + (redirectStatus == 303 ? "See Other" : "Found")
            + "\r\ncache-control: no-cache\r\ncontent-length: 0\r\nlocation: " + location + "\r\n";
        return Reply.of(status, AsciiText.bytes(head), new byte[0]);
    }

    private static void reply(final int status, final String reason, final String text) {
        final byte[] body =
            AsciiText.bytes("<html><body><h1>" + status + " " + reason + "</h1>\n" + text + "\n</body></html>\n");
        final String first = "HTTP/1.1 " + status + " " + reason + "\r\n";
        final byte[] head = AsciiText.bytes(
            first + "content-length: " + body.length + "\r\ncache-control: no-cache\r\ncontent-type: text/html\r\n");
        final boolean closes = status == 400 || status == 408;
        REPLIES[status] = closes ? Reply.closing(status, head, body, 11) : Reply.of(status, head, body);
        EARLY[status] = Reply.saidToClose(status, AsciiText.bytes(first + "Content-length: " + body.length
            + "\r\nCache-Control: no-cache\r\nConnection: close\r\nContent-Type: text/html\r\n"), body);
    }
}
