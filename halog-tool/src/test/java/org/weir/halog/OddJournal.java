package org.weir.halog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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

/** Writes a journal in which most records are usual and each has, now and then, one thing or another that no proxy would write. */
final class OddJournal {
    private static final int RECORD_BYTES = 1 << 16;
    private static final int LONG_URL_BYTES = 20_000;
    private static final int FLUSH_EVERY = 50;
    private static final List<String> NAMES = List.of("web", "app", "s1", "s2", "<NOSRV>", "a/b", "", "x#y\"z", "line\nend");
    private static final List<String> SPACED = List.of("my proxy", " lead", "the app");
    private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "", "G T", "G\"T", "O\u00e9");
    private static final List<String> VERSIONS = List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/2.0", "", "X Y");
    private static final List<String> URLS = List.of("/", "/a", "/a/b?c=d&e=f", "/x;y=z?q", "?", ";", "*", "", "/with space", " /lead", "/#\"{|}", "/\u00fc",
        "/a\nb\u0000c", "http://h:1/p?q", "/<BADREQ>");
    private static final List<String> COOKIES = List.of("", "abc", "a b", "\"", "a=b; c=d", "\u00e9\n\u0000", "{x}");
    private static final List<String> CAPTURES = List.of("www.example.com", "", "a b", "{x|y}", "\"quoted\"", "Mozilla/5.0 (X11; \"x\")", "\u0001");
    private static final List<String> ENDINGS = List.of("----", "----", "----", "SC--", "sH--", "cD--", "--NI", "    ", "- --", "\n\u0000\r-", "LR-\u00ff");
    private static final int[] STATUSES = {200, 200, 200, 304, 404, 500, 503, 599, 600, 0, -1, -7, 99, 1000, Integer.MIN_VALUE};
    private static final long[] SPANS = {0, 0, 1, 999, 1000, 5000, 31_000, 2_000_000, -1, -1, -2_000_000, Long.MAX_VALUE, 3_000_000_000_000L};
    private static final long[] SIZES = {0, 1, 214, 65_536, Integer.MAX_VALUE, 1L << 32, -1, Long.MIN_VALUE, 12_345_678_901L};
    private static final long[] MOMENTS = {0, -1, 4_102_444_800_000_000L, 1_774_749_600_000_000L};
    private static final int[] COUNTS = {0, 0, 0, 1, 2, 17, 9999, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};

    private final Random random;
    private final boolean hasSpacedNames;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RECORD_BYTES]);
    private final StreamRecordEncoder encoder = new StreamRecordEncoder();

    private OddJournal(final long seed, final boolean hasSpacedNames) {
        random = new Random(seed);
        this.hasSpacedNames = hasSpacedNames;
    }

    /** Writes so many records, logged a millisecond apart from {@link JournalGenerator#START_MILLIS} on. */
    static void write(final Path directory, final int records, final long seed, final boolean hasSpacedNames) {
        final long[] nowMillis = {JournalGenerator.START_MILLIS};
        final JournalTrouble none = new JournalTrouble() {
            @Override
            public void onTrouble(final String text) {
                throw new IllegalStateException(text);
            }

            @Override
            public void onRecovery(final String text) {
                throw new IllegalStateException(text);
            }
        };
        try (JournalAppender appender = new JournalAppender(new JournalSettings(directory, Roll.DAILY, 0, 0, 0), () -> nowMillis[0], none)) {
            final OddJournal journal = new OddJournal(seed, hasSpacedNames);
            journal.names(appender);
            for (int index = 0; index < records; index++) {
                nowMillis[0]++;
                journal.stream(appender, nowMillis[0] * 1000);
                if (index % FLUSH_EVERY == 0) {
                    appender.flush();
                }
            }
        }
    }

    private void names(final JournalAppender appender) {
        for (int number = 0; number < NAMES.size() + (hasSpacedNames ? SPACED.size() : 0); number++) {
            final String name = number < NAMES.size() ? NAMES.get(number) : SPACED.get(number - NAMES.size());
            appender.append(RecordHeader.NAME, buffer, 0, NameRecord.encode(buffer, 0, number, name));
        }
    }

    private boolean oneIn(final int times) {
        return random.nextInt(times) == 0;
    }

    private void stream(final JournalAppender appender, final long epochMicros) {
        final boolean isHttp = !oneIn(5);
        final int requestCaptures = oneIn(2) ? 0 : random.nextInt(4);
        final int responseCaptures = oneIn(2) ? 0 : random.nextInt(3);
        final byte[] ending = (oneIn(4) ? any(ENDINGS) : "----").getBytes(StandardCharsets.ISO_8859_1);
        encoder.wrap(buffer, 0, RECORD_BYTES).kind(isHttp, oneIn(10), oneIn(10), 6).ending(ending[0], ending[1], ending[2], ending[3])
            .lists(requestCaptures, responseCaptures, 0);
        for (final StreamNumber number : StreamNumber.values()) {
            encoder.number(number, oneIn(10) ? SPANS[random.nextInt(SPANS.length)] : random.nextLong(90_000));
        }
        final long moment = oneIn(20) ? MOMENTS[random.nextInt(MOMENTS.length)] : epochMicros - random.nextInt(3_000_000);
        final long total = random.nextLong(1_000_000);
        encoder.number(StreamNumber.STREAM_ID, 1).number(StreamNumber.LOGGED_EPOCH, epochMicros).number(StreamNumber.ACCEPTED_EPOCH, moment)
            .number(StreamNumber.REQUEST_EPOCH, moment + (oneIn(3) ? 1_234_567 : 0)).number(StreamNumber.BYTES_READ,
                oneIn(5) ? SIZES[random.nextInt(SIZES.length)] : random.nextInt(100_000));
        if (!oneIn(5)) {
            encoder.number(StreamNumber.ACTIVE, total).number(StreamNumber.TOTAL, total);
        }
        for (final StreamCount count : StreamCount.values()) {
            encoder.count(count, oneIn(10) ? COUNTS[random.nextInt(COUNTS.length)] : random.nextInt(3));
        }
        encoder.count(StreamCount.FRONTEND_NAME, name()).count(StreamCount.BACKEND_NAME, name()).count(StreamCount.SERVER_NAME, name())
            .count(StreamCount.STATUS, STATUSES[random.nextInt(STATUSES.length)]);
        for (final StreamAddress address : StreamAddress.values()) {
            final int family = oneIn(4) ? List.of(0, 1, 6, 6, 9).get(random.nextInt(5)) : 4;
            encoder.address(address, family, oneIn(2) ? 0 : 0x2001_0db8_0000_0000L, oneIn(3) ? 0xffff_0a00_0001L : 0x0a00_0000L + random.nextInt(40),
                oneIn(20) ? -1 : random.nextInt(65_536));
        }
        texts(isHttp, requestCaptures + responseCaptures);
        appender.append(RecordHeader.STREAM, buffer, 0, encoder.finish());
    }

    private int name() {
        if (oneIn(30)) {
            return oneIn(2) ? -1 : 77;
        }
        return oneIn(8) ? random.nextInt(NAMES.size() + (hasSpacedNames ? SPACED.size() : 0)) : random.nextInt(4);
    }

    private void texts(final boolean isHttp, final int captures) {
        text(isHttp ? oneIn(20) ? null : any(METHODS) : null);
        text(isHttp ? oneIn(20) ? null : url() : null);
        text(isHttp ? oneIn(20) ? null : any(VERSIONS) : null);
        text(oneIn(6) ? any(COOKIES) : null);
        text(oneIn(6) ? any(COOKIES) : null);
        text(null);
        // A record that did not fit ends with fewer texts than it says.
        for (int index = oneIn(40) ? captures : 0; index < captures; index++) {
            text(oneIn(6) ? null : any(CAPTURES));
        }
    }

    private String url() {
        return oneIn(100) ? "/" + "long%20".repeat(LONG_URL_BYTES / 7) : oneIn(2) ? any(URLS) : "/item/" + random.nextInt(30) + "?n=" + random.nextInt(9);
    }

    private String any(final List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private void text(final String text) {
        if (text == null) {
            encoder.noText();
        } else {
            final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            encoder.text(bytes, bytes.length);
        }
    }
}
