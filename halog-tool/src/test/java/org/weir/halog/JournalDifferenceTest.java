package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weir.analytics.aggregate.LineAnalysis;
import org.weir.analytics.aggregate.LineFilter;
import org.weir.analytics.export.JournalSource;
import org.weir.analytics.journal.JournalReader;
import org.weir.analytics.live.LiveCounts;
import org.weir.analytics.live.LiveView;
import org.weir.analytics.text.BlockSource;
import org.weir.analytics.text.LogField;
import org.weir.analytics.text.SequenceSource;

/** What a journal's records say is what their lines say, option by option, with records among them of which only the line tells. */
class JournalDifferenceTest {
    private static final int RECORDS = 3000;
    private static final int RANDOM_COMMANDS = 200;

    private static final List<String> FILTERS = List.of("-H", "-e", "-E", "-rt 5", "-RT 100", "-rt -1", "-Q", "-QS", "-tcn SC", "-TCN --", "-tcn S", "-hs 200",
        "-hs 400:599", "-HS 200:399", "-hs :404", "-hs 500:", "-time 1772359200:1772359201", "-time 1772359201", "-time :1772359200", "-v", "-q", "-query");
    private static final List<String> OUTPUTS = List.of("-c", "-gt", "-pct", "-st", "-cc", "-tc", "-srv", "-u", "-uc", "-ue", "-ua", "-ut", "-uao", "-uto",
        "-uba", "-ubt", "-ic", "-hdr 1:1", "-hdr 1:2", "-hdr 2:1", "-hdr 2:-1", "-ad 20", "-ac 2", "-ac 1", "-H", "-H -v", "-q -u -query", "-q -tc",
        "-q -cc");
    private static final List<String> CONDITIONS = List.of("status>=500", "status~5", "status!~0", "class=4", "bytes<1000", "bytes~2147", "tt>100", "td>=0",
        "server=app/s1", "backend!=a", "path~item", "url~?n=1", "method=GET", "src~:", "src!=10.0.0.1", "term~C", "hour~10", "frontend~web", "retries>0",
        "retries~+", "actconn<0", "srvqueue=0", "backqueue!=0", "tr!=5");

    @TempDir
    private static Path folder;
    private static Path words;
    private static Path spaced;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void writeJournals() throws Exception {
        words = write("words", 1, false);
        spaced = write("spaced", 2, true);
    }

    /** A journal, and beside it its lines. */
    private static Path write(final String name, final long seed, final boolean hasSpacedNames) throws Exception {
        final Path journal = folder.resolve(name);
        OddJournal.write(journal, RECORDS, seed, hasSpacedNames);
        final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        HalogRun.run(journal, lines, OutputStream.nullOutputStream(), "--journal", journal.toString(), "--to", "httplog");
        assertEquals(RECORDS, lines.toString(StandardCharsets.ISO_8859_1).lines().count(), "every record is a line");
        Files.write(text(journal), lines.toByteArray());
        return journal;
    }

    private static Path text(final Path journal) {
        return Path.of(journal + ".log");
    }

    private String run(final String command, final String... more) throws Exception {
        final List<String> all = new ArrayList<>(command.isEmpty() ? List.of() : List.of(command.split(" ")));
        all.addAll(List.of(more));
        out.reset();
        err.reset();
        final int status = HalogRun.run(text(words), out, err, all.toArray(new String[0]));
        return out.toString(StandardCharsets.ISO_8859_1) + "--- " + status + "\n" + err.toString(StandardCharsets.ISO_8859_1);
    }

    private void compare(final String command, final Path journal) throws Exception {
        final String expected = run(command, "-s", "-4", text(journal).toString());
        assertEquals(expected, run(command, "--journal", journal.toString()), command);
    }

    static Stream<String> everyOutput() {
        return Stream.concat(OUTPUTS.stream(), CONDITIONS.stream().map(condition -> "--where " + condition));
    }

    static Stream<String> everyGroup() {
        return Stream.concat(Arrays.stream(LogField.values()).map(field -> "--top 9999 --by " + field.label()),
            Stream.of("--by server,status,class --timer tr --sort p99", "--by path,retries,bytes --format json", "--by tt,tc --timer td",
                "--by src,url --format csv --where status<500 -H", "--by hour,minute,second --timer tw -q"));
    }

    static Stream<String> someCommands() {
        final Random random = new Random(20);
        return Stream.generate(() -> {
            final StringBuilder command = new StringBuilder(OUTPUTS.get(random.nextInt(OUTPUTS.size())));
            for (int filters = 1 + random.nextInt(3); filters > 0; filters--) {
                command.append(' ').append(FILTERS.get(random.nextInt(FILTERS.size())));
            }
            return command.append(random.nextInt(8) == 0 ? " -m " + random.nextInt(6) : "").toString();
        }).limit(RANDOM_COMMANDS);
    }

    @ParameterizedTest
    @MethodSource({"everyOutput", "everyGroup", "someCommands"})
    void theAnswerIsThatOfTheLines(final String command) throws Exception {
        compare(command, words);
    }

    @ParameterizedTest
    @MethodSource({"everyOutput", "everyGroup"})
    void theAnswerIsThatOfTheLinesWithSpacesInNames(final String command) throws Exception {
        compare(command, spaced);
    }

    @ParameterizedTest
    @MethodSource("someFilters")
    void whatIsPutOutIsWhatFilteringTheLinesLeaves(final String filters) throws Exception {
        for (final Path journal : List.of(words, spaced)) {
            run(filters, "-q", "-s", "-4", text(journal).toString());
            final String expected = out.toString(StandardCharsets.ISO_8859_1);
            run(filters, "--to", "httplog", "-q", "--journal", journal.toString());
            assertEquals(expected, out.toString(StandardCharsets.ISO_8859_1), filters);
        }
    }

    static Stream<String> someFilters() {
        final Random random = new Random(3);
        return Stream.concat(FILTERS.stream(), Stream.generate(() -> FILTERS.get(random.nextInt(FILTERS.size())) + " --where "
            + CONDITIONS.get(random.nextInt(CONDITIONS.size()))).limit(40));
    }

    @Test
    void aPageIsThatOfTheLines() throws Exception {
        for (final Path journal : List.of(words, spaced)) {
            final Path page = folder.resolve("page.html");
            run("--html", page.toString(), "-s", "-4", text(journal).toString());
            final String expected = Files.readString(page).replace(text(journal).toString(), "");
            run("--html", page.toString(), "--journal", journal.toString());
            assertEquals(expected, Files.readString(page).replace(journal.toString(), ""));
        }
    }

    @ParameterizedTest
    @MethodSource("watched")
    void aLiveViewIsThatOfTheLines(final String command) throws Exception {
        for (final Path journal : List.of(words, spaced)) {
            final String lines;
            try (BlockSource source = new SequenceSource(List.of(text(journal)))) {
                lines = watch(command, source);
            }
            try (BlockSource source = new JournalSource(JournalReader.open(journal))) {
                assertEquals(lines, watch(command, source));
            }
            assertTrue(lines.contains("termination states"), lines);
        }
    }

    static Stream<String> watched() {
        return Stream.of("--watch", "--watch --by status,method --timer tr --where bytes>100", "--watch --by src --sort p99 --timer td");
    }

    private static String watch(final String command, final BlockSource source) throws Exception {
        final HalogOptions options = HalogOptions.parse(command.split(" "));
        final LiveCounts counts = options.report().makeLive(0, false);
        final LineAnalysis.Totals totals = new LineAnalysis(source, LineFilter.passingAll(), () -> counts, false, -1, OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream()).run(1, counts);
        return totals + "\n" + LiveView.lines(counts.finish(1_000_000_000), "", "", null, new LiveView.Size(200, 10_000), 9999).stream()
            .map(LiveView.Line::text).collect(Collectors.joining("\n"));
    }
}
