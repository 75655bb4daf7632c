package org.weir.engine.rules;

import org.agrona.DirectBuffer;

/** Engine agent only. The comma-separated values of a header. */
final class HeaderParts {
    private HeaderParts() {
    }

    /** Where the value that begins at an offset ends: at a comma outside double quotes, or at the end. */
    static int endOfPart(DirectBuffer buffer, int from, int end) {
        boolean quoted = false;
        for (int i = from; i < end; i++) {
            final byte b = buffer.getByte(i);
            if (b == '\\' && quoted) {
                i++;
            } else if (b == '"') {
                quoted = !quoted;
            } else if (b == ',' && !quoted) {
                return i;
            }
        }
        return end;
    }
}
