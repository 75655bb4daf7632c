package org.weir.engine.http;

import org.agrona.DirectBuffer;

/**
 * Takes a request target apart (RFC 9112 3.2). One instance per head; the fields are the result of the last {@link #split}.
 * Stricter than RFC 3986 in one point, as HAProxy is: an absolute form without path may not carry a query.
 */
final class RequestTarget {
    static final int ORIGIN = 1;
    static final int ABSOLUTE = 2;
    static final int AUTHORITY = 3;
    static final int ASTERISK = 4;

    private static final boolean[] HOST_BYTES = new boolean[256];

    static {
        // Unreserved, sub-delims but the comma, and the percent sign (RFC 3986 3.2.2); a comma would join two Host lines.
        final String others = "-._~!$&'()*+;=%";
        for (int b = 0; b < HOST_BYTES.length; b++) {
            HOST_BYTES[b] = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || others.indexOf(b) >= 0;
        }
    }

    int offset;
    int length;
    int form;
    int schemeLength;
    int authorityOffset;
    int authorityLength;
    int pathOffset;
    int pathLength;
    boolean hasQuery;
    int queryOffset;
    int queryLength;

    void clear() {
        offset = 0;
        length = 0;
        form = ORIGIN;
        schemeLength = 0;
        authorityOffset = 0;
        authorityLength = 0;
        pathOffset = 0;
        pathLength = 0;
        hasQuery = false;
        queryOffset = 0;
        queryLength = 0;
    }

    /** Splits the slice; false (and undefined fields) when it is no valid target for the method. */
    boolean split(final DirectBuffer buffer, final int from, final int lengthBytes, final int methodId) {
        clear();
        offset = from;
        length = lengthBytes;
        authorityOffset = from;
        final int end = from + lengthBytes;
        queryOffset = end;
        if (length == 0) {
            return false;
        }
        if (!isPlain(buffer, end)) {
            return false;
        }
        final int question = AsciiText.indexOf(buffer, offset, end, (byte) '?');
        if (question >= 0) {
            hasQuery = true;
            queryOffset = question + 1;
            queryLength = end - queryOffset;
        }
        final int pathEnd = hasQuery ? queryOffset - 1 : end;
        if (methodId == MethodId.CONNECT) {
            return splitAuthority(buffer, end);
        }
        pathOffset = offset;
        pathLength = pathEnd - offset;
        final byte first = buffer.getByte(offset);
        if (first == '/') {
            form = ORIGIN;
            return true;
        }
        if (first == '*') {
            form = ASTERISK;
            return length == 1 && methodId == MethodId.OPTIONS;
        }
        return splitAbsolute(buffer, pathEnd);
    }

    private boolean isPlain(final DirectBuffer buffer, final int end) {
        int i = offset;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            if (AsciiWord.isBreakingTarget(AsciiWord.at(buffer, i))) {
                return false;
            }
        }
        for (; i < end; i++) {
            final byte b = buffer.getByte(i);
            if (b <= ' ' || b == 0x7F || b == '#') {
                return false;
            }
        }
        return true;
    }

    private boolean splitAuthority(final DirectBuffer buffer, final int end) {
        form = AUTHORITY;
        authorityLength = end - offset;
        pathOffset = end;
        pathLength = 0;
        final int hostLength = hostLength(buffer, offset, authorityLength);
        return hostLength > 0 && hostLength + 1 < authorityLength;
    }

    private boolean splitAbsolute(final DirectBuffer buffer, final int pathEnd) {
        form = ABSOLUTE;
        final int colon = AsciiText.indexOf(buffer, offset, pathEnd, (byte) ':');
        if (colon <= offset || colon + 3 >= pathEnd || buffer.getByte(colon + 1) != '/' || buffer.getByte(colon + 2) != '/') {
            return false;
        }
        for (int i = offset; i < colon; i++) {
            if (!isSchemeByte(buffer.getByte(i), i == offset)) {
                return false;
            }
        }
        schemeLength = colon - offset;
        authorityOffset = colon + 3;
        final int slash = AsciiText.indexOf(buffer, authorityOffset, pathEnd, (byte) '/');
        pathOffset = slash < 0 ? pathEnd : slash;
        pathLength = pathEnd - pathOffset;
        authorityLength = pathOffset - authorityOffset;
        return hostLength(buffer, authorityOffset, authorityLength) > 0 && (pathLength > 0 || !hasQuery);
    }

    private static boolean isSchemeByte(final byte b, final boolean first) {
        final byte lower = AsciiText.lower(b);
        return lower >= 'a' && lower <= 'z' || !first && (b >= '0' && b <= '9' || b == '+' || b == '-' || b == '.');
    }

    /**
     * The length of the host part of {@code host [":" port]}, or -1 when the text is none. Accepts the characters of
     * registered names and bracketed addresses, no user information; a port is up to five digits and may be empty.
     */
    static int hostLength(final DirectBuffer buffer, final int offset, final int length) {
        final int end = offset + length;
        int i = offset;
        final boolean bracketed = length > 0 && buffer.getByte(offset) == '[';
        if (bracketed) {
            final int close = AsciiText.indexOf(buffer, offset, end, (byte) ']');
            if (close < offset + 2) {
                return -1;
            }
            for (int k = offset + 1; k < close; k++) {
                if (!isHostByte(buffer.getByte(k)) && buffer.getByte(k) != ':') {
                    return -1;
                }
            }
            i = close + 1;
        } else {
            while (i < end && isHostByte(buffer.getByte(i))) {
                i++;
            }
        }
        final int hostLength = i - offset;
        if (i == end) {
            return hostLength;
        }
        if (buffer.getByte(i) != ':' || end - i > 6) {
            return -1;
        }
        for (i++; i < end; i++) {
            final byte b = buffer.getByte(i);
            if (b < '0' || b > '9') {
                return -1;
            }
        }
        return hostLength;
    }

    private static boolean isHostByte(final byte b) {
        return HOST_BYTES[b & 0xFF];
    }
}
