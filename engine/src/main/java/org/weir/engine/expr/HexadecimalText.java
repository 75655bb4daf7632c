package org.weir.engine.expr;

import org.agrona.MutableDirectBuffer;
import org.weir.engine.http.AsciiText;

/** Engine agent only. The {@code +X} form of log-format variables: numbers of at least four digits ({@code %ms} of any), addresses without dots. */
public final class HexadecimalText {
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int NUMBER_DIGITS = 4;

    private HexadecimalText() {
    }

    /**
     * Rewrites the decimal number or IPv4 address that stands in a slice; other text (a dash, an IPv6 address) stays.
     *
     * @return the new end, never beyond {@code limit}
     */
    public static int rewrite(LogVariable variable, MutableDirectBuffer out, int from, int to, int limit) {
        final long address = AddressText.parseInet4(out, from, to - from);
        if (address >= 0) {
            return put(out, from, limit, address, 8);
        }
        final long number = AsciiText.parseDecimal(out, from, to - from);
        return number < 0 ? to : put(out, from, limit, number, variable == LogVariable.ACCEPT_MILLIS ? 1 : NUMBER_DIGITS);
    }

    private static int put(MutableDirectBuffer out, int offset, int limit, long value, int least) {
        final int digits = Math.max(least, (67 - Long.numberOfLeadingZeros(value)) / 4);
        final int end = Math.min(limit, offset + digits);
        for (int i = offset; i < end; i++) {
            out.putByte(i, DIGITS[(int) (value >>> 4 * (offset + digits - 1 - i) & 0xF)]);
        }
        return end;
    }
}
