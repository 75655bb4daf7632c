package org.weir.analytics.latency;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Latency log agent only, a thread of its own. Writes what each interval added to the histograms into a file that HdrHistogram's tools read: a line for each
 * owner and timer that counted something, with the tag {@code proxy/FRONTEND.Ta}, {@code proxy/BACKEND.Ta} or {@code proxy/server.Ta}. Values are
 * microseconds, times are seconds since the epoch, the column for people is in milliseconds.
 */
public final class LatencyLogAgent implements Agent {
    private static final LatencyTimer[] TIMERS = LatencyTimer.values();
    private static final double MICROS_PER_MILLI = 1_000.0;
    private static final double MICROS_PER_SECOND = 1_000_000.0;
    private static final int BATCH = 64;

    private final OneToOneRingBuffer ring;
    private final String[] tags;
    private final LatencyCounts[] before;
    private final FileChannel file;
    private final Trouble trouble;
    private final MessageHandler handler = this::onMessage;
    private final ByteSource source = new ByteSource();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final HistogramLogWriter writer = new HistogramLogWriter(lines);
    private final Histogram[] interval = new Histogram[BucketLayout.MAX_DIGITS + 1];
    private long generation;
    private boolean headed;
    private boolean failing;

    /** Told when the file cannot be written, once until it can again. */
    public interface Trouble {
        void onFailure(IOException cause);
    }

    private LatencyLogAgent(LatencyLogFeed feed, List<LatencyOwner> owners, FileChannel file, Trouble trouble) {
        ring = feed.ring();
        this.file = file;
        this.trouble = trouble;
        tags = new String[owners.size() * TIMERS.length];
        before = new LatencyCounts[tags.length];
        for (int i = 0; i < tags.length; i++) {
            LatencySubject subject = owners.get(i / TIMERS.length).subject();
            tags[i] = subject.proxy() + '/' + subject.member() + '.' + TIMERS[i % TIMERS.length].label();
        }
        for (int digits = 1; digits < interval.length; digits++) {
            interval[digits] = new Histogram(1, BucketLayout.MAX_MICROS, digits);
        }
    }

    /**
     * Opens the file, to which it will append.
     *
     * @throws IOException when it cannot be opened
     */
    public static LatencyLogAgent open(Path path, LatencyLogFeed feed, LatencyRecorder recorder, Trouble trouble) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return new LatencyLogAgent(feed, recorder.owners(), file, trouble);
    }

    @Override
    public String roleName() {
        return "weir-latency";
    }

    @Override
    public int doWork() {
        return ring.read(handler, BATCH);
    }

    /** Writes what is left. */
    @Override
    public void onClose() {
        while (ring.size() > 0) {
            doWork();
        }
        try {
            file.close();
        } catch (IOException e) {
            trouble.onFailure(e);
        }
    }

    private void onMessage(int type, MutableDirectBuffer buffer, int offset, int lengthBytes) {
        source.wrap(buffer, offset, lengthBytes);
        if (type == LatencyLogFeed.COUNTS) {
            onCounts();
        } else {
            write();
        }
    }

    private void onCounts() {
        long of = source.number();
        if (of != generation) {
            generation = of;
            Arrays.fill(before, null);
        }
        int number = (int) source.number();
        int digits = (int) source.number();
        double beginSeconds = source.number() / MICROS_PER_SECOND;
        double endSeconds = source.number() / MICROS_PER_SECOND;
        if (!headed) {
            headed = true;
            head(beginSeconds);
        }
        LatencyCounts seen = before[number];
        if (seen == null) {
            seen = new LatencyCounts(MemoryBudget.unlimited(), digits);
            before[number] = seen;
        } else if (seen.digits() > digits) {
            seen.coarsen(digits);
        }
        Histogram added = interval[digits];
        added.reset();
        int at = 0;
        while (source.hasMore()) {
            at += (int) source.number() - 1;
            long now = source.number();
            long times = now - seen.countAt(at);
            if (times > 0) {
                long value = BucketLayout.lowest(at, BucketLayout.bits(digits));
                added.recordValueWithCount(value, times);
                seen.add(value, times);
            }
        }
        if (added.getTotalCount() > 0) {
            added.setTag(tags[number]);
            writer.outputIntervalHistogram(beginSeconds, endSeconds, added, MICROS_PER_MILLI);
        }
    }

    private void head(double startSeconds) {
        writer.outputComment("[Weir latency log: values in microseconds, tags proxy/member.timer]");
        writer.outputLogFormatVersion();
        writer.outputStartTime((long) (startSeconds * MICROS_PER_MILLI));
        writer.outputLegend();
    }

    /** An interval goes to the file as a whole, or not at all: a line cut short would make the file unreadable. */
    private void write() {
        if (lines.size() == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        lines.reset();
        long size = -1;
        try {
            size = file.size();
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            failing = false;
        } catch (IOException e) {
            // What was lost may have been the head.
            headed = size > 0;
            failed(e, size);
        }
    }

    private void failed(IOException cause, long goodBytes) {
        if (goodBytes >= 0) {
            try {
                file.truncate(goodBytes);
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
        if (!failing) {
            failing = true;
            trouble.onFailure(cause);
        }
    }
}
