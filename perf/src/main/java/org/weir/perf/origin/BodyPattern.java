package org.weir.perf.origin;

import java.nio.ByteBuffer;

/**
 * The deterministic bytes of {@code /bytes/N} and {@code /chunked/N}: byte {@code i} of every body is {@link #byteAt byteAt(i)}.
 * The period is a prime, so that bytes that were lost, doubled or swapped by whole buffers cannot look right.
 */
public final class BodyPattern {

    static final int PERIOD_BYTES = 65_521;
    private static final int PERIODS = 8;
    private static final byte[] BYTES = fill();

    private BodyPattern() {
    }

    /** Byte at the given index of a body. */
    public static byte byteAt(long index) {
        return BYTES[(int) (index % PERIOD_BYTES)];
    }

    /** A direct buffer with several periods; from any index below one period at least seven periods can be read in one piece. */
    static ByteBuffer newDirectView() {
        ByteBuffer view = ByteBuffer.allocateDirect(BYTES.length);
        view.put(BYTES).clear();
        return view;
    }

    /** Sets position and limit of a view so that it holds body bytes from {@code index}, at most {@code lengthBytes} of them. */
    static void select(ByteBuffer view, long index, long lengthBytes) {
        int start = (int) (index % PERIOD_BYTES);
        int end = (int) Math.min(view.capacity(), start + lengthBytes);
        view.limit(end).position(start);
    }

    private static byte[] fill() {
        byte[] bytes = new byte[PERIOD_BYTES * PERIODS];
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int state = 0x2545F491;
        for (int i = 0; i < PERIOD_BYTES; i++) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            bytes[i] = (byte) alphabet.charAt(state >>> 26);
        }
        for (int period = 1; period < PERIODS; period++) {
            System.arraycopy(bytes, 0, bytes, period * PERIOD_BYTES, PERIOD_BYTES);
        }
        return bytes;
    }
}
