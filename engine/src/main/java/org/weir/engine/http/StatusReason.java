package org.weir.engine.http;

/** Reason phrases by status code, as HAProxy 2.6 writes them in replies of its own. Any agent. */
public final class StatusReason {
    private static final byte[][] REASONS = new byte[600][];
    private static final byte[] OTHER = AsciiText.bytes("Other");

    static {
        put(100, "Continue", "Switching Protocols", "Processing", "Early Hints");
        put(200, "OK", "Created", "Accepted", "Non-Authoritative Information", "No Content", "Reset Content", "Partial Content",
            "Multi-Status", "Already Reported");
        put(226, "IM Used");
        put(300, "Multiple Choices", "Moved Permanently", "Found", "See Other", "Not Modified", "Use Proxy");
        put(307, "Temporary Redirect", "Permanent Redirect");
        put(400, "Bad Request", "Unauthorized", "Payment Required", "Forbidden", "Not Found", "Method Not Allowed", "Not Acceptable",
            "Proxy Authentication Required", "Request Timeout", "Conflict", "Gone", "Length Required", "Precondition Failed",
            "Payload Too Large", "URI Too Long", "Unsupported Media Type", "Range Not Satisfiable", "Expectation Failed", "I'm a teapot");
        put(421, "Misdirected Request", "Unprocessable Entity", "Locked", "Failed Dependency", "Too Early", "Upgrade Required");
        put(428, "Precondition Required", "Too Many Requests");
        put(431, "Request Header Fields Too Large");
        put(451, "Unavailable For Legal Reasons");
        put(500, "Internal Server Error", "Not Implemented", "Bad Gateway", "Service Unavailable", "Gateway Timeout",
            "HTTP Version Not Supported", "Variant Also Negotiates", "Insufficient Storage", "Loop Detected");
        put(510, "Not Extended", "Network Authentication Required");
    }

    private StatusReason() {
    }

    /** The phrase for a status, {@code Other} for one without; the array is shared, not to be written. */
    public static byte[] of(final int status) {
        final byte[] reason = status >= 0 && status < REASONS.length ? REASONS[status] : null;
        return reason == null ? OTHER : reason;
    }

    private static void put(final int first, final String... reasons) {
        for (int i = 0; i < reasons.length; i++) {
            REASONS[first + i] = AsciiText.bytes(reasons[i]);
        }
    }
}
