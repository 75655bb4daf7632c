package org.weir.analytics.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.weir.analytics.aggregate.EntryReader;
import org.weir.analytics.aggregate.LineAction;
import org.weir.analytics.aggregate.LineOutput;
import org.weir.analytics.report.GroupPrinter;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogField;
import org.weir.analytics.text.StandardEntryParser;
import org.weir.analytics.text.Swar;

/** What a live view says of traffic that is known. */
class LiveViewTest {
    private static final long SECOND = 1_000_000_000;
    private static final LiveView.Size LARGE = new LiveView.Size(120, 60);

    private final LiveCounts counts = new LiveCounts(new EntryReader(new StandardEntryParser(), List.of()),
        List.of(List.of(LogField.SERVER), List.of(LogField.PATH)), LogField.TT, GroupPrinter.values("count"), 5 * SECOND, true);
    private final LineOutput output = new LineOutput(true);

    @Test
    void ratesAndPercentilesOfTheLastIntervalAndOfAll() {
        add(300, "be/s1", 10, 200, "----", "/a");
        add(100, "be/s2", 30, 503, "SC--", "/b?x");
        accept("no log line");
        final List<String> first = text(counts.take(7 * SECOND), LARGE);
        assertLine("last 2 s         200     50.0    20.0k  75.0%   0.0%   0.0%  25.0%   0.0%      1", first);
        assertLine("since start      200     50.0    20.0k  75.0%   0.0%   0.0%  25.0%   0.0%      1", first);
        assertLine("in all           400      100    40.0k    300      0      0    100      0", first);
        assertLine("last 2 s     ---- 75.0%  SC-- 25.0%", first);
        assertLine("total    Ta    10    30    30    30    30  |    10    30    30    30    30", first);
        assertLine("    150      0   15.0k    10    10  |      300       0    10  be/s1", first);
        assertLine("   50.0   50.0    5000    30    30  |      100     100    30  /b", first);

        add(10, "be/s2", 500, 404, "----", "/b");
        final List<String> second = text(counts.take(8 * SECOND), LARGE);
        assertLine("last 1 s        10.0        0     1000   0.0%   0.0% 100.0%   0.0%   0.0%      0", second);
        assertLine("in all           410      100    41.0k    300      0     10    100      0", second);
        assertLine("total    Ta   500   500   500   500   500  |    10    30   500   500   500", second);
        assertLine("   10.0      0    1000   500   500  |      110     100   500  be/s2", second);
        assertLine("      -      -       -     -     -  |      300       0    10  be/s1", second);
        assertTrue(indexOf(second, "be/s2") < indexOf(second, "be/s1"), "what is busy now comes first");
    }

    @Test
    void theLargestTimeIsExact() {
        add(1, "be/s1", 5000, 200, "----", "/a");
        assertLine("total    Ta  5000  5000  5000  5000  5000  |  5000  5000  5000  5000  5000", text(counts.take(7 * SECOND), LARGE));
        add(1, "be/s1", Integer.MAX_VALUE, 200, "----", "/a");
        assertLine("total    Ta  596h  596h  596h  596h  596h  |  5003  596h  596h  596h  596h", text(counts.take(8 * SECOND), LARGE));
    }

    @Test
    void whatCameAfterTheLastIntervalIsAddedToItInTheEnd() {
        add(4, "be/s1", 10, 200, "----", "/a");
        counts.take(7 * SECOND);
        add(2, "be/s1", 10, 200, "----", "/a");
        final LiveSnapshot end = counts.finish(7 * SECOND + SECOND / 2);
        assertEquals(6, end.last().requests());
        assertEquals(2.5, end.last().seconds());
        assertEquals(6, end.all().requests());
    }

    @Test
    void itFitsEveryScreen() {
        for (int index = 0; index < 40; index++) {
            add(index, "backend-with-a-long-name/server" + index, 123_456_789, 200, "----", "/a/rather/long/path/that/no/screen/has/room/for/" + index);
        }
        final LiveSnapshot snapshot = counts.take(6 * SECOND);
        for (int columns = 1; columns < 160; columns += 7) {
            for (int rows = 1; rows < 70; rows++) {
                final List<String> lines = text(snapshot, new LiveView.Size(columns, rows));
                assertTrue(lines.size() <= rows, columns + "x" + rows);
                for (final String line : lines) {
                    assertTrue(line.length() <= columns, columns + "x" + rows + ": " + line);
                }
            }
        }
        final List<String> usual = text(snapshot, new LiveView.Size(80, 24));
        assertEquals(24, usual.size());
        assertTrue(usual.stream().anyMatch(line -> line.contains("backend-with-a-long-name/s")), usual::toString);
        assertTrue(usual.get(22).contains("/a/rather/long/path"), usual::toString);
    }

    @Test
    void aLogDoesNotGetToSteerTheTerminal() {
        add(1, "be/s1", 10, 200, "\u001b[2J", "/\u001b[31m");
        final String all = String.join("\n", text(counts.take(6 * SECOND), LARGE));
        assertFalse(all.contains("\u001b"), all);
        assertTrue(all.contains("\\x1b[31m"), all);
    }

    @Test
    void nothingYet() {
        final List<String> lines = text(counts.take(5 * SECOND), LARGE);
        assertLine("last 0 s           -        -        -      -      -      -      -      -      0", lines);
    }

    private static List<String> text(final LiveSnapshot snapshot, final LiveView.Size size) {
        return LiveView.lines(snapshot, "a.log", "12:00:00", "a note", size, 10).stream().map(LiveView.Line::text).toList();
    }

    private static int indexOf(final List<String> lines, final String end) {
        return lines.indexOf(lines.stream().filter(line -> line.endsWith(end)).findFirst().orElseThrow());
    }

    private static void assertLine(final String expected, final List<String> lines) {
        assertTrue(lines.contains(expected), () -> "no line\n" + expected + "\nin\n" + lines.stream().collect(Collectors.joining("\n")));
    }

    private void add(final int count, final String server, final int millis, final int status, final String term, final String url) {
        for (int index = 0; index < count; index++) {
            accept("10.0.0.1:5 [19/Feb/2023:04:02:26.864] web " + server + " 0/0/0/" + millis + "/" + millis + " " + status + " 100 - - " + term
                + " 1/1/0/0/0 0/0 \"GET " + url + " HTTP/1.1\"");
        }
    }

    private void accept(final String line) {
        final byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
        final LineCursor cursor = new LineCursor();
        cursor.start(Arrays.copyOf(bytes, bytes.length + Swar.PADDING), 0);
        final LineAction.Outcome outcome = counts.accept(cursor, output);
        assertEquals(line.startsWith("no") ? LineAction.Outcome.UNREADABLE : LineAction.Outcome.KEPT, outcome);
    }
}
