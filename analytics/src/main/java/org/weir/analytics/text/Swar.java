package org.weir.analytics.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches bytes eight at a time (SIMD within a register). Callers see to it that what they search for is there, or that {@link #PADDING}
 * readable bytes follow the last one that counts.
 */
public final class Swar {
    /** How many bytes beyond the last one these methods may read. */
    public static final int PADDING = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long NEWLINES = ONES * '\n';
    private static final long SLASHES = ONES * '/';
    private static final long UP_TO_SPACE = ONES * 0x21;

    private Swar() {
    }

    /** The offset of the first newline at or after {@code from}; one must be there. */
    public static int newline(final byte[] bytes, final int from) {
        int at = from;
        while (true) {
            final long differing = (long) LONG.get(bytes, at) ^ NEWLINES;
            final long found = (differing - ONES) & ~differing & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += Long.BYTES;
        }
    }

    /** The offset of the first newline or NUL at or after {@code from}; one must be there. */
    public static int textEnd(final byte[] bytes, final int from) {
        int at = from;
        while (true) {
            final long word = (long) LONG.get(bytes, at);
            final long differing = word ^ NEWLINES;
            final long found = ((differing - ONES) & ~differing | (word - ONES) & ~word) & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += Long.BYTES;
        }
    }

    /** The offset of the first byte at or after {@code from} that ends a field: a space, a newline or NUL; one must be there. */
    public static int fieldEnd(final byte[] bytes, final int from) {
        int at = from;
        while (true) {
            final long word = (long) LONG.get(bytes, at);
            // Marks bytes below 0x21; a borrow can mark wrongly only above a byte that is marked rightly, and the lowest one is taken.
            final long found = (word - UP_TO_SPACE) & ~word & HIGHS;
            if (found == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(found) >>> 3;
            final byte candidate = bytes[at];
            if (candidate == ' ' || candidate == '\n' || candidate == 0) {
                return at;
            }
            at++;
        }
    }

    /**
     * Passes over fields, each with the spaces after it.
     *
     * @param from where a field starts
     * @return the offset after them, or the complement of that of the line's end if it comes before
     */
    public static int skipFields(final byte[] bytes, final int from, final int count) {
        int at = from;
        int remaining = count;
        while (true) {
            final long word = (long) LONG.get(bytes, at);
            // Exact for every byte: bit 7 is set where the byte is below 0x21.
            long found = ~((word & ~HIGHS) + (ONES * (0x80 - 0x21)) | word) & HIGHS;
            while (found != 0) {
                final int end = at + (Long.numberOfTrailingZeros(found) >>> 3);
                final byte ending = bytes[end];
                if (ending == '\n' || ending == 0) {
                    return ~end;
                }
                // Of a run of spaces the last one counts.
                if (ending == ' ' && bytes[end + 1] != ' ' && --remaining == 0) {
                    return end + 1;
                }
                found &= found - 1;
            }
            at += Long.BYTES;
        }
    }

    /** How many newlines there are in {@code [from, to)}. */
    public static int countNewlines(final byte[] bytes, final int from, final int to) {
        int count = 0;
        int at = from;
        for (; at <= to - 4 * Long.BYTES; at += 4 * Long.BYTES) {
            count += marks((long) LONG.get(bytes, at)) + marks((long) LONG.get(bytes, at + 8))
                + marks((long) LONG.get(bytes, at + 16)) + marks((long) LONG.get(bytes, at + 24));
        }
        for (; at < to; at++) {
            if (bytes[at] == '\n') {
                count++;
            }
        }
        return count;
    }

    /** The offset of the last newline in {@code [from, to)}, or -1. */
    public static int lastNewline(final byte[] bytes, final int from, final int to) {
        for (int at = to - 1; at >= from; at--) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** The offset of the first slash at or after {@code from}, or that of the field's end if it comes first. */
    public static int slash(final byte[] bytes, final int from) {
        int at = from;
        while (true) {
            final long word = (long) LONG.get(bytes, at);
            final long differing = word ^ SLASHES;
            final long found = ((word - UP_TO_SPACE) & ~word | (differing - ONES) & ~differing) & HIGHS;
            if (found == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(found) >>> 3;
            final byte candidate = bytes[at];
            if (candidate == '/' || candidate == ' ' || candidate == '\n' || candidate == 0) {
                return at;
            }
            at++;
        }
    }

    private static int marks(final long word) {
        final long differing = word ^ NEWLINES;
        // Exact for every byte, unlike the shorter form above: no borrow runs from one byte into the next.
        final long low = (differing & ~HIGHS) + ~HIGHS;
        return Long.bitCount(~(low | differing | ~HIGHS));
    }
}
