package org.weir.engine.expr;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Engine agent only. {@code regsub}: replaces the first match, or with the flag g all of them. */
final class RegsubConverter extends Converter {
    private final ByteRegex regex;
    private final UnsafeBuffer template;
    private final boolean all;

    RegsubConverter(ByteRegex regex, byte[] template, boolean all) {
        this.regex = regex;
        this.template = new UnsafeBuffer(template);
        this.all = all;
    }

    @Override
    boolean convert(Sample sample) {
        final DirectBuffer in = sample.bytes();
        final int offset = sample.offset();
        final int length = sample.length();
        final UnsafeBuffer out = scratch.room(TextScratch.MAX_BYTES);
        final int limit = TextScratch.MAX_BYTES;
        if (length > limit) {
            return false;
        }
        int from = 0;
        int end = 0;
        // An empty match at the end of the text counts once more after a match that ended there: sed does not do so, HAProxy does.
        while (regex.find(in, offset, length, from)) {
            final int start = regex.start(0);
            final int stop = regex.end(0);
            if (end + start - from > limit) {
                return false;
            }
            out.putBytes(end, in, offset + from, start - from);
            end = regex.appendReplacement(template, 0, template.capacity(), in, offset, out, end + start - from, limit);
            if (end < 0) {
                return false;
            }
            int next = stop;
            if (stop == start && stop < length) {
                if (end >= limit) {
                    return false;
                }
                out.putByte(end++, in.getByte(offset + stop));
                next++;
            }
            final boolean stuck = next == from;
            from = next;
            if (!all || stuck) {
                break;
            }
        }
        if (end + length - from > limit) {
            return false;
        }
        out.putBytes(end, in, offset + from, length - from);
        sample.setText(out, 0, end + length - from);
        return true;
    }
}
