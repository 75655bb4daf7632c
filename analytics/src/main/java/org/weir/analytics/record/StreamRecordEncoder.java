package org.weir.analytics.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Writes the record of a stream; {@link StreamLayout} draws it. Every number is set once, in any order; then come the texts, in the order of the
 * layout; {@link #finish} ends it. Allocates nothing. The room of the fixed part is checked once, not for each of its forty numbers.
 */
public final class StreamRecordEncoder {
    /** The longest text that fits. */
    public static final int MAX_TEXT_BYTES = RecordHeader.UNSET - 1;

    static {
        if (ByteOrder.nativeOrder() != LITTLE_ENDIAN) {
            throw new IllegalStateException("records are little-endian, as this processor is not");
        }
    }

    private MutableDirectBuffer buffer;
    private byte[] array;
    private long address;
    private int offset;
    private int limit;
    private int end;

    /**
     * Begins a record.
     *
     * @param limitOffset first offset that must not be written
     * @throws IndexOutOfBoundsException when there is no room for the fixed part
     */
    public StreamRecordEncoder wrap(MutableDirectBuffer target, int at, int limitOffset) {
        if (at < 0 || limitOffset - at < StreamLayout.TEXTS || limitOffset > target.capacity()) {
            throw new IndexOutOfBoundsException("no room for a record from " + at + " to " + limitOffset + " of " + target.capacity());
        }
        buffer = target;
        array = target.byteArray();
        address = target.addressOffset() + at;
        offset = at;
        limit = limitOffset;
        end = at + StreamLayout.TEXTS;
        return this;
    }

    public StreamRecordEncoder number(StreamNumber field, long value) {
        UnsafeApi.putLong(array, address + field.offset, value);
        return this;
    }

    public StreamRecordEncoder count(StreamCount field, int value) {
        UnsafeApi.putInt(array, address + field.offset, value);
        return this;
    }

    public StreamRecordEncoder address(StreamAddress field, int family, long high, long low, int port) {
        long at = address + field.offset;
        UnsafeApi.putLong(array, at, high);
        UnsafeApi.putLong(array, at + StreamLayout.ADDRESS_LOW, low);
        UnsafeApi.putInt(array, at + StreamLayout.ADDRESS_PORT, port);
        UnsafeApi.putInt(array, at + StreamLayout.ADDRESS_FAMILY, family);
        return this;
    }

    public StreamRecordEncoder ending(byte cause, byte phase, byte requestCookie, byte responseCookie) {
        int at = offset + StreamLayout.ENDING;
        buffer.putByte(at, cause);
        buffer.putByte(at + 1, phase);
        buffer.putByte(at + 2, requestCookie);
        buffer.putByte(at + 3, responseCookie);
        return this;
    }

    /**
     * What it is about.
     *
     * @param early whether it is logged before its end
     * @param level syslog severity
     */
    public StreamRecordEncoder kind(boolean http, boolean redispatched, boolean early, int level) {
        int flags = (http ? StreamLayout.HTTP : 0) | (redispatched ? StreamLayout.REDISPATCHED : 0) | (early ? StreamLayout.EARLY : 0);
        buffer.putByte(offset + StreamLayout.FLAGS, (byte) flags);
        buffer.putByte(offset + StreamLayout.LEVEL, (byte) level);
        return this;
    }

    /** How many texts of the three lists follow. */
    public StreamRecordEncoder lists(int requestCaptures, int responseCaptures, int values) {
        buffer.putShort(offset + StreamLayout.REQUEST_CAPTURES, (short) requestCaptures, LITTLE_ENDIAN);
        buffer.putShort(offset + StreamLayout.RESPONSE_CAPTURES, (short) responseCaptures, LITTLE_ENDIAN);
        buffer.putShort(offset + StreamLayout.VALUES, (short) values, LITTLE_ENDIAN);
        return this;
    }

    /** Appends a text, cut at what is left of the room. */
    public void text(byte[] bytes, int lengthBytes) {
        int kept = begin(lengthBytes);
        if (kept > 0) {
            buffer.putBytes(end, bytes, 0, kept);
            end += kept;
        }
    }

    /** Appends a text, cut at what is left of the room. */
    public void text(DirectBuffer bytes, int from, int lengthBytes) {
        int kept = begin(lengthBytes);
        if (kept > 0) {
            buffer.putBytes(end, bytes, from, kept);
            end += kept;
        }
    }

    /** Appends a text that is not there. */
    public void noText() {
        if (limit - end >= Short.BYTES) {
            buffer.putShort(end, (short) RecordHeader.UNSET, LITTLE_ENDIAN);
            end += Short.BYTES;
        }
    }

    private int begin(int lengthBytes) {
        int kept = Math.min(lengthBytes, Math.min(MAX_TEXT_BYTES, limit - end - Short.BYTES));
        if (kept < 0) {
            return kept;
        }
        buffer.putShort(end, (short) kept, LITTLE_ENDIAN);
        end += Short.BYTES;
        return kept;
    }

    /** Writes the header. @return the length of the record in bytes */
    public int finish() {
        RecordHeader.write(buffer, offset, RecordHeader.STREAM, end - offset);
        return end - offset;
    }
}
