package org.weir.engine.log;

import org.agrona.DirectBuffer;

/** Bytes copied from a message, up to a fixed length; reused. */
public final class CapturedText {
    private static final byte[] EMPTY = {};

    private final int capacity;
    private byte[] bytes = EMPTY;
    private int length = -1;
    private boolean shared;

    /** @param capacityBytes what is kept at most; memory is taken when something is first captured */
    public CapturedText(int capacityBytes) {
        capacity = capacityBytes;
    }

    /** Copies a slice, cut at the capacity. */
    public void set(DirectBuffer source, int offset, int lengthBytes) {
        int kept = Math.min(lengthBytes, capacity);
        if (shared || bytes.length < kept) {
            shared = false;
            bytes = new byte[Math.min(capacity, Math.max(kept, 64))];
        }
        source.getBytes(offset, bytes, 0, kept);
        length = kept;
    }

    /** Keeps a constant text, which is not copied. */
    public void set(byte[] constant) {
        bytes = constant;
        length = constant.length;
        shared = true;
    }

    /** Forgets what was captured. */
    public void clear() {
        length = -1;
    }

    /** How many bytes are kept at most. */
    public int capacity() {
        return capacity;
    }

    /** Whether anything, if only an empty value, was captured. */
    public boolean isSet() {
        return length >= 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return Math.max(0, length);
    }
}
