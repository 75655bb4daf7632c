package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of more different values than are told apart: what cannot be exact is said. */
class ManyValuesTest {
    private static final int LINES = 1_200_000;

    @TempDir
    private static Path folder;
    private static Path log;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void writeLog() throws Exception {
        log = folder.resolve("many.log");
        try (Writer lines = Files.newBufferedWriter(log)) {
            for (int line = 0; line < LINES; line++) {
                final int millis = 71 * line;
                final int seconds = millis / 1000;
                lines.write("N 2 0 lb h: c:1 [21/Nov/2026:" + seconds / 3600 + ':' + seconds / 60 % 60 + ':' + seconds % 60 + '.' + millis % 1000
                    + "] w b/s 1/1/" + (100_000 + line) + "/1/" + (100_100 + line) + ' ' + (1000 + line) + " 1 - -\n");
            }
        }
    }

    /** A busy day has some connections a millisecond. */
    @Test
    void everyAcceptTimeOfADayIsTold() throws Exception {
        final Path out = folder.resolve("times");
        try (OutputStream times = Files.newOutputStream(out)) {
            assertEquals(0, HalogRun.run(log, times, err, "-ac", "1"));
        }
        assertEquals(LINES + " lines in, " + LINES + " lines out, 0 parsing errors\n", err.toString(StandardCharsets.ISO_8859_1));
        try (var lines = Files.lines(out)) {
            assertTrue(lines.skip(1).allMatch(line -> line.endsWith(" 71 1")));
        }
    }

    @Test
    void roundedValuesAreSaidToBeSo() throws Exception {
        for (final String output : new String[] {"-pct", "-st"}) {
            err.reset();
            assertEquals(0, HalogRun.run(log, OutputStream.nullOutputStream(), err, output));
            final String said = err.toString(StandardCharsets.ISO_8859_1);
            assertTrue(said.matches("(?s)1200000 lines in, \\d+ lines out, 0 parsing errors\n"
                + "halog: too many different values: large ones lost up to [1-9] of their lowest binary digits\n"), said);
        }
    }
}
