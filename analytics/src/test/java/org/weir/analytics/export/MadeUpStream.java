package org.weir.analytics.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.ExpandableArrayBuffer;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.RecordText;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.analytics.record.StreamRecordEncoder;

/** A stream as one made it up, and its record. Texts are Latin-1; null ones are unset. */
final class MadeUpStream {
    static final String[] NAMES = {"fe", "be", "s1", "<NOSRV>"};

    boolean http = true;
    boolean redispatched;
    boolean early;
    String ending = "----";
    final long[] numbers = new long[StreamNumber.values().length];
    final int[] counts = new int[StreamCount.values().length];
    final long[][] addresses = new long[StreamAddress.values().length][4];
    String[] texts = {"GET", "/", "HTTP/1.1", null, null, null};
    List<String> requestCaptures = List.of();
    List<String> responseCaptures = List.of();
    List<String> values = List.of();

    MadeUpStream() {
        set(StreamCount.BACKEND_NAME, 1).set(StreamCount.SERVER_NAME, 2).set(StreamCount.STATUS, 200);
    }

    MadeUpStream set(StreamNumber field, long value) {
        numbers[field.ordinal()] = value;
        return this;
    }

    MadeUpStream set(StreamCount field, int value) {
        counts[field.ordinal()] = value;
        return this;
    }

    MadeUpStream set(StreamAddress field, int family, long high, long low, int port) {
        addresses[field.ordinal()] = new long[] {family, high, low, port};
        return this;
    }

    long number(StreamNumber field) {
        return numbers[field.ordinal()];
    }

    int count(StreamCount field) {
        return counts[field.ordinal()];
    }

    String name(StreamCount field) {
        return NAMES[count(field)];
    }

    /** Anything that a proxy may come to log; texts of any bytes but ends of lines when they shall be odd. */
    static MadeUpStream random(Random random, boolean odd) {
        MadeUpStream stream = new MadeUpStream();
        stream.http = random.nextInt(4) > 0;
        stream.redispatched = random.nextInt(8) == 0;
        stream.early = random.nextInt(8) == 0;
        stream.ending = stream.http ? new String[] {"----", "SC--", "--NI", "cR--", "PRVN"}[random.nextInt(5)] : random.nextBoolean() ? "----" : "CD--";
        Arrays.setAll(stream.numbers, i -> random.nextInt(6) == 0 ? -1 : random.nextLong(1L << random.nextInt(1, 40)));
        for (StreamNumber field : List.of(StreamNumber.STREAM_ID, StreamNumber.BYTES_READ, StreamNumber.BYTES_UPLOADED)) {
            stream.set(field, random.nextInt());
            stream.set(field, Math.abs(stream.number(field)));
        }
        for (StreamNumber field : List.of(StreamNumber.ACCEPTED_EPOCH, StreamNumber.REQUEST_EPOCH, StreamNumber.LOGGED_EPOCH)) {
            stream.set(field, random.nextLong(4_000_000_000_000_000L));
        }
        Arrays.setAll(stream.counts, i -> random.nextInt(1 << random.nextInt(31)));
        stream.set(StreamCount.FRONTEND_NAME, 0).set(StreamCount.BACKEND_NAME, random.nextInt(2)).set(StreamCount.SERVER_NAME, 2 + random.nextInt(2));
        stream.set(StreamCount.STATUS, !stream.http ? 0 : random.nextInt(10) == 0 ? -random.nextInt(2) : 100 + random.nextInt(500));
        for (StreamAddress address : StreamAddress.values()) {
            stream.set(address, new int[] {0, 1, 4, 4, 6}[random.nextInt(5)], random.nextLong(), random.nextInt() & 0xFFFF_FFFFL, random.nextInt(65_536));
        }
        boolean understood = stream.http && random.nextInt(8) > 0;
        stream.texts = new String[] {understood ? "GET" : null, understood ? "/" + text(random, odd) : null, understood ? "HTTP/1.1" : null,
            maybe(random, odd), maybe(random, odd), maybe(random, odd)};
        stream.requestCaptures = list(random, odd);
        stream.responseCaptures = list(random, odd);
        stream.values = list(random, odd);
        return stream;
    }

    private static List<String> list(Random random, boolean odd) {
        List<String> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(maybe(random, odd));
        }
        return list;
    }

    private static String maybe(Random random, boolean odd) {
        return random.nextInt(3) == 0 ? null : text(random, odd);
    }

    private static String text(Random random, boolean odd) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(odd ? (char) random.nextInt(256) : "abcdefghijklmnopqrstuvwxyz0123456789/-_.=&?%".charAt(random.nextInt(44)));
        }
        return text.toString();
    }

    /** Writes its record. @return the length */
    int encode(ExpandableArrayBuffer buffer) {
        buffer.checkLimit(1 << 16);
        StreamRecordEncoder encoder = new StreamRecordEncoder().wrap(buffer, 0, 1 << 16).kind(http, redispatched, early, 6)
                .ending((byte) ending.charAt(0), (byte) ending.charAt(1), (byte) ending.charAt(2), (byte) ending.charAt(3))
                .lists(requestCaptures.size(), responseCaptures.size(), values.size());
        for (StreamNumber field : StreamNumber.values()) {
            encoder.number(field, number(field));
        }
        for (StreamCount field : StreamCount.values()) {
            encoder.count(field, count(field));
        }
        for (StreamAddress field : StreamAddress.values()) {
            long[] address = addresses[field.ordinal()];
            encoder.address(field, (int) address[0], address[1], address[2], (int) address[3]);
        }
        for (String text : texts) {
            text(encoder, text);
        }
        for (List<String> list : List.of(requestCaptures, responseCaptures, values)) {
            list.forEach(text -> text(encoder, text));
        }
        return encoder.finish();
    }

    private static void text(StreamRecordEncoder encoder, String text) {
        if (text == null) {
            encoder.noText();
        } else {
            encoder.text(text.getBytes(StandardCharsets.ISO_8859_1), text.length());
        }
    }

    static RecordNames names() {
        RecordNames names = new RecordNames();
        for (int number = 0; number < NAMES.length; number++) {
            names.put(number, NAMES[number]);
        }
        return names;
    }

    /** Its text in a format, bytes as Latin-1. */
    String as(RecordText format) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = encode(buffer);
        LineBuffer line = new LineBuffer(1);
        format.append(new StreamRecordDecoder().wrap(buffer, 0, length), names(), line);
        return new String(line.bytes(), 0, line.length(), StandardCharsets.ISO_8859_1);
    }
}
