package org.weir.analytics.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text that is built up as bytes. */
public final class ByteText {
    private static final int DIGITS_OF_LONG = 20;

    private byte[] bytes;
    private int length;

    /** Empty text. */
    public ByteText(final int capacity) {
        bytes = new byte[capacity];
    }

    /** How many bytes it has. */
    public int length() {
        return length;
    }

    /** Makes it empty. */
    public void clear() {
        length = 0;
    }

    /** Adds bytes. */
    public ByteText append(final byte[] from, final int offset, final int count) {
        reserve(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Adds a string, as UTF-8. */
    public ByteText append(final String text) {
        final byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return append(encoded, 0, encoded.length);
    }

    /** Adds one byte. */
    public ByteText append(final char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Adds a number in decimal. */
    public ByteText append(final long number) {
        if (number == Long.MIN_VALUE) {
            return append(Long.toString(number));
        }
        reserve(DIGITS_OF_LONG);
        long rest = number;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long ten = rest; ten >= 10; ten /= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Adds a number in decimal, taken as unsigned. */
    public ByteText appendUnsigned(final long number) {
        return number >= 0 ? append(number) : append(Long.toUnsignedString(number));
    }

    /** Adds a number that is not negative as {@code printf("%.1f")} does: its exact value is rounded, a tie to the even digit. */
    public ByteText appendOneDecimal(final double number) {
        final long floor = (long) (number * 10);
        // Rounded only once, so its sign is that of the exact difference from the middle between two tenths.
        final double overMiddle = Math.fma(number, 10, -(floor + 0.5));
        final long tenths = overMiddle > 0 || overMiddle == 0 && (floor & 1) != 0 ? floor + 1 : floor;
        return append(tenths / 10).append('.').append(tenths % 10);
    }

    /** Writes it out. */
    public void writeTo(final OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    /** Writes a part of it out. */
    public void writeTo(final OutputStream out, final int from, final int to) throws IOException {
        out.write(bytes, from, to - from);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void reserve(final int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
