package org.weir.engine.expr;

import org.agrona.DirectBuffer;

/** Engine agent only. Reads numeric addresses in place. */
final class AddressText {
    private static final int MAX_LENGTH = 45;

    private AddressText() {
    }

    /** Reads a dotted IPv4 or an IPv6 address; false, with an undefined sample, when the text is neither. */
    static boolean parse(DirectBuffer bytes, int offset, int length, Sample result) {
        if (length < 2 || length > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(offset + i) == ':') {
                return parseInet6(bytes, offset, length, result);
            }
        }
        final long address = parseInet4(bytes, offset, length);
        if (address < 0) {
            return false;
        }
        result.setIpv4((int) address);
        return true;
    }

    /** The address as an unsigned number, or -1. */
    static long parseInet4(DirectBuffer bytes, int offset, int length) {
        long address = 0;
        int value = -1;
        int octets = 0;
        for (int i = 0; i <= length; i++) {
            final byte b = i < length ? bytes.getByte(offset + i) : (byte) '.';
            if (b == '.') {
                if (value < 0 || ++octets > 4) {
                    return -1;
                }
                address = address << 8 | value;
                value = -1;
            } else if (b < '0' || b > '9') {
                return -1;
            } else {
                value = Math.max(value, 0) * 10 + b - '0';
                if (value > 255) {
                    return -1;
                }
            }
        }
        return octets == 4 ? address : -1;
    }

    /** RFC 4291, section 2.2: groups are shifted in from the right; what came before a gap is kept apart and put in front at the end. */
    private static boolean parseInet6(DirectBuffer bytes, int offset, int length, Sample result) {
        final int end = offset + length;
        long high = 0;
        long low = 0;
        long gapHigh = 0;
        long gapLow = 0;
        int groups = 0;
        int gapAt = -1;
        int i = offset;
        if (bytes.getByte(i) == ':') {
            if (bytes.getByte(i + 1) != ':') {
                return false;
            }
            gapAt = 0;
            i += 2;
        }
        while (i < end) {
            final int stop = endOfDigits(bytes, i, end);
            final boolean dotted = stop < end && bytes.getByte(stop) == '.';
            final long value = dotted ? parseInet4(bytes, i, end - i) : group(bytes, i, stop);
            final int bits = dotted ? 32 : 16;
            groups += bits / 16;
            if (value < 0 || groups > 8) {
                return false;
            }
            high = high << bits | low >>> 64 - bits;
            low = low << bits | value;
            i = dotted ? end : stop;
            if (i == end) {
                break;
            }
            if (bytes.getByte(i++) != ':' || i == end) {
                return false;
            }
            if (bytes.getByte(i) == ':') {
                if (gapAt >= 0) {
                    return false;
                }
                gapAt = groups;
                gapHigh = high;
                gapLow = low;
                high = 0;
                low = 0;
                i++;
            }
        }
        return finish(result, high, low, gapHigh, gapLow, groups, gapAt);
    }

    private static int endOfDigits(DirectBuffer bytes, int from, int end) {
        int i = from;
        while (i < end && Character.digit(bytes.getByte(i), 16) >= 0) {
            i++;
        }
        return i;
    }

    /** One to four hexadecimal digits, -1 for none or more. */
    private static long group(DirectBuffer bytes, int from, int to) {
        if (from == to || to - from > 4) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | Character.digit(bytes.getByte(i), 16);
        }
        return value;
    }

    private static boolean finish(Sample result, long high, long low, long gapHigh, long gapLow, int groups, int gapAt) {
        if (gapAt < 0) {
            result.setIpv6(high, low);
            return groups == 8;
        }
        if (groups > 7) {
            return false;
        }
        final int shift = 16 * (8 - gapAt);
        if (gapAt == 0) {
            result.setIpv6(high, low);
        } else if (shift >= 64) {
            result.setIpv6(high | (shift == 64 ? gapLow : gapLow << shift - 64), low);
        } else {
            result.setIpv6(high | gapHigh << shift | gapLow >>> 64 - shift, low | gapLow << shift);
        }
        return true;
    }
}
