package org.weir.perf.jmh;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.weir.engine.config.model.FrontendConfig;
import org.weir.engine.config.model.LogTarget;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormats;
import org.weir.engine.expr.LogVariable;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.http.MessageHead;
import org.weir.engine.log.CapturedText;
import org.weir.engine.log.JournalRing;
import org.weir.engine.log.JournalWriter;
import org.weir.engine.log.LogVariableRenderer;
import org.weir.engine.log.StreamOutcome;
import org.weir.io.net.NetAddress;
import org.weir.io.ring.Wakeup;
import org.weir.io.sys.IoException;

/** What logging a request costs the engine: the record into the ring. Beside it, what it saves the engine: the line's text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LogRecordBenchmark {
    private static final int DRAIN_EVERY = 64;
    private static final int BURST = 1024;
    private static final long LOOPBACK = 0x7F00_0001L;

    private long consumed;
    private int sinceDrain;
    private final StreamOutcome outcome = new StreamOutcome(StreamOutcome.DEFAULT_URI_BYTES);
    private final MessageHandler discard = (type, buffer, offset, length) -> consumed += length;
    private final LogFormat format = LogFormats.compile(LogFormats.HTTP);
    private final UnsafeBuffer line = new UnsafeBuffer(new byte[4096]);
    private final SampleContext context = new Nothing();
    private ProxyConfig proxy;
    private JournalRing ring;
    private JournalWriter writer;

    /** A ring that another thread empties, in naps of a millisecond as the journal agent. */
    @State(Scope.Benchmark)
    public static class JournalThread {
        private Wakeup wakeup;
        private JournalRing ring;
        private JournalWriter writer;
        private Thread thread;
        private long consumed;
        private volatile boolean ended;

        /** Starts it. */
        @Setup
        public void setUp(LogRecordBenchmark benchmark) throws IoException {
            wakeup = new Wakeup();
            ring = new JournalRing(JournalRing.DEFAULT_CAPACITY_BYTES, wakeup);
            writer = new JournalWriter(List.of(benchmark.proxy), ring);
            thread = Thread.ofPlatform().start(this::empty);
        }

        private void empty() {
            MessageHandler discard = (type, buffer, offset, length) -> consumed += length;
            while (!ended) {
                ring.drain(discard, Integer.MAX_VALUE);
                wakeup.await(1);
            }
        }

        /** A record that found no room would cost less than it should. */
        @Setup(Level.Invocation)
        public void awaitRoom() {
            while (ring.waitingBytes() > 0) {
                Thread.onSpinWait();
            }
        }

        /** Ends it. */
        @TearDown
        public void tearDown() throws InterruptedException {
            ended = true;
            thread.join();
            ring.close();
            wakeup.close();
            if (ring.dropped() > 0) {
                throw new IllegalStateException(ring.dropped() + " records found the ring full");
            }
        }
    }

    /** A context for expressions, of which the format has none. */
    private static final class Nothing implements SampleContext {
        @Override
        public MessageHead request() {
            return null;
        }

        @Override
        public MessageHead response() {
            return null;
        }

        @Override
        public NetAddress source() {
            return null;
        }

        @Override
        public NetAddress destination() {
            return null;
        }

        @Override
        public Directory directory() {
            return null;
        }

        @Override
        public String frontendName() {
            return null;
        }

        @Override
        public String backendName() {
            return null;
        }

        @Override
        public String serverName() {
            return null;
        }

        @Override
        public long epochMicros() {
            return 1_700_000_000_123_456L;
        }

        @Override
        public int appendLogVariable(LogVariable variable, MutableDirectBuffer out, int offset, int capacityLimit) {
            return offset;
        }
    }

    /** A keep-alive request of a browser, logged with {@code option httplog}. */
    @Setup
    public void setUp() throws IoException {
        ring = new JournalRing(JournalRing.DEFAULT_CAPACITY_BYTES, new Wakeup());
        LogTarget target = new LogTarget(LogTarget.Kind.FD, null, 1, LogTarget.Format.RAW, 1024, 16, 7, 0, null);
        ProxyLogging logging = new ProxyLogging(List.of(target), format, ProxyLogging.Kind.HTTP, false, false, false, false, false, null, true);
        FrontendConfig frontend = new FrontendConfig(
                List.of(), 1, List.of(), null, null, List.of(), List.of(), List.of(), null, 0, false);
        proxy = new ProxyConfig(2, false, "web_proxy", ProxyConfig.Section.FRONTEND, org.weir.engine.config.model.Mode.HTTP, false, frontend, null, null,
                null, null, logging, List.of(), List.of(), Map.of(), null, null, null);
        writer = new JournalWriter(List.of(proxy), ring);
        outcome.logging = logging;
        outcome.http = true;
        outcome.frontendName = "web_proxy";
        outcome.backendName = "web_servers";
        outcome.serverName = "debian11-2";
        outcome.status = 200;
        outcome.bytesRead = 214;
        outcome.bytesUploaded = 412;
        outcome.acceptedEpochMicros = 1_700_000_000_000_000L;
        outcome.requestEpochMicros = 1_700_000_000_120_000L;
        outcome.client.set(NetAddress.INET4, 0, LOOPBACK, 54_786);
        outcome.frontend.set(NetAddress.INET4, 0, LOOPBACK, 80);
        outcome.server.set(NetAddress.INET4, 0, LOOPBACK, 8080);
        outcome.serverLocal.set(NetAddress.INET4, 0, LOOPBACK, 40_000);
        set(outcome.method, "GET");
        set(outcome.uri, "/articles/2024/load-balancing?page=2&sort=date");
        set(outcome.version, "HTTP/1.1");
    }

    private static void set(CapturedText text, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        text.set(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    /** The engine's share; with the emptying of the ring, some nanoseconds a record. */
    @Benchmark
    public long encode() {
        outcome.streamId++;
        writer.record(outcome, context);
        if (++sinceDrain == DRAIN_EVERY) {
            sinceDrain = 0;
            ring.drain(discard, Integer.MAX_VALUE);
        }
        return consumed;
    }

    /** The engine's share beside a thread that takes what it writes: what moving it between cores adds. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void encodeForAThread(JournalThread journal) {
        for (int i = 0; i < BURST; i++) {
            outcome.streamId++;
            journal.writer.record(outcome, context);
        }
    }

    /** The journal's share: the variables of the line. */
    @Benchmark
    public int format() {
        int end = 0;
        for (LogFormat.Node node : format.nodes()) {
            if (node instanceof LogFormat.Node.Variable variable) {
                end = LogVariableRenderer.append(variable.variable(), outcome, line, end, line.capacity());
            }
        }
        return end;
    }
}
