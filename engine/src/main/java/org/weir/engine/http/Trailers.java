package org.weir.engine.http;

import java.util.Arrays;

import org.agrona.MutableDirectBuffer;

/**
 * The trailer lines of one chunked body, checked and in canonical form, at most {@link #MAX_LENGTH} bytes. Fields that may not
 * come in trailers are dropped. Most bodies have none, so the array grows on first use. I/O agent only.
 */
public final class Trailers {
    /** Bytes a trailer section may have as received, dropped lines included. */
    public static final int MAX_LENGTH = 8192;
    /** Lines a trailer section may have. */
    public static final int MAX_LINES = 100;

    private static final byte[] EMPTY = {};

    private byte[] bytes = EMPTY;
    /** End of the accepted lines; the line under way begins here. */
    private int accepted;
    private int length;
    private int received;
    private int lines;

    void reset() {
        accepted = 0;
        length = 0;
        received = 0;
        lines = 0;
    }

    /** Bytes of the accepted lines, each with its CRLF. */
    public int length() {
        return accepted;
    }

    /** Copies the accepted lines; the caller has made sure of the room. Returns the offset after them. */
    public int copyTo(final MutableDirectBuffer out, final int offset) {
        out.putBytes(offset, bytes, 0, accepted);
        return offset + accepted;
    }

    boolean isLineEmpty() {
        return length == accepted;
    }

    HttpParseError add(final byte b) {
        if (b >= 0 && b < ' ' && b != '\t' || b == 0x7F) {
            return b == '\n' ? HttpParseError.BARE_LF : HttpParseError.CONTROL_CHARACTER;
        }
        if (++received > MAX_LENGTH) {
            return HttpParseError.TRAILERS_TOO_LONG;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(256, length * 2));
        }
        bytes[length++] = b;
        return HttpParseError.NONE;
    }

    /** Checks the line under way and keeps it as {@code name: value CRLF}, or drops it. Folded lines are refused. */
    HttpParseError endLine() {
        if (++lines > MAX_LINES) {
            return HttpParseError.TRAILERS_TOO_LONG;
        }
        int colon = accepted;
        while (colon < length && AsciiText.tokenLower(bytes[colon]) != 0) {
            bytes[colon] = AsciiText.tokenLower(bytes[colon]);
            colon++;
        }
        if (colon == accepted || colon == length || bytes[colon] != ':') {
            return HttpParseError.BAD_TRAILER;
        }
        if (KnownHeader.isForbiddenInTrailers(KnownHeader.lookup(bytes, accepted, colon - accepted))) {
            length = accepted;
            return HttpParseError.NONE;
        }
        int from = colon + 1;
        int to = length;
        while (from < to && AsciiText.isOws(bytes[from])) {
            from++;
        }
        while (to > from && AsciiText.isOws(bytes[to - 1])) {
            to--;
        }
        canonical(colon, from, to - from);
        return HttpParseError.NONE;
    }

    private void canonical(final int colon, final int valueOffset, final int valueLength) {
        final int end = colon + 2 + valueLength;
        if (end + 2 > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end + 2, bytes.length * 2));
        }
        System.arraycopy(bytes, valueOffset, bytes, colon + 2, valueLength);
        bytes[colon + 1] = ' ';
        bytes[end] = '\r';
        bytes[end + 1] = '\n';
        accepted = end + 2;
        length = accepted;
    }
}
