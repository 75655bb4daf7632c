package org.weir.engine.http;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Serialises a head as HTTP/1 in canonical form: single spaces, {@code name: value}, CRLF. I/O agent only.
 * <p>
 * As HAProxy 2.6 does: names in lower case, headers in the order received, the version of the message as received (1.0 or 1.1),
 * Content-Length and Transfer-Encoding where they stood, connection options other than close and keep-alive kept in place, a
 * {@code connection: close} or {@code keep-alive} of ours at the end. Unlike it: Keep-Alive and Proxy-Connection are not
 * forwarded (RFC 9110 7.6.1), and a length or coding header is written only as the framing given by the caller demands it.
 * <p>
 * Headers that follow each other unchanged in the buffer are copied in one piece; the parser and the edits leave each line as
 * {@code name: value CRLF} to that end.
 */
public final class Http1Writer {
    /** No connection header of ours. */
    public static final int CONNECTION_NONE = 0;
    /** Ends the head with {@code connection: close}. */
    public static final int CONNECTION_CLOSE = 1;
    /** Ends the head with {@code connection: keep-alive}. */
    public static final int CONNECTION_KEEP_ALIVE = 2;
    /** Bit: forward the connection option {@code upgrade} and the Upgrade header; otherwise both are dropped. */
    public static final int UPGRADE = 4;
    /** Result when the head does not fit. */
    public static final int NO_ROOM = -1;

    private static final byte[] VERSION_10 = AsciiText.bytes("HTTP/1.0");
    private static final byte[] VERSION_11 = AsciiText.bytes("HTTP/1.1");
    private static final long WORD_10 = AsciiWord.of(VERSION_10, 0);
    private static final long WORD_11 = AsciiWord.of(VERSION_11, 0);
    private static final byte[] CONTENT_LENGTH = AsciiText.bytes("content-length: ");
    private static final byte[] CHUNKED = AsciiText.bytes("transfer-encoding: chunked\r\n");
    private static final byte[] CONNECTION = AsciiText.bytes("connection: ");
    private static final byte[] CLOSE = AsciiText.bytes("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = AsciiText.bytes("connection: keep-alive\r\n");

    private MutableDirectBuffer out;
    private int limit;
    private int framing;
    private long contentLength;
    private int connection;
    private boolean framingWritten;

    /**
     * Writes a request head.
     *
     * @param framing       {@link BodyFraming#NONE}, {@code LENGTH} or {@code CHUNKED}
     * @param contentLength the body's length for {@code LENGTH}, otherwise ignored
     * @param connection    one of the {@code CONNECTION_…} constants, or-ed with {@link #UPGRADE} where wanted
     * @return the offset after the empty line, or {@link #NO_ROOM}; then {@code [offset, limit)} holds rubbish
     */
    public int writeRequest(
        final MessageHead head, final MutableDirectBuffer out, final int offset, final int limit,
        final int framing, final long contentLength, final int connection) {
        begin(out, limit, framing, contentLength, connection);
        final DirectBuffer in = head.buffer();
        final int end = offset + head.methodLength() + 1 + head.targetLength() + 1 + VERSION_11.length;
        if (end + 2 > limit) {
            return NO_ROOM;
        }
        int at = offset;
        out.putBytes(at, in, head.methodOffset(), head.methodLength());
        at += head.methodLength();
        out.putByte(at++, (byte) ' ');
        out.putBytes(at, in, head.targetOffset(), head.targetLength());
        at += head.targetLength();
        out.putByte(at++, (byte) ' ');
        out.putBytes(at, head.version() < 11 ? VERSION_10 : VERSION_11);
        return finish(headers(head, endLine(end)));
    }

    /**
     * Writes a response head. With {@link BodyFraming#NONE} the length and coding headers of a response to HEAD and of a 304 are
     * forwarded, as they describe the body that is not sent; 1xx and 204 get none.
     *
     * @return the offset after the empty line, or {@link #NO_ROOM}
     */
    public int writeResponse(
        final MessageHead head, final MutableDirectBuffer out, final int offset, final int limit,
        final int framing, final long contentLength, final int connection) {
        if (framing != BodyFraming.NONE) {
            begin(out, limit, framing, contentLength, connection);
        } else if (head.status() < 200 || head.status() == 204 || !head.chunked() && head.contentLength() < 0) {
            begin(out, limit, BodyFraming.NONE, 0, connection);
        } else {
            begin(out, limit, head.chunked() ? BodyFraming.CHUNKED : BodyFraming.LENGTH, head.contentLength(), connection);
        }
        final int end = offset + VERSION_11.length + 5 + head.reasonLength();
        if (end + 2 > limit) {
            return NO_ROOM;
        }
        out.putBytes(offset, head.version() < 11 ? VERSION_10 : VERSION_11);
        int at = offset + VERSION_11.length;
        out.putByte(at++, (byte) ' ');
        at = AsciiText.putDecimal(out, at, head.status());
        out.putByte(at++, (byte) ' ');
        out.putBytes(at, head.buffer(), head.reasonOffset(), head.reasonLength());
        return finish(headers(head, endLine(end)));
    }

    /**
     * Whether {@link #writeResponse}, with {@link BodyFraming#LENGTH} and no options for the connection, would write the very bytes that were received; false
     * too for some rare heads of which that is true.
     *
     * @param status the status that was received, whatever has become of the head's
     * @param from   the offset of the head as received
     * @param to     the offset after its empty line
     */
    public static boolean isAsReceived(final MessageHead head, final int status, final int from, final int to) {
        final long version = head.version() < 11 ? WORD_10 : WORD_11;
        if (head.status() != status || head.reasonOffset() != from + VERSION_11.length + 5 || AsciiWord.at(head.buffer(), from) != version) {
            return false;
        }
        int at = head.reasonOffset() + head.reasonLength() + 2;
        boolean lengthSeen = false;
        for (int i = 0; i < head.headerCount(); i++) {
            if (head.nameOffset(i) != at || !isCanonical(head, i)) {
                return false;
            }
            if (head.headerId(i) == KnownHeader.CONTENT_LENGTH) {
                if (lengthSeen || head.valueLength(i) != AsciiText.decimalLength(head.contentLength())) {
                    return false;
                }
                lengthSeen = true;
            } else if (!isPlain(head, i)) {
                return false;
            }
            at = head.valueOffset(i) + head.valueLength(i) + 2;
        }
        return lengthSeen && at + 2 == to;
    }

    private void begin(
        final MutableDirectBuffer target, final int targetLimit, final int bodyFraming, final long bodyLength, final int connectionMode) {
        out = target;
        limit = targetLimit;
        framing = bodyFraming;
        contentLength = bodyLength;
        connection = connectionMode;
        framingWritten = bodyFraming != BodyFraming.LENGTH && bodyFraming != BodyFraming.CHUNKED;
    }

    private int headers(final MessageHead head, final int offset) {
        final int count = head.headerCount();
        int at = offset;
        int i = 0;
        while (i < count && at >= 0) {
            if (isPlain(head, i)) {
                final int from = i;
                while (isCanonical(head, i) && i + 1 < count && isPlain(head, i + 1)
                    && head.nameOffset(i + 1) == head.valueOffset(i) + head.valueLength(i) + 2) {
                    i++;
                }
                at = copyRun(head, from, i, at);
            } else if (head.isLive(i)) {
                at = special(head, i, at);
            }
            i++;
        }
        return at;
    }

    /** Whether the header is forwarded as it is. */
    private static boolean isPlain(final MessageHead head, final int i) {
        return switch (head.headerId(i)) {
            case KnownHeader.REMOVED, KnownHeader.CONNECTION, KnownHeader.CONTENT_LENGTH, KnownHeader.TRANSFER_ENCODING,
                 KnownHeader.KEEP_ALIVE, KnownHeader.PROXY_CONNECTION, KnownHeader.UPGRADE -> false;
            default -> true;
        };
    }

    /** Whether the line stands in the buffer as {@code name: value}. */
    private static boolean isCanonical(final MessageHead head, final int i) {
        return head.valueOffset(i) == head.nameOffset(i) + head.nameLength(i) + 2;
    }

    /** Copies the lines of slots from..to; all but the last are canonical and adjacent. */
    private int copyRun(final MessageHead head, final int from, final int to, final int at) {
        if (from < to && !isCanonical(head, to)) {
            final int middle = copyBytes(head, head.nameOffset(from), head.valueOffset(to - 1) + head.valueLength(to - 1), at);
            return middle < 0 ? middle : line(head, to, middle);
        }
        return isCanonical(head, to)
            ? copyBytes(head, head.nameOffset(from), head.valueOffset(to) + head.valueLength(to), at)
            : line(head, to, at);
    }

    private int copyBytes(final MessageHead head, final int from, final int to, final int at) {
        final int end = at + to - from;
        if (end + 2 > limit) {
            return NO_ROOM;
        }
        out.putBytes(at, head.buffer(), from, to - from);
        return endLine(end);
    }

    private int line(final MessageHead head, final int i, final int at) {
        final int nameEnd = at + head.nameLength(i);
        final int end = nameEnd + 2 + head.valueLength(i);
        if (end + 2 > limit) {
            return NO_ROOM;
        }
        out.putBytes(at, head.buffer(), head.nameOffset(i), head.nameLength(i));
        out.putByte(nameEnd, (byte) ':');
        out.putByte(nameEnd + 1, (byte) ' ');
        out.putBytes(nameEnd + 2, head.buffer(), head.valueOffset(i), head.valueLength(i));
        return endLine(end);
    }

    private int special(final MessageHead head, final int i, final int at) {
        return switch (head.headerId(i)) {
            case KnownHeader.CONTENT_LENGTH -> framing == BodyFraming.LENGTH ? framing(at) : at;
            case KnownHeader.TRANSFER_ENCODING -> framing == BodyFraming.CHUNKED ? framing(at) : at;
            case KnownHeader.UPGRADE -> (connection & UPGRADE) != 0 ? line(head, i, at) : at;
            case KnownHeader.CONNECTION -> connectionOptions(head, i, at);
            default -> at;
        };
    }

    /** The one header line that the framing demands. */
    private int framing(final int at) {
        if (framingWritten) {
            return at;
        }
        framingWritten = true;
        if (framing == BodyFraming.CHUNKED) {
            return constant(CHUNKED, at);
        }
        final int digits = at + CONTENT_LENGTH.length;
        if (digits + AsciiText.decimalLength(contentLength) + 2 > limit) {
            return NO_ROOM;
        }
        out.putBytes(at, CONTENT_LENGTH);
        return endLine(AsciiText.putDecimal(out, digits, contentLength));
    }

    /** A Connection line without the options that are ours to decide; nothing when none is left. */
    private int connectionOptions(final MessageHead head, final int i, final int at) {
        final MutableDirectBuffer in = head.buffer();
        final int inEnd = head.valueOffset(i) + head.valueLength(i);
        if (at + CONNECTION.length + head.valueLength(i) * 2 + 2 > limit) {
            return NO_ROOM;
        }
        out.putBytes(at, CONNECTION);
        final int start = at + CONNECTION.length;
        int end = start;
        int from = head.valueOffset(i);
        while (from < inEnd) {
            final int comma = AsciiText.indexOf(in, from, inEnd, (byte) ',');
            final int length = AsciiText.trimOwsEnd(in, from, comma < 0 ? inEnd : comma) - from;
            if (length > 0 && isForwarded(HeaderFacts.connectionFlag(in, from, length))) {
                if (end > start) {
                    out.putByte(end++, (byte) ',');
                    out.putByte(end++, (byte) ' ');
                }
                out.putBytes(end, in, from, length);
                end += length;
            }
            from = comma < 0 ? inEnd : AsciiText.skipOws(in, comma + 1, inEnd);
        }
        return end == start ? at : endLine(end);
    }

    private boolean isForwarded(final int connectionFlag) {
        return connectionFlag == MessageHead.CONNECTION_OTHER
            || connectionFlag == MessageHead.CONNECTION_UPGRADE && (connection & UPGRADE) != 0;
    }

    private int finish(final int offset) {
        int at = offset;
        if (at >= 0) {
            at = framing(at);
        }
        if (at >= 0 && (connection & CONNECTION_CLOSE) != 0) {
            at = constant(CLOSE, at);
        } else if (at >= 0 && (connection & CONNECTION_KEEP_ALIVE) != 0) {
            at = constant(KEEP_ALIVE, at);
        }
        if (at < 0 || at + 2 > limit) {
            return NO_ROOM;
        }
        return endLine(at);
    }

    private int constant(final byte[] text, final int at) {
        if (at + text.length > limit) {
            return NO_ROOM;
        }
        out.putBytes(at, text);
        return at + text.length;
    }

    private int endLine(final int at) {
        out.putByte(at, (byte) '\r');
        out.putByte(at + 1, (byte) '\n');
        return at + 2;
    }
}
