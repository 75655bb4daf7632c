package org.weir.analytics.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.record.MessageRecord;
import org.weir.analytics.record.NameRecord;
import org.weir.analytics.record.RecordHeader;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.analytics.record.StreamRecordEncoder;

/** Made-up records: each tells by its stream id what everything else in it must be. */
final class Records {
    static final String[] NAMES = {"web", "app", "s1"};

    private static final int RECORD_BYTES = 4096;

    private final JournalAppender appender;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RECORD_BYTES]);
    private final StreamRecordEncoder encoder = new StreamRecordEncoder();

    Records(JournalAppender appender) {
        this.appender = appender;
    }

    void names() {
        for (int i = 0; i < NAMES.length; i++) {
            appender.append(RecordHeader.NAME, buffer, 0, NameRecord.encode(buffer, 0, i, NAMES[i]));
        }
    }

    void stream(long id, long epochMicros) {
        encoder.wrap(buffer, 0, RECORD_BYTES).kind(true, false, false, 6).ending((byte) '-', (byte) '-', (byte) '-', (byte) '-').lists(0, 0, 0);
        for (StreamNumber number : StreamNumber.values()) {
            encoder.number(number, id);
        }
        for (StreamCount count : StreamCount.values()) {
            encoder.count(count, (int) id);
        }
        for (StreamAddress address : StreamAddress.values()) {
            encoder.address(address, 4, 0, id, 80);
        }
        encoder.number(StreamNumber.LOGGED_EPOCH, epochMicros).count(StreamCount.FRONTEND_NAME, 0).count(StreamCount.BACKEND_NAME, 1)
                .count(StreamCount.SERVER_NAME, 2);
        byte[] uri = uri(id).getBytes(StandardCharsets.US_ASCII);
        encoder.noText();
        encoder.text(uri, uri.length);
        appender.append(RecordHeader.STREAM, buffer, 0, encoder.finish());
    }

    void message(String text, long epochMicros) {
        appender.append(RecordHeader.MESSAGE, buffer, 0, MessageRecord.encode(buffer, 0, RECORD_BYTES, epochMicros, 1, MessageRecord.BACKEND, 1, text));
    }

    private static String uri(long id) {
        return "/u" + id + "x".repeat((int) (id % 300));
    }

    /** The ids of all streams, each of which is checked. */
    static List<Long> read(Path directory) throws IOException {
        return read(directory, 0, JournalReader.ALWAYS);
    }

    static List<Long> read(Path directory, long sinceMicros, long untilMicros) throws IOException {
        List<Long> ids = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory, sinceMicros, untilMicros)) {
            drain(reader, ids);
        }
        return ids;
    }

    static void drain(JournalReader reader, List<Long> ids) throws IOException {
        while (reader.next()) {
            if (reader.isStream()) {
                ids.add(check(reader));
            }
        }
    }

    static long check(JournalReader reader) {
        StreamRecordDecoder stream = reader.stream();
        long id = stream.number(StreamNumber.STREAM_ID);
        boolean same = stream.number(StreamNumber.TOTAL) == id && stream.count(StreamCount.STATUS) == (int) id
                && stream.addressLow(StreamAddress.SERVER) == id && !stream.nextText() && stream.nextText()
                && stream.buffer().getStringWithoutLengthAscii(stream.textOffset(), stream.textLength()).equals(uri(id))
                && NAMES[0].equals(reader.name(stream.count(StreamCount.FRONTEND_NAME)))
                && NAMES[1].equals(reader.name(stream.count(StreamCount.BACKEND_NAME)))
                && NAMES[2].equals(reader.name(stream.count(StreamCount.SERVER_NAME)));
        if (!same) {
            throw new AssertionError("record " + id + " is not what was written");
        }
        return id;
    }
}
