package org.weir.engine.http;

/**
 * Reason phrases by status code, as HAProxy 2.6 writes them where a rule names a status only; some differ from RFC 9110. Its
 * error replies and redirects carry phrases of their own, see {@link ErrorReplies} and {@link Redirects}. Any agent.
 */
public final class StatusReason {
    private static final byte[][] REASONS = new byte[600][];
    private static final byte[][] CLASSES = new byte[10][];

    static {
        final String[] classes = {"Informational", "Success", "Redirection", "Client Error", "Server Error"};
        for (int i = 0; i < CLASSES.length; i++) {
            CLASSES[i] = AsciiText.bytes(i >= 1 && i <= classes.length ? classes[i - 1] : "Other");
        }
        put(100, "Continue", "Switching Protocols", "Processing", "Early Hints");
        put(200, "OK", "Created", "Accepted", "Non-Authoritative Information", "No Content", "Reset Content", "Partial Content",
            "Multi-Status");
        put(210, "Content Different");
        put(226, "IM Used");
        put(300, "Multiple Choices", "Moved Permanently", "Moved Temporarily", "See Other", "Not Modified", "Use Proxy");
        put(307, "Temporary Redirect", "Permanent Redirect");
        put(310, "Too many Redirects");
        put(400, "Bad Request", "Unauthorized", "Payment Required", "Forbidden", "Not Found", "Method Not Allowed", "Not Acceptable",
            "Proxy Authentication Required", "Request Time-out", "Conflict", "Gone", "Length Required", "Precondition Failed",
            "Request Entity Too Large", "Request-URI Too Long", "Unsupported Media Type", "Requested range unsatisfiable",
            "Expectation failed", "I'm a teapot");
        put(421, "Misdirected Request", "Unprocessable Content", "Locked", "Method failure", "Too Early", "Upgrade Required");
        put(428, "Precondition Required", "Too Many Requests");
        put(431, "Request Header Fields Too Large");
        put(449, "Retry With", "Blocked by Windows Parental Controls", "Unavailable For Legal Reasons");
        put(456, "Unrecoverable Error");
        put(499, "client has closed connection");
        put(500, "Internal Server Error", "Not Implemented", "Bad Gateway or Proxy Error", "Service Unavailable", "Gateway Time-out",
            "HTTP Version not supported", "Variant also negotiate", "Insufficient storage", "Loop detected",
            "Bandwidth Limit Exceeded", "Not extended", "Network authentication required");
        put(520, "Web server is returning an unknown error");
    }

    private StatusReason() {
    }

    /** The phrase for a status from 100 to 999, that of its class where it has none; the array is shared, not to be written. */
    public static byte[] of(final int status) {
        final byte[] reason = status < REASONS.length ? REASONS[status] : null;
        return reason == null ? CLASSES[status / 100] : reason;
    }

    private static void put(final int first, final String... reasons) {
        for (int i = 0; i < reasons.length; i++) {
            REASONS[first + i] = AsciiText.bytes(reasons[i]);
        }
    }
}
