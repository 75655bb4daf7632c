package org.weir.analytics.text;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.agrona.UnsafeApi;

/**
 * Reads text outside the heap, eight bytes at a time, as {@link Swar} does within it. Addresses are not checked, which is what makes it fast before the
 * compiler has done its work, and after: callers pass those of a {@link LineBlock} only, from its start to its limit. At the limit there is a newline, and
 * {@link Swar#PADDING} bytes follow, so that a word may be read from wherever a line has a byte.
 */
public final class MemoryText {
    /** No address: there is nothing of the kind, or not to be seen at a glance. */
    public static final long NONE = 0;

    private static final long BUFFER_ADDRESS = UnsafeApi.objectFieldOffset(Buffer.class, "address");
    private static final boolean IS_LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final long BYTES_BASE = bytesBase();
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long NEWLINES = ONES * '\n';
    private static final long ZEROS = ONES * '0';
    private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
    private static final long EACH_SHORT = 0x0001000100010001L;
    private static final int WORDS_AT_ONCE = 4;
    /** A multiple of what is taken at once, so few that a byte can count them. */
    private static final int MAX_ADDED = 252;

    /** Not final: of a loop with a stride that it knows the compiler makes several, and is half done with that when the run is over. */
    private static long strideBytes = WORDS_AT_ONCE * Long.BYTES;

    private MemoryText() {
    }

    /** Where the memory of a direct buffer starts. A memory segment of it would tell too, after it has taken 2 ms to load what it needs. */
    static long address(final ByteBuffer direct) {
        return UnsafeApi.getLong(direct, BUFFER_ADDRESS);
    }

    /** The eight bytes at an address, the first one lowest. */
    public static long word(final long address) {
        final long word = UnsafeApi.getLong(address);
        return IS_LITTLE_ENDIAN ? word : Long.reverseBytes(word);
    }

    /** The eight bytes of an array at an offset, the first one lowest. The offset is not checked either. */
    public static long word(final byte[] bytes, final int offset) {
        final long word = UnsafeApi.getLong(bytes, BYTES_BASE + offset);
        return IS_LITTLE_ENDIAN ? word : Long.reverseBytes(word);
    }

    /** The byte at an address. */
    public static byte octet(final long address) {
        return UnsafeApi.getByte(address);
    }

    /** The address of the first newline at or after {@code from}; one must be there. */
    public static long newline(final long from) {
        long at = from;
        while (true) {
            final long first = word(at) ^ NEWLINES;
            final long second = word(at + Long.BYTES) ^ NEWLINES;
            final long inFirst = (first - ONES) & ~first & HIGHS;
            final long inSecond = (second - ONES) & ~second & HIGHS;
            if ((inFirst | inSecond) != 0) {
                return inFirst != 0 ? at + firstMarked(inFirst) : at + Long.BYTES + firstMarked(inSecond);
            }
            at += 2 * Long.BYTES;
        }
    }

    /** How many newlines there are in {@code [from, to)}. */
    public static int countNewlines(final long from, final long to) {
        final long stride = strideBytes;
        int count = 0;
        long at = from;
        while (at <= to - WORDS_AT_ONCE * Long.BYTES) {
            // Each byte of the sum counts those at its place, at most as many as there are words.
            final long end = Math.min(at + MAX_ADDED * Long.BYTES, to - (WORDS_AT_ONCE - 1) * Long.BYTES);
            long sum = 0;
            for (; at < end; at += stride) {
                sum += newlines(UnsafeApi.getLong(at)) + newlines(UnsafeApi.getLong(at + 8))
                    + newlines(UnsafeApi.getLong(at + 16)) + newlines(UnsafeApi.getLong(at + 24));
            }
            final long pairs = (sum & EVEN_BYTES) + (sum >>> Byte.SIZE & EVEN_BYTES);
            count += (int) (pairs * EACH_SHORT >>> Long.SIZE - Short.SIZE);
        }
        for (; at < to; at++) {
            if (UnsafeApi.getByte(at) == '\n') {
                count++;
            }
        }
        return count;
    }

    /** Marks the bytes of a word that are at most a space, exactly. */
    public static long upToSpace(final long word) {
        return ~((word & ~HIGHS) + ONES * (0x80 - 0x21) | word) & HIGHS;
    }

    /** Marks the bytes of a word that are no digits, exactly. */
    public static long nonDigits(final long word) {
        final long values = word ^ ZEROS;
        return ((values & ~HIGHS) + ONES * (0x80 - 10) | values) & HIGHS;
    }

    /** The place in its word of the first byte that is marked, from 0; 8 if there is none. */
    public static int firstMarked(final long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /**
     * The number that a word starts with.
     *
     * @param digits how many, from 1 to 8
     */
    public static int number(final long word, final int digits) {
        final long values = (word ^ ZEROS) << Long.SIZE - digits * Byte.SIZE;
        final long pairs = values * 10 + (values >>> 8) & EVEN_BYTES;
        final long fours = pairs * 100 + (pairs >>> 16) & 0x0000ffff0000ffffL;
        return (int) (fours * 10_000 + (fours >>> 32));
    }

    /** Where the bytes of an array start in it. {@link UnsafeApi} tells too, after it has taken 5 ms to make the method handles for that one call. */
    private static long bytesBase() {
        final byte[] bytes = {'w', 'o', 'r', 'd', ' ', 'o', 'n', 'e'};
        final long expected = IS_LITTLE_ENDIAN ? 0x656e6f2064726f77L : 0x776f7264206f6e65L;
        long base = Integer.BYTES;
        while (UnsafeApi.getLong(bytes, base) != expected) {
            base += Integer.BYTES;
        }
        return base;
    }

    /** A one in each byte that is a newline. */
    private static long newlines(final long word) {
        final long differing = word ^ NEWLINES;
        return ~((differing & ~HIGHS) + ~HIGHS | differing) >>> 7 & ONES;
    }
}
