package org.weir.analytics.text;

/** Finds the captured headers of a log line: blocks in braces, fields divided by bars, before the quoted request. */
public final class Captures {
    /** What {@link #find} returns if the line ended before the field did. */
    public static final int TRUNCATED = -1;
    /** What {@link #find} returns if the line has no such block or field. */
    public static final int ABSENT = -2;

    private Captures() {
    }

    /**
     * The offset of the first byte of a captured header.
     *
     * @param offset where the field after the queue positions starts
     * @param block counted from 1, unsigned
     * @param field counted from 1, unsigned
     */
    public static int find(final byte[] bytes, final int offset, final int block, final int field) {
        int at = offset;
        int blocks = 0;
        while (true) {
            if (bytes[at] == '\n' || bytes[at] == 0) {
                return TRUNCATED;
            }
            if (isRequest(bytes, at)) {
                return ABSENT;
            }
            if (bytes[at] == '{') {
                at++;
                if (++blocks == block) {
                    return findField(bytes, at, field);
                }
                // A brace at once after it begins a block too, as does one at the start of any field but the first in this block.
                continue;
            }
            at = skipSpaces(bytes, Swar.fieldEnd(bytes, skipSpaces(bytes, at)));
        }
    }

    private static int skipSpaces(final byte[] bytes, final int offset) {
        int at = offset;
        while (bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    /** True if a field begins with the quote of the request, which what carried the log may have escaped with a backslash. */
    public static boolean isRequest(final byte[] bytes, final int offset) {
        return bytes[offset] == '"' || bytes[offset] == '\\' && bytes[offset + 1] == '"';
    }

    /** The end of the captured header that starts at {@code offset}, or {@link #TRUNCATED}. */
    public static int end(final byte[] bytes, final int offset) {
        int at = offset;
        while (true) {
            final byte found = bytes[at];
            if (found == '|' || found == '}') {
                return at;
            }
            if (found == '\n' || found == 0) {
                return TRUNCATED;
            }
            at++;
        }
    }

    private static int findField(final byte[] bytes, final int offset, final int field) {
        int at = offset;
        for (int fields = 1; fields != field; fields++) {
            at = end(bytes, at);
            if (at == TRUNCATED) {
                return TRUNCATED;
            }
            if (bytes[at] == '}') {
                return ABSENT;
            }
            at++;
        }
        return at;
    }
}
