package org.weir.analytics.text;

/**
 * Walks over one log line's fields, which runs of spaces separate. A line ends at its newline, or at a NUL before it. The bytes must end with a
 * newline and {@link Swar#PADDING} more. Not thread-safe: one per thread, moved from line to line.
 */
public final class LineCursor {
    private byte[] bytes;
    private int lineStart;
    private int lastIndex;
    private int lastOffset;

    /** Moves to the line that starts at {@code offset}. */
    public void start(final byte[] lineBytes, final int offset) {
        bytes = lineBytes;
        lineStart = offset;
        lastIndex = 0;
        lastOffset = skipSpaces(lineBytes, offset);
    }

    /** The bytes that hold the line. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the line starts in {@link #bytes()}. */
    public int lineStart() {
        return lineStart;
    }

    /** Where the line's newline is. */
    public int newline() {
        return Swar.newline(bytes, lastOffset);
    }

    /** Where the line's text ends: at its newline or at the first NUL. */
    public int textEnd() {
        return Swar.textEnd(bytes, lineStart);
    }

    /**
     * The offset of a field's first byte; that of the line's end if it has fewer fields ({@link #isEnd(int)} tells).
     *
     * @param index counted from 0; what is below counts as 0
     */
    public int field(final int index) {
        int at;
        final int remaining;
        if (index >= lastIndex) {
            at = lastOffset;
            remaining = index - lastIndex;
        } else {
            at = skipSpaces(bytes, lineStart);
            remaining = Math.max(index, 0);
        }
        if (remaining > 0) {
            at = Swar.skipFields(bytes, at, remaining);
            if (at < 0) {
                // Not remembered: the line is at its end, with fewer fields than asked for.
                return ~at;
            }
        }
        lastIndex = Math.max(index, 0);
        lastOffset = at;
        return at;
    }

    /** True if the offset that {@link #field(int)} returned is the line's end: the field is missing. */
    public boolean isEnd(final int offset) {
        final byte found = bytes[offset];
        return found == '\n' || found == 0;
    }

    private static int skipSpaces(final byte[] lineBytes, final int from) {
        int at = from;
        while (lineBytes[at] == ' ') {
            at++;
        }
        return at;
    }
}
