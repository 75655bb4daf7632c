package org.weir.analytics.export;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.analytics.text.EntryBatch;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LineBlock;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.Swar;

/** Records of streams, copied from where a journal's reader has them, with the names that their numbers stand for there. One thread. */
final class StreamBatch implements EntryBatch {
    /** How many bytes of records are taken, apart from the one that crosses this. */
    private static final int FULL_BYTES = LineBlock.BLOCK_BYTES;

    /** Frontend, backend and server. */
    private static final int NAMES = 3;

    private final RecordEntry reader;
    private final StandardLine format = new StandardLine();
    private final StreamRecordDecoder record = new StreamRecordDecoder();
    private final UnsafeBuffer records = new UnsafeBuffer(new byte[2 * FULL_BYTES]);
    private final LineBuffer line = new LineBuffer(1 << 12);
    private byte[][] names = new byte[NAMES * (1 << 10)][];
    private boolean hasSpacedNames;
    private int bytes;
    private int count;
    private int next;
    private int nextOffset;

    StreamBatch(FieldDemand demand) {
        reader = new RecordEntry(demand);
    }

    void clear() {
        hasSpacedNames = false;
        bytes = 0;
        count = 0;
        next = 0;
        nextOffset = 0;
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
        hasSpacedNames |= known.hasSpaces();
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public boolean next() {
        if (next == count) {
            return false;
        }
        record.wrap(records, nextOffset, bytes - nextOffset);
        nextOffset += record.lengthBytes();
        next++;
        return true;
    }

    @Override
    public boolean read(LogEntry entry) {
        int at = NAMES * (next - 1);
        return !hasSpacedNames && reader.read(record, names[at], names[at + 1], names[at + 2], entry);
    }

    @Override
    public byte[] line() {
        int at = NAMES * (next - 1);
        line.clear();
        format.append(record.rewind(), names[at], names[at + 1], names[at + 2], line);
        line.end();
        int end = line.length();
        line.ensure(Swar.PADDING);
        Arrays.fill(line.bytes(), end, end + Swar.PADDING, (byte) 0);
        return line.bytes();
    }
}
