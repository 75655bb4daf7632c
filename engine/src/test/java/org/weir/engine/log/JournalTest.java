package org.weir.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.weir.analytics.record.RecordHeader;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.engine.config.model.FrontendConfig;
import org.weir.engine.config.model.LogTarget;
import org.weir.engine.config.model.Mode;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.expr.FakeContext;

/** Records from the engine through the ring to targets and to a consumer of records. */
class JournalTest {
    private static final int RAW_LINE = 8192;
    private static final LogTarget TARGET =
            new LogTarget(LogTarget.Kind.FD, null, 1, LogTarget.Format.RAW, RAW_LINE, 16, 7, 0, null);

    private final Lines lines = new Lines();
    private final Records records = new Records();
    private final List<String> terminal = new ArrayList<>();

    /** Keeps lines in memory. */
    private static final class Lines implements LineTarget {
        final UnsafeBuffer memory = new UnsafeBuffer(new byte[1 << 16]);
        final List<String> kept = new ArrayList<>();
        boolean keeping = true;
        int count;
        /** How many more flushes find no room. */
        int fullFlushes;

        @Override
        public int begin(int maxBytes) {
            return 0;
        }

        @Override
        public MutableDirectBuffer buffer() {
            return memory;
        }

        @Override
        public void commit(int lengthBytes) {
            count++;
            if (keeping) {
                byte[] bytes = new byte[lengthBytes];
                memory.getBytes(0, bytes);
                kept.add(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        }

        @Override
        public int flush() {
            return fullFlushes == 0 ? 0 : fullFlushes--;
        }

        @Override
        public long lost() {
            return 0;
        }

        @Override
        public long delivered() {
            return count;
        }

        @Override
        public void close() {
            kept.clear();
        }
    }

    /** Keeps which records came. */
    private static final class Records implements LogSink {
        final List<Integer> types = new ArrayList<>();
        final StreamRecordDecoder decoder = new StreamRecordDecoder();
        boolean keeping = true;
        int lastStatus;
        int batches;

        @Override
        public void onRecord(int type, DirectBuffer buffer, int offset, int lengthBytes) {
            if (keeping) {
                types.add(type);
            }
            if (type == RecordHeader.STREAM) {
                lastStatus = decoder.wrap(buffer, offset, lengthBytes).count(StreamCount.STATUS);
            }
        }

        @Override
        public void onBatchEnd() {
            batches++;
        }
    }

    private static ProxyConfig proxy(ProxyLogging logging) {
        return new ProxyConfig(2, false, "fe", ProxyConfig.Section.FRONTEND, Mode.HTTP, false,
                new FrontendConfig(List.of(), 1, List.of(), null, null, List.of(), List.of(), List.of(), null, 0, false),
                null, null, null, null, logging, List.of(), List.of(), Map.of(), null, null, null);
    }

    private JournalAgent agent(JournalRing ring, ProxyConfig proxy) {
        ProxyLines target = new ProxyLines(
                proxy.logging(), LineFormat.of(proxy.logging().format()), "haproxy", new LogTarget[] {TARGET}, new LineTarget[] {lines});
        return new JournalAgent(ring, Map.of("fe", target), Map.of(), new LineTarget[] {lines}, new LineHeader(null),
                (name, level, text) -> terminal.add(name + ' ' + level + ' ' + text), records, StreamOutcome.DEFAULT_URI_BYTES);
    }

    @Test
    void aTargetThatIsSlowAtTheEndGetsTimeForItsLines() {
        ProxyConfig proxy = proxy(Outcomes.logging(Outcomes.format("%ST"), false, TARGET));
        JournalAgent agent = agent(new JournalRing(1 << 16, null), proxy);
        lines.fullFlushes = 500;
        agent.onClose();
        assertEquals(0, lines.fullFlushes);
    }

    @Test
    void aRecordSurvivesTheRing() {
        ProxyConfig proxy = proxy(Outcomes.logging(Outcomes.format(
                "%ci:%cp %f %b/%s %Tw/%Tt %ST %B %CC %CS %tsc %hr %hs %{+Q}r %[src] %{+Q}[nbsrv(none)] %[str(ab),upper] %lc %U %si:%sp"), false, TARGET));
        JournalRing ring = new JournalRing(1 << 16, null);
        JournalWriter writer = new JournalWriter(List.of(proxy), ring);
        JournalAgent agent = agent(ring, proxy);
        StreamOutcome outcome = Outcomes.answered();
        outcome.logging = proxy.logging();
        writer.record(outcome, FakeContext.ofConnection());
        writer.record(outcome, FakeContext.ofConnection());
        agent.doWork();
        String text = "127.0.0.1:42798 fe be/s 0/2 200 93 CK=v\"|{#; O=2 CK=abc ---- {h#7Bo#7Cs#7Dt|a #22q#22 #C3#A9 \\ ] [ #23 #7Bb#7Cc#7D #09 tab|}"
                + " {x#7By#7Cz#7D#22\\]#23#01#E9q|} \"GET /a/b#E9#22{}|#23\\]?x=1&y=%20 HTTP/1.1\" 127.0.0.1 \"\" AB ";
        assertEquals(List.of(text + "0 121 127.0.0.1:17999\n", text + "1 121 127.0.0.1:17999\n"), lines.kept);
        assertEquals(List.of(RecordHeader.NAME, RecordHeader.NAME, RecordHeader.NAME, RecordHeader.STREAM, RecordHeader.STREAM), records.types);
        assertEquals(200, records.lastStatus);
        assertEquals(1, records.batches);
        agent.onClose();
    }

    @Test
    void aMessageGoesToTargetsAndTerminal() {
        ProxyConfig proxy = proxy(Outcomes.logging(null, false, TARGET));
        JournalRing ring = new JournalRing(1 << 16, null);
        JournalAgent agent = agent(ring, proxy);
        new JournalWriter(List.of(proxy), ring).message(proxy, 1, "Server be/s is DOWN.", Outcomes.EPOCH_MICROS);
        agent.doWork();
        assertEquals(List.of("Server be/s is DOWN.\n"), lines.kept);
        assertEquals(List.of("fe 1 Server be/s is DOWN."), terminal);
        agent.onClose();
    }

    @Test
    void whatFindsTheRingFullIsDroppedAndCounted() {
        ProxyConfig proxy = proxy(Outcomes.logging(Outcomes.format("%lc"), false, TARGET));
        JournalRing ring = new JournalRing(1 << 13, null);
        JournalWriter writer = new JournalWriter(List.of(proxy), ring);
        JournalAgent agent = agent(ring, proxy);
        StreamOutcome outcome = Outcomes.answered();
        outcome.logging = proxy.logging();
        for (int i = 0; i < 100; i++) {
            writer.record(outcome, FakeContext.ofConnection());
        }
        agent.doWork();
        assertTrue(ring.dropped() > 0);
        assertEquals(100, lines.kept.size() + ring.dropped());
        writer.record(outcome, FakeContext.ofConnection());
        agent.doWork();
        assertEquals("100\n", lines.kept.getLast(), "there is room again");
        agent.onClose();
    }

    @Test
    void namesThatFoundTheRingFullAreAnnouncedLater() {
        ProxyConfig proxy = proxy(Outcomes.logging(Outcomes.format("%b"), false, TARGET));
        JournalRing ring = new JournalRing(1 << 13, null);
        JournalWriter writer = new JournalWriter(List.of(proxy), ring);
        JournalAgent agent = agent(ring, proxy);
        while (ring.dropped() == 0) {
            writer.message(proxy, 6, "fill".repeat(50), 0);
        }
        StreamOutcome outcome = Outcomes.answered();
        outcome.logging = proxy.logging();
        writer.record(outcome, FakeContext.ofConnection());
        agent.doWork();
        lines.kept.clear();
        writer.record(outcome, FakeContext.ofConnection());
        agent.doWork();
        assertEquals(List.of("be\n"), lines.kept);
        agent.onClose();
    }

    @Test
    void aFrontendWithoutTargetsWritesToTheJournalAlone() {
        ProxyConfig proxy = proxy(journalled(true));
        JournalRing ring = new JournalRing(1 << 13, null);
        JournalWriter writer = new JournalWriter(List.of(proxy), ring);
        ProxyLines none = new ProxyLines(proxy.logging(), LineFormat.CONNECT, "haproxy", new LogTarget[0], new LineTarget[0]);
        JournalAgent agent = new JournalAgent(ring, Map.of("fe", none), Map.of(), new LineTarget[0], new LineHeader(null),
                (name, level, text) -> terminal.add(text), records, StreamOutcome.DEFAULT_URI_BYTES);
        writer.record(Outcomes.answered(), FakeContext.ofConnection());
        agent.doWork();
        assertEquals(RecordHeader.STREAM, records.types.getLast());
        assertEquals(1, records.batches);
        agent.onClose();
    }

    @Test
    void whatConcernsAllIsToldToEachTargetOnce() {
        ProxyConfig proxy = proxy(journalled(true, TARGET));
        ProxyLines twice = new ProxyLines(proxy.logging(), LineFormat.CONNECT, "haproxy", new LogTarget[] {TARGET, TARGET}, new LineTarget[] {lines, lines});
        JournalAgent agent = new JournalAgent(new JournalRing(1 << 13, null), Map.of("fe", twice), Map.of("be", twice), new LineTarget[] {lines},
                new LineHeader(null), (name, level, text) -> terminal.add(text), records, StreamOutcome.DEFAULT_URI_BYTES);
        agent.announce(1, "Cannot write");
        assertTrue(agent.hasWork());
        agent.doWork();
        assertEquals(List.of("Cannot write\n"), lines.kept);
        assertFalse(agent.hasWork());
        assertEquals(List.of(), records.types);
        agent.onClose();
    }

    @Test
    void aFrontendThatRefusesTheJournalIsLoggedAlone() {
        ProxyConfig proxy = proxy(journalled(false, TARGET));
        JournalRing ring = new JournalRing(1 << 13, null);
        JournalWriter writer = new JournalWriter(List.of(proxy), ring);
        JournalAgent agent = agent(ring, proxy);
        writer.record(Outcomes.answered(), FakeContext.ofConnection());
        agent.doWork();
        assertEquals(1, lines.kept.size());
        assertFalse(records.types.contains(RecordHeader.STREAM));
        agent.onClose();
    }

    private static ProxyLogging journalled(boolean journal, LogTarget... targets) {
        return new ProxyLogging(List.of(targets), Outcomes.format("%b"), ProxyLogging.Kind.CUSTOM, false, false, false, false, false, null, journal);
    }

    @Test
    void aSilentFrontendLeavesNoRecord() {
        ProxyConfig proxy = proxy(Outcomes.logging(null, false));
        JournalRing ring = new JournalRing(1 << 13, null);
        JournalWriter writer = new JournalWriter(List.of(proxy), ring);
        writer.record(Outcomes.answered(), FakeContext.ofConnection());
        assertTrue(ring.isEmpty());
        ring.close();
    }

    @Test
    void aHostileRecordIsRefused() {
        UnsafeBuffer noise = new UnsafeBuffer(new byte[512]);
        for (int length : new int[] {0, 7, 8, 287, 512}) {
            assertFalse(accepts(noise, length), "zeroes of length " + length);
        }
    }

    private static boolean accepts(DirectBuffer buffer, int length) {
        try {
            new StreamRecordDecoder().wrap(buffer, 0, length);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    @Test
    void recordsAndLinesCostNoHeap() {
        ProxyConfig proxy = proxy(Outcomes.logging(Outcomes.format(
                "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r"), false, TARGET));
        JournalRing ring = new JournalRing(1 << 20, null);
        JournalWriter writer = new JournalWriter(List.of(proxy), ring);
        JournalAgent agent = agent(ring, proxy);
        FakeContext context = FakeContext.ofConnection();
        StreamOutcome outcome = Outcomes.answered();
        outcome.logging = proxy.logging();
        lines.keeping = false;
        records.keeping = false;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocatedBytes = Long.MAX_VALUE;
        // The compiler's own work may show in a round: the best of several counts.
        for (int round = 0; round < 20 && allocatedBytes > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                writer.record(outcome, context);
                agent.doWork();
            }
            allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(allocatedBytes < 1000, "allocated bytes in 1000 records: " + allocatedBytes);
        agent.onClose();
    }
}
