package org.weir.engine.http;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The part of a head's buffer that edits append to. Each put returns the offset of what it wrote, or {@link #REFUSED} without
 * having taken room. Owned by the agent that owns the head.
 * <p>
 * Lines and values are written with their CRLF, so that a slice which ends two bytes before a header name is always the line
 * before it: the writer copies such neighbours in one piece.
 */
final class EditArea {
    static final int REFUSED = -1;

    private MutableDirectBuffer buffer;
    private int offset;
    private int limit;
    private int trimmedOffset;
    private int trimmedLength;

    void buffer(final MutableDirectBuffer newBuffer) {
        buffer = newBuffer;
    }

    void range(final int newOffset, final int newLimit) {
        offset = newOffset;
        limit = newLimit;
    }

    int offset() {
        return offset;
    }

    boolean hasRoom(final long lengthBytes) {
        return buffer != null && lengthBytes <= limit - offset;
    }

    /** Takes the bytes at {@link #offset()} as used. */
    void advance(final int lengthBytes) {
        offset += lengthBytes;
    }

    /** The length of the value last put, white space around it cut off. */
    int valueLength() {
        return trimmedLength;
    }

    /** Puts {@code value CRLF}. */
    int putValue(final DirectBuffer value, final int valueOffset, final int length) {
        trim(value, valueOffset, length);
        if (!hasRoom(trimmedLength + 2L) || !isValueText(value, trimmedOffset, trimmedLength)) {
            return REFUSED;
        }
        return endLine(value, offset);
    }

    /** Puts {@code name: value CRLF}, the name in lower case; returns the offset of the name. */
    int putHeader(final byte[] name, final int nameLength, final DirectBuffer value, final int valueOffset, final int length) {
        trim(value, valueOffset, length);
        if (!hasRoom((long) nameLength + trimmedLength + 4) || !AsciiText.isToken(name, nameLength)
            || !isValueText(value, trimmedOffset, trimmedLength)) {
            return REFUSED;
        }
        final int start = offset;
        for (int i = 0; i < nameLength; i++) {
            buffer.putByte(start + i, AsciiText.tokenLower(name[i]));
        }
        buffer.putByte(start + nameLength, (byte) ':');
        buffer.putByte(start + nameLength + 1, (byte) ' ');
        endLine(value, start + nameLength + 2);
        return start;
    }

    /** Puts a token. */
    int putToken(final DirectBuffer token, final int tokenOffset, final int length) {
        if (length <= 0 || !hasRoom(length)) {
            return REFUSED;
        }
        for (int i = tokenOffset; i < tokenOffset + length; i++) {
            if (AsciiText.tokenLower(token.getByte(i)) == 0) {
                return REFUSED;
            }
        }
        buffer.putBytes(offset, token, tokenOffset, length);
        advance(length);
        return offset - length;
    }

    private void trim(final DirectBuffer value, final int valueOffset, final int length) {
        trimmedOffset = AsciiText.skipOws(value, valueOffset, valueOffset + length);
        trimmedLength = AsciiText.trimOwsEnd(value, trimmedOffset, valueOffset + length) - trimmedOffset;
    }

    private int endLine(final DirectBuffer value, final int at) {
        buffer.putBytes(at, value, trimmedOffset, trimmedLength);
        final int end = at + trimmedLength;
        buffer.putByte(end, (byte) '\r');
        buffer.putByte(end + 1, (byte) '\n');
        offset = end + 2;
        return at;
    }

    private static boolean isValueText(final DirectBuffer value, final int valueOffset, final int length) {
        for (int i = valueOffset; i < valueOffset + length; i++) {
            final byte b = value.getByte(i);
            if (b == '\r' || b == '\n' || b == 0) {
                return false;
            }
        }
        return true;
    }
}
