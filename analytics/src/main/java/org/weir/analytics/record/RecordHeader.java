package org.weir.analytics.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What every record begins with. All numbers of all records are little-endian.
 *
 * <pre>
 *   0        2        4                 8
 *  +--------+--------+-----------------+
 *  | version|  type  |  length, bytes  |   the length counts the whole record, header included
 *  +--------+--------+-----------------+
 * </pre>
 */
public final class RecordHeader {
    /** The schema described in this package. A reader refuses what is newer. */
    public static final int VERSION = 1;

    public static final int LENGTH = 8;

    /** {@link StreamRecordDecoder}. */
    public static final int STREAM = 1;

    /** {@link NameRecord}. */
    public static final int NAME = 2;

    /** {@link MessageRecord}. */
    public static final int MESSAGE = 3;

    /** What stands for an unset text or name. */
    static final int UNSET = 0xFFFF;

    private RecordHeader() {}

    static void write(MutableDirectBuffer buffer, int offset, int type, int lengthBytes) {
        buffer.putShort(offset, (short) VERSION, LITTLE_ENDIAN);
        buffer.putShort(offset + 2, (short) type, LITTLE_ENDIAN);
        buffer.putInt(offset + 4, lengthBytes, LITTLE_ENDIAN);
    }

    /** The version of the schema that it was written with. */
    public static int version(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** The type of the record. */
    public static int type(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + 2, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Its length in bytes. */
    public static int length(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + 4, LITTLE_ENDIAN);
    }

    /**
     * Checks version, type and length.
     *
     * @param availableBytes what the buffer holds of the record
     * @throws IllegalArgumentException when it is no such record
     */
    static void check(DirectBuffer buffer, int offset, int availableBytes, int type, int leastBytes) {
        if (availableBytes < LENGTH) {
            throw new IllegalArgumentException("a record has at least " + LENGTH + " bytes, not " + availableBytes);
        }
        int version = version(buffer, offset);
        int found = type(buffer, offset);
        int length = length(buffer, offset);
        if (version == 0 || version > VERSION) {
            throw new IllegalArgumentException("record of schema version " + version + ", this reader knows " + VERSION);
        }
        if (found != type || length < leastBytes || length > availableBytes) {
            throw new IllegalArgumentException("not a record of type " + type + ": type " + found + ", " + length + " of " + availableBytes + " bytes");
        }
    }
}
