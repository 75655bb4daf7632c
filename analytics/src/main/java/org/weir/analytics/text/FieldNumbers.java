package org.weir.analytics.text;

/** Reads the decimal numbers of a log field as lenient as they are read by tradition: what is no number is 0, and overflow wraps around. */
public final class FieldNumbers {
    /** How many timers an HTTP line has. */
    public static final int TIMERS = 5;

    private FieldNumbers() {
    }

    /** The number at an offset: an optional minus sign and digits, up to the first byte that is none. */
    public static int read(final byte[] bytes, final int offset) {
        int at = offset;
        final boolean negative = bytes[at] == '-';
        if (negative) {
            at++;
        }
        int value = 0;
        while (true) {
            final int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return negative ? -value : value;
            }
            value = value * 10 + digit;
            at++;
        }
    }

    /** As {@link #read}, in 64 bits. */
    public static long readLong(final byte[] bytes, final int offset) {
        final boolean negative = bytes[offset] == '-';
        long value = 0;
        for (int at = negative ? offset + 1 : offset; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return negative ? -value : value;
    }

    /**
     * Reads the timers of an HTTP line: five numbers with slashes between them.
     *
     * @param into receives {@link #TIMERS} values
     * @return false if there are fewer numbers
     */
    public static boolean readTimers(final byte[] bytes, final int offset, final int[] into) {
        int at = offset;
        for (int index = 0; index < TIMERS; index++) {
            boolean negative = false;
            if (bytes[at] == '-') {
                negative = true;
                at++;
            }
            int value = 0;
            int digit = bytes[at] - '0';
            while (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digit = bytes[++at] - '0';
            }
            into[index] = negative ? -value : value;
            if (index < TIMERS - 1) {
                if (bytes[at] != '/') {
                    at = Swar.slash(bytes, at);
                    if (bytes[at] != '/') {
                        return false;
                    }
                }
                at++;
                if (isFieldEnd(bytes[at])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The offset after the {@code count}th slash of the field at {@code offset}, or -1 if it has fewer or ends there. */
    public static int afterSlash(final byte[] bytes, final int offset, final int count) {
        int at = offset;
        for (int seen = 0; seen < count; seen++) {
            at = Swar.slash(bytes, at);
            if (bytes[at] != '/') {
                return -1;
            }
            at++;
        }
        return isFieldEnd(bytes[at]) ? -1 : at;
    }

    /** Control characters end a field of several numbers, though no other one. */
    private static boolean isFieldEnd(final byte found) {
        return found >= 0 && found <= ' ';
    }
}
