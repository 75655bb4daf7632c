package org.weir.engine.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.record.MessageRecord;
import org.weir.analytics.record.NameRecord;
import org.weir.analytics.record.RecordHeader;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.engine.config.model.LogTarget;

/**
 * Journal agent only. Drains the journal ring in batches, renders each record once per proxy format, frames it once per target and delivers each
 * target's lines together.
 */
public final class JournalAgent implements Agent {
    private static final int BATCH_RECORDS = 1024;
    private static final int MAX_LINE_BYTES = 65_535;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final JournalRing ring;
    private final Map<String, ProxyLines> frontendLines;
    private final Map<String, ProxyLines> backendLines;
    private final LineTarget[] targets;
    private final LineHeader header;
    private final LogConsole console;
    private final LogSink sink;
    private final MessageHandler handler = this::onRecord;
    private final StreamRecordDecoder stream = new StreamRecordDecoder();
    private final MessageRecord message = new MessageRecord();
    private final StreamOutcome outcome;
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[MAX_LINE_BYTES]);
    private final StandardLine standardLine = new StandardLine();
    private final LineBuffer line = new LineBuffer(MAX_LINE_BYTES);
    private final UnsafeBuffer lineText = new UnsafeBuffer(line.bytes());
    private final RecordNames names = new RecordNames();
    private final Queue<Announcement> announcements = new ConcurrentLinkedQueue<>();
    private ProxyLines[] linesByName = new ProxyLines[64];
    private int waiting;
    private volatile long lost;

    /** What is no proxy's business but everybody's. */
    private record Announcement(int level, long epochMicros, byte[] text) {}

    /**
     * @param targets every target the proxies' lines go to
     * @param sink takes the records themselves; null for none
     * @param uriBytes longest request line
     */
    JournalAgent(JournalRing ring, Map<String, ProxyLines> frontendLines, Map<String, ProxyLines> backendLines, LineTarget[] targets, LineHeader header,
            LogConsole console, LogSink sink, int uriBytes) {
        this.ring = ring;
        this.frontendLines = new HashMap<>(frontendLines);
        this.backendLines = new HashMap<>(backendLines);
        this.targets = targets;
        this.header = header;
        this.console = console;
        this.sink = sink;
        outcome = new StreamOutcome(uriBytes);
    }

    @Override
    public String roleName() {
        return "weir-journal";
    }

    @Override
    public void onStart() {
        if (sink != null) {
            sink.onStart();
        }
    }

    @Override
    public int doWork() {
        int work = ring.drain(handler, BATCH_RECORDS);
        for (Announcement each = announcements.poll(); each != null; each = announcements.poll()) {
            log(each);
            work++;
        }
        if (work > 0 || waiting > 0) {
            flush();
        }
        return work;
    }

    /** Any thread: has a message that belongs to no proxy written to every target, with the next lines or after some seconds. */
    public void announce(int level, String message) {
        announcements.add(new Announcement(level, TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()), message.getBytes(StandardCharsets.UTF_8)));
    }

    private void flush() {
        waiting = 0;
        long lostLines = 0;
        for (LineTarget target : targets) {
            waiting += target.flush();
            lostLines += target.lost();
        }
        if (lostLines != lost) {
            lost = lostLines;
        }
        if (sink != null) {
            sink.onBatchEnd();
        }
    }

    /** Any thread: lines that no target took. */
    long lost() {
        return lost;
    }

    /** Whether there is something to do now, or soon. */
    boolean hasWork() {
        return waiting > 0 || !ring.isEmpty() || !announcements.isEmpty();
    }

    /** Delivers what is left, as far as the targets take it; slow ones get a short time for it. */
    @Override
    public void onClose() {
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        flush();
        awaitTargets(deadlineNanos);
        while (!ring.isEmpty()) {
            doWork();
            awaitTargets(deadlineNanos);
        }
        for (LineTarget target : targets) {
            target.close();
        }
        if (sink != null) {
            sink.onClose();
        }
        ring.close();
    }

    private void awaitTargets(long deadlineNanos) {
        while (waiting > 0 && System.nanoTime() - deadlineNanos < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            flush();
        }
    }

    private void onRecord(int type, MutableDirectBuffer buffer, int offset, int lengthBytes) {
        boolean journal = switch (type) {
            case RecordHeader.STREAM -> onStream(buffer, offset, lengthBytes);
            case RecordHeader.MESSAGE -> onMessage(buffer, offset, lengthBytes);
            case RecordHeader.NAME -> onName(buffer, offset, lengthBytes);
            default -> throw new IllegalStateException("record of type " + type + " in the journal ring");
        };
        if (journal && sink != null) {
            sink.onRecord(type, buffer, offset, lengthBytes);
        }
    }

    /** Here and below: returns whether the record belongs in the journal. */
    private boolean onName(DirectBuffer buffer, int offset, int lengthBytes) {
        int number = NameRecord.number(buffer, offset, lengthBytes);
        if (number >= linesByName.length) {
            linesByName = Arrays.copyOf(linesByName, Math.max(number + 1, 2 * linesByName.length));
        }
        names.put(number, NameRecord.name(buffer, offset, lengthBytes));
        linesByName[number] = frontendLines.get(names.name(number));
        return true;
    }

    private boolean onStream(DirectBuffer buffer, int offset, int lengthBytes) {
        stream.wrap(buffer, offset, lengthBytes);
        ProxyLines lines = linesByName[stream.count(StreamCount.FRONTEND_NAME)];
        if (lines == null) {
            return false;
        }
        if (lines.targets().length > 0) {
            log(lines);
        }
        return lines.logging().journal();
    }

    private void log(ProxyLines lines) {
        if (lines.isStandard(stream.isHttp())) {
            line.clear();
            standardLine.append(stream, names, line);
            lineText.wrap(line.bytes());
            emit(lines, stream.level(), stream.number(StreamNumber.LOGGED_EPOCH), lineText, 0, Math.min(line.length(), MAX_LINE_BYTES));
            return;
        }
        RecordReader.read(stream, outcome);
        outcome.logging = lines.logging();
        outcome.frontendName = names.name(stream.count(StreamCount.FRONTEND_NAME));
        outcome.backendName = names.name(stream.count(StreamCount.BACKEND_NAME));
        outcome.serverName = names.name(stream.count(StreamCount.SERVER_NAME));
        int length = lines.format().append(outcome, stream, text, 0, MAX_LINE_BYTES);
        emit(lines, stream.level(), stream.number(StreamNumber.LOGGED_EPOCH), text, 0, length);
    }

    private boolean onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
        message.wrap(buffer, offset, lengthBytes);
        String proxy = names.name(message.proxy());
        byte[] bytes = new byte[message.textLength()];
        buffer.getBytes(message.textOffset(), bytes);
        console.onMessage(proxy, message.level(), new String(bytes, StandardCharsets.UTF_8));
        ProxyLines lines = message.side() == MessageRecord.BACKEND ? backendLines.get(proxy) : frontendLines.get(proxy);
        if (lines != null) {
            emit(lines, message.level(), message.epochMicros(), buffer, message.textOffset(), message.textLength());
        }
        return lines != null && lines.logging().journal();
    }

    /** Once for each target, whichever proxies' lines it takes. */
    private void log(Announcement announcement) {
        UnsafeBuffer body = new UnsafeBuffer(announcement.text);
        Set<LineTarget> told = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Map<String, ProxyLines> side : List.of(frontendLines, backendLines)) {
            for (ProxyLines lines : side.values()) {
                for (int i = 0; i < lines.targets().length; i++) {
                    if (announcement.level <= lines.targets()[i].maxLevel() && told.add(lines.outputs()[i])) {
                        emit(lines, i, announcement.level, announcement.epochMicros, body, 0, body.capacity());
                    }
                }
            }
        }
    }

    private void emit(ProxyLines lines, int level, long epochMicros, DirectBuffer body, int bodyOffset, int bodyBytes) {
        for (int i = 0; i < lines.targets().length; i++) {
            if (level <= lines.targets()[i].maxLevel()) {
                emit(lines, i, level, epochMicros, body, bodyOffset, bodyBytes);
            }
        }
    }

    private void emit(ProxyLines lines, int index, int level, long epochMicros, DirectBuffer body, int bodyOffset, int bodyBytes) {
        LogTarget target = lines.targets()[index];
        LineTarget output = lines.outputs()[index];
        int lengthLimit = target.lengthBytes();
        int start = output.begin(lengthLimit + 1);
        if (start >= 0) {
            MutableDirectBuffer out = output.buffer();
            int end = header.append(target, lines.tag(), level, epochMicros, out, start, start + lengthLimit);
            int kept = Math.min(bodyBytes, start + lengthLimit - end);
            out.putBytes(end, body, bodyOffset, kept);
            out.putByte(end + kept, (byte) '\n');
            output.commit(end + kept + 1 - start);
        }
    }
}
