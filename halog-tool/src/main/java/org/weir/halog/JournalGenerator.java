package org.weir.halog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.journal.JournalAppender;
import org.weir.analytics.journal.JournalSettings;
import org.weir.analytics.journal.JournalTrouble;
import org.weir.analytics.journal.Roll;
import org.weir.analytics.record.NameRecord;
import org.weir.analytics.record.RecordHeader;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordEncoder;

/** Writes a journal of made-up traffic, the same for the same seed: {@code java … org.weir.halog.JournalGenerator DIR RECORDS}. */
public final class JournalGenerator {
    /** 2026-03-01T10:00:00Z. */
    public static final long START_MILLIS = 1_772_359_200_000L;

    private static final int RECORD_BYTES = 4096;
    private static final int FLUSH_EVERY = 256;
    private static final int RECORDS_PER_MILLI = 10;
    private static final int SERVERS = 12;
    private static final int FIRST_SERVER = 2;
    private static final int[] STATUSES = {200, 200, 200, 200, 206, 301, 304, 404, 500, 503};

    private final Random random;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RECORD_BYTES]);
    private final StreamRecordEncoder encoder = new StreamRecordEncoder();

    private JournalGenerator(final long seed) {
        random = new Random(seed);
    }

    /** Run by hand, for measurements. */
    public static void main(final String[] arguments) {
        write(Path.of(arguments[0]), Integer.parseInt(arguments[1]), 1);
    }

    /** Writes so many records, {@value #RECORDS_PER_MILLI} of them a millisecond from {@link #START_MILLIS} on. */
    public static void write(final Path directory, final int records, final long seed) {
        final long[] nowMillis = {START_MILLIS};
        final JournalSettings settings = new JournalSettings(directory, Roll.HOURLY, 0, 0, 0);
        try (JournalAppender appender = new JournalAppender(settings, () -> nowMillis[0], new Failing())) {
            final JournalGenerator generator = new JournalGenerator(seed);
            generator.names(appender);
            for (int index = 0; index < records; index++) {
                nowMillis[0] = START_MILLIS + index / RECORDS_PER_MILLI;
                generator.stream(appender, index, nowMillis[0] * 1000);
                if (index % FLUSH_EVERY == FLUSH_EVERY - 1) {
                    appender.flush();
                }
            }
            appender.flush();
        }
    }

    /** No trouble is expected. */
    private static final class Failing implements JournalTrouble {
        @Override
        public void onTrouble(final String text) {
            throw new IllegalStateException(text);
        }

        @Override
        public void onRecovery(final String text) {
            throw new IllegalStateException(text);
        }
    }

    private void names(final JournalAppender appender) {
        for (int number = 0; number < FIRST_SERVER + SERVERS; number++) {
            final String name = number == 0 ? "web" : number == 1 ? "app" : "s" + (number - FIRST_SERVER);
            appender.append(RecordHeader.NAME, buffer, 0, NameRecord.encode(buffer, 0, number, name));
        }
    }

    private void stream(final JournalAppender appender, final int id, final long epochMicros) {
        final boolean isHttp = random.nextInt(20) > 0;
        final int status = STATUSES[random.nextInt(STATUSES.length)];
        final boolean isFailed = isHttp ? status == 503 : random.nextInt(4) == 0;
        final long totalMicros = 500 + (long) Math.abs(random.nextGaussian() * 40_000);
        encoder.wrap(buffer, 0, RECORD_BYTES).kind(isHttp, false, false, 6)
            .ending((byte) (isFailed ? 'S' : '-'), (byte) (isFailed ? 'C' : '-'), (byte) '-', (byte) '-').lists(isHttp ? 1 : 0, 0, 0);
        for (final StreamNumber number : StreamNumber.values()) {
            encoder.number(number, 0);
        }
        for (final StreamCount count : StreamCount.values()) {
            encoder.count(count, random.nextInt(3));
        }
        for (final StreamAddress address : StreamAddress.values()) {
            encoder.address(address, 4, 0, 0x0A00_0000L | random.nextInt(1 << 16), 1024 + random.nextInt(60_000));
        }
        encoder.number(StreamNumber.STREAM_ID, id).number(StreamNumber.LOGGED_EPOCH, epochMicros)
            .number(StreamNumber.ACCEPTED_EPOCH, epochMicros - totalMicros).number(StreamNumber.REQUEST_EPOCH, epochMicros - totalMicros)
            .number(StreamNumber.REQUEST, totalMicros / 10).number(StreamNumber.CONNECT, isFailed ? -1 : totalMicros / 5)
            .number(StreamNumber.RESPONSE, isFailed ? -1 : totalMicros / 2).number(StreamNumber.DATA, totalMicros / 5)
            .number(StreamNumber.ACTIVE, totalMicros).number(StreamNumber.TOTAL, totalMicros)
            .number(StreamNumber.BYTES_READ, random.nextInt(100_000)).number(StreamNumber.BYTES_UPLOADED, 400)
            .count(StreamCount.FRONTEND_NAME, 0).count(StreamCount.BACKEND_NAME, 1).count(StreamCount.SERVER_NAME, FIRST_SERVER + random.nextInt(SERVERS))
            .count(StreamCount.STATUS, isHttp ? status : 0).count(StreamCount.REQUEST_COUNTER, id).count(StreamCount.LOG_COUNTER, id);
        if (isHttp) {
            text("GET");
            text("/articles/" + random.nextInt(5000) + "/load-balancing?page=" + random.nextInt(20) + "&sort=date");
            text("HTTP/1.1");
            encoder.noText();
            encoder.noText();
            encoder.noText();
            text("www.example.com");
        } else {
            for (int index = 0; index < 6; index++) {
                encoder.noText();
            }
        }
        appender.append(RecordHeader.STREAM, buffer, 0, encoder.finish());
    }

    private void text(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        encoder.text(bytes, bytes.length);
    }
}
