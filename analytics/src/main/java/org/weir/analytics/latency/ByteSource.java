package org.weir.analytics.latency;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads what {@link ByteSink} wrote. Owned by one thread. */
final class ByteSource {
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private int position;

    void wrap(byte[] bytes) {
        buffer.wrap(bytes);
        position = 0;
    }

    void wrap(DirectBuffer bytes, int offset, int lengthBytes) {
        buffer.wrap(bytes, offset, lengthBytes);
        position = 0;
    }

    boolean hasMore() {
        return position < buffer.capacity();
    }

    long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = buffer.getByte(position++);
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
