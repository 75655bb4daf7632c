package org.weir.perf.origin;

import java.nio.ByteBuffer;
import java.util.Map;

/** Writes response heads, from pieces prepared at start, into a connection's output buffer. Worker thread only. */
final class ResponseHeads {

    /** No head that this class writes, with a body from {@link #root} or an error text, is longer. */
    static final int MAX_HEAD_BYTES = 1024;
    /** Body length of a response whose end is told by chunks or by the connection's end. */
    static final long UNKNOWN_LENGTH = -1;

    private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");
    private static final byte[] CONTINUE = Ascii.bytes("HTTP/1.1 100 Continue\r\n\r\n");
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(102, "Processing"), Map.entry(103, "Early Hints"), Map.entry(200, "OK"), Map.entry(201, "Created"),
            Map.entry(202, "Accepted"), Map.entry(204, "No Content"), Map.entry(206, "Partial Content"), Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"), Map.entry(303, "See Other"), Map.entry(304, "Not Modified"), Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"), Map.entry(400, "Bad Request"), Map.entry(401, "Unauthorized"), Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"), Map.entry(405, "Method Not Allowed"), Map.entry(408, "Request Timeout"),
            Map.entry(413, "Content Too Large"), Map.entry(429, "Too Many Requests"), Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"), Map.entry(501, "Not Implemented"), Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"), Map.entry(504, "Gateway Timeout"));

    private final byte[] okLine;
    private final byte[] fixedFields;
    private final byte[] rootBody;
    private final byte[] rootResponse;

    ResponseHeads(String name, byte[] rootBody) {
        this.okLine = Ascii.bytes("HTTP/1.1 200 OK\r\n");
        this.fixedFields = Ascii.bytes("Content-Type: text/plain\r\nX-Origin: " + name + "\r\n");
        this.rootBody = rootBody;
        ByteBuffer response = ByteBuffer.allocate(MAX_HEAD_BYTES + rootBody.length);
        put(response, 200, rootBody.length, true, true);
        response.put(rootBody);
        this.rootResponse = new byte[response.position()];
        response.flip().get(rootResponse);
    }

    byte[] rootBody() {
        return rootBody;
    }

    /** The whole answer of {@code /} to a persistent HTTP/1.1 GET: what benchmarks ask for. */
    byte[] rootResponse() {
        return rootResponse;
    }

    void putContinue(ByteBuffer out) {
        out.put(CONTINUE);
    }

    /**
     * Writes a head.
     *
     * @param lengthBytes body length, or {@link #UNKNOWN_LENGTH} for chunks (HTTP/1.1) or a body that ends with the connection
     */
    void put(ByteBuffer out, int status, long lengthBytes, boolean keepAlive, boolean isHttp11) {
        putStatusLine(out, status);
        out.put(fixedFields);
        if (lengthBytes >= 0) {
            out.put(CONTENT_LENGTH);
            Ascii.putLong(out, lengthBytes);
            out.put(LINE_END);
        } else if (isHttp11) {
            out.put(CHUNKED);
        }
        if (!keepAlive) {
            out.put(CLOSE);
        } else if (!isHttp11) {
            out.put(KEEP_ALIVE);
        }
        out.put(LINE_END);
    }

    /** Writes the head of a response that never has a body nor a length: 204 and 304. */
    void putBodiless(ByteBuffer out, int status, boolean keepAlive) {
        putStatusLine(out, status);
        out.put(fixedFields);
        if (!keepAlive) {
            out.put(CLOSE);
        }
        out.put(LINE_END);
    }

    /** Writes an interim response (RFC 9110 section 15.2): only the status line and an example field. */
    void putInterim(ByteBuffer out, int status) {
        putStatusLine(out, status);
        out.put(fixedFields);
        out.put(LINE_END);
    }

    private void putStatusLine(ByteBuffer out, int status) {
        if (status == 200) {
            out.put(okLine);
            return;
        }
        out.put(VERSION);
        Ascii.putLong(out, status);
        out.put((byte) ' ');
        out.put(Ascii.bytes(reason(status)));
        out.put(LINE_END);
    }

    static String reason(int status) {
        return REASONS.getOrDefault(status, "Status " + status);
    }
}
