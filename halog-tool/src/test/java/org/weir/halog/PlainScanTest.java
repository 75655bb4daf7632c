package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.analytics.text.BlockSource;
import org.weir.analytics.text.StreamSource;

/** Lines of a file are counted where they lie, those of a stream in the general way: both come to the same. */
final class PlainScanTest {
    private static final int LINES = 20_000;
    private static final int DAMAGED_PER_MILLE = 100;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-c", "-st", "-tc", "-srv", "-st -q", "-srv -m 3", "-st -s 0", "-tc -s 2", "-srv -s -4", "-st -s -9", "-tc -v", "-srv -H",
        "-pct", "-pct -q", "-pct -s 0", "-pct -v", "-pct -m 3", "-gt"})
    void aFileAndAStreamComeToTheSame(final String options) throws Exception {
        final Path log = folder.resolve("damaged.log");
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(7, DAMAGED_PER_MILLE).write(out, LINES);
        }
        assertEquals(run(options, log, true), run(options, log, false));
    }

    @Test
    void serversWithLongNamesAreToldApart() throws Exception {
        final Path log = folder.resolve("names.log");
        final StringBuilder text = new StringBuilder();
        for (int line = 0; line < 4 * LINES; line++) {
            text.append("Feb 19 04:00:00 lb1 haproxy[1]: 10.0.0.1:1 [19/Feb/2023:04:00:00.000] www backend-with-a-name/server-").append("x".repeat(line % 17))
                .append(line % 3).append(" 1/0/2/").append(line % 7 - 1).append("/9 200 5 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"\n");
        }
        Files.writeString(log, text);
        assertEquals(run("-srv", log, true), run("-srv", log, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-st", "-tc", "-srv", "-pct", "-pct -q"})
    void unusualFieldsAreReadInTheGeneralWay(final String options) throws Exception {
        final String[] timers = {"0/0/0/0/0", "1/2/3/4/10", "1/2/3/4/9", "-1/-1/-1/-1/5", "5/-1/-1/-1/5", "0/0/-0/0/0", "0/0/0/-01/0",
            "1234567/0/0/0/1234567", "12345678/0/0/0/12345678", "0/0/0/-1234567/3", "0/0/123456/-123456/3", "0/0/0/0/99999999999", "1/2/3/4", "1/2/3/4/5/6",
            "1//3/4/5", "1/2/3/4/+5",
            "a/b/c/d/e", "1/2/3/4/5x", "-/1/1/1/9", "0/0/0/4294967296/9"};
        final String[] statuses = {"200", "404", "20", "2000", "-1", "20x", "099", "600", "2"};
        final String[] dates = {"[19/Feb/2023:04:00:00.000]", "[39/Feb/2023:04:00:00.000]", "[49/Feb/2023:04:00:00.000]", "19/Feb/2023:04:00:00.000"};
        final String[] starts = {"Feb 19 04:00:00 lb1 haproxy[1]: 10.0.0.1:1 ", "Feb  1 04:00:00 lb1  haproxy[1]:  ::1:1 ",
            " Feb 1 04:00:00 lb1 haproxy[1]: - ",
            "Feb\t19 04:00:00 lb1 haproxy[1]: 10.0.0.1:1 ", "F\u00e9b 19 04:00:00 lb1 haproxy[1]: 10.0.0.1:1 "};
        final StringBuilder text = new StringBuilder();
        for (int round = 0; round < 3; round++) {
            for (final String start : starts) {
                for (final String date : dates) {
                    for (final String timer : timers) {
                        for (final String status : statuses) {
                            text.append(start).append(date).append(" www be/s").append(status.length()).append(' ').append(timer).append(' ').append(status)
                                .append(" 5 - - ").append(round == 1 ? "s" : "--").append("-- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"\n");
                        }
                    }
                }
            }
        }
        final Path log = folder.resolve("unusual.log");
        Files.writeString(log, text, StandardCharsets.ISO_8859_1);
        assertEquals(run(options, log, true), run(options, log, false));
    }

    private static String run(final String options, final Path log, final boolean isFile) throws Exception {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final String[] arguments = (isFile ? options + ' ' + log : options).split(" ");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(log));
                PrintStream messages = new PrintStream(err, true, StandardCharsets.ISO_8859_1)) {
            final BlockSource source = new StreamSource(in);
            assertEquals(0, new HalogCommand(() -> source, _ -> { }, out, messages).run(arguments));
        }
        return out.toString(StandardCharsets.ISO_8859_1) + err.toString(StandardCharsets.ISO_8859_1);
    }
}
