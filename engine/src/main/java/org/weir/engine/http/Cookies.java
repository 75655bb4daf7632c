package org.weir.engine.http;

import org.agrona.DirectBuffer;

/**
 * Walks over the name=value pairs of Cookie and Set-Cookie values in place (RFC 6265 4.1, 4.2). Reusable; owned by one agent.
 * <pre>
 *  cookies.wrapCookie(head.buffer(), head.valueOffset(i), head.valueLength(i));
 *  while (cookies.next()) { ... cookies.nameOffset() ... }
 * </pre>
 */
public final class Cookies {
    private DirectBuffer buffer;
    private int position;
    private int limit;
    private int index;
    private int nameOffset;
    private int nameLength;
    private int valueOffset;
    private int valueLength;

    /** Begins with the pairs of a Cookie value. */
    public void wrapCookie(final DirectBuffer source, final int offset, final int length) {
        buffer = source;
        position = offset;
        limit = offset + length;
    }

    /** Begins with the one pair of a Set-Cookie value; its attributes are not pairs. */
    public void wrapSetCookie(final DirectBuffer source, final int offset, final int length) {
        wrapCookie(source, offset, length);
        final int semicolon = AsciiText.indexOf(source, offset, limit, (byte) ';');
        if (semicolon >= 0) {
            limit = semicolon;
        }
    }

    /** Goes to the next pair; false when there is none. A part without equals sign has a value of length 0. */
    public boolean next() {
        while (position < limit) {
            final int semicolon = AsciiText.indexOf(buffer, position, limit, (byte) ';');
            final int partEnd = semicolon < 0 ? limit : semicolon;
            final int from = AsciiText.skipOws(buffer, position, partEnd);
            final int to = AsciiText.trimOwsEnd(buffer, from, partEnd);
            position = semicolon < 0 ? limit : semicolon + 1;
            if (from < to) {
                pair(from, to);
                return true;
            }
        }
        return false;
    }

    /** Finds a cookie, name in the exact case, in all Cookie headers of a request; true when this stands on it. */
    public boolean find(final MessageHead head, final byte[] name) {
        return find(head, KnownHeader.COOKIE, name);
    }

    /** After a find: the slot of the header the pair is in. */
    int headerIndex() {
        return index;
    }

    public int nameOffset() {
        return nameOffset;
    }

    public int nameLength() {
        return nameLength;
    }

    public int valueOffset() {
        return valueOffset;
    }

    public int valueLength() {
        return valueLength;
    }

    private boolean find(final MessageHead head, final int headerId, final byte[] name) {
        for (int i = head.find(headerId, 0); i >= 0; i = head.find(headerId, i + 1)) {
            index = i;
            if (headerId == KnownHeader.COOKIE) {
                wrapCookie(head.buffer(), head.valueOffset(i), head.valueLength(i));
            } else {
                wrapSetCookie(head.buffer(), head.valueOffset(i), head.valueLength(i));
            }
            while (next()) {
                if (AsciiText.equal(buffer, nameOffset, nameLength, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void pair(final int from, final int to) {
        final int equals = AsciiText.indexOf(buffer, from, to, (byte) '=');
        nameOffset = from;
        if (equals < 0) {
            nameLength = to - from;
            valueOffset = to;
            valueLength = 0;
        } else {
            nameLength = AsciiText.trimOwsEnd(buffer, from, equals) - from;
            valueOffset = AsciiText.skipOws(buffer, equals + 1, to);
            valueLength = to - valueOffset;
        }
    }
}
