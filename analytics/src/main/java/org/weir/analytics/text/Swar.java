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
    private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
    private static final long EACH_SHORT = 0x0001000100010001L;
    private static final int WORDS_AT_ONCE = 4;
    /** A multiple of what is taken at once, so few that a byte can count them. */
    private static final int MAX_ADDED = 252;

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
        // A mark in the lowest byte if the byte before this word is a space.
        long carried = 0;
        while (true) {
            final long word = (long) LONG.get(bytes, at);
            // Exact for every byte: marks what is at most a space, of which controls lack the bit that a space has.
            final long low = ~((word & ~HIGHS) + ONES * (0x80 - 0x21) | word) & HIGHS;
            final long controls = low & ~(word << 2);
            final long spaces = low ^ controls;
            long starts = (spaces << Byte.SIZE | carried) & ~spaces;
            carried = spaces >>> Long.SIZE - Byte.SIZE;
            if (controls != 0) {
                final int end = controlEnd(bytes, at, controls);
                if (end >= 0) {
                    // A field may start where the line ends, as an empty one.
                    starts &= -1L >>> Long.SIZE - Byte.SIZE * (end - at + 1);
                    return Long.bitCount(starts) >= remaining ? at + nthMark(starts, remaining) : ~end;
                }
            }
            final int found = Long.bitCount(starts);
            if (found >= remaining) {
                return at + nthMark(starts, remaining);
            }
            remaining -= found;
            at += Long.BYTES;
        }
    }

    /** The offset of the first newline or NUL among the bytes marked in the word at an offset, -1 if there is none. */
    private static int controlEnd(final byte[] bytes, final int at, final long controls) {
        for (long marks = controls; marks != 0; marks &= marks - 1) {
            final int offset = at + (Long.numberOfTrailingZeros(marks) >>> 3);
            if (bytes[offset] == '\n' || bytes[offset] == 0) {
                return offset;
            }
        }
        return -1;
    }

    private static int nthMark(final long marks, final int count) {
        long rest = marks;
        for (int passed = 1; passed < count; passed++) {
            rest &= rest - 1;
        }
        return Long.numberOfTrailingZeros(rest) >>> 3;
    }

    /** How many newlines there are in {@code [from, to)}. */
    public static int countNewlines(final byte[] bytes, final int from, final int to) {
        int count = 0;
        int at = from;
        while (at <= to - WORDS_AT_ONCE * Long.BYTES) {
            // Each byte of the sum counts those at its place, at most as many as there are words.
            final int end = Math.min(at + MAX_ADDED * Long.BYTES, to - (WORDS_AT_ONCE - 1) * Long.BYTES);
            long sum = 0;
            for (; at < end; at += WORDS_AT_ONCE * Long.BYTES) {
                sum += newlines((long) LONG.get(bytes, at)) + newlines((long) LONG.get(bytes, at + 8))
                    + newlines((long) LONG.get(bytes, at + 16)) + newlines((long) LONG.get(bytes, at + 24));
            }
            final long pairs = (sum & EVEN_BYTES) + (sum >>> Byte.SIZE & EVEN_BYTES);
            count += (int) (pairs * EACH_SHORT >>> Long.SIZE - Short.SIZE);
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

    /** The offset of the first slash at or after {@code from}, or that of the first space or control character if it comes first. */
    public static int slash(final byte[] bytes, final int from) {
        int at = from;
        while (true) {
            final long word = (long) LONG.get(bytes, at);
            final long differing = word ^ SLASHES;
            final long found = ((word - UP_TO_SPACE) & ~word | (differing - ONES) & ~differing) & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += Long.BYTES;
        }
    }

    /** A one in each byte that is a newline. */
    private static long newlines(final long word) {
        final long differing = word ^ NEWLINES;
        // Exact for every byte, unlike the shorter form above: no borrow runs from one byte into the next.
        return ~((differing & ~HIGHS) + ~HIGHS | differing) >>> 7 & ONES;
    }
}
