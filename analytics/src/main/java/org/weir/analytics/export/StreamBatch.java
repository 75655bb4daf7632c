package org.weir.analytics.export;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.analytics.text.LineBlock;

/** Records of streams, copied from where a journal's reader has them, with the names that their numbers stand for there; and their lines. One thread. */
final class StreamBatch {
    /** How many bytes of records are taken, apart from the one that crosses this; their lines take about half. */
    private static final int FULL_BYTES = LineBlock.BLOCK_BYTES;

    /** Frontend, backend and server. */
    private static final int NAMES = 3;

    private final StandardLine format = new StandardLine();
    private final StreamRecordDecoder record = new StreamRecordDecoder();
    private final UnsafeBuffer records = new UnsafeBuffer(new byte[2 * FULL_BYTES]);
    private final LineBuffer lines = new LineBuffer(2 * LineBlock.BLOCK_BYTES);
    private byte[][] names = new byte[NAMES * (1 << 10)][];
    private int bytes;
    private int count;

    void clear() {
        bytes = 0;
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return bytes >= FULL_BYTES;
    }

    /** Copies a record, which changes nothing in its reader. */
    void add(StreamRecordDecoder stream, RecordNames known) {
        int length = stream.lengthBytes();
        if (records.capacity() - bytes < length) {
            records.wrap(Arrays.copyOf(records.byteArray(), Math.max(2 * records.capacity(), bytes + length)));
        }
        records.putBytes(bytes, stream.buffer(), stream.offset(), length);
        bytes += length;
        int at = NAMES * count++;
        if (at == names.length) {
            names = Arrays.copyOf(names, 2 * at);
        }
        names[at] = known.bytes(stream.count(StreamCount.FRONTEND_NAME));
        names[at + 1] = known.bytes(stream.count(StreamCount.BACKEND_NAME));
        names[at + 2] = known.bytes(stream.count(StreamCount.SERVER_NAME));
    }

    /** Makes the lines of all records. */
    void write(long sequence, LineBlock block) {
        lines.clear();
        int start = 0;
        for (int at = 0; at < NAMES * count; at += NAMES) {
            record.wrap(records, start, bytes - start);
            start += record.lengthBytes();
            format.append(record, names[at], names[at + 1], names[at + 2], lines);
            lines.end();
        }
        block.take(sequence, lines.bytes(), lines.length());
    }
}
