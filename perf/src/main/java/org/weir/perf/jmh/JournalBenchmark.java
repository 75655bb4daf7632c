package org.weir.perf.jmh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.weir.analytics.journal.JournalAppender;
import org.weir.analytics.journal.JournalReader;
import org.weir.analytics.journal.JournalSettings;
import org.weir.analytics.journal.JournalTrouble;
import org.weir.analytics.journal.Roll;
import org.weir.analytics.record.NameRecord;
import org.weir.analytics.record.RecordHeader;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.analytics.record.StreamRecordEncoder;

/** What a record costs the journal agent, which appends it to Chronicle's files, and the reader of the journal, whose files are in the page cache. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalBenchmark {
    private static final int READ_RECORDS = 500_000;
    private static final int APPENDED_RECORDS = 50_000;
    private static final int BATCH_RECORDS = 64;
    private static final long EPOCH_MICROS = 1_700_000_000_000_000L;
    private static final StreamNumber[] NUMBERS = StreamNumber.values();
    private static final StreamCount[] COUNTS = StreamCount.values();
    private static final StreamAddress[] ADDRESSES = StreamAddress.values();
    private static final long LOOPBACK = 0x7F00_0001L;

    /** A record of a request as browsers make them, and a journal to put it into. */
    private static final class Writer implements JournalTrouble, AutoCloseable {
        private final UnsafeBuffer record = new UnsafeBuffer(new byte[1024]);
        private final StreamRecordEncoder encoder = new StreamRecordEncoder();
        private final byte[] method = ascii("GET");
        private final byte[] uri = ascii("/articles/2024/load-balancing?page=2&sort=date");
        private final byte[] version = ascii("HTTP/1.1");
        private final JournalAppender appender;
        private long id;

        Writer(Path directory) {
            appender = new JournalAppender(new JournalSettings(directory, Roll.DAILY, 0, 0, 0), System::currentTimeMillis, this);
            List<String> names = List.of("web_proxy", "web_servers", "debian11-2");
            for (int i = 0; i < names.size(); i++) {
                appender.append(RecordHeader.NAME, record, 0, NameRecord.encode(record, 0, i, names.get(i)));
            }
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        void append(int records) {
            for (int i = 0; i < records; i++) {
                appender.append(RecordHeader.STREAM, record, 0, encode());
                if (++id % BATCH_RECORDS == 0) {
                    appender.flush();
                }
            }
        }

        private int encode() {
            encoder.wrap(record, 0, record.capacity()).kind(true, false, false, 6).ending((byte) '-', (byte) '-', (byte) '-', (byte) '-').lists(0, 0, 0);
            for (StreamNumber number : NUMBERS) {
                encoder.number(number, id % 1000);
            }
            for (StreamCount count : COUNTS) {
                encoder.count(count, 1);
            }
            for (StreamAddress address : ADDRESSES) {
                encoder.address(address, 4, 0, LOOPBACK, 80);
            }
            encoder.number(StreamNumber.LOGGED_EPOCH, EPOCH_MICROS + id).count(StreamCount.STATUS, 200);
            encoder.text(method, method.length);
            encoder.text(uri, uri.length);
            encoder.text(version, version.length);
            for (int i = 0; i < 3; i++) {
                encoder.noText();
            }
            return encoder.finish();
        }

        @Override
        public void onTrouble(String text) {
            throw new IllegalStateException(text);
        }

        @Override
        public void onRecovery(String text) {
            throw new IllegalStateException(text);
        }

        @Override
        public void close() {
            appender.close();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** A journal that is there. */
    @State(Scope.Thread)
    public static class Written {
        private Path directory;

        /** Writes it. */
        @Setup
        public void setUp() throws IOException {
            directory = Files.createTempDirectory("weir-journal");
            try (Writer writer = new Writer(directory)) {
                writer.append(READ_RECORDS);
            }
        }

        /** Deletes it. */
        @TearDown
        public void tearDown() throws IOException {
            delete(directory);
        }
    }

    /** A journal that grows by one file an iteration. */
    @State(Scope.Thread)
    public static class Growing {
        private Path directory;
        private Writer writer;

        /** Begins it. */
        @Setup(Level.Iteration)
        public void setUp() throws IOException {
            directory = Files.createTempDirectory("weir-journal");
            writer = new Writer(directory);
        }

        /** Deletes it. */
        @TearDown(Level.Iteration)
        public void tearDown() throws IOException {
            writer.close();
            delete(directory);
        }
    }

    /** Opens a journal and looks at each record as an analysis does: names, status, times, addresses, the URI's bytes. */
    @Benchmark
    @OperationsPerInvocation(READ_RECORDS)
    public long read(Written journal) throws IOException {
        long sum = 0;
        int records = 0;
        try (JournalReader reader = JournalReader.open(journal.directory)) {
            while (reader.next()) {
                StreamRecordDecoder stream = reader.stream();
                sum += stream.number(StreamNumber.LOGGED_EPOCH) + stream.number(StreamNumber.ACTIVE) + stream.number(StreamNumber.BYTES_READ);
                sum += stream.count(StreamCount.STATUS) + reader.name(stream.count(StreamCount.SERVER_NAME)).length();
                sum += stream.addressLow(StreamAddress.CLIENT);
                while (stream.nextText()) {
                    sum += stream.textLength() + stream.buffer().getByte(stream.textOffset());
                }
                records++;
            }
        }
        if (records != READ_RECORDS) {
            throw new IllegalStateException(records + " records");
        }
        return sum;
    }

    /** Appends records, written in documents of 64: what the journal agent does under load, without log lines. */
    @Benchmark
    @OperationsPerInvocation(APPENDED_RECORDS)
    public void append(Growing journal) {
        journal.writer.append(APPENDED_RECORDS);
    }
}
