package org.weir.analytics.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Reads the record of a stream; {@link StreamLayout} draws it. Texts are visited in the order of the layout with {@link #nextText}; those that did not
 * fit into the record are unset. Allocates nothing, reads nothing beyond the record whatever its bytes say.
 */
public final class StreamRecordDecoder {
    private DirectBuffer buffer;
    private int offset;
    private int limit;
    private int next;
    private int textOffset;
    private int textLength;

    /** @throws IllegalArgumentException when it is not the record of a stream */
    public StreamRecordDecoder wrap(DirectBuffer source, int at, int availableBytes) {
        RecordHeader.check(source, at, availableBytes, RecordHeader.STREAM, StreamLayout.TEXTS);
        buffer = source;
        offset = at;
        limit = at + RecordHeader.length(source, at);
        next = at + StreamLayout.TEXTS;
        textLength = -1;
        return this;
    }

    public long number(StreamNumber field) {
        return buffer.getLong(offset + field.offset, LITTLE_ENDIAN);
    }

    public int count(StreamCount field) {
        return buffer.getInt(offset + field.offset, LITTLE_ENDIAN);
    }

    /** 0 unknown, 1 UNIX, 4, or 6. */
    public int family(StreamAddress field) {
        return buffer.getInt(offset + field.offset + StreamLayout.ADDRESS_FAMILY, LITTLE_ENDIAN);
    }

    public long addressHigh(StreamAddress field) {
        return buffer.getLong(offset + field.offset, LITTLE_ENDIAN);
    }

    public long addressLow(StreamAddress field) {
        return buffer.getLong(offset + field.offset + StreamLayout.ADDRESS_LOW, LITTLE_ENDIAN);
    }

    public int port(StreamAddress field) {
        return buffer.getInt(offset + field.offset + StreamLayout.ADDRESS_PORT, LITTLE_ENDIAN);
    }

    /** The character of the termination state at an index from 0 to 3. */
    public byte ending(int index) {
        return buffer.getByte(offset + StreamLayout.ENDING + index);
    }

    public boolean isHttp() {
        return (buffer.getByte(offset + StreamLayout.FLAGS) & StreamLayout.HTTP) != 0;
    }

    public boolean isRedispatched() {
        return (buffer.getByte(offset + StreamLayout.FLAGS) & StreamLayout.REDISPATCHED) != 0;
    }

    /** Whether it was logged before its end ({@code option logasap}): times and sizes may have grown since. */
    public boolean isEarly() {
        return (buffer.getByte(offset + StreamLayout.FLAGS) & StreamLayout.EARLY) != 0;
    }

    /** Where in the buffer the record begins. */
    public int offset() {
        return offset;
    }

    /** Bytes of the whole record. */
    public int lengthBytes() {
        return limit - offset;
    }

    /** Syslog severity. */
    public int level() {
        return buffer.getByte(offset + StreamLayout.LEVEL);
    }

    public int requestCaptures() {
        return buffer.getShort(offset + StreamLayout.REQUEST_CAPTURES, LITTLE_ENDIAN) & 0xFFFF;
    }

    public int responseCaptures() {
        return buffer.getShort(offset + StreamLayout.RESPONSE_CAPTURES, LITTLE_ENDIAN) & 0xFFFF;
    }

    public int values() {
        return buffer.getShort(offset + StreamLayout.VALUES, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Goes back to before the first text. */
    public StreamRecordDecoder rewind() {
        next = offset + StreamLayout.TEXTS;
        textLength = -1;
        return this;
    }

    /** Moves to the next text. @return whether it is set */
    public boolean nextText() {
        textLength = -1;
        if (limit - next < Short.BYTES) {
            return false;
        }
        int length = buffer.getShort(next, LITTLE_ENDIAN) & 0xFFFF;
        next += Short.BYTES;
        if (length == RecordHeader.UNSET || length > limit - next) {
            return false;
        }
        textOffset = next;
        textLength = length;
        next += length;
        return true;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public int textOffset() {
        return textOffset;
    }

    /** Bytes of the current text, -1 when it is unset. */
    public int textLength() {
        return textLength;
    }
}
