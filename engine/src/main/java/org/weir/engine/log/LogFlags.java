package org.weir.engine.log;

import org.agrona.MutableDirectBuffer;
import org.weir.analytics.line.LogText;

/** The flags of a variable in a log-format string, as bits, and what they add around a value. */
final class LogFlags {
    static final int QUOTED = 1;
    static final int HEXADECIMAL = 2;
    static final int ESCAPED = 4;

    /** A missing value shows as a dash. The default; {@code -M} turns it off. */
    static final int MANDATORY = 8;

    static final int NONE = MANDATORY;

    private LogFlags() {}

    static int of(boolean quoted, boolean hexadecimal, boolean escaped, boolean mandatory) {
        return (quoted ? QUOTED : 0) | (hexadecimal ? HEXADECIMAL : 0) | (escaped ? ESCAPED : 0) | (mandatory ? MANDATORY : 0);
    }

    static boolean isHexadecimal(int flags) {
        return (flags & HEXADECIMAL) != 0;
    }

    /** The opening quote. */
    static int open(int flags, MutableDirectBuffer out, int offset, int limit) {
        return (flags & QUOTED) == 0 ? offset : LogText.put(out, offset, limit, '"');
    }

    /** What stands for a missing value: nothing between quotes, else a dash. */
    static int missing(int flags, MutableDirectBuffer out, int offset, int limit) {
        return (flags & (QUOTED | MANDATORY)) == MANDATORY ? LogText.put(out, offset, limit, '-') : offset;
    }

    /** Escapes what was written between {@code start} and {@code end}, and closes the quote. */
    static int close(int flags, MutableDirectBuffer out, int start, int end, int limit) {
        int closing = (flags & ESCAPED) == 0 ? end : LogText.backslashed(out, start, end, limit);
        return (flags & QUOTED) == 0 ? closing : LogText.put(out, closing, limit, '"');
    }
}
