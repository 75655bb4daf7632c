package org.weir.engine.log;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.weir.io.memory.MemoryTag;
import org.weir.io.memory.MemoryTags;
import org.weir.io.ring.Wakeup;

/**
 * Carries log records from the engine agent to the journal agent, bounded in bytes. It never blocks and never grows: a record that finds it full is
 * dropped and counted.
 *
 * <p>Why not a Disruptor ring, as elsewhere: a Disruptor slot is an object of fixed shape, and a log record is anything from 300 bytes to tens of
 * kilobytes. Slots would have to be as large as the largest record, or hold references. A ring of bytes keeps records of any length side by side, so
 * that the same memory absorbs a far longer burst, and what the journal keeps is what the ring carries, byte for byte.
 */
public final class JournalRing implements MemoryTag, AutoCloseable {
    /** What a ring holds by default: some 2 500 usual records. */
    public static final int DEFAULT_CAPACITY_BYTES = 1 << 20;

    private final OneToOneRingBuffer ring;
    private final Wakeup wakeup;
    private final int lengthBytes;
    private volatile long dropped;

    /**
     * @param capacityBytes a power of two; the longest record is an eighth of it
     * @param wakeup wakes the journal agent; null in tests that drain by themselves
     */
    public JournalRing(int capacityBytes, Wakeup wakeup) {
        this.wakeup = wakeup;
        lengthBytes = capacityBytes + RingBufferDescriptor.TRAILER_LENGTH;
        ring = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(lengthBytes, BitUtil.CACHE_LINE_LENGTH)));
        MemoryTags.register(this);
    }

    /** Engine agent: hands over a record. @return false when there was no room, and it was dropped */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    boolean offer(int type, DirectBuffer record, int offset, int recordBytes) {
        if (recordBytes > ring.maxMsgLength() || !ring.write(type, record, offset, recordBytes)) {
            dropped++;
            return false;
        }
        if (wakeup != null) {
            wakeup.signal();
        }
        return true;
    }

    /** Journal agent: takes records, at most {@code limit}. */
    public int drain(MessageHandler handler, int limit) {
        // One read ends where the ring begins anew.
        int records = ring.read(handler, limit);
        return records < limit ? records + ring.read(handler, limit - records) : records;
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return ring.size() == 0;
    }

    /** Any thread: bytes of records that the journal agent has not taken yet. */
    public long waitingBytes() {
        return ring.size();
    }

    /** Any thread: records dropped because it was full. */
    public long dropped() {
        return dropped;
    }

    /** The longest record it takes. */
    public int maxRecordBytes() {
        return ring.maxMsgLength();
    }

    @Override
    public String tag() {
        return "journal.ring";
    }

    @Override
    public int objectBytes() {
        return lengthBytes;
    }

    @Override
    public long allocated() {
        return 1;
    }

    @Override
    public long used() {
        return 0;
    }

    @Override
    public long failures() {
        return dropped;
    }

    @Override
    public long bytes() {
        return lengthBytes;
    }

    @Override
    public void close() {
        MemoryTags.unregister(this);
    }
}
