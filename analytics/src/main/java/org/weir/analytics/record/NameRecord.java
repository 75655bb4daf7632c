package org.weir.analytics.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Gives a name (of a proxy or a server) the number by which later records call it. It comes before the first record that uses the number.
 *
 * <pre>
 *   0        8        12
 *  +--------+--------+----------------+
 *  | header | number | name, UTF-8 …  |
 *  +--------+--------+----------------+
 * </pre>
 */
public final class NameRecord {
    private static final int NUMBER = 8;
    private static final int NAME = 12;

    private NameRecord() {}

    /** Writes one. @return its length in bytes */
    public static int encode(MutableDirectBuffer buffer, int offset, int number, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int length = NAME + bytes.length;
        RecordHeader.write(buffer, offset, RecordHeader.NAME, length);
        buffer.putInt(offset + NUMBER, number, LITTLE_ENDIAN);
        buffer.putBytes(offset + NAME, bytes);
        return length;
    }

    /** @throws IllegalArgumentException when it is not a name record */
    public static int number(DirectBuffer buffer, int offset, int availableBytes) {
        RecordHeader.check(buffer, offset, availableBytes, RecordHeader.NAME, NAME);
        return buffer.getInt(offset + NUMBER, LITTLE_ENDIAN);
    }

    /** @throws IllegalArgumentException when it is not a name record */
    public static String name(DirectBuffer buffer, int offset, int availableBytes) {
        RecordHeader.check(buffer, offset, availableBytes, RecordHeader.NAME, NAME);
        byte[] bytes = new byte[RecordHeader.length(buffer, offset) - NAME];
        buffer.getBytes(offset + NAME, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
