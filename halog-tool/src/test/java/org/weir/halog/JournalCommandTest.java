package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees of {@code --journal}: the answers are those that the text log of the same traffic gives. */
class JournalCommandTest {
    private static final int RECORDS = 5000;
    private static final Instant NOW = Instant.parse("2026-11-21T06:17:29.5Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    private Path folder;
    private Path journal;
    private Path text;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeJournal() throws Exception {
        journal = folder.resolve("journal");
        JournalGenerator.write(journal, RECORDS, 7);
        assertEquals(0, run("--journal", journal.toString(), "--to", "httplog"));
        text = Files.write(folder.resolve("text.log"), out.toByteArray());
        assertEquals(RECORDS + " records in, " + RECORDS + " records out, 0 that the filters could not read\n", err());
    }

    private int run(final String... arguments) throws IOException, InterruptedException {
        out.reset();
        err.reset();
        return HalogRun.run(text, out, err, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private String err() {
        return err.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-H", "-st", "-tc", "-cc", "-srv", "-u", "-uc -m 5", "-ue", "-ic", "-pct", "-gt", "-hdr 1:1", "-ac 2", "-c -e", "-e -v", "-Q",
        "-hs 500:599", "-tcn SC", "-rt 20", "-time 1772359200:1772359201", "--by server --timer tr", "--by status,method --format json",
        "--where status>=500", "-e --by path -q"})
    void theAnswersAreThoseOfTheTextLog(final String options) throws Exception {
        final String[] words = options.split(" ");
        run(with(words, "-s", "-4", text.toString()));
        final String expected = out() + err();
        assertEquals(0, run(with(words, "--journal", journal.toString())));
        assertEquals(expected, out() + err());
        assertTrue(out().length() > 1, "there is an answer to " + options);
    }

    private static String[] with(final String[] words, final String... more) {
        final List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    @Test
    void filtersAndConditionsChooseTheRecordsThatArePutOut() throws Exception {
        run("--journal", journal.toString(), "-H", "--where", "status=404", "-m", "7");
        final String lines = out();
        run("--journal", journal.toString(), "-H", "--where", "status=404", "-m", "7", "--to", "httplog");
        assertEquals(lines, out());
        assertEquals(7, lines.lines().count());
        run("--journal", journal.toString(), "-H", "--where", "status=404", "-m", "7", "--to", "json");
        assertEquals(7, out().lines().filter(line -> line.contains("\"status\":404,")).count());
    }

    @Test
    void aSpanOfTimeIsThatOfTheMomentsOfLogging() throws Exception {
        run("--journal", journal.toString(), "--since", "2026-03-01T10:00:00.100Z", "--until", "2026-03-01T11:00:00.2+01:00", "--to", "json", "-q");
        final List<String> lines = out().lines().toList();
        assertEquals(1000, lines.size());
        assertTrue(lines.getFirst().startsWith("{\"time\":\"2026-03-01T10:00:00.100000Z\",\"stream_id\":1000,"), lines.getFirst());
        assertTrue(lines.getLast().startsWith("{\"time\":\"2026-03-01T10:00:00.199000Z\",\"stream_id\":1999,"), lines.getLast());
        run("--journal", journal.toString(), "--since", "-1h", "-st");
        assertEquals("", out());
        assertTrue(err().startsWith("0 lines in, 0 lines out"), err());
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21,2026-11-20T23:00:00Z", "2026-11-21T05:00,2026-11-21T04:00:00Z", "'2026-07-01 05:00:01.25',2026-07-01T03:00:01.250Z",
        "2026-11-21T05:00Z,2026-11-21T05:00:00Z", "2026-11-21T05:00:00+05,2026-11-21T00:00:00Z", "2026-11-21T05:00-0130,2026-11-21T06:30:00Z",
        "06:00,2026-11-21T05:00:00Z", "-15m,2026-11-21T06:02:29.500Z", "-1d2h3m4s,2026-11-20T04:14:25.500Z", "@1772359200,2026-03-01T10:00:00Z"})
    void momentsAreWrittenInManyWays(final String text, final Instant expected) throws UsageException {
        assertEquals(expected, Instant.EPOCH.plusNanos(MomentArgument.epochMicros("--since", text, NOW, BERLIN) * 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "yesterday", "2026-13-01", "2026-11-21T25:00", "-15", "-15m2h", "25:00", "@", "2026-11-21T05:00+99:00", "999999999999"})
    void whatIsNoMomentIsTold(final String text) {
        final UsageException e = assertThrows(UsageException.class, () -> MomentArgument.epochMicros("--until", text, NOW, BERLIN));
        assertTrue(e.getMessage().startsWith("--until: '" + text + "' is no time: "), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--journal | missing option for --journal",
        "--since -1h | --since, --until and --to are about a journal: --journal DIR is needed",
        "--journal j --since -1m --until -2m | --since is not before --until",
        "--journal j a.log | either files or --journal: a.log is not read with a journal",
        "--journal j --to xml | --to: no format 'xml': json, csv, clf, httplog",
        "--journal j --to json -st | --to puts the records out: no other output goes with it",
        "--journal j --to json --by path | --to puts the records out: no other output goes with it",
        "--journal j --by path --log-format %ci | --log-format is about lines of text, not about a journal",
        "--journal j -f --to json | --to does not go with -f",
        "--journal j -f --until -1m | --until does not go with -f and --watch",
        "--journal j -s 3 | -s is about lines of text, not about a journal"})
    void whatDoesNotGoTogetherIsTold(final String options, final String message) throws Exception {
        assertEquals(1, run(options.split(" ")));
        assertEquals(message, err().lines().findFirst().orElseThrow());
    }

    @Test
    void whatIsNoJournalIsTold() throws Exception {
        final String missing = folder.resolve("missing").toString();
        assertEquals("--journal: " + missing + " does not exist", assertThrows(IOException.class, () -> run("--journal", missing)).getMessage());
        assertEquals("--journal: " + text + " is not a folder", assertThrows(IOException.class, () -> run("--journal", text.toString())).getMessage());
        assertEquals("--journal: no journal files (*.cq4) in " + folder,
            assertThrows(IOException.class, () -> run("--journal", folder.toString())).getMessage());
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeAmongTheFilesHoldsNothingUp() throws Exception {
        final String before = text("--journal", journal.toString(), "-st");
        assertEquals(0, new ProcessBuilder("mkfifo", journal.resolve("20991121.cq4").toString()).start().waitFor());
        assertEquals(before, text("--journal", journal.toString(), "-st"));
    }

    private String text(final String... arguments) throws IOException, InterruptedException {
        assertEquals(0, run(arguments));
        return out();
    }

    @Test
    void damageIsPassedOverAndCounted() throws Exception {
        final String expected = Files.readString(text);
        final Path file = journal.resolve("20260301-10.cq4");
        final byte[] whole = Files.readAllBytes(file);
        final Random random = new Random(3);
        int lost = 0;
        for (int round = 0; round < 20; round++) {
            final byte[] harmed = whole.clone();
            for (int hit = 0; hit < 5; hit++) {
                harmed[random.nextInt(RECORDS * 350)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, harmed);
            assertEquals(0, run("--journal", journal.toString(), "--to", "httplog", "-q"));
            // What is left is true, line by line and in order, and what is not there is told; but when a length was hit nothing may be found behind it.
            int from = 0;
            for (final String line : out().split("(?<=\n)")) {
                from = expected.indexOf(line, from);
                assertTrue(from >= 0, "a line that was not written, or not there: " + line);
            }
            assertTrue(err().isEmpty() || err().matches("halog: \\d+ damaged batches or records of the journal were passed over\n"), err());
            lost += err().isEmpty() ? 0 : 1;
        }
        assertTrue(lost > 10, "damage is told in " + lost + " of 20 files");
    }
}
