package org.weir.engine.expr;

import org.agrona.DirectBuffer;

/** The hash functions of converters and load balancing, all of 32 bits. Any thread. */
public final class Hashes {
    private static final int[] CRC = new int[256];

    static {
        for (int i = 0; i < CRC.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0xEDB8_8320 : crc >>> 1;
            }
            CRC[i] = crc;
        }
    }

    private Hashes() {
    }

    /** D. J. Bernstein's hash: times 33, plus the byte. */
    public static int djb2(DirectBuffer bytes, int offset, int length) {
        int hash = 5381;
        for (int i = 0; i < length; i++) {
            hash = hash * 33 + (bytes.getByte(offset + i) & 0xFF);
        }
        return hash;
    }

    /** The hash of the sdbm library: times 65599, plus the byte. */
    public static int sdbm(DirectBuffer bytes, int offset, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = hash * 65599 + (bytes.getByte(offset + i) & 0xFF);
        }
        return hash;
    }

    /** The CRC of Ethernet and gzip. */
    public static int crc32(DirectBuffer bytes, int offset, int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            crc = crc >>> 8 ^ CRC[(crc ^ bytes.getByte(offset + i)) & 0xFF];
        }
        return ~crc;
    }

    /** Bob Jenkins' full avalanche of 32 bits, every bit of the input changes half of the output; the upper two bits mixed once more, as HAProxy does. */
    public static int avalanche(int value) {
        int a = value;
        a = a + 0x7ed5_5d16 + (a << 12);
        a = a ^ 0xc761_c23c ^ (a >>> 19);
        a = a + 0x1656_67b1 + (a << 5);
        a = (a + 0xd3a2_646c) ^ (a << 9);
        a = a + 0xfd70_46c5 + (a << 3);
        a = a ^ 0xb55a_4f09 ^ (a >>> 16);
        return a * 0xC000_0001;
    }
}
