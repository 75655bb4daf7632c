package org.weir.analytics.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weir.analytics.line.ClfLine;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.LogText;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.text.EntryParser;
import org.weir.analytics.text.FormatEntryParser;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;
import org.weir.analytics.text.StandardEntryParser;
import org.weir.analytics.text.Swar;

/** What the formats write, their readers read back, for streams of every kind. A failure tells the seed that repeats it. */
class RoundTripTest {
    private static final int SEEDS = 600;
    private static final String CLF = "%ci - - [%trg] %{+Q}r %ST %B \"\" \"\" %cp %ms %{+Q}ft %{+Q}b %{+Q}s "
            + "%TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq %{+Q}CC %{+Q}CS %hrl";

    private final LogEntry entry = new LogEntry();

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(SEEDS);
    }

    private boolean parse(EntryParser parser, String line) {
        byte[] bytes = Arrays.copyOf((line + '\n').getBytes(StandardCharsets.ISO_8859_1), line.length() + 1 + Swar.PADDING);
        LineCursor cursor = new LineCursor();
        cursor.start(bytes, 0);
        return parser.parse(cursor, entry);
    }

    private String text(LogField field) {
        return new String(entry.bytes(), entry.start(field), entry.end(field) - entry.start(field), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theParserOfLogsReadsStandardLines(long seed) {
        MadeUpStream stream = MadeUpStream.random(new Random(seed), seed % 2 == 0);
        // A space in a cookie moves the fields behind it, as it does in HAProxy's lines.
        stream.texts[3] = stream.texts[3] == null ? null : stream.texts[3].replaceAll("[\\s\"\u0000]", "_");
        stream.texts[4] = stream.texts[4] == null ? null : stream.texts[4].replaceAll("[\\s\"\u0000]", "_");
        stream.texts[1] = stream.texts[1] == null ? null : stream.texts[1].replace(' ', '+');
        String line = stream.as(new StandardLine());
        assertTrue(line.chars().noneMatch(c -> c == '\n' || c == '\r' || c == 0), line);
        assertTrue(parse(new StandardEntryParser(), line), line);
        assertEquals(stream.name(StreamCount.FRONTEND_NAME), text(LogField.FRONTEND), line);
        assertEquals(stream.name(StreamCount.BACKEND_NAME) + '/' + stream.name(StreamCount.SERVER_NAME), text(LogField.SERVER), line);
        assertEquals(millis(stream, StreamNumber.QUEUE), entry.number(LogField.TW), line);
        assertEquals(millis(stream, StreamNumber.CONNECT), entry.number(LogField.TC), line);
        assertEquals(millis(stream, stream.http ? StreamNumber.ACTIVE : StreamNumber.TOTAL), entry.number(LogField.TT), line);
        assertEquals((int) stream.number(StreamNumber.BYTES_READ), entry.number(LogField.BYTES), line);
        assertEquals(stream.ending.substring(0, stream.http ? 4 : 2), text(LogField.TERM), line);
        assertEquals(stream.count(StreamCount.ACTIVE_CONNECTIONS), entry.number(LogField.ACTCONN), line);
        assertEquals(stream.count(StreamCount.RETRIES), entry.number(LogField.RETRIES), line);
        assertEquals(stream.count(StreamCount.SERVER_QUEUE), entry.number(LogField.SRVQUEUE), line);
        assertEquals(stream.count(StreamCount.BACKEND_QUEUE), entry.number(LogField.BACKQUEUE), line);
        if (stream.http) {
            assertEquals(millis(stream, StreamNumber.REQUEST), entry.number(LogField.TQ), line);
            assertEquals(millis(stream, StreamNumber.RESPONSE), entry.number(LogField.TR), line);
            assertEquals(LogText.status(stream.count(StreamCount.STATUS)), entry.number(LogField.STATUS), line);
            boolean quoteInCapture = stream.texts[0] == null;
            if (!quoteInCapture) {
                assertEquals(encoded(stream.texts[1]), text(LogField.URL), line);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theParserOfFormatsReadsClf(long seed) {
        MadeUpStream stream = MadeUpStream.random(new Random(seed), seed % 2 == 0);
        stream.http = true;
        stream.early = false;
        stream.texts[3] = null;
        stream.texts[4] = null;
        stream.requestCaptures = List.of();
        stream.responseCaptures = List.of();
        String line = stream.as(new ClfLine());
        assertTrue(line.endsWith(" \"\" \"\" "), line);
        assertTrue(parse(new FormatEntryParser(CLF), line), line);
        assertEquals(millis(stream, StreamNumber.RESPONSE), entry.number(LogField.TR), line);
        assertEquals(millis(stream, StreamNumber.ACTIVE), entry.number(LogField.TT), line);
        assertEquals(stream.name(StreamCount.FRONTEND_NAME), text(LogField.FRONTEND), line);
        assertEquals(stream.name(StreamCount.BACKEND_NAME), text(LogField.BACKEND), line);
        assertEquals(stream.count(StreamCount.SERVER_QUEUE), entry.number(LogField.SRVQUEUE), line);
        if (stream.texts[0] != null && stream.texts[1].indexOf(' ') < 0) {
            assertEquals("GET", text(LogField.METHOD), line);
            assertEquals(encoded(stream.texts[1]), text(LogField.URL), line);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void jsonAndCsvSayTheSameAndAllThereIs(long seed) {
        MadeUpStream stream = MadeUpStream.random(new Random(seed), seed % 2 == 0);
        String line = utf8(stream.as(new JsonLine()));
        Map<?, ?> json = (Map<?, ?>) JsonText.read(line);
        assertEquals(stream.number(StreamNumber.STREAM_ID), json.get("stream_id"), line);
        assertEquals(stream.name(StreamCount.SERVER_NAME), json.get("server"), line);
        assertEquals(stream.number(StreamNumber.QUEUE) < 0 ? null : stream.number(StreamNumber.QUEUE), json.get("queue_us"), line);
        assertEquals(stream.redispatched, json.get("redispatched"), line);
        assertEquals(stream.early, json.get("early"), line);
        assertEquals(wide(stream.texts[1]), json.get("uri"), line);
        assertEquals(wide(stream.texts[5]), json.get("unique_id"), line);
        assertEquals(stream.requestCaptures.stream().map(RoundTripTest::wide).toList(), json.get("request_captures"), line);
        assertEquals(stream.values.stream().map(RoundTripTest::wide).toList(), json.get("values"), line);

        CsvLine format = new CsvLine();
        LineBuffer header = new LineBuffer(1);
        format.begin(header);
        List<String> names = csv(new String(header.bytes(), 0, header.length() - 1, StandardCharsets.UTF_8));
        assertEquals(List.copyOf(json.keySet()), names);
        List<String> row = csv(utf8(stream.as(format)));
        for (int i = 0; i < names.size(); i++) {
            Object value = json.get(names.get(i));
            Object read = value instanceof List<?> && row.get(i) != null ? JsonText.read(row.get(i)) : row.get(i);
            Object wanted = value == null || value instanceof List<?> list && list.isEmpty() ? null : value instanceof List<?> ? value : value.toString();
            assertEquals(wanted, read, names.get(i));
        }
    }

    private static long millis(MadeUpStream stream, StreamNumber field) {
        long micros = stream.number(field);
        return (int) (micros < 0 ? -1 : micros / 1000);
    }

    /** As it stands in a line. */
    private static String encoded(String latin1) {
        StringBuilder text = new StringBuilder();
        for (char c : latin1.toCharArray()) {
            text.append(c < ' ' || c >= 0x7F || c == '#' || c == '"' ? String.format("#%02X", (int) c) : String.valueOf(c));
        }
        return text.toString();
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** What JSON and CSV make of bytes: UTF-8 where they are that, Latin-1 otherwise. */
    private static String wide(String latin1) {
        if (latin1 == null) {
            return null;
        }
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        String wide = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(wide.getBytes(StandardCharsets.UTF_8), bytes) ? wide : latin1;
    }

    /** One line after RFC 4180, without its line feed; an empty field that is not quoted is null. */
    private static List<String> csv(String line) {
        assertEquals('\r', line.charAt(line.length() - 1), line);
        String text = line.substring(0, line.length() - 1) + ',';
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) != '"') {
                int end = text.indexOf(',', at);
                assertTrue(text.substring(at, end).indexOf('"') < 0, line);
                fields.add(end == at ? null : text.substring(at, end));
                at = end + 1;
                continue;
            }
            StringBuilder field = new StringBuilder();
            at++;
            while (text.charAt(at) != '"' || text.charAt(at + 1) == '"') {
                at += text.charAt(at) == '"' ? 1 : 0;
                field.append(text.charAt(at++));
            }
            assertEquals(',', text.charAt(at + 1), line);
            fields.add(field.toString());
            at += 2;
        }
        return fields;
    }
}
