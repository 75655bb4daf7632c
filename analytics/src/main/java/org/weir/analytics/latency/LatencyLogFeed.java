package org.weir.analytics.latency;

import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Engine agent only. Hands the histograms to the {@link LatencyLogAgent} at the end of each interval: one timer of one owner a call, as totals in a ring of
 * bytes. Finding out what an interval added is left to the other side. When the ring is full it goes on later; nothing is lost, and nobody waits.
 */
public final class LatencyLogFeed {
    static final int COUNTS = 1;
    static final int END = 2;

    /** The longest message, a histogram in which every bucket is used, is some 170 KiB; the ring takes messages of an eighth of it. */
    private static final int RING_BYTES = 1 << 21;

    private static final LatencyTimer[] TIMERS = LatencyTimer.values();
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long RETRY_NANOS = 10_000_000L;

    private final LatencyRecorder recorder;
    private final long intervalNanos;
    private final OneToOneRingBuffer ring;
    private final ByteSink sink = new ByteSink();
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final long[] sentCounts;
    private int sentGeneration;
    private long dueNanos;
    private long retryNanos;
    private long beginEpochMicros;
    private long endEpochMicros;
    private int next = -1;

    public LatencyLogFeed(LatencyRecorder recorder, int intervalSeconds, long nowNanos, long epochMicros) {
        this.recorder = recorder;
        intervalNanos = intervalSeconds * NANOS_PER_SECOND;
        dueNanos = nowNanos + intervalNanos;
        beginEpochMicros = epochMicros;
        sentCounts = new long[recorder.size() * TIMERS.length];
        int bytes = RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH;
        ring = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, BitUtil.CACHE_LINE_LENGTH)));
    }

    /** The other end. */
    OneToOneRingBuffer ring() {
        return ring;
    }

    /** When {@link #run} has to do something next. */
    public long dueNanos() {
        return next < 0 ? dueNanos : retryNanos;
    }

    /** Whether it has to go on before the next interval is over. */
    public boolean isUnfinished() {
        return next >= 0;
    }

    /** Hands over the next histogram, when an interval is over. @return how much was done */
    public int run(long nowNanos, long epochMicros) {
        if (next < 0) {
            if (nowNanos - dueNanos < 0) {
                return 0;
            }
            dueNanos = nowNanos + intervalNanos - (nowNanos - dueNanos) % intervalNanos;
            begin(epochMicros);
        }
        if (step()) {
            return 1;
        }
        retryNanos = nowNanos + RETRY_NANOS;
        return 0;
    }

    /**
     * Hands over what the last, unfinished interval has, when the engine works no more.
     *
     * @return whether that is done; otherwise the ring is full, and it is to be called again
     */
    public boolean finish(long epochMicros) {
        if (next < 0) {
            begin(epochMicros);
        }
        while (next >= 0) {
            if (!step()) {
                return false;
            }
        }
        return true;
    }

    private void begin(long epochMicros) {
        // The wall clock may have been set back.
        endEpochMicros = Math.max(epochMicros, beginEpochMicros);
        next = 0;
        if (sentGeneration != recorder.generation()) {
            sentGeneration = recorder.generation();
            Arrays.fill(sentCounts, 0);
        }
    }

    /** Sends the next histogram that has something new, or the end. @return false when there was no room */
    private boolean step() {
        for (; next < sentCounts.length; next++) {
            LatencyCounts counts = recorder.owner(next / TIMERS.length).counts()[next % TIMERS.length];
            if (counts != null && counts.count() > sentCounts[next]) {
                boolean sent = send(counts);
                if (sent) {
                    sentCounts[next++] = counts.count();
                }
                return sent;
            }
        }
        sink.clear();
        sink.number(endEpochMicros);
        if (!offer(END)) {
            return false;
        }
        beginEpochMicros = endEpochMicros;
        next = -1;
        return true;
    }

    private boolean send(LatencyCounts counts) {
        sink.clear();
        sink.number(recorder.generation());
        sink.number(next);
        sink.number(counts.digits());
        sink.number(beginEpochMicros);
        sink.number(endEpochMicros);
        int last = 0;
        for (int i = counts.nextUsed(0); i >= 0; i = counts.nextUsed(i + 1)) {
            sink.number(i - last + 1);
            sink.number(counts.countAt(i));
            last = i;
        }
        return offer(COUNTS);
    }

    private boolean offer(int type) {
        message.wrap(sink.array(), 0, sink.length());
        return ring.write(type, message, 0, sink.length());
    }
}
