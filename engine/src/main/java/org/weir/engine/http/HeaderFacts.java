package org.weir.engine.http;

import org.agrona.MutableDirectBuffer;

/**
 * What the headers of one arriving head say about framing and connection, checked as they come (RFC 9112 6 and 7, RFC 9110 7.2,
 * 7.6.1, 8.6). Results go into the head. I/O agent only.
 */
final class HeaderFacts {
    private static final byte[] CHUNKED = AsciiText.bytes("chunked");
    private static final byte[] CLOSE = AsciiText.bytes("close");
    private static final byte[] KEEP_ALIVE = AsciiText.bytes("keep-alive");
    private static final byte[] UPGRADE = AsciiText.bytes("upgrade");
    private static final byte[] CONTINUE_100 = AsciiText.bytes("100-continue");

    private int hostIndex;

    void reset() {
        hostIndex = -1;
    }

    /** Looks at the header just added to slot i; returns what is wrong with it or {@code NONE}. */
    HttpParseError onHeader(final MessageHead head, final int i, final int id) {
        return switch (id) {
            case KnownHeader.HOST -> head.isRequest() ? onHost(head, i) : HttpParseError.NONE;
            case KnownHeader.CONTENT_LENGTH -> onContentLength(head, i);
            case KnownHeader.TRANSFER_ENCODING -> onTransferEncoding(head, i);
            case KnownHeader.CONNECTION -> onConnection(head, i);
            case KnownHeader.EXPECT -> onExpect(head, i);
            default -> HttpParseError.NONE;
        };
    }

    /** The checks that need all headers. A missing Host is accepted, as by HAProxy: checks and old clients omit it. */
    HttpParseError onEnd(final MessageHead head) {
        if (head.chunked()) {
            if (head.contentLength() >= 0) {
                return HttpParseError.LENGTH_AND_TRANSFER_ENCODING;
            }
            if (head.version() < 11) {
                return HttpParseError.TRANSFER_ENCODING_IN_HTTP10;
            }
        }
        if (head.contentLength() > 0 && head.version() < 11 && head.isRequest() && hasUsuallyNoBody(head.methodId())) {
            return HttpParseError.BODY_IN_HTTP10;
        }
        if (head.authorityLength() > 0) {
            if (hostIndex >= 0 && !DefaultPort.isSameAuthority(head, hostIndex)) {
                return HttpParseError.HOST_AUTHORITY_MISMATCH;
            }
            DefaultPort.drop(head, hostIndex);
        }
        return HttpParseError.NONE;
    }

    /** A server that does not look for a body would take it for the next request. */
    private static boolean hasUsuallyNoBody(final int methodId) {
        return methodId == MethodId.GET || methodId == MethodId.HEAD || methodId == MethodId.DELETE;
    }

    /** A repeated Host with the same value is dropped; an empty one is valid (RFC 9112 3.2). */
    private HttpParseError onHost(final MessageHead head, final int i) {
        final MutableDirectBuffer buffer = head.buffer();
        final int offset = head.valueOffset(i);
        final int length = head.valueLength(i);
        if (length > 0 && RequestTarget.hostLength(buffer, offset, length) <= 0) {
            return HttpParseError.BAD_HOST;
        }
        if (hostIndex < 0) {
            hostIndex = i;
            return HttpParseError.NONE;
        }
        head.remove(i);
        return AsciiText.equalIgnoreCase(
            buffer, offset, length, buffer, head.valueOffset(hostIndex), head.valueLength(hostIndex))
            ? HttpParseError.NONE : HttpParseError.HOST_CONFLICT;
    }

    /**
     * One number, or the same number several times in one or several lines (RFC 9110 8.6): reduced to one. Leading zeros are
     * cut off, so that no server takes the number for an octal one.
     */
    private HttpParseError onContentLength(final MessageHead head, final int i) {
        final MutableDirectBuffer buffer = head.buffer();
        final int end = head.valueOffset(i) + head.valueLength(i);
        final boolean repeated = head.contentLength() >= 0;
        int from = head.valueOffset(i);
        while (true) {
            final int comma = AsciiText.indexOf(buffer, from, end, (byte) ',');
            final int itemEnd = AsciiText.trimOwsEnd(buffer, from, comma < 0 ? end : comma);
            final long length = AsciiText.parseDecimal(buffer, from, itemEnd - from);
            if (length < 0) {
                return HttpParseError.BAD_CONTENT_LENGTH;
            }
            if (head.contentLength() >= 0 && head.contentLength() != length) {
                return HttpParseError.CONTENT_LENGTH_CONFLICT;
            }
            if (head.contentLength() < 0) {
                head.contentLength(length);
                final int digits = AsciiText.decimalLength(length);
                head.setValue(i, itemEnd - digits, digits);
            }
            if (comma < 0) {
                break;
            }
            from = AsciiText.skipOws(buffer, comma + 1, end);
        }
        if (repeated) {
            head.remove(i);
        }
        return HttpParseError.NONE;
    }

    /** Only {@code chunked}, once: nothing between client and server would undo another coding. */
    private static HttpParseError onTransferEncoding(final MessageHead head, final int i) {
        if (head.chunked()
            || !AsciiText.equalIgnoreCase(head.buffer(), head.valueOffset(i), head.valueLength(i), CHUNKED)) {
            return HttpParseError.BAD_TRANSFER_ENCODING;
        }
        head.chunked(true);
        return HttpParseError.NONE;
    }

    private static HttpParseError onConnection(final MessageHead head, final int i) {
        final MutableDirectBuffer buffer = head.buffer();
        final int end = head.valueOffset(i) + head.valueLength(i);
        int from = head.valueOffset(i);
        while (from < end) {
            final int comma = AsciiText.indexOf(buffer, from, end, (byte) ',');
            final int itemLimit = comma < 0 ? end : comma;
            final int length = AsciiText.trimOwsEnd(buffer, from, itemLimit) - from;
            if (length > 0) {
                head.addConnectionFlags(connectionFlag(buffer, from, length));
            }
            from = comma < 0 ? end : AsciiText.skipOws(buffer, comma + 1, end);
        }
        return HttpParseError.NONE;
    }

    /** The {@code MessageHead.CONNECTION_…} bit of one connection option. */
    static int connectionFlag(final MutableDirectBuffer buffer, final int offset, final int length) {
        if (AsciiText.equalIgnoreCase(buffer, offset, length, CLOSE)) {
            return MessageHead.CONNECTION_CLOSE;
        }
        if (AsciiText.equalIgnoreCase(buffer, offset, length, KEEP_ALIVE)) {
            return MessageHead.CONNECTION_KEEP_ALIVE;
        }
        return AsciiText.equalIgnoreCase(buffer, offset, length, UPGRADE)
            ? MessageHead.CONNECTION_UPGRADE : MessageHead.CONNECTION_OTHER;
    }

    private static HttpParseError onExpect(final MessageHead head, final int i) {
        if (head.isRequest() && head.version() >= 11
            && AsciiText.equalIgnoreCase(head.buffer(), head.valueOffset(i), head.valueLength(i), CONTINUE_100)) {
            head.expectContinue(true);
        }
        return HttpParseError.NONE;
    }
}
