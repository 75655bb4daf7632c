package org.weir.perf.origin;

import java.io.ByteArrayOutputStream;

/** Collects a request's head and decoded body, up to a bound: the answer of {@code /echo}. Worker thread only. */
final class EchoText implements RequestBody.Sink {

    static final int MAX_BYTES = 4 * 1024 * 1024;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private boolean overflow;

    @Override
    public void accept(byte[] bytes, int offset, int lengthBytes) {
        if (text.size() + lengthBytes > MAX_BYTES) {
            overflow = true;
        } else {
            text.write(bytes, offset, lengthBytes);
        }
    }

    /** Whether more came than the origin keeps; the answer is then 413. */
    boolean isOverflow() {
        return overflow;
    }

    byte[] answer() {
        return text.toByteArray();
    }
}
