package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same command line on the same log, here and with HAProxy's halog: output, messages and exit status must be the same, byte for byte. */
class OracleDifferenceTest {
    private static final Path ORACLE = Path.of("/usr/bin/halog");
    private static final int LINES = 600;
    private static final int RANDOM_COMMANDS = 150;

    private static final List<String> FILTERS = List.of("-H", "-e", "-E", "-rt 5", "-RT 100", "-rt -1", "-Q", "-QS", "-tcn SC", "-TCN --", "-hs 200",
        "-hs 400:599", "-HS 200:399", "-hs :404", "-hs 500:", "-time 1676779346:1690000000", "-time 1676785000", "-time :1676782000", "-v", "-q", "-query");
    private static final List<String> OUTPUTS = List.of("-c", "-gt", "-pct", "-st", "-cc", "-tc", "-srv", "-u", "-uc", "-ue", "-ua", "-ut", "-uao", "-uto",
        "-uba", "-ubt", "-ic", "-hdr 1:1", "-hdr 1:2", "-hdr 2:1", "-ad 20", "-ac 2", "-ac 1", "-H");

    /** What follows the frontend's name. */
    private static final List<String> ODD = List.of(
        // Control characters among timers, timers that are negative or overflow, and a line that ends behind them.
        "be/s 1/3\t7/4/5/6 200 7 - - ---- 7/0/6/0/4 0/0 \"GET /a H\"",
        "be/s 1/3/4/\u00015/6 200 7 - - ---- 7/0/6/0/4 0/0 \"GET /a H\"",
        "be/s 1/3/4/5/6\t 200 7 - - ---- 7/0/6/0/4 0/0 \"GET /a H\"",
        "be/s 1/1/1/-1/-5 200 7 - - ---- 7/0/6/0/4 0/0 \"GET /b H\"",
        "be/s 1/1/1/-1/2147483648 200 7 - - ---- 7/0/6/0/4 0/0 \"GET /b H\"",
        "alone/s 1/1/1/1/1",
        // Statuses beyond those of HTTP.
        "be/s 1/1/1/1/1 65535 7 - - ---- 7/0/6/0/4 0/0 \"GET /c H\"",
        "be/s 1/1/1/1/1 65536 7 - - ---- 7/0/6/0/4 0/0 \"GET /c H\"",
        // Queues without a slash: the next one counts.
        "be/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0 \"GET d HTTP/1.1\"",
        "be/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0/ \"GET d HTTP/1.1\"",
        "be/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0",
        // Braces within captures, and quotes that were escaped.
        "be/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0/0 {{a}|{b}} \"GET /e H\"",
        "be/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0/0 { {a} {b|c} \"GET /e H\"",
        "be/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0/0 {a {b} c} {d \"GET /e H\"",
        "be/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0/0 {\\\"}",
        "be/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0/0 {a} \\\"GET /f H\\\"",
        "be/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0/0 {a} \\\"");

    @TempDir
    private static Path folder;
    private static Path clean;
    private static Path damaged;
    private static Path odd;

    @BeforeAll
    static void writeLogs() throws IOException {
        assumeTrue(Files.isExecutable(ORACLE), "HAProxy's halog is not installed: nothing to compare with");
        clean = write("clean.log", 1, 0);
        damaged = write("damaged.log", 2, 150);
        odd = Files.writeString(folder.resolve("odd.log"), ODD.stream()
            .map(end -> "Nov 21 05:06:12 lb haproxy[14282]: 10.0.0.1:5 [21/Nov/2026:10:00:52.346] web " + end + '\n').collect(Collectors.joining()));
    }

    static Stream<String> everyOutput() {
        return OUTPUTS.stream();
    }

    static Stream<String> someCommands() {
        final Random random = new Random(20);
        final List<String> commands = new ArrayList<>();
        for (int index = 0; index < RANDOM_COMMANDS; index++) {
            final StringBuilder command = new StringBuilder(OUTPUTS.get(random.nextInt(OUTPUTS.size())));
            for (int filters = random.nextInt(4); filters > 0; filters--) {
                command.append(' ').append(FILTERS.get(random.nextInt(FILTERS.size())));
            }
            if (random.nextInt(8) == 0) {
                command.append(" -m ").append(random.nextInt(6));
            }
            commands.add(command.toString());
        }
        return commands.stream();
    }

    static Stream<String> commandLines() {
        return Stream.of("", "-zz", "-v", "-m", "-m 5", "-m x -H", "-s", "-s 0 -H", "-s x -st", "-s -5 -H", "-rt", "-hs", "-HS", "-time", "-ad", "-ac",
            "-tcn", "-TCN", "-hdr", "-hdr 1", "-hdr 0:1", "-hdr 1: -q", "-q", "-query", "-- -H", "-H -zzz", "-m -1 -st", "-st -c", "-pct -c", "-ic -c",
            "-c -hdr 1:1", "-c -hdr 1:1 -e", "-c -hdr 1:1 -e -m 3", "-c -ic -H", "-c -ic -v -hs 200", "-c -ic -e -m 5", "-tc -st",
            "-u -srv", "-uc -u", "-e -E", "-RT 50 -rt 5", "-tcn S -c", "-hs x -c", "-time 5:", "-ac -1", "-ad -1");
    }

    @ParameterizedTest
    @MethodSource("everyOutput")
    void cleanLog(final String command) throws Exception {
        compare(command, clean);
    }

    @ParameterizedTest
    @MethodSource("someCommands")
    void damagedLog(final String command) throws Exception {
        compare(command, damaged);
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void commandLine(final String command) throws Exception {
        compare(command, damaged);
    }

    static Stream<String> commandsForOddLines() {
        return Stream.concat(OUTPUTS.stream(), Stream.of("-Q", "-QS", "-Q -v", "-rt 0", "-RT 9", "-H -c", "-hs 200:", "-HS 200:", "-hs :", "-HS :",
            "-hs :65536",
            "-hdr 3:1", "-hdr 2:2", "-hdr -1:1", "-hdr 1:-1", "-u -query",
            "-RT 99999999999999999999", "-RT -99999999999999999999", "-RT 4294967297"));
    }

    @ParameterizedTest
    @MethodSource("commandsForOddLines")
    void oddLines(final String command) throws Exception {
        compare(command, odd);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 40, 55, 99, 110, 180, 199, 230, 580, 1150, 3000})
    void percentilesOfAnyNumberOfLines(final int count) throws Exception {
        final String line = "Nov 21 05:06:12 lb haproxy[1]: 10.0.0.1:5 [21/Nov/2026:10:00:52.346] web b/s 1/2/3/4/5 200 7 - - ---- 7/0/6/0/4 0/0 \"GET / H\"\n";
        compare("-pct", Files.writeString(folder.resolve("equal.log"), line.repeat(count)));
    }

    /** The original takes a line by the season of the line before, so there is one before. */
    @ParameterizedTest
    @CsvSource({"Europe/Berlin,Jan,1768478400", "Europe/Berlin,Jul,1784116800", "Australia/Sydney,Jan,1768478400", "Australia/Sydney,Jul,1784116800",
        "Asia/Kolkata,Jul,1784116800"})
    void datesOfSummerAndWinter(final String zone, final String month, final long noon) throws Exception {
        final Path log = Files.writeString(folder.resolve("dates.log"), Stream.of("10/", "15/")
            .map(day -> "Nov 21 05:06:12 lb haproxy[1]: 10.0.0.1:5 [" + day + month + "/2026:12:00:00.000] web b/s 1/1/1/1/1 200 7 - - ---- 7/0/6/0/4 0/0\n")
            .collect(Collectors.joining()));
        final TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            for (int minutes = -12 * 60; minutes <= 0; minutes += 30) {
                compare("-time " + (noon + minutes * 60L) + ':' + (noon + minutes * 60L), log, zone);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static void compare(final String command, final Path log) throws Exception {
        compare(command, log, null);
    }

    private static void compare(final String command, final Path log, final String zone) throws Exception {
        final String[] arguments = command.isEmpty() ? new String[0] : command.split(" ");
        final Path out = folder.resolve("out");
        final Path err = folder.resolve("err");
        final List<String> oracle = new ArrayList<>(List.of(ORACLE.toString()));
        oracle.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(oracle).redirectInput(log.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        if (zone != null) {
            builder.environment().put("TZ", zone);
        }
        final Process process = builder.start();
        process.waitFor(30, TimeUnit.SECONDS);

        final ByteArrayOutputStream ours = new ByteArrayOutputStream();
        final ByteArrayOutputStream ourMessages = new ByteArrayOutputStream();
        final int status = HalogRun.run(log, ours, ourMessages, arguments);

        assertEquals(text(Files.readAllBytes(out)), text(ours.toByteArray()), "output of " + command);
        assertEquals(messages(Files.readAllBytes(err)), messages(ourMessages.toByteArray()), "messages of " + command);
        assertEquals(process.exitValue(), status, "exit status of " + command);
    }

    private static Path write(final String name, final long seed, final int damagedPerMille) throws IOException {
        final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        new LogGenerator(seed, damagedPerMille).write(lines, LINES);
        return Files.write(folder.resolve(name), lines.toByteArray());
    }

    private static String text(final byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The usage text is each program's own. */
    private static String messages(final byte[] bytes) {
        final String all = text(bytes);
        final int usage = all.indexOf("Usage:");
        return usage < 0 ? all : all.substring(0, usage);
    }
}
