package org.weir.engine.expr;

import org.agrona.concurrent.UnsafeBuffer;
import org.weir.io.net.NetAddress;

/**
 * Engine agent only. Where a converter or a type conversion puts the bytes it makes; belongs to one of them. Grows to what was needed so far and never
 * beyond {@link #MAX_BYTES}, so that the steady state allocates nothing.
 */
final class TextScratch {
    /** The size of HAProxy's buffers; a longer value does not exist. */
    static final int MAX_BYTES = 16_384;

    private static final int INITIAL_BYTES = 64;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[INITIAL_BYTES]);
    private NetAddress address;

    /** The buffer, grown to hold so many bytes (its content is lost then); null when they are more than {@link #MAX_BYTES}. */
    UnsafeBuffer room(int bytes) {
        if (bytes > buffer.capacity()) {
            if (bytes > MAX_BYTES) {
                return null;
            }
            buffer.wrap(new byte[Math.min(MAX_BYTES, Integer.highestOneBit(bytes) << 1)]);
        }
        return buffer;
    }

    /** The buffer as it is. */
    UnsafeBuffer buffer() {
        return buffer;
    }

    /** An address for formatting. */
    NetAddress address() {
        if (address == null) {
            address = new NetAddress();
        }
        return address;
    }
}
