package org.weir.engine.http;

import java.nio.ByteOrder;

import org.agrona.DirectBuffer;

/**
 * Eight bytes of text at a time, in a long with the first one lowest (SIMD within a register). What marks bytes sets the highest bit of each that is meant and
 * no other. Any agent.
 */
final class AsciiWord {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private AsciiWord() {
    }

    /** The eight bytes at an offset. */
    static long at(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Up to eight bytes of an array, zeros after its end. */
    static long of(final byte[] text, final int offset) {
        long word = 0;
        for (int i = Math.min(text.length - offset, Long.BYTES) - 1; i >= 0; i--) {
            word = word << Byte.SIZE | text[offset + i] & 0xFF;
        }
        return word;
    }

    /** A word that has the byte everywhere. */
    static long repeated(final char b) {
        return ONES * b;
    }

    /** Marks the letters. */
    static long letters(final long word) {
        final long lower = (word | repeated(' ')) & ~HIGHS;
        return lower + ONES * (0x80 - 'a') & ~(lower + ONES * (0x80 - 'z' - 1)) & ~word & HIGHS;
    }

    /**
     * Marks the first control character (below 0x20, or 0x7F); nothing if there is none. A byte below 0x20 borrows into its highest bit when 0x20 is taken from
     * it, and so does one equal to 0x7F after an exclusive or. A borrow can mark a byte behind the first hit falsely, never one before it.
     */
    static long firstControl(final long word) {
        final long del = word ^ repeated('\u007f');
        return (word - repeated(' ') & ~word | del - ONES & ~del) & HIGHS;
    }

    /** Marks the bytes that are equal to those of a {@link #repeated} one. */
    static long equal(final long word, final long repeated) {
        final long differing = word ^ repeated;
        return ~((differing & ~HIGHS) + ~HIGHS | differing) & HIGHS;
    }

    /** Marks the bytes that are not marked. */
    static long others(final long marks) {
        return marks ^ HIGHS;
    }

    /** The bytes before the first mark, all if there is none, as a mask. */
    static long before(final long marks) {
        return ((marks & -marks) >>> Byte.SIZE - 1) - 1;
    }

    /** The word with those of its letters in lower case that the mask has. */
    static long lower(final long word, final long letters, final long mask) {
        return word | letters >>> 2 & mask;
    }

    /** The place of the first byte that is marked, from 0; 8 if there is none. */
    static int first(final long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** Whether there is a byte that may stand in no request target: a control character, a space, DEL, {@code #}, or one beyond ASCII. */
    static boolean isBreakingTarget(final long word) {
        return ((word - repeated('!') & ~word | word | equal(word, repeated('#')) | equal(word, repeated('\u007f'))) & HIGHS) != 0;
    }
}
