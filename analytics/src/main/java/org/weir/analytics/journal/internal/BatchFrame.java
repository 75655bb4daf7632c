package org.weir.analytics.journal.internal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What stands in front of the records of a batch; a batch is the content of one Chronicle document. All numbers are little-endian.
 *
 * <pre>
 *   0       4        8         10       12        16        24             32            40
 *  +-------+--------+---------+--------+---------+---------+--------------+-------------+------------
 *  | magic | CRC32C | version |   0    | records | writer  | first, µs    | last, µs    | records …
 *  +-------+--------+---------+--------+---------+---------+--------------+-------------+------------
 *   CRC32C: of all bytes behind it      writer: a number drawn by each process that writes
 *   first, last: the earliest and the latest time of a record, 0 when none has one
 * </pre>
 */
public final class BatchFrame {
    public static final int VERSION = 1;
    public static final int LENGTH = 40;

    /** The longest batch. */
    public static final int MAX_BYTES = 256 * 1024;

    /** "WJB1" read as text. */
    static final int MAGIC = 0x31424A57;

    private static final int CRC = 4;
    private static final int CRC_FROM = 8;
    private static final int FRAME_VERSION = 8;
    private static final int RECORDS = 12;
    private static final int WRITER = 16;
    private static final int FIRST = 24;
    private static final int LAST = 32;

    private BatchFrame() {}

    /** Completes a batch whose records are in their place. */
    static void write(UnsafeBuffer batch, ByteBuffer sameBytes, CRC32C crc, int lengthBytes, int records, long writer, long firstMicros, long lastMicros) {
        batch.putInt(0, MAGIC, LITTLE_ENDIAN);
        batch.putInt(FRAME_VERSION, VERSION, LITTLE_ENDIAN);
        batch.putInt(RECORDS, records, LITTLE_ENDIAN);
        batch.putLong(WRITER, writer, LITTLE_ENDIAN);
        batch.putLong(FIRST, firstMicros, LITTLE_ENDIAN);
        batch.putLong(LAST, lastMicros, LITTLE_ENDIAN);
        batch.putInt(CRC, crc(sameBytes, crc, 0, lengthBytes), LITTLE_ENDIAN);
    }

    /** Whether the bytes are a batch, whole and unharmed. */
    static boolean isIntact(UnsafeBuffer buffer, ByteBuffer sameBytes, CRC32C crc, int offset, int lengthBytes) {
        return lengthBytes >= LENGTH && buffer.getInt(offset, LITTLE_ENDIAN) == MAGIC
                && buffer.getInt(offset + CRC, LITTLE_ENDIAN) == crc(sameBytes, crc, offset, lengthBytes);
    }

    private static int crc(ByteBuffer bytes, CRC32C crc, int offset, int lengthBytes) {
        crc.reset();
        crc.update(bytes.limit(offset + lengthBytes).position(offset + CRC_FROM));
        bytes.clear();
        return (int) crc.getValue();
    }

    static int version(UnsafeBuffer buffer, int offset) {
        return buffer.getShort(offset + FRAME_VERSION, LITTLE_ENDIAN) & 0xFFFF;
    }

    static int records(UnsafeBuffer buffer, int offset) {
        return buffer.getInt(offset + RECORDS, LITTLE_ENDIAN);
    }

    static long writer(UnsafeBuffer buffer, int offset) {
        return buffer.getLong(offset + WRITER, LITTLE_ENDIAN);
    }
}
