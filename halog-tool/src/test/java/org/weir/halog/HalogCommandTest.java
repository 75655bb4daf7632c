package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

import io.airlift.compress.zstd.ZstdOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.analytics.text.LineBlock;
import org.weir.analytics.text.StreamSource;

/** What a user sees of the options that HAProxy's halog does not have, and of input that is no log. */
class HalogCommandTest {
    private static final String LINE = "Feb 19 04:02:26 lb1 haproxy[4418]: 10.2.0.1:54786 [19/Feb/2023:04:02:26.864] web be/s1 0/0/1/%d/%d %d 214 - - ---- "
        + "1/1/0/0/0 0/0 \"GET %s HTTP/1.1\"\n";

    @TempDir
    private Path folder;
    private Path log;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeLog() throws IOException {
        log = Files.writeString(folder.resolve("a.log"), line(10, 200, "/a?x=1") + line(30, 200, "/a") + line(500, 503, "/b") + "no log line\n");
    }

    @Test
    void groupsByPathWithPercentiles() throws Exception {
        assertEquals(0, run("--by", "path", "--format", "csv", log.toString()));
        assertEquals("path,count,errors,bytes,p50,p90,p99,p999,max\r\n/a,2,0,428,11,31,31,31,31\r\n/b,1,1,214,501,501,501,501,501\r\n", text(out));
        assertEquals("4 lines in, 2 lines out, 1 parsing errors\n", text(err));
    }

    @Test
    void conditionsLeaveOutWhatDoesNotMeetThem() throws Exception {
        assertEquals(0, run("--where", "status>=500", "--where", "path~b", log.toString()));
        assertEquals(line(500, 503, "/b"), text(out));
    }

    @Test
    void sessionsMayLastForDays() throws Exception {
        final int days = 3 * 86_400_000;
        final Path tunnels = Files.writeString(folder.resolve("tunnels.log"), line(days - 1, 101, "/ws"));
        assertEquals(0, run("--by", "path", "--format", "csv", "-q", tunnels.toString()));
        assertEquals("path,count,errors,bytes,p50,p90,p99,p999,max\r\n/ws,1,0,214,%1$d,%1$d,%1$d,%1$d,%1$d\r\n".formatted(days), text(out));
        final Path page = folder.resolve("report.html");
        assertEquals(0, run("--html", page.toString(), "-q", tunnels.toString()));
        assertTrue(Files.readString(page).contains("," + days + "]}"), "curve");
    }

    @Test
    void groupsOfBytesThatAreNoUtf8DoNotLookAlike() throws Exception {
        final Path odd = folder.resolve("odd.log");
        Files.write(odd, (line(1, 200, "/\u00e9") + line(1, 200, "/\u00ea") + line(1, 200, "/\u00c3\u00a8")).getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(0, run("--by", "path,status", "--format", "json", "-q", odd.toString()));
        for (final String path : List.of("/\\u00e8", "/\\u00e9", "/\\u00ea")) {
            assertTrue(text(out).contains("{\"path\":\"" + path + "\",\"status\":\"200\",\"count\":1,"), text(out));
        }
    }

    @Test
    void groupsOfSeveralFieldsAsJson() throws Exception {
        assertEquals(0, run("--by", "server,status", "--top", "1", "--format", "json", "-q", log.toString()));
        assertEquals("[\n{\"server\":\"be/s1\",\"status\":\"200\",\"count\":2,\"errors\":0,"
            + "\"bytes\":428,\"p50\":11,\"p90\":31,\"p99\":31,\"p999\":31,\"max\":31}\n]\n",
            text(out));
    }

    @Test
    void groupsByBytesTellTheirSumUnderAnotherName() throws Exception {
        assertEquals(0, run("--by", "bytes,path,bytes", "--timer", "bytes", "--top", "1", "--format", "csv", "-q", log.toString()));
        assertEquals("bytes,path,count,errors,total_bytes,p50,p90,p99,p999,max\r\n214,/a,2,0,428,214,214,214,214,214\r\n", text(out));
    }

    @Test
    void percentilesOfBytesGoBeyondADaysMilliseconds() throws Exception {
        Files.writeString(log, line(10, 200, "/a").replace(" 214 ", " 5368709120 "));
        assertEquals(0, run("--by", "path", "--timer", "bytes", "--format", "csv", "-q", log.toString()));
        final String[] columns = text(out).lines().skip(1).findFirst().orElseThrow().split(",");
        assertEquals("5368709120", columns[3]);
        assertEquals(5_368_709_120L, Long.parseLong(columns[8]), 53_687_091L);
    }

    @Test
    void aPageTellsByHowMuchItsCountsMayBeShort() throws Exception {
        final StringBuilder lines = new StringBuilder();
        for (int url = 0; url < 100_000; url++) {
            lines.append(line(10, 200, "/" + url));
        }
        Files.writeString(log, lines);
        assertEquals(0, run("--html", folder.resolve("report.html").toString(), log.toString()));
        final String message = text(err).lines().skip(1).findFirst().orElseThrow();
        assertTrue(message.matches("halog: too many different values: \\d+ of those seen least were dropped, a count may be short by [1-9]\\d*"), message);
    }

    @Test
    void aPageOfALogWithoutDatesHasNoTimeToShow() throws Exception {
        Files.writeString(log, "200 /a 17\n404 /b 3\n");
        final Path page = folder.resolve("report.html");
        assertEquals(0, run("--html", page.toString(), "--log-format", "%ST %HU %Ta", log.toString()));
        final String html = Files.readString(page);
        assertTrue(html.contains("\"requests\":2,"), html);
        assertTrue(html.contains("\"steps\":[]"), html);
    }

    /** A bucket of a histogram ends at 747. */
    @Test
    void theLargestValueIsOneThatIsInTheLog() throws Exception {
        final StringBuilder lines = new StringBuilder();
        for (int each = 0; each < 5000; each++) {
            lines.append(line(each == 4000 ? 735 : 1, 200, "/a"));
        }
        Files.writeString(log, lines.append(line(99_997, 200, "/b")));
        assertEquals(0, run("--by", "path", "--format", "csv", "-q", log.toString()));
        assertEquals("path,count,errors,bytes,p50,p90,p99,p999,max\r\n/a,5000,0,1070000,2,2,2,2,736\r\n/b,1,0,214,99998,99998,99998,99998,99998\r\n",
            text(out));
        final Path page = folder.resolve("report.html");
        assertEquals(0, run("--html", page.toString(), log.toString()));
        final String html = Files.readString(page);
        assertTrue(html.contains("[\"/a\",5000,0,1070000,2,2,2,2,736]"), html);
        assertTrue(html.contains(",2,99998,99998,99998]},"), html);
    }

    @Test
    void aPageOfNothingHasNoPercentiles() throws Exception {
        Files.writeString(log, "");
        final Path page = folder.resolve("report.html");
        assertEquals(0, run("--html", page.toString(), log.toString()));
        assertTrue(Files.readString(page).contains("\"curves\":[{\"name\":\"tt\",\"values\":[null,null,"));
    }

    @Test
    void aGroupWithoutTheTimerHasNoPercentiles() throws Exception {
        Files.writeString(log, line(10, 503, "/a").replace("0/0/1/10/11", "0/0/-1/-1/11"));
        assertEquals(0, run("--by", "path", "--timer", "tr", "--format", "csv", "-q", log.toString()));
        assertEquals("path,count,errors,bytes,p50,p90,p99,p999,max\r\n/a,1,1,214,,,,,\r\n", text(out));
        out.reset();
        assertEquals(0, run("--by", "path", "--timer", "tr", "--format", "json", "-q", log.toString()));
        assertTrue(text(out).contains("\"bytes\":214,\"p50\":null,\"p90\":null,\"p99\":null,\"p999\":null,\"max\":null}"), text(out));
        out.reset();
        assertEquals(0, run("--by", "path", "--timer", "tr", "-q", log.toString()));
        assertTrue(text(out).endsWith("    1       1    214    -    -    -     -    -  /a\n"), text(out));
    }

    @Test
    void whatCannotBeAskedOfAFormatIsTold() throws Exception {
        final String fields = "--log-format: lines of this format do not tell ";
        assertMistake(fields + "'tr'\n", "--log-format", "%ST %HU %Ta", "--by", "url", "--timer", "tr");
        assertMistake(fields + "'second'\n", "--log-format", "%ST %HU %Ta", "--by", "url,second");
        assertMistake(fields + "'src'\n", "--log-format", "%ST %HU %Ta", "--where", "src=::1");
        final String ownFormats = "--log-format: filters such as -e and outputs such as -st are about HAProxy's own formats; ask with --where and --by\n";
        assertMistake(ownFormats, "--log-format", "%ST %HU %Ta", "--where", "status=200", "-st");
        assertMistake(ownFormats, "--log-format", "%ST %HU %Ta", "--by", "url", "-e");
        assertMistake("no field 'http': there are src frontend backend server ", "--by", "http");
        assertMistake("-v is about filters such as -e, and there is none; --where has != and !~\n", "--where", "status=200", "-v");
    }

    private void assertMistake(final String message, final String... arguments) throws Exception {
        err.reset();
        assertEquals(1, run(arguments));
        assertTrue(text(err).startsWith(message), text(err));
    }

    @Test
    void aPageTakesThePlaceOfAnotherButOfNoLog() throws Exception {
        final String lines = Files.readString(log);
        assertEquals(1, run("--html", log.toString()));
        assertTrue(text(err).startsWith("--html: " + log + " is there and is no page: it is not overwritten\n"), text(err));
        assertEquals(lines, Files.readString(log));
        final Path page = folder.resolve("report.html");
        assertEquals(0, run("--html", page.toString(), log.toString()));
        assertEquals(0, run("--html", page.toString(), log.toString()));
        assertEquals(0, run("--html", Files.writeString(page, "").toString(), log.toString()));
        err.reset();
        assertEquals(1, run("--html", folder.resolve("none/report.html").toString(), log.toString()));
        assertTrue(text(err).startsWith("--html: " + folder.resolve("none") + " is no folder\n"), text(err));
    }

    @Test
    void conditionsGoWithEveryOutput() throws Exception {
        assertEquals(0, run("-st", "--where", "path=/a", log.toString()));
        assertEquals("200 2\n", text(out));
        assertEquals("4 lines in, 1 lines out, 1 parsing errors\n", text(err));
        out.reset();
        assertEquals(0, run("-c", "-q", "--where", "path=/a", "--where", "tt>20", log.toString()));
        assertEquals("1\n", text(out));
        out.reset();
        assertEquals(0, run("-c", "-q", "--where", "tr~0", "--where", "status~0", "--where", "tt!~5", log.toString()));
        assertEquals("2\n", text(out));
        out.reset();
        assertEquals(0, run("-u", "-q", "--where", "status=503", "-m", "1", log.toString()));
        assertEquals("#req err ttot tavg oktot okavg bavg btot src\n1 0 500 500 500 500 214 214 /b\n", text(out));
    }

    @Test
    void anEntryWithoutTheFieldMeetsOnlyWhatIsNotSo() throws Exception {
        final Path mixed = Files.writeString(folder.resolve("mixed.log"), line(10, -1, "/a")
            + "10.0.0.1:5 [19/Feb/2023:04:02:26.864] t tb/s 1/2/3 9 SD 1/1/1/1/0 0/0\n");
        assertEquals(0, run("-q", "--where", "class<6", mixed.toString()));
        assertEquals(0, run("-q", "--where", "class~", mixed.toString()));
        assertEquals(0, run("-q", "--where", "backend=tb", "--where", "method~", mixed.toString()));
        assertEquals("", text(out));
        assertEquals(0, run("--by", "backend,class", "--format", "csv", "-q", "--where", "class!=5", "--where", "class!~", mixed.toString()));
        assertEquals("backend,class,count,errors,bytes,p50,p90,p99,p999,max\r\nbe,-,1,1,214,11,11,11,11,11\r\ntb,-,1,1,9,3,3,3,3,3\r\n", text(out));
    }

    @Test
    void conditionsAndFieldsAreTakenAsTheyAreUsuallyWritten() throws Exception {
        assertEquals(0, run("-c", "-q", "--where", "status == 200", "--where", "path==/a", log.toString()));
        assertEquals("2\n", text(out));
        out.reset();
        assertEquals(0, run("--by", "path, status", "--by", "method,status", "--top", "1", "--format", "csv", "-q", log.toString()));
        assertEquals("path,status,method,count,errors,bytes,p50,p90,p99,p999,max\r\n/a,200,GET,2,0,428,11,31,31,31,31\r\n", text(out));
    }

    @Test
    void linesWithoutSyslogPrefixAreReadByReports() throws Exception {
        final Path raw = Files.writeString(folder.resolve("raw.log"), line(10, 200, "/a").substring(35)
            + "10.0.0.1:5 [19/Feb/2023:04:02:26.864] t tb/s 1/2/3 9 SD 1/1/1/1/0 0/0\n");
        assertEquals(0, run("--by", "backend", "--format", "csv", "--sort", "bytes", raw.toString()));
        assertEquals("backend,count,errors,bytes,p50,p90,p99,p999,max\r\nbe,1,0,214,11,11,11,11,11\r\ntb,1,1,9,3,3,3,3,3\r\n", text(out));
    }

    @Test
    void severalAndCompressedFilesAreOneLog() throws Exception {
        final Path gzip = folder.resolve("b.log.gz");
        try (GZIPOutputStream packed = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            Files.copy(log, packed);
        }
        final Path zstd = folder.resolve("c.log.zst");
        try (ZstdOutputStream packed = new ZstdOutputStream(Files.newOutputStream(zstd))) {
            Files.copy(log, packed);
        }
        assertEquals(0, run("-st", log.toString(), gzip.toString(), zstd.toString(), log.toString()));
        assertEquals("200 8\n503 4\n", text(out));
        assertEquals("16 lines in, 2 lines out, 4 parsing errors\n", text(err));
    }

    @Test
    void thePageHoldsItsDataAndNothingThatEndsItsScript() throws Exception {
        Files.writeString(log, line(10, 200, "/</script><b>"));
        final Path page = folder.resolve("report.html");
        assertEquals(0, run("--html", page.toString(), log.toString()));
        final String html = Files.readString(page);
        assertTrue(html.contains("\"urls\":[[\"/\\u003c/script\\u003e\\u003cb\\u003e\",1,0,214,11,11,11,11,11]]"), html);
        assertEquals(1, html.split("</script>", -1).length - 1);
        assertEquals("", html.replace("http://www.w3.org/2000/svg", "").lines()
            .filter(line -> line.matches(".*(https?://|src=|href=|@import|url\\(|fetch\\(|<link|<iframe).*")).collect(Collectors.joining()));
        assertTrue(html.contains("Content-Security-Policy\" content=\"default-src 'none';"), "the browser loads nothing either");
    }

    @Test
    void mistakesAreTold() throws Exception {
        assertEquals(1, run("--by", "colour", log.toString()));
        assertTrue(text(err).startsWith("no field 'colour'"), text(err));
        err.reset();
        assertEquals(1, run("--bye", log.toString()));
        assertTrue(text(err).startsWith("unknown option --bye\n"), text(err));
        err.reset();
        assertEquals(1, run("--where", "status=abc", log.toString()));
        assertTrue(text(err).startsWith("'status' is a number, 'abc' is not\n"), text(err));
        err.reset();
        assertEquals(1, run("--by", "server", "-st", log.toString()));
        assertTrue(text(err).startsWith("--by, --html and --watch are outputs of their own: no other output goes with them\n"), text(err));
        err.reset();
        assertEquals(1, run("--by", "server", "--format", "xml", log.toString()));
        assertTrue(text(err).startsWith("--format: no format 'xml': table, csv or json\n"), text(err));
        err.reset();
        assertEquals(1, run("--by", "server", "--top", "99999999999", log.toString()));
        assertTrue(text(err).startsWith("--top: '99999999999' is no number of groups\n"), text(err));
        err.reset();
        assertEquals(1, run("--watch", "1.2.3", log.toString()));
        assertTrue(text(err).startsWith("--watch: '1.2.3' is no number of seconds\n"), text(err));
        err.reset();
        assertEquals(1, run("-st", "a\0b"));
        assertTrue(text(err).startsWith("no name of a file in this locale: a\0b\n"), text(err));
    }

    @Test
    void aHugeLineIsCutAndSaid() throws Exception {
        final long hugeBytes = 300L << 20;
        final String[] arguments = {"-st"};
        try (PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            final byte[] end = ('\n' + line(10, 200, "/a")).getBytes(StandardCharsets.UTF_8);
            assertEquals(0, new HalogCommand(() -> new StreamSource(new HugeLine(hugeBytes, end)), _ -> { }, out, messages).run(arguments));
        }
        assertEquals("200 1\n", text(out));
        assertEquals("2 lines in, 1 lines out, 1 parsing errors\nhalog: 1 lines were longer than " + LineBlock.MAX_LINE_BYTES + " bytes and were cut\n",
            text(err));
    }

    @Test
    void hugeLinesInAFileAreCutOnceEach() throws Exception {
        final String huge = "x".repeat(3 * LineBlock.MAX_LINE_BYTES) + '\n';
        Files.writeString(log, line(1, 200, "/") + huge + line(1, 201, "/") + huge + huge + line(1, 204, "/"));
        assertEquals(0, run("-st", log.toString()));
        assertEquals("200 1\n201 1\n204 1\n", text(out));
        assertTrue(text(err).startsWith("6 lines in, 3 lines out, 3 parsing errors\nhalog: 3 lines were longer"), text(err));
    }

    @Test
    void anythingIsAnswered() throws Exception {
        final Random random = new Random(5);
        for (int round = 0; round < 60; round++) {
            final byte[] noise = new byte[random.nextInt(5000)];
            random.nextBytes(noise);
            for (int index = 0; index < noise.length; index++) {
                noise[index] = round % 3 == 0 ? noise[index] : (byte) " /[]{}|:\"\n01-".charAt(Math.floorMod(noise[index], 13));
            }
            Files.write(log, noise);
            for (final String option : List.of("-st", "-srv", "-u", "-ic", "-pct", "-gt", "-hdr 1:1", "-ac 1", "-time 1:2", "-Q", "--by path")) {
                assertEquals(0, run((option + ' ' + log).split(" ")), option);
            }
        }
    }

    private static String line(final int responseMillis, final int status, final String url) {
        return String.format(LINE, responseMillis, responseMillis + 1, status, url);
    }

    private int run(final String... arguments) throws IOException, InterruptedException {
        return HalogRun.run(log, out, err, arguments);
    }

    private static String text(final ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A stream of one byte, many times, and an end. */
    private static final class HugeLine extends InputStream {
        private long remaining;
        private final InputStream end;

        HugeLine(final long length, final byte[] end) {
            remaining = length;
            this.end = new ByteArrayInputStream(end);
        }

        @Override
        public int read() throws IOException {
            if (remaining > 0) {
                remaining--;
                return 'x';
            }
            return end.read();
        }

        @Override
        public int read(final byte[] into, final int offset, final int length) throws IOException {
            if (remaining == 0) {
                return end.read(into, offset, length);
            }
            final int count = (int) Math.min(length, remaining);
            Arrays.fill(into, offset, offset + count, (byte) 'x');
            remaining -= count;
            return count;
        }

        @Override
        public int available() {
            return remaining > 0 ? Integer.MAX_VALUE : end instanceof ByteArrayInputStream rest ? rest.available() : 0;
        }
    }
}
