package org.weir.engine.http;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes chunks in canonical form: {@code hex CRLF data CRLF}, no extensions, lower-case digits without leading zeros. Stateless.
 * I/O agent only.
 */
public final class ChunkEncoder {
    /** Result when the bytes do not fit. */
    public static final int NO_ROOM = -1;
    /** CRLF behind a chunk's data. */
    public static final int DATA_END_LENGTH = 2;

    private static final byte[] DIGITS = AsciiText.bytes("0123456789abcdef");

    private ChunkEncoder() {
    }

    /** The length of the size line of a chunk with that much data. */
    public static int sizeLineLength(final long dataLength) {
        return digits(dataLength) + 2;
    }

    /**
     * Writes the size line; data of {@code dataLength > 0} bytes and a CRLF must follow. Returns the end offset or
     * {@link #NO_ROOM}.
     */
    public static int putSizeLine(final MutableDirectBuffer out, final int offset, final int limit, final long dataLength) {
        final int digits = digits(dataLength);
        if (offset + digits + 2 > limit) {
            return NO_ROOM;
        }
        long rest = dataLength;
        for (int i = offset + digits - 1; i >= offset; i--) {
            out.putByte(i, DIGITS[(int) (rest & 15)]);
            rest >>>= 4;
        }
        return putLineEnd(out, offset + digits);
    }

    /** Writes a whole chunk, {@code length > 0}. Returns the end offset or {@link #NO_ROOM}. */
    public static int putChunk(
        final MutableDirectBuffer out, final int offset, final int limit, final DirectBuffer data, final int dataOffset, final int length) {
        if ((long) offset + sizeLineLength(length) + length + DATA_END_LENGTH > limit) {
            return NO_ROOM;
        }
        final int at = putSizeLine(out, offset, limit, length);
        out.putBytes(at, data, dataOffset, length);
        return putLineEnd(out, at + length);
    }

    /** Writes the last chunk, the trailers (null for none) and the empty line. Returns the end offset or {@link #NO_ROOM}. */
    public static int putLast(final MutableDirectBuffer out, final int offset, final int limit, final Trailers trailers) {
        final int trailersLength = trailers == null ? 0 : trailers.length();
        if (offset + 5 + trailersLength > limit) {
            return NO_ROOM;
        }
        out.putByte(offset, (byte) '0');
        int at = putLineEnd(out, offset + 1);
        if (trailersLength > 0) {
            at = trailers.copyTo(out, at);
        }
        return putLineEnd(out, at);
    }

    private static int digits(final long value) {
        return Math.max(1, (67 - Long.numberOfLeadingZeros(value)) >>> 2);
    }

    private static int putLineEnd(final MutableDirectBuffer out, final int offset) {
        out.putByte(offset, (byte) '\r');
        out.putByte(offset + 1, (byte) '\n');
        return offset + 2;
    }
}
