package org.weir.analytics.latency;

import java.util.Arrays;

/** Bytes that are written one after the other: numbers in the variable length of LEB128, seven bits a byte, the lowest first. Owned by one thread. */
final class ByteSink {
    private byte[] bytes = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    /** A copy of what was written. */
    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Writes a number, taken as unsigned. */
    void number(long value) {
        if (bytes.length - length < 10) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }
}
