package org.weir.engine.expr;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.io.net.NetAddress;

/**
 * A network: address and prefix.
 *
 * @param family 4 or 6
 * @param high upper half of an IPv6 address, 0 for IPv4
 * @param low lower half, or the IPv4 address
 */
public record AddressRange(int family, long high, long low, int prefixBits) {
    /**
     * Reads {@code address}, {@code address/bits} or, for IPv4, {@code address/mask}. IPv4 addresses may be shortened: the last number
     * written fills the rest, {@code 10.1} is 10.0.0.1
     * (configuration manual, section 7.1.6).
     *
     * @throws ExpressionException when it is none; names are not looked up
     */
    public static AddressRange parse(String text) throws ExpressionException {
        final AddressRange range = parseNumeric(text);
        if (range == null) {
            throw new ExpressionException("'" + text + "' is not a valid IPv4 or IPv6 address");
        }
        return range;
    }

    /** As {@link #parse}, null when it is none. */
    static AddressRange parseNumeric(String text) {
        final int slash = text.indexOf('/');
        final String address = slash < 0 ? text : text.substring(0, slash);
        final String mask = slash < 0 ? null : text.substring(slash + 1);
        if (address.indexOf(':') >= 0) {
            return parseInet6(address, mask);
        }
        final long inet4 = parseShortInet4(address);
        final int bits = mask == null ? 32 : parseMask4(mask);
        return inet4 < 0 || bits < 0 ? null : new AddressRange(4, 0, inet4, bits);
    }

    private static AddressRange parseInet6(String address, String mask) {
        final byte[] bytes = address.getBytes(StandardCharsets.ISO_8859_1);
        final Sample sample = new Sample();
        if (!AddressText.parse(new UnsafeBuffer(bytes), 0, bytes.length, sample) || sample.type() != SampleType.IPV6) {
            return null;
        }
        final int bits = mask == null ? 128 : parseBits(mask, 128);
        return bits < 0 ? null : new AddressRange(6, sample.high(), sample.number(), bits);
    }

    /** The bits of a mask in either form; -1 when it is none or has gaps. */
    static int parseMask4(String text) {
        if (text.indexOf('.') < 0) {
            return parseBits(text, 32);
        }
        final long mask = parseShortInet4(text);
        if (mask < 0) {
            return -1;
        }
        final int bits = Long.bitCount(mask);
        return mask == (bits == 0 ? 0 : 0xFFFF_FFFFL << 32 - bits & 0xFFFF_FFFFL) ? bits : -1;
    }

    /** The address whose first bits are set. */
    static AddressRange mask6(int bits) {
        final long high = bits == 0 ? 0 : bits >= 64 ? -1 : -1L << 64 - bits;
        final long low = bits <= 64 ? 0 : -1L << 128 - bits;
        return new AddressRange(6, high, low, 128);
    }

    private static int parseBits(String text, int most) {
        if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        final int bits = Integer.parseInt(text);
        return bits <= most ? bits : -1;
    }

    private static long parseShortInet4(String text) {
        final String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return -1;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            final boolean last = i == parts.length - 1;
            final long most = last ? (1L << 8 * (5 - parts.length)) - 1 : 255;
            if (parts[i].isEmpty() || parts[i].length() > 10 || !parts[i].chars().allMatch(c -> c >= '0' && c <= '9') || Long.parseLong(parts[i]) > most) {
                return -1;
            }
            address |= Long.parseLong(parts[i]) << (last ? 0 : 24 - 8 * i);
        }
        return address;
    }

    public boolean contains(NetAddress address) {
        return address.family() == family && contains(family, address.high(), address.low());
    }

    /** Whether the address, given in halves, lies in the network. */
    public boolean contains(int ofFamily, long addressHigh, long addressLow) {
        if (ofFamily != family) {
            return false;
        }
        if (family == 4) {
            return prefixBits == 0 || ((addressLow ^ low) & 0xFFFF_FFFFL) >>> (32 - prefixBits) == 0;
        }
        if (prefixBits <= 64) {
            return prefixBits == 0 || (addressHigh ^ high) >>> (64 - prefixBits) == 0;
        }
        return addressHigh == high && (prefixBits == 128 && addressLow == low
                || prefixBits < 128 && (addressLow ^ low) >>> (128 - prefixBits) == 0);
    }
}
