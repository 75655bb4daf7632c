package org.weir.engine.http;

import java.util.Arrays;

import org.agrona.DirectBuffer;

/** Small numbers for the header names that the proxy itself looks for, so that finding them compares integers. Any agent. */
public final class KnownHeader {
    /** The id of a removed header slot. */
    public static final int REMOVED = -1;
    /** The id of a name without a number. */
    public static final int UNKNOWN = 0;
    public static final int HOST = 1;
    public static final int CONNECTION = 2;
    public static final int CONTENT_LENGTH = 3;
    public static final int TRANSFER_ENCODING = 4;
    public static final int COOKIE = 5;
    public static final int SET_COOKIE = 6;
    public static final int EXPECT = 7;
    public static final int UPGRADE = 8;
    public static final int KEEP_ALIVE = 9;
    public static final int PROXY_CONNECTION = 10;
    public static final int X_FORWARDED_FOR = 11;
    public static final int DATE = 12;
    public static final int SERVER = 13;
    public static final int LOCATION = 14;
    public static final int TE = 15;
    public static final int TRAILER = 16;
    public static final int CACHE_CONTROL = 17;
    public static final int USER_AGENT = 18;
    public static final int REFERER = 19;
    public static final int AUTHORIZATION = 20;
    public static final int PROXY_AUTHORIZATION = 21;
    public static final int CONTENT_TYPE = 22;
    public static final int CONTENT_ENCODING = 23;
    public static final int ACCEPT_ENCODING = 24;
    public static final int ACCEPT = 25;
    public static final int VARY = 26;
    public static final int ETAG = 27;
    public static final int X_FORWARDED_PROTO = 28;
    public static final int FORWARDED = 29;
    public static final int X_ORIGINAL_TO = 30;
    public static final int RETRY_AFTER = 31;
    public static final int ACCEPT_LANGUAGE = 32;
    public static final int CONTENT_RANGE = 33;
    public static final int SET_COOKIE2 = 34;
    public static final int PRAGMA = 35;
    public static final int MAX_FORWARDS = 36;

    private static final byte[][] NAMES = names(
        "", "host", "connection", "content-length", "transfer-encoding", "cookie", "set-cookie", "expect", "upgrade",
        "keep-alive", "proxy-connection", "x-forwarded-for", "date", "server", "location", "te", "trailer", "cache-control",
        "user-agent", "referer", "authorization", "proxy-authorization", "content-type", "content-encoding",
        "accept-encoding", "accept", "vary", "etag", "x-forwarded-proto", "forwarded", "x-original-to", "retry-after",
        "accept-language", "content-range", "set-cookie2", "pragma", "max-forwards");

    /** No name is longer. */
    private static final int WORDS_PER_NAME = 3;
    private static final long[] WORDS = new long[NAMES.length * WORDS_PER_NAME];
    private static final int MASK = 255;
    /** Open addressing by {@link #slot}; a quarter full at most, so that an unknown name mostly meets an empty slot at once. */
    private static final byte[] SLOTS = new byte[MASK + 1];

    static {
        for (int id = 1; id < NAMES.length; id++) {
            final byte[] name = NAMES[id];
            for (int word = 0; word * Long.BYTES < name.length; word++) {
                WORDS[id * WORDS_PER_NAME + word] = AsciiWord.of(name, word * Long.BYTES);
            }
            int slot = slot(name[0], name[name.length >> 1], name[name.length - 1], name.length);
            while (SLOTS[slot] != UNKNOWN) {
                slot = slot + 1 & MASK;
            }
            SLOTS[slot] = (byte) id;
        }
    }

    private KnownHeader() {
    }

    /** The lower-case name of an id; the array is shared, not to be written. */
    public static byte[] name(final int id) {
        return NAMES[id];
    }

    /** The id of a lower-case name, {@link #UNKNOWN} for one without a number. */
    static int idOf(final byte[] lowerCaseName) {
        for (int id = 1; id < NAMES.length; id++) {
            if (Arrays.equals(NAMES[id], lowerCaseName)) {
                return id;
            }
        }
        return UNKNOWN;
    }

    /**
     * Whether a field may not come in a trailer section, where no rule has seen it: framing, routing, authentication, request
     * control and content description (RFC 9110 6.5.1).
     */
    static boolean isForbiddenInTrailers(final int id) {
        return switch (id) {
            case UNKNOWN, SERVER, USER_AGENT, REFERER, ETAG, ACCEPT_LANGUAGE -> false;
            default -> true;
        };
    }

    /** The id of the lower-case name in the slice, which is not empty. */
    static int lookup(final DirectBuffer buffer, final int offset, final int length) {
        int slot = slot(buffer.getByte(offset), buffer.getByte(offset + (length >> 1)), buffer.getByte(offset + length - 1), length);
        int id = SLOTS[slot];
        while (id != UNKNOWN && !isNamed(id, buffer, offset, length)) {
            slot = slot + 1 & MASK;
            id = SLOTS[slot];
        }
        return id;
    }

    private static boolean isNamed(final int id, final DirectBuffer buffer, final int offset, final int length) {
        final byte[] name = NAMES[id];
        if (name.length != length) {
            return false;
        }
        if (offset + WORDS_PER_NAME * Long.BYTES > buffer.capacity()) {
            return AsciiText.equal(buffer, offset, length, name);
        }
        int word = id * WORDS_PER_NAME;
        int at = offset;
        int rest = length;
        for (; rest > Long.BYTES; rest -= Long.BYTES) {
            if (AsciiWord.at(buffer, at) != WORDS[word++]) {
                return false;
            }
            at += Long.BYTES;
        }
        // What follows the name is pushed out.
        return (AsciiWord.at(buffer, at) ^ WORDS[word]) << Long.SIZE - rest * Byte.SIZE == 0;
    }

    /** As the other lookup, over a byte array. */
    static int lookup(final byte[] text, final int offset, final int length) {
        int slot = slot(text[offset], text[offset + (length >> 1)], text[offset + length - 1], length);
        int id = SLOTS[slot];
        while (id != UNKNOWN && !Arrays.equals(text, offset, offset + length, NAMES[id], 0, NAMES[id].length)) {
            slot = slot + 1 & MASK;
            id = SLOTS[slot];
        }
        return id;
    }

    /** Three bytes and the length tell the known names apart well enough; hashing every byte cost more than the comparison. */
    private static int slot(final byte first, final byte middle, final byte last, final int length) {
        final int mixed = (first * 31 + middle) * 31 + last * 7 + length;
        return (mixed ^ mixed >>> 8) & MASK;
    }

    private static byte[][] names(final String... names) {
        final byte[][] result = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            result[i] = AsciiText.bytes(names[i]);
        }
        return result;
    }
}
