package org.weir.engine.expr;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.http.MessageHead;

/** Engine agent only. The fetches that look at headers; configuration manual, section 7.3.6. */
final class HeaderFetches {
    private HeaderFetches() {
    }

    /** Which message a fetch looks at. */
    static MessageHead head(SampleContext context, boolean response) {
        return response ? context.response() : context.request();
    }

    /** {@code hdr}, {@code fhdr}: all values when iterating, else the last one, or the one with a number from the front or (negative) from the end. */
    static class Value extends Fetch {
        protected final HeaderCursor cursor;
        private final boolean response;
        private final int occurrence;
        private final boolean iterating;
        private int expected = -1;

        Value(boolean response, byte[] name, boolean fullLines, int occurrence, boolean iterating) {
            this.response = response;
            this.cursor = new HeaderCursor(name, fullLines);
            this.iterating = iterating && occurrence == 0;
            this.occurrence = occurrence == 0 ? -1 : occurrence;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            final MessageHead head = head(context, response);
            if (head == null) {
                return false;
            }
            if (iterating) {
                return fetchNext(head, index, result);
            }
            return index == 0 && select(head) && convert(result);
        }

        /** Values that cannot be converted are passed over. */
        private boolean fetchNext(MessageHead head, int index, Sample result) {
            if (index != expected || index == 0) {
                cursor.begin(head);
                expected = 0;
            }
            while (cursor.next()) {
                if (convert(result) && expected++ == index) {
                    return true;
                }
            }
            expected = -1;
            return false;
        }

        private boolean select(MessageHead head) {
            int wanted = occurrence;
            if (wanted < -1) {
                wanted += cursor.count(head) + 1;
                if (wanted < 1) {
                    return false;
                }
            }
            cursor.begin(head);
            if (wanted == -1) {
                return last();
            }
            for (int i = 0; i < wanted; i++) {
                if (!cursor.next()) {
                    return false;
                }
            }
            return true;
        }

        private boolean last() {
            boolean found = false;
            int offset = 0;
            int length = 0;
            while (cursor.next()) {
                found = true;
                offset = cursor.offset();
                length = cursor.length();
            }
            lastOffset = offset;
            lastLength = length;
            return found;
        }

        private int lastOffset;
        private int lastLength;

        /** Makes the selected value a sample. */
        boolean convert(Sample result) {
            result.setText(cursor.buffer(), offset(), length());
            return true;
        }

        final int offset() {
            return iterating || occurrence > 0 || occurrence < -1 ? cursor.offset() : lastOffset;
        }

        final int length() {
            return iterating || occurrence > 0 || occurrence < -1 ? cursor.length() : lastLength;
        }
    }

    /** {@code hdr_val}: the number a value begins with. */
    static final class Number extends Value {
        Number(boolean response, byte[] name, int occurrence, boolean iterating) {
            super(response, name, false, occurrence, iterating);
        }

        @Override
        boolean convert(Sample result) {
            result.setNumber(Casts.leadingNumber(cursor.buffer(), offset(), length()));
            return true;
        }
    }

    /** {@code hdr_ip}: values that are an address, IPv4 with a port or without. */
    static final class Address extends Value {
        Address(boolean response, byte[] name, int occurrence, boolean iterating) {
            super(response, name, false, occurrence, iterating);
        }

        @Override
        boolean convert(Sample result) {
            final DirectBuffer buffer = cursor.buffer();
            if (AddressText.parse(buffer, offset(), length(), result)) {
                return true;
            }
            final int end = offset() + length();
            int colon = end - 1;
            while (colon > offset() && buffer.getByte(colon) != ':') {
                colon--;
            }
            final int digits = end - colon - 1;
            if (colon == offset() || digits < 1 || digits > 5 || org.weir.engine.http.AsciiText.parseDecimal(buffer, colon + 1, digits) < 0
                    || org.weir.engine.http.AsciiText.parseDecimal(buffer, colon + 1, digits) > 0xFFFF) {
                return false;
            }
            return AddressText.parse(buffer, offset(), colon - offset(), result) && result.type() == SampleType.IPV4;
        }
    }

    /** {@code hdr_cnt}, {@code fhdr_cnt}. */
    static final class Count extends Fetch {
        private final boolean response;
        private final HeaderCursor cursor;

        Count(boolean response, byte[] name, boolean fullLines) {
            this.response = response;
            this.cursor = new HeaderCursor(name, fullLines);
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            final MessageHead head = head(context, response);
            if (head == null || index > 0) {
                return false;
            }
            result.setNumber(cursor.count(head));
            return true;
        }
    }

    /** {@code hdr_names}. */
    static final class Names extends Fetch {
        private final boolean response;
        private final byte delimiter;
        private final TextScratch scratch = new TextScratch();

        Names(boolean response, byte delimiter) {
            this.response = response;
            this.delimiter = delimiter;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            final MessageHead head = head(context, response);
            if (head == null || index > 0) {
                return false;
            }
            int length = 0;
            for (int i = 0; i < head.headerCount(); i++) {
                length += head.isLive(i) ? head.nameLength(i) + 1 : 0;
            }
            final UnsafeBuffer out = scratch.room(length);
            if (out == null) {
                return false;
            }
            int at = 0;
            for (int i = 0; i < head.headerCount(); i++) {
                if (head.isLive(i)) {
                    if (at > 0) {
                        out.putByte(at++, delimiter);
                    }
                    out.putBytes(at, head.buffer(), head.nameOffset(i), head.nameLength(i));
                    at += head.nameLength(i);
                }
            }
            result.setText(out, 0, at);
            return true;
        }
    }
}
