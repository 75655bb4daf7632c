package org.weir.engine.http;

import java.nio.charset.StandardCharsets;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Comparisons and conversions of ASCII text in place, without allocation. Any agent. */
public final class AsciiText {
    /** Result of the parse methods when the text is no number or overflows. */
    public static final long NOT_A_NUMBER = -1L;

    /** For each byte: its lower-case form if it may stand in a token (RFC 9110 5.6.2), otherwise 0. */
    private static final byte[] TOKEN_LOWER = new byte[256];

    static {
        for (int c = 'a'; c <= 'z'; c++) {
            TOKEN_LOWER[c] = (byte) c;
            TOKEN_LOWER[c - 32] = (byte) c;
        }
        for (int c = '0'; c <= '9'; c++) {
            TOKEN_LOWER[c] = (byte) c;
        }
        final String others = "!#$%&'*+-.^_`|~";
        for (int i = 0; i < others.length(); i++) {
            TOKEN_LOWER[others.charAt(i)] = (byte) others.charAt(i);
        }
    }

    private AsciiText() {
    }

    /** The ASCII bytes of {@code text}; for constants and configuration, not for the hot path. */
    public static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A copy of the slice as a string, one char per byte; for logs and tests, not for the hot path. */
    public static String string(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    /** The lower-case form of a token character, or 0 if the byte may not stand in a token. */
    public static byte tokenLower(final byte b) {
        return TOKEN_LOWER[b & 0xFF];
    }

    /** The lower-case form of a byte that is no control character, space or colon, or 0. */
    public static byte printableLower(final byte b) {
        return b >= 0 && b <= ' ' || b == 0x7F || b == ':' ? 0 : lower(b);
    }

    /** Whether all bytes may stand in a token and there is at least one. */
    public static boolean isToken(final byte[] text, final int length) {
        for (int i = 0; i < length; i++) {
            if (TOKEN_LOWER[text[i] & 0xFF] == 0) {
                return false;
            }
        }
        return length > 0;
    }

    /** {@code A-Z} to {@code a-z}, every other byte unchanged. */
    public static byte lower(final byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    /** Byte-wise equality of a slice and an array. */
    public static boolean equal(final DirectBuffer buffer, final int offset, final int length, final byte[] text) {
        if (length != text.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(offset + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** Equality of a slice in any case and an array that is already in lower case. */
    public static boolean equalIgnoreCase(
        final DirectBuffer buffer, final int offset, final int length, final byte[] lowerCaseText) {
        return length == lowerCaseText.length && startsWithIgnoreCase(buffer, offset, length, lowerCaseText);
    }

    /** Whether a slice in any case begins with an array that is already in lower case. */
    public static boolean startsWithIgnoreCase(
        final DirectBuffer buffer, final int offset, final int length, final byte[] lowerCaseText) {
        if (length < lowerCaseText.length) {
            return false;
        }
        for (int i = 0; i < lowerCaseText.length; i++) {
            final byte lower = lowerCaseText[i];
            final byte b = buffer.getByte(offset + i);
            if (b != lower && lower(b) != lower) {
                return false;
            }
        }
        return true;
    }

    /** Equality of two slices, both in any case. */
    public static boolean equalIgnoreCase(
        final DirectBuffer left, final int leftOffset, final int leftLength,
        final DirectBuffer right, final int rightOffset, final int rightLength) {
        if (leftLength != rightLength) {
            return false;
        }
        for (int i = 0; i < leftLength; i++) {
            if (lower(left.getByte(leftOffset + i)) != lower(right.getByte(rightOffset + i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the byte is optional white space of RFC 9110 5.6.3: a space or a tab. */
    public static boolean isOws(final byte b) {
        return b == ' ' || b == '\t';
    }

    /** The first offset in {@code [from, to)} that is not optional white space, or {@code to}. */
    public static int skipOws(final DirectBuffer buffer, final int from, final int to) {
        int i = from;
        while (i < to && isOws(buffer.getByte(i))) {
            i++;
        }
        return i;
    }

    /** The end of the text in {@code [from, to)} without trailing optional white space. */
    public static int trimOwsEnd(final DirectBuffer buffer, final int from, final int to) {
        int i = to;
        while (i > from && isOws(buffer.getByte(i - 1))) {
            i--;
        }
        return i;
    }

    /** The first offset of {@code wanted} in {@code [from, to)}, or -1. */
    public static int indexOf(final DirectBuffer buffer, final int from, final int to, final byte wanted) {
        final long repeated = AsciiWord.repeated((char) (wanted & 0xFF));
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            final long found = AsciiWord.equal(AsciiWord.at(buffer, i), repeated);
            if (found != 0) {
                return i + AsciiWord.first(found);
            }
        }
        for (; i < to; i++) {
            if (buffer.getByte(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Where the list element that begins at {@code from} ends: at the first comma outside double quotes, or at {@code to} (RFC 9110 5.6.1, 5.6.4). */
    public static int endOfElement(final DirectBuffer buffer, final int from, final int to) {
        return endOfElement(buffer, from, to, (byte) ',');
    }

    /** As the other, with a second byte that ends an element as a comma does. */
    public static int endOfElement(final DirectBuffer buffer, final int from, final int to, final byte separator) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            final byte b = buffer.getByte(i);
            if (b == '\\' && quoted) {
                i++;
            } else if (b == '"') {
                quoted = !quoted;
            } else if ((b == ',' || b == separator) && !quoted) {
                return i;
            }
        }
        return to;
    }

    /** The first offset in {@code [from, to)} of a control character (below 0x20, or 0x7F), or {@code to}. */
    public static int indexOfControl(final DirectBuffer buffer, final int from, final int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            final long found = AsciiWord.firstControl(AsciiWord.at(buffer, i));
            if (found != 0) {
                return i + AsciiWord.first(found);
            }
        }
        for (; i < to; i++) {
            final byte b = buffer.getByte(i);
            if ((b >= 0 && b < ' ') || b == 0x7F) {
                return i;
            }
        }
        return to;
    }

    /** The decimal number in the slice: digits only, at least one, no sign; {@link #NOT_A_NUMBER} otherwise or above 2^63-1. */
    public static long parseDecimal(final DirectBuffer buffer, final int offset, final int length) {
        if (length <= 0) {
            return NOT_A_NUMBER;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            final int digit = buffer.getByte(offset + i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return NOT_A_NUMBER;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** How many decimal digits a non-negative number has. */
    public static int decimalLength(final long value) {
        int length = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            length++;
        }
        return length;
    }

    /** Writes a non-negative number in decimal; returns the offset after it. The caller has made sure of the room. */
    public static int putDecimal(final MutableDirectBuffer out, final int offset, final long value) {
        final int end = offset + decimalLength(value);
        long rest = value;
        int i = end;
        do {
            out.putByte(--i, (byte) ('0' + rest % 10));
            rest /= 10;
        } while (rest != 0);
        return end;
    }
}
