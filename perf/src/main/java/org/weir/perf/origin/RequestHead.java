package org.weir.perf.origin;

/**
 * Parses one HTTP/1 request head in place (RFC 9112) and keeps what the origin answers by: positions in the caller's array, framing, persistence.
 * Worker thread only; one instance serves all connections of a worker in turn.
 */
final class RequestHead {

    /** Returned by {@link #parse} when the head is not complete yet. */
    static final int INCOMPLETE = 0;
    /** Returned by {@link #parse} when the request must be refused with 400. */
    static final int MALFORMED = -1;

    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length");
    private static final byte[] TRANSFER_ENCODING = Ascii.bytes("transfer-encoding");
    private static final byte[] CONNECTION = Ascii.bytes("connection");
    private static final byte[] EXPECT = Ascii.bytes("expect");
    private static final byte[] CHUNKED = Ascii.bytes("chunked");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    private static final byte[] HEAD = Ascii.bytes("head");
    private static final byte[] HTTP_1 = Ascii.bytes("http/1.");

    int pathStart;
    int pathEnd;
    boolean isHead;
    boolean isHttp11;
    boolean keepAlive;
    boolean chunked;
    boolean expectsContinue;
    /** Request body length; -1 when no Content-Length was sent. */
    long contentLength;

    /**
     * Parses the head that starts at {@code start}.
     *
     * @return the head's length in bytes, {@link #INCOMPLETE} or {@link #MALFORMED}
     */
    int parse(byte[] bytes, int start, int end) {
        int position = start;
        // RFC 9112 2.2: an empty line before the request line is ignored.
        while (position < end && (bytes[position] == '\r' || bytes[position] == '\n')) {
            position++;
        }
        int lineEnd = Ascii.indexOf(bytes, position, end, (byte) '\n');
        if (lineEnd < 0) {
            return INCOMPLETE;
        }
        if (!parseRequestLine(bytes, position, contentEnd(bytes, position, lineEnd))) {
            return MALFORMED;
        }
        contentLength = -1;
        chunked = false;
        expectsContinue = false;
        keepAlive = isHttp11;
        position = lineEnd + 1;
        while (true) {
            lineEnd = Ascii.indexOf(bytes, position, end, (byte) '\n');
            if (lineEnd < 0) {
                return INCOMPLETE;
            }
            int contentEnd = contentEnd(bytes, position, lineEnd);
            if (contentEnd == position) {
                return chunked && contentLength >= 0 ? MALFORMED : lineEnd + 1 - start;
            }
            if (!parseField(bytes, position, contentEnd)) {
                return MALFORMED;
            }
            position = lineEnd + 1;
        }
    }

    private static int contentEnd(byte[] bytes, int start, int lineEnd) {
        return lineEnd > start && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    }

    private boolean parseRequestLine(byte[] bytes, int start, int end) {
        int methodEnd = Ascii.indexOf(bytes, start, end, (byte) ' ');
        if (methodEnd <= start) {
            return false;
        }
        int targetEnd = Ascii.indexOf(bytes, methodEnd + 1, end, (byte) ' ');
        if (targetEnd <= methodEnd + 1 || end - targetEnd != HTTP_1.length + 2
                || !Ascii.equalsIgnoreCase(bytes, targetEnd + 1, end - 1, HTTP_1)) {
            return false;
        }
        byte minor = bytes[end - 1];
        if (minor != '0' && minor != '1') {
            return false;
        }
        isHttp11 = minor == '1';
        isHead = Ascii.equalsIgnoreCase(bytes, start, methodEnd, HEAD);
        int query = Ascii.indexOf(bytes, methodEnd + 1, targetEnd, (byte) '?');
        pathEnd = query < 0 ? targetEnd : query;
        pathStart = pathStart(bytes, methodEnd + 1, pathEnd);
        return true;
    }

    /** Skips scheme and authority of the absolute form (RFC 9112 3.2.2). */
    private static int pathStart(byte[] bytes, int start, int end) {
        if (bytes[start] == '/') {
            return start;
        }
        int colon = Ascii.indexOf(bytes, start, end, (byte) ':');
        if (colon < 0 || colon + 3 > end || bytes[colon + 1] != '/' || bytes[colon + 2] != '/') {
            return start;
        }
        int slash = Ascii.indexOf(bytes, colon + 3, end, (byte) '/');
        return slash < 0 ? end : slash;
    }

    private boolean parseField(byte[] bytes, int start, int end) {
        int colon = Ascii.indexOf(bytes, start, end, (byte) ':');
        if (colon <= start || bytes[start] == ' ' || bytes[start] == '\t' || bytes[colon - 1] == ' ' || bytes[colon - 1] == '\t') {
            return false;
        }
        int valueStart = colon + 1;
        while (valueStart < end && (bytes[valueStart] == ' ' || bytes[valueStart] == '\t')) {
            valueStart++;
        }
        int valueEnd = end;
        while (valueEnd > valueStart && (bytes[valueEnd - 1] == ' ' || bytes[valueEnd - 1] == '\t')) {
            valueEnd--;
        }
        switch (colon - start) {
            case 6:
                expectsContinue |= Ascii.equalsIgnoreCase(bytes, start, colon, EXPECT)
                        && Ascii.equalsIgnoreCase(bytes, valueStart, valueEnd, CONTINUE);
                return true;
            case 10:
                if (Ascii.equalsIgnoreCase(bytes, start, colon, CONNECTION)) {
                    parseConnection(bytes, valueStart, valueEnd);
                }
                return true;
            case 14:
                return !Ascii.equalsIgnoreCase(bytes, start, colon, CONTENT_LENGTH) || parseContentLength(bytes, valueStart, valueEnd);
            case 17:
                if (Ascii.equalsIgnoreCase(bytes, start, colon, TRANSFER_ENCODING)) {
                    boolean repeated = chunked;
                    chunked = Ascii.equalsIgnoreCase(bytes, valueStart, valueEnd, CHUNKED);
                    return chunked && !repeated;
                }
                return true;
            default:
                return true;
        }
    }

    private void parseConnection(byte[] bytes, int start, int end) {
        int position = start;
        while (position < end) {
            int comma = Ascii.indexOf(bytes, position, end, (byte) ',');
            int tokenEnd = comma < 0 ? end : comma;
            int next = tokenEnd + 1;
            while (position < tokenEnd && bytes[position] == ' ') {
                position++;
            }
            while (tokenEnd > position && bytes[tokenEnd - 1] == ' ') {
                tokenEnd--;
            }
            if (Ascii.equalsIgnoreCase(bytes, position, tokenEnd, CLOSE)) {
                keepAlive = false;
            } else if (!isHttp11 && Ascii.equalsIgnoreCase(bytes, position, tokenEnd, KEEP_ALIVE)) {
                keepAlive = true;
            }
            position = next;
        }
    }

    private boolean parseContentLength(byte[] bytes, int start, int end) {
        long value = Ascii.parseLong(bytes, start, end);
        if (value < 0 || contentLength >= 0 && contentLength != value) {
            return false;
        }
        contentLength = value;
        return true;
    }
}
