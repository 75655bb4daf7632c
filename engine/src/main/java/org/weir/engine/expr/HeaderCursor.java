package org.weir.engine.expr;

import org.agrona.DirectBuffer;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.MessageHead;

/** Engine agent only. Goes through the values of a header: whole lines, or what stands between commas outside quotes. */
final class HeaderCursor {
    private final byte[] name;
    private final boolean fullLines;
    private MessageHead head;
    private int slot;
    private int position;
    private int offset;
    private int length;

    /** @param name in lower case; empty = all headers */
    HeaderCursor(byte[] name, boolean fullLines) {
        this.name = name;
        this.fullLines = fullLines;
    }

    void begin(MessageHead newHead) {
        head = newHead;
        slot = -1;
        position = -1;
    }

    /** Goes to the next value; false when there is none. */
    boolean next() {
        if (position < 0) {
            slot = nextSlot(slot + 1);
            if (slot < 0) {
                return false;
            }
            position = head.valueOffset(slot);
        }
        final DirectBuffer buffer = head.buffer();
        final int end = head.valueOffset(slot) + head.valueLength(slot);
        if (fullLines) {
            offset = position;
            length = end - position;
            position = -1;
            return true;
        }
        final int stop = AsciiText.endOfElement(buffer, position, end);
        offset = AsciiText.skipOws(buffer, position, stop);
        length = AsciiText.trimOwsEnd(buffer, offset, stop) - offset;
        position = stop < end ? stop + 1 : -1;
        return true;
    }

    private int nextSlot(int from) {
        if (name.length > 0) {
            return head.find(name, from);
        }
        for (int i = from; i < head.headerCount(); i++) {
            if (head.isLive(i)) {
                return i;
            }
        }
        return -1;
    }

    DirectBuffer buffer() {
        return head.buffer();
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Values there are, from the beginning. */
    int count(MessageHead ofHead) {
        begin(ofHead);
        int count = 0;
        while (next()) {
            count++;
        }
        return count;
    }
}
