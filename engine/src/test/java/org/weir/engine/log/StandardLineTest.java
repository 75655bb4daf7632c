package org.weir.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.analytics.line.ClfLine;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.RecordText;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.record.NameRecord;
import org.weir.analytics.record.RecordHeader;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.engine.config.model.FrontendConfig;
import org.weir.engine.config.model.LogTarget;
import org.weir.engine.config.model.Mode;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.expr.FakeContext;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormats;
import org.weir.io.net.NetAddress;

/** The standard lines, made from the record, are what their log-format strings say of the stream, whatever it has in it. */
class StandardLineTest {
    /** As the configuration manual gives it, section 8.2.3. */
    private static final String CLF = "%{+Q}o %{-Q}ci - - [%trg] %r %ST %B \"\" \"\" %cp %ms %ft %b %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc "
            + "%bc %sc %rc %sq %bq %CC %CS %hrl %hsl";
    private static final LogTarget TARGET = new LogTarget(LogTarget.Kind.FD, null, 1, LogTarget.Format.RAW, 1024, 16, 7, 0, null);
    private static final LogFormat FORMAT = Outcomes.format("not looked at");
    private static final int ROUNDS = 500;
    private static final int URI_BYTES = 200;

    private final JournalRing ring = new JournalRing(1 << 20, null);
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[65_535]);
    private final RecordNames names = new RecordNames();
    private final LineBuffer line = new LineBuffer(16);
    private Random random;
    private int records;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theLineOfARecordIsThatOfTheStream(long seed) {
        random = new Random(seed);
        RecordText standard = new StandardLine();
        RecordText clf = new ClfLine();
        for (int round = 0; round < ROUNDS; round++) {
            StreamOutcome outcome = outcome();
            JournalWriter writer = new JournalWriter(List.of(proxy(outcome)), ring);
            writer.record(outcome, FakeContext.ofConnection());
            String said = fromStream(outcome.http ? LogFormats.HTTP : LogFormats.TCP, outcome);
            String clfSaid = outcome.http ? fromStream(CLF, outcome) : null;
            records = 0;
            ring.drain((type, buffer, offset, length) -> {
                if (type == RecordHeader.NAME) {
                    names.put(NameRecord.number(buffer, offset, length), NameRecord.name(buffer, offset, length));
                } else {
                    records++;
                    assertEquals(said, fromRecord(standard, buffer, offset, length), () -> "seed " + seed);
                    if (clfSaid != null) {
                        assertEquals(clfSaid, fromRecord(clf, buffer, offset, length), () -> "seed " + seed);
                    }
                }
            }, Integer.MAX_VALUE);
            assertEquals(1, records);
        }
        ring.close();
    }

    private String fromStream(String format, StreamOutcome outcome) {
        int end = LineFormat.of(Outcomes.format(format)).append(outcome, new StreamRecordDecoder(), text, 0, text.capacity());
        byte[] bytes = new byte[end];
        text.getBytes(0, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String fromRecord(RecordText format, DirectBuffer buffer, int offset, int length) {
        line.clear();
        format.append(new StreamRecordDecoder().wrap(buffer, offset, length), names, line);
        return new String(line.bytes(), 0, line.length(), StandardCharsets.ISO_8859_1);
    }

    private static ProxyConfig proxy(StreamOutcome outcome) {
        return new ProxyConfig(2, false, "fe", ProxyConfig.Section.FRONTEND, Mode.HTTP, false,
                new FrontendConfig(List.of(), 1, List.of(), null, null, List.of(), List.of(), List.of(), null, 0, false),
                null, null, null, null, outcome.logging, List.of(), List.of(), Map.of(), null, null, null);
    }

    private StreamOutcome outcome() {
        StreamOutcome o = new StreamOutcome(URI_BYTES);
        o.http = random.nextInt(4) > 0;
        o.logging = Outcomes.logging(FORMAT, random.nextInt(4) == 0, TARGET);
        o.frontendName = "fe";
        o.backendName = random.nextBoolean() ? "fe" : "be-1.x_y";
        o.serverName = random.nextBoolean() ? "<NOSRV>" : "s" + random.nextInt(100);
        for (NetAddress address : List.of(o.client, o.frontend, o.serverLocal, o.server)) {
            address(address);
        }
        o.acceptedEpochMicros = random.nextLong(4_000_000_000_000_000L);
        o.requestEpochMicros = o.acceptedEpochMicros + random.nextInt(1 << random.nextInt(31));
        o.requestMicros = micros();
        o.queueMicros = micros();
        o.connectMicros = micros();
        o.responseMicros = micros();
        o.activeMicros = micros();
        o.totalMicros = micros();
        o.status = random.nextInt(8) == 0 ? 0 : 100 + random.nextInt(500);
        o.bytesRead = random.nextLong(1L << random.nextInt(1, 62));
        o.terminationCause = "-CSPRILUDKcs".getBytes(StandardCharsets.US_ASCII)[random.nextInt(12)];
        o.retries = random.nextInt(4);
        o.redispatched = random.nextBoolean();
        o.activeConnections = random.nextInt(1 << random.nextInt(31));
        o.serverQueue = random.nextInt(200);
        if (random.nextInt(8) > 0) {
            fill(o.method, 12);
            fill(o.uri, random.nextInt(4) == 0 ? 2 * URI_BYTES : 50);
            fill(o.version, 8);
        }
        maybe(o.requestCookie);
        maybe(o.responseCookie);
        o.requestCaptures = captures();
        o.responseCaptures = captures();
        return o;
    }

    private void address(NetAddress address) {
        switch (random.nextInt(6)) {
            case 0 -> address.clear();
            case 1 -> address.set(NetAddress.UNIX, 0, 0, random.nextInt(100));
            case 2 -> address.set(NetAddress.INET6, sparse(), sparse(), random.nextInt(65_536));
            case 3 -> address.set(NetAddress.INET6, 0, 0xFFFF_0000_0000L | random.nextInt() & 0xFFFF_FFFFL, 80);
            default -> address.set(NetAddress.INET4, 0, random.nextInt() & 0xFFFF_FFFFL, random.nextInt(65_536));
        }
    }

    /** Groups of zeros are what makes IPv6 addresses hard to write. */
    private long sparse() {
        long bits = 0;
        for (int group = 0; group < 4; group++) {
            bits = bits << 16 | (random.nextBoolean() ? 0 : random.nextInt(1 << random.nextInt(1, 17)));
        }
        return bits;
    }

    private long micros() {
        return random.nextInt(5) == 0 ? -1 : random.nextLong(1L << random.nextInt(1, 45));
    }

    private CapturedText[] captures() {
        CapturedText[] captures = new CapturedText[random.nextInt(4)];
        for (int i = 0; i < captures.length; i++) {
            captures[i] = new CapturedText(60);
            maybe(captures[i]);
        }
        return captures;
    }

    private void maybe(CapturedText captured) {
        if (random.nextBoolean()) {
            fill(captured, 70);
        }
    }

    /** Any bytes but those that end a line, which no parser lets through. */
    private void fill(CapturedText captured, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        boolean plain = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++) {
            byte b = (byte) (plain ? 'a' + random.nextInt(26) : random.nextInt(256));
            bytes[i] = b == '\n' || b == '\r' || b == 0 ? (byte) '"' : b;
        }
        captured.set(new UnsafeBuffer(bytes), 0, bytes.length);
    }
}
