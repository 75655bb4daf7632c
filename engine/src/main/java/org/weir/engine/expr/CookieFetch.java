package org.weir.engine.expr;

import org.agrona.DirectBuffer;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.KnownHeader;
import org.weir.engine.http.MessageHead;

/**
 * Engine agent only. {@code cook}, {@code cook_cnt}, {@code cook_val} for both directions: goes through the cookies that have a value;
 * with a name, through those of that name. Pairs end at
 * {@code ;} or {@code ,}, in values outside quotes.
 */
final class CookieFetch extends Fetch {
    /** What is made of a cookie. */
    enum Result { TEXT, NUMBER, COUNT }

    /** Whose cookies; in ACLs {@code cookie} is of the response as soon as there is one. */
    enum Direction { REQUEST, RESPONSE, LATEST }

    private final Direction direction;
    private final byte[] name;
    private final Result kind;
    private final boolean iterating;
    private MessageHead head;
    private boolean response;
    private int slot;
    private int position;
    private int end;
    private int valueOffset;
    private int valueLength;
    private int expected = -1;

    CookieFetch(Direction direction, byte[] name, Result kind, boolean iterating) {
        this.direction = direction;
        this.name = name;
        this.kind = kind;
        this.iterating = iterating && kind != Result.COUNT;
    }

    @Override
    boolean fetch(SampleContext context, int index, Sample result) {
        response = direction == Direction.RESPONSE || direction == Direction.LATEST && context.response() != null;
        final MessageHead message = HeaderFetches.head(context, response);
        if (message == null) {
            return false;
        }
        if (iterating) {
            return fetchNext(message, index, result);
        }
        if (index > 0) {
            return false;
        }
        begin(message);
        int count = 0;
        int lastOffset = 0;
        int lastLength = 0;
        // Without a name the first cookie is meant, with a name the last of that name.
        while ((count == 0 || name.length > 0 || kind == Result.COUNT) && next()) {
            count++;
            lastOffset = valueOffset;
            lastLength = valueLength;
        }
        valueOffset = lastOffset;
        valueLength = lastLength;
        if (kind == Result.COUNT) {
            result.setNumber(count);
            return true;
        }
        return count > 0 && make(result);
    }

    private boolean fetchNext(MessageHead message, int index, Sample result) {
        if (index == 0 || index != expected) {
            begin(message);
            expected = 0;
        }
        while (next()) {
            if (expected++ == index) {
                return make(result);
            }
        }
        expected = -1;
        return false;
    }

    private boolean make(Sample result) {
        if (kind == Result.TEXT) {
            result.setText(head.buffer(), valueOffset, valueLength);
        } else {
            result.setNumber(Casts.leadingNumber(head.buffer(), valueOffset, valueLength));
        }
        return true;
    }

    private void begin(MessageHead message) {
        head = message;
        slot = -1;
        position = 0;
        end = 0;
    }

    private boolean next() {
        final DirectBuffer buffer = head.buffer();
        while (true) {
            if (position >= end) {
                slot = head.find(response ? KnownHeader.SET_COOKIE : KnownHeader.COOKIE, slot + 1);
                if (slot < 0) {
                    return false;
                }
                position = head.valueOffset(slot);
                end = position + head.valueLength(slot);
            }
            final int start = AsciiText.skipOws(buffer, position, end);
            final int nameStop = endOfName(buffer, start, end);
            final boolean isPair = nameStop < end && buffer.getByte(nameStop) == '=';
            final int stop = isPair ? AsciiText.endOfElement(buffer, nameStop + 1, end, (byte) ';') : nameStop;
            position = response ? end : stop + 1;
            if (isPair && isWanted(buffer, start, nameStop)) {
                valueOffset = AsciiText.skipOws(buffer, nameStop + 1, stop);
                valueLength = AsciiText.trimOwsEnd(buffer, valueOffset, stop) - valueOffset;
                return true;
            }
        }
    }

    /** Quotes mean nothing in a name: what a client puts there hides no cookies behind it. */
    private static int endOfName(DirectBuffer buffer, int from, int to) {
        int i = from;
        while (i < to) {
            final byte b = buffer.getByte(i);
            if (b == '=' || b == ';' || b == ',') {
                break;
            }
            i++;
        }
        return i;
    }

    /** What begins with {@code $} in a request is an attribute of a cookie, not a cookie (RFC 2965, section 3.3.4). */
    private boolean isWanted(DirectBuffer buffer, int start, int stop) {
        if (!response && buffer.getByte(start) == '$') {
            return false;
        }
        return name.length == 0 || AsciiText.equal(buffer, start, AsciiText.trimOwsEnd(buffer, start, stop) - start, name);
    }
}
