package org.weir.engine.expr;

import org.agrona.DirectBuffer;

/**
 * Engine agent only. {@code field} and {@code word}: the parts of a text between delimiters, counted from the front or, with a negative
 * index, from the end. For
 * {@code word} several delimiters in a row are one, and those at the ends do not count.
 */
final class FieldConverter extends Converter {
    private final long index;
    private final boolean[] delimiter = new boolean[256];
    private final long count;
    private final boolean words;

    /** @param count parts to take, 0 = all that remain */
    FieldConverter(long index, byte[] delimiters, long count, boolean words) {
        this.index = index;
        for (final byte c : delimiters) {
            delimiter[c & 0xFF] = true;
        }
        this.count = count;
        this.words = words;
    }

    @Override
    boolean convert(Sample sample) {
        final int from = sample.offset();
        final int to = from + sample.length();
        final boolean found = index > 0 ? fromFront(sample, from, to) : fromEnd(sample, from, to);
        if (!found && words) {
            // A field that is not there is no value, a word that is not there is an empty one.
            sample.setText(sample.bytes(), from, 0);
        }
        return found || words;
    }

    private boolean fromFront(Sample sample, int from, int to) {
        final DirectBuffer in = sample.bytes();
        int start = from;
        for (long number = 1; ; number++) {
            if (words) {
                start = skipDelimiters(in, start, to);
            }
            if (number == index) {
                break;
            }
            start = endOfPart(in, start, to);
            if (start >= to) {
                return false;
            }
            start++;
        }
        int end = start;
        for (long taken = 0; ; taken++) {
            end = endOfPart(in, end, to);
            if (taken + 1 == count || end >= to) {
                break;
            }
            end++;
            if (words) {
                end = skipDelimiters(in, end, to);
                if (end >= to) {
                    break;
                }
            }
        }
        sample.setText(in, start, end - start);
        return true;
    }

    private boolean fromEnd(Sample sample, int from, int to) {
        final DirectBuffer in = sample.bytes();
        int end = to;
        for (long number = -1; ; number--) {
            if (words) {
                end = skipDelimitersBack(in, from, end);
            }
            if (number == index) {
                break;
            }
            end = startOfPart(in, from, end);
            if (end <= from) {
                return false;
            }
            end--;
        }
        int start = end;
        for (long taken = 0; ; taken++) {
            start = startOfPart(in, from, start);
            if (taken + 1 == count || start <= from) {
                break;
            }
            start--;
            if (words) {
                start = skipDelimitersBack(in, from, start);
                if (start <= from) {
                    break;
                }
            }
        }
        sample.setText(in, start, end - start);
        return true;
    }

    private int endOfPart(DirectBuffer in, int from, int to) {
        int i = from;
        while (i < to && !delimiter[in.getByte(i) & 0xFF]) {
            i++;
        }
        return i;
    }

    private int startOfPart(DirectBuffer in, int from, int to) {
        int i = to;
        while (i > from && !delimiter[in.getByte(i - 1) & 0xFF]) {
            i--;
        }
        return i;
    }

    private int skipDelimiters(DirectBuffer in, int from, int to) {
        int i = from;
        while (i < to && delimiter[in.getByte(i) & 0xFF]) {
            i++;
        }
        return i;
    }

    private int skipDelimitersBack(DirectBuffer in, int from, int to) {
        int i = to;
        while (i > from && delimiter[in.getByte(i - 1) & 0xFF]) {
            i--;
        }
        return i;
    }
}
