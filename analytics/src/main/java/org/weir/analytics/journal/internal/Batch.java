package org.weir.analytics.journal.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.record.MessageRecord;
import org.weir.analytics.record.RecordHeader;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;

/** Journal agent only. Gathers records until they are written together; {@link BatchFrame} draws the result. Allocates nothing. */
public final class Batch {
    private static final long WRITER = new SecureRandom().nextLong();

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BatchFrame.MAX_BYTES);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();
    private final StreamRecordDecoder stream = new StreamRecordDecoder();
    private final MessageRecord message = new MessageRecord();
    private int end = BatchFrame.LENGTH;
    private int all;
    private int records;
    private long firstMicros;
    private long lastMicros;

    /** Whether a record of this length has room. */
    public boolean takes(int recordBytes) {
        return end + recordBytes <= BatchFrame.MAX_BYTES;
    }

    /** Adds a record that has room. */
    public void add(int type, DirectBuffer source, int offset, int recordBytes) {
        buffer.putBytes(end, source, offset, recordBytes);
        end += recordBytes;
        all++;
        if (type == RecordHeader.STREAM) {
            time(stream.wrap(source, offset, recordBytes).number(StreamNumber.LOGGED_EPOCH));
        } else if (type == RecordHeader.MESSAGE) {
            time(message.wrap(source, offset, recordBytes).epochMicros());
        }
    }

    private void time(long epochMicros) {
        firstMicros = records == 0 ? epochMicros : Math.min(firstMicros, epochMicros);
        lastMicros = records == 0 ? epochMicros : Math.max(lastMicros, epochMicros);
        records++;
    }

    /** Completes the frame. @return the batch's bytes, from 0 to {@link #lengthBytes} */
    ByteBuffer finish() {
        BatchFrame.write(buffer, bytes, crc, end, all, WRITER, firstMicros, lastMicros);
        return bytes;
    }

    public int lengthBytes() {
        return end;
    }

    public boolean isEmpty() {
        return all == 0;
    }

    /** Records of streams and messages in it; names do not count. */
    public int records() {
        return records;
    }

    /** The earliest time of a record, 0 when none has one. */
    public long firstMicros() {
        return firstMicros;
    }

    public void clear() {
        end = BatchFrame.LENGTH;
        all = 0;
        records = 0;
        firstMicros = 0;
        lastMicros = 0;
    }
}
