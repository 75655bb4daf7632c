package org.weir.analytics.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A message of the process: a server's state, a proxy stopped.
 *
 * <pre>
 *   0        8              16       20      21      22       24
 *  +--------+--------------+--------+-------+-------+--------+----------------+
 *  | header | epoch, µs    | proxy  | level | side  |   0    | text, UTF-8 …  |
 *  +--------+--------------+--------+-------+-------+--------+----------------+
 *   proxy: its name's number, -1 for the process    level: syslog severity 0..7
 *   side: 0 frontend or listen, 1 backend
 * </pre>
 */
public final class MessageRecord {
    public static final int FRONTEND = 0;
    public static final int BACKEND = 1;

    private static final int EPOCH_MICROS = 8;
    private static final int PROXY = 16;
    private static final int LEVEL = 20;
    private static final int SIDE = 21;
    private static final int PADDING = 22;
    private static final int TEXT = 24;

    private DirectBuffer buffer;
    private int offset;

    /** Writes one, its text cut at the limit. @return its length in bytes */
    public static int encode(MutableDirectBuffer buffer, int offset, int limit, long epochMicros, int proxy, int side, int level, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(bytes.length, limit - offset - TEXT);
        RecordHeader.write(buffer, offset, RecordHeader.MESSAGE, TEXT + kept);
        buffer.putLong(offset + EPOCH_MICROS, epochMicros, LITTLE_ENDIAN);
        buffer.putInt(offset + PROXY, proxy, LITTLE_ENDIAN);
        buffer.putByte(offset + LEVEL, (byte) level);
        buffer.putByte(offset + SIDE, (byte) side);
        buffer.putShort(offset + PADDING, (short) 0, LITTLE_ENDIAN);
        buffer.putBytes(offset + TEXT, bytes, 0, kept);
        return TEXT + kept;
    }

    /** Reads the record at an offset. @throws IllegalArgumentException when it is not a message */
    public MessageRecord wrap(DirectBuffer source, int at, int availableBytes) {
        RecordHeader.check(source, at, availableBytes, RecordHeader.MESSAGE, TEXT);
        buffer = source;
        offset = at;
        return this;
    }

    public long epochMicros() {
        return buffer.getLong(offset + EPOCH_MICROS, LITTLE_ENDIAN);
    }

    public int proxy() {
        return buffer.getInt(offset + PROXY, LITTLE_ENDIAN);
    }

    public int level() {
        return buffer.getByte(offset + LEVEL);
    }

    public int side() {
        return buffer.getByte(offset + SIDE);
    }

    public int textOffset() {
        return offset + TEXT;
    }

    public int textLength() {
        return RecordHeader.length(buffer, offset) - TEXT;
    }
}
