package org.weir.analytics.line;

import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;

/**
 * Writes pieces of log lines into a buffer, allocation-free, from any one thread at a time. Every method returns the new end, never beyond the
 * limit: what does not fit is cut.
 */
public final class LogText {
    private static final byte[] HEX = ascii("0123456789ABCDEF");
    private static final int LONGEST_NUMBER = 20;

    private LogText() {}

    /**
     * The status that a line of an HTTP stream shows, as HAProxy does: none (0) as -1, and interim responses alone (-1) as 0.
     *
     * @param recorded as a record has it
     */
    public static int status(int recorded) {
        return recorded > 0 ? recorded : -1 - recorded;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static int put(MutableDirectBuffer out, int offset, int limit, char c) {
        if (offset < limit) {
            out.putByte(offset, (byte) c);
            return offset + 1;
        }
        return offset;
    }

    public static int put(MutableDirectBuffer out, int offset, int limit, byte[] text) {
        return put(out, offset, limit, text, 0, text.length);
    }

    public static int put(MutableDirectBuffer out, int offset, int limit, byte[] text, int from, int lengthBytes) {
        int length = Math.min(lengthBytes, limit - offset);
        out.putBytes(offset, text, from, length);
        return offset + length;
    }

    /** The characters of a name from the configuration, which are Latin-1. */
    public static int put(MutableDirectBuffer out, int offset, int limit, String text) {
        int length = Math.min(text.length(), limit - offset);
        for (int i = 0; i < length; i++) {
            out.putByte(offset + i, (byte) text.charAt(i));
        }
        return offset + length;
    }

    public static int number(MutableDirectBuffer out, int offset, int limit, long value) {
        if (limit - offset >= LONGEST_NUMBER) {
            return offset + out.putLongAscii(offset, value);
        }
        int end = value < 0 ? put(out, offset, limit, '-') : offset;
        long divisor = 1;
        while (value / divisor / 10 != 0) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            end = put(out, end, limit, (char) ('0' + Math.abs(value / divisor % 10)));
        }
        return end;
    }

    /** A number of exactly so many digits, cut on the left. */
    public static int padded(MutableDirectBuffer out, int offset, int limit, int value, int digits) {
        int divisor = 1;
        for (int i = 1; i < digits; i++) {
            divisor *= 10;
        }
        int end = offset;
        for (; divisor > 0; divisor /= 10) {
            end = put(out, end, limit, (char) ('0' + value / divisor % 10));
        }
        return end;
    }

    /** Upper-case hexadecimal with at least so many digits. */
    public static int hex(MutableDirectBuffer out, int offset, int limit, long value, int minDigits) {
        int digits = Math.max(minDigits, (67 - Long.numberOfLeadingZeros(value)) / 4);
        int end = offset;
        for (int i = digits - 1; i >= 0; i--) {
            end = put(out, end, limit, (char) HEX[(int) (value >>> 4 * i) & 0xF]);
        }
        return end;
    }

    /** Bytes in which those that are not printable, {@code #} and {@code "} become {@code #XX} (configuration manual, section 8.6). */
    public static int encoded(MutableDirectBuffer out, int offset, int limit, byte[] text, int from, int lengthBytes) {
        int end = offset;
        for (int i = from; i < from + lengthBytes; i++) {
            byte b = text[i];
            end = b < ' ' || b == 0x7F || b == '#' || b == '"' ? encoded(out, end, limit, b) : put(out, end, limit, (char) b);
        }
        return end;
    }

    /** As {@link #encoded}, and the characters that delimit captured headers too. */
    public static int encodedHeader(MutableDirectBuffer out, int offset, int limit, byte[] text, int from, int lengthBytes) {
        int end = offset;
        for (int i = from; i < from + lengthBytes; i++) {
            byte b = text[i];
            boolean special = b < ' ' || b >= '{' && b <= '}' || b == 0x7F || b == '#' || b == '"';
            end = special ? encoded(out, end, limit, b) : put(out, end, limit, (char) b);
        }
        return end;
    }

    /** One byte as {@code #XX}, whole or not at all. */
    public static int encoded(MutableDirectBuffer out, int offset, int limit, byte b) {
        if (limit - offset < 3) {
            return offset;
        }
        out.putByte(offset, (byte) '#');
        out.putByte(offset + 1, HEX[b >> 4 & 0xF]);
        out.putByte(offset + 2, HEX[b & 0xF]);
        return offset + 3;
    }

    /** Puts a backslash before each quote, backslash and closing bracket of what was just written ({@code +E}); returns the new end. */
    public static int backslashed(MutableDirectBuffer out, int from, int to, int limit) {
        int growth = 0;
        for (int i = from; i < to; i++) {
            growth += wantsBackslash(out.getByte(i)) ? 1 : 0;
        }
        int end = Math.min(to + growth, limit);
        // From the end backwards, so that nothing is overwritten before it was moved.
        for (int read = to - 1, write = to + growth; growth > 0 && read >= from; read--) {
            byte b = out.getByte(read);
            if (--write < limit) {
                out.putByte(write, b);
            }
            if (wantsBackslash(b) && --write < limit) {
                out.putByte(write, (byte) '\\');
            }
        }
        return end;
    }

    private static boolean wantsBackslash(byte b) {
        return b == '"' || b == '\\' || b == ']';
    }
}
