package org.weir.analytics.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Bytes of lines, as many as there are. Who writes first says by {@link #ensure} how much may come; then nothing is looked at again. One thread.
 */
public final class LineBuffer {
    /** More than any number takes. */
    public static final int LONGEST_NUMBER = 20;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] HEX = LogText.ascii("0123456789ABCDEF");
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;

    /** Which bytes a text may not have. */
    private enum Special { TEXT, HEADER, LINE_END }

    private byte[] bytes;
    private int length;

    public LineBuffer(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Makes room for so many more bytes. */
    public void ensure(int moreBytes) {
        if (bytes.length - length < moreBytes) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, moreBytes)));
        }
    }

    /** Ends a line. */
    public void end() {
        ensure(1);
        put('\n');
    }

    public void put(char c) {
        bytes[length++] = (byte) c;
    }

    public void put(byte[] text) {
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    void put(byte[] text, int count) {
        System.arraycopy(text, 0, bytes, length, count);
        length += count;
    }

    /** Appends bytes as they are. */
    public void put(DirectBuffer source, int offset, int count) {
        source.getBytes(offset, bytes, length, count);
        length += count;
    }

    /** Appends a text of ASCII, and makes room for it. */
    public void text(String ascii) {
        int count = ascii.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
    }

    /** Appends a number in decimal. */
    public void number(long value) {
        if (value >= 0 && value < 10) {
            bytes[length++] = (byte) ('0' + value);
        } else {
            longer(value);
        }
    }

    private void longer(long value) {
        if (value >= 0 && value <= Integer.MAX_VALUE) {
            natural((int) value);
        } else if (value >= -Integer.MAX_VALUE && value < 0) {
            put('-');
            natural((int) -value);
        } else {
            put(LogText.ascii(Long.toString(value)));
        }
    }

    private void natural(int value) {
        int digits = 1;
        for (long next = 10; value >= next; next *= 10) {
            digits++;
        }
        int rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            int tenth = rest / 10;
            bytes[at] = (byte) ('0' + rest - 10 * tenth);
            rest = tenth;
        }
        length += digits;
    }

    /** Appends a number of exactly so many digits, cut on the left. */
    public void padded(int value, int digits) {
        int rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /** Appends bytes in which those that are not printable, {@code #} and {@code "} become {@code #XX} (configuration manual, section 8.6). */
    public void encoded(DirectBuffer source, int offset, int count) {
        int start = length;
        if (count > 0) {
            put(source, offset, count);
        }
        if (hasSpecial(start)) {
            encode(start, Special.TEXT);
        }
    }

    /** As {@link #encoded}, and the characters that delimit captured headers too. */
    public void encodedHeader(DirectBuffer source, int offset, int count) {
        int start = length;
        put(source, offset, count);
        if (count > 0 && (hasSpecial(start) || hasDelimiter(start))) {
            encode(start, Special.HEADER);
        }
    }

    /** Ends of lines, and what ends a text for those who read it, have no place in a line; they become {@code #XX}. */
    void withoutLineEnds(int start) {
        for (int at = start; at < length; at++) {
            if (isLineEnd(bytes[at])) {
                encode(start, Special.LINE_END);
                return;
            }
        }
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r' || b == 0;
    }

    /** Eight bytes at a time; the bytes behind the end that are looked at may make it say yes in vain. */
    private boolean hasSpecial(int start) {
        long found = 0;
        for (int at = start; at < length; at += Long.BYTES) {
            if (at + Long.BYTES > bytes.length) {
                return true;
            }
            long word = (long) WORD.get(bytes, at);
            long quote = word ^ '"' * EACH;
            long hash = word ^ '#' * EACH;
            long delete = word ^ 0x7F * EACH;
            long hit = word | word - ' ' * EACH & ~word | quote - EACH & ~quote | hash - EACH & ~hash | delete - EACH & ~delete;
            found |= at + Long.BYTES <= length ? hit : hit & (1L << 8 * (length - at)) - 1;
        }
        return (found & HIGH) != 0;
    }

    private boolean hasDelimiter(int start) {
        boolean found = false;
        for (int at = start; at < length; at++) {
            found |= bytes[at] >= '{' && bytes[at] <= '}';
        }
        return found;
    }

    /** From the end backwards, so that nothing is overwritten before it was moved. */
    private void encode(int start, Special kind) {
        int found = 0;
        for (int at = start; at < length; at++) {
            found += isSpecial(bytes[at], kind) ? 1 : 0;
        }
        int write = length + 2 * found;
        int end = write;
        for (int read = length - 1; write - read > 1; read--) {
            byte b = bytes[read];
            if (isSpecial(b, kind)) {
                bytes[--write] = HEX[b & 0xF];
                bytes[--write] = HEX[b >> 4 & 0xF];
                bytes[--write] = '#';
            } else {
                bytes[--write] = b;
            }
        }
        length = end;
    }

    private static boolean isSpecial(byte b, Special kind) {
        return switch (kind) {
            case TEXT -> b < ' ' || b == 0x7F || b == '#' || b == '"';
            case HEADER -> b < ' ' || b == 0x7F || b == '#' || b == '"' || b >= '{' && b <= '}';
            case LINE_END -> isLineEnd(b);
        };
    }
}
