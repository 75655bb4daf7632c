package org.weir.analytics.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** What a format wrote, its parser reads back. */
class EntryParserTest {
    private static final String HTTPLOG = "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %{+Q}r";

    private final LogEntry entry = new LogEntry();
    private final Random random = new Random(11);

    @Test
    void bothParsersReadBackWhatTheHttpFormatWrote() {
        for (int round = 0; round < 2000; round++) {
            final String client = random.nextBoolean() ? "10.0.0." + random.nextInt(256) : "2001:db8::" + Integer.toHexString(random.nextInt(65536));
            final int[] timers = random.ints(5, -1, 100_000).toArray();
            final int status = random.nextInt(10) == 0 ? -1 : 100 + random.nextInt(500);
            final String path = "/" + Integer.toString(random.nextInt(), 36);
            final String query = random.nextBoolean() ? "" : "?q=" + random.nextInt(10);
            final String line = String.format("%s:%d [19/Feb/2023:04:02:26.864] web~ be/s%d %d/%d/%d/%d/%d %d %d - - %s 1/2/3/4/%d %d/%d \"GET %s HTTP/1.1\"",
                client, random.nextInt(65536), round % 7, timers[0], timers[1], timers[2], timers[3], timers[4], status, round, "SC--", round % 5,
                round % 3, round % 11, path + query);
            final String prefix = round % 2 == 0 ? "" : "Feb 19 04:02:26 lb1 haproxy[4418]: ";
            for (final EntryParser parser : new EntryParser[] {new StandardEntryParser(), new FormatEntryParser(HTTPLOG)}) {
                assertTrue(parse(parser, prefix + line), line);
                assertEquals(client, text(LogField.SRC));
                assertEquals("web~", text(LogField.FRONTEND));
                assertEquals("be/s" + round % 7, text(LogField.SERVER));
                assertEquals("be", text(LogField.BACKEND));
                assertEquals("19/Feb/2023:04:02", text(LogField.MINUTE));
                assertEquals("SC--", text(LogField.TERM));
                assertEquals(path, text(LogField.PATH));
                assertEquals(path + query, text(LogField.URL));
                assertEquals(timers[0], entry.number(LogField.TQ));
                assertEquals(timers[3], entry.number(LogField.TR));
                assertEquals(timers[4], entry.number(LogField.TT));
                assertEquals(status, entry.number(LogField.STATUS));
                assertEquals(round, entry.number(LogField.BYTES));
                assertEquals(round % 5, entry.number(LogField.RETRIES));
                assertEquals(round % 11, entry.number(LogField.BACKQUEUE));
            }
        }
    }

    @Test
    void anyFormatWithTextBetweenItsVariables() {
        final FormatEntryParser parser = new FormatEntryParser("%ST|%HM|%HU|time=%Ta ms|100%%|%[src,ipmask(24)]");
        assertTrue(parse(parser, "404|PUT|/x;1|time=+17 ms|100%|10.0.0.0"));
        assertEquals("PUT", text(LogField.METHOD));
        assertEquals("/x", text(LogField.PATH));
        assertEquals(17, entry.number(LogField.TT));
        assertEquals(4, entry.number(LogField.CLASS));
        assertFalse(parse(parser, "404|PUT|/x;1|time=17 s|100%|10.0.0.0"));
        assertFalse(parse(parser, "abc|PUT|/x;1|time=17 ms|100%|10.0.0.0"));
    }

    @Test
    void whatIsBeforeTheAddressMayBeLongAndHaveDatesInBrackets() {
        final String line = "10.0.0.1:5 [19/Feb/2023:04:02:26.864] web be/s 0/0/1/2/3 200 9 - - ---- 1/1/0/0/0 0/0 \"PUT /x?y HTTP/1.1\"";
        for (final String prefix : new String[] {"lb1 [2026-11-22 00:00:01] ", "lb1 [0.123456] [3]: ",
            "<134>1 2026-11-22T00:00:00Z lb1 haproxy 7 - [meta@1 a=\"b\" c=\"d\" e=\"f\" g=\"h\" i=\"k l m\"] "}) {
            assertTrue(parse(new StandardEntryParser(), prefix + line), prefix);
            assertEquals("10.0.0.1", text(LogField.SRC));
            assertEquals("web", text(LogField.FRONTEND));
            assertEquals(200, entry.number(LogField.STATUS));
        }
    }

    @Test
    void theRequestsQuoteMayHaveBeenEscapedOnTheWay() {
        assertTrue(parse(new StandardEntryParser(),
            "10.0.0.1:5 [19/Feb/2023:04:02:26.864] web be/s 0/0/1/2/3 200 9 - - ---- 1/1/0/0/0 0/0 {a b} \\\"PUT /x?y HTTP/1.1\\\""));
        assertEquals("PUT", text(LogField.METHOD));
        assertEquals("/x", text(LogField.PATH));
    }

    @Test
    void aFormatAsItStandsInAConfiguration() {
        final FormatEntryParser parser = new FormatEntryParser("%{+Q}o\\  %HM %HU\\ \\ \\\"%ST\\\" %{-Q}r|%ci");
        assertTrue(parse(parser, "\"GET\" \"/a b\" \"200\" GET /x HTTP/1.1|\"10.0.0.1\""));
        assertEquals("GET", text(LogField.METHOD));
        assertEquals("10.0.0.1", text(LogField.SRC));
        assertEquals(200, entry.number(LogField.STATUS));
    }

    @Test
    void capturedHeadersOrNone() {
        final FormatEntryParser parser = new FormatEntryParser(
            "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r");
        for (final String captures : new String[] {"", "{a} ", "{Mozilla/5.0 (X11; Linux)|b} ", "{a b|} {c {d|#7d} "}) {
            final String line = "10.0.0.1:5 [19/Feb/2023:04:02:26.864] web be/s 0/0/1/2/3 200 9 - - ---- 1/1/0/0/0 0/0 " + captures + "\"PUT /x?y HTTP/1.1\"";
            for (final EntryParser each : new EntryParser[] {parser, new StandardEntryParser()}) {
                assertTrue(parse(each, "lb1 haproxy[4418]: " + line), line);
                assertEquals("PUT", text(LogField.METHOD), line);
                assertEquals("/x?y", text(LogField.URL), line);
            }
        }
        final FormatEntryParser capturesLast = new FormatEntryParser("%ST %hr %hs");
        assertTrue(parse(capturesLast, "200 {a b}"));
        assertTrue(parse(capturesLast, "200 {a b} {c}"));
        assertTrue(parse(capturesLast, "200 "));
        assertTrue(parse(capturesLast, "200"));
        assertFalse(parse(capturesLast, "200 {a b} c"));
        assertTrue(parse(new FormatEntryParser("%hr %hs %ST %CC %hrl %hsl"), "200 - "));
        assertEquals(200, entry.number(LogField.STATUS));
        assertTrue(parse(new FormatEntryParser("%hrl %hsl %ST"), "a b 200"));
        assertTrue(parse(new FormatEntryParser("%hrl %hsl %ST"), "200"));
    }

    @Test
    void theFormatOfOptionHttpslog() {
        final FormatEntryParser parser = new FormatEntryParser("%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc "
            + "%sq/%bq %hr %hs %{+Q}r %[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]/%[ssl_fc_is_resumed] %[ssl_fc_sni]/%sslv/%sslc");
        assertTrue(parse(parser, "10.0.0.1:5 [19/Feb/2023:04:02:26.864] web~ be/s 0/0/1/2/3 200 9 - - ---- 7/1/0/0/3 4/5 \"GET /x HTTP/1.1\" "
            + "0/0000000000000000/0/0/0 -/TLSv1.3/TLS_AES_128_GCM_SHA256"));
        assertEquals("/x", text(LogField.URL));
        assertEquals(3, entry.number(LogField.TT));
    }

    @Test
    void addressesInAUniqueId() {
        final FormatEntryParser parser = new FormatEntryParser("%{+X}o %ci:%cp_%fi:%fp_%Ts_%rt:%pid %ST");
        assertTrue(parse(parser, "7F000001:9D78_7F000001:765F_6B01BC02_000D:2676 200"));
        assertEquals("7F000001", text(LogField.SRC));
        assertTrue(parse(parser, "2001:db8::1:9D78_::1:765F_6B01BC02_000D:2676 200"));
        assertEquals("2001:db8::1", text(LogField.SRC));
    }

    @Test
    void datesWithASpaceBeforeTheirZone() {
        for (final String variable : new String[] {"T", "Tl", "trg", "trl"}) {
            assertTrue(parse(new FormatEntryParser("%" + variable + " %ST %B"), "21/Nov/2026:07:33:51 +0100 204 17"));
            assertEquals("21/Nov/2026:07:33", text(LogField.MINUTE));
            assertEquals(204, entry.number(LogField.STATUS));
            assertEquals(17, entry.number(LogField.BYTES));
        }
        assertTrue(parse(new FormatEntryParser("%t %ST"), "21/Nov/2026:07:33:51.010 204"));
        assertFalse(parse(new FormatEntryParser("%t %ST"), "21/Nov/2026 204"));
    }

    @Test
    void aValueIsAsLongAsTheRestOfTheLineNeedsIt() {
        assertTrue(parse(new FormatEntryParser("%[capture.req.hdr(0)] %ST %HU"), "Mozilla/5.0 (X11; Linux x86_64) 200 /a b"));
        assertEquals(200, entry.number(LogField.STATUS));
        assertEquals("/a b", text(LogField.URL));
        assertTrue(parse(new FormatEntryParser("%{+Q}[capture.req.hdr(0)] %{+Q}r %ST"), "\"say \\\"hi\\\" now\" \"GET / HTTP/1.1\" 200"));
        assertEquals("/", text(LogField.URL));
        assertTrue(parse(new FormatEntryParser("%{+Q}o %CC %hrl %hsl"), "\"\" \"a b\" \"c\" \"d\""));
    }

    @Test
    void aLineThatCouldBeReadInTooManyWaysIsNotRead() {
        assertFalse(parse(new FormatEntryParser("%ID %ID %ID %ID %ID %ID %ID %ST."), "a ".repeat(20_000)));
    }

    @Test
    void moreBytesThanThirtyTwoBitsHold() {
        final String line = "10.0.0.1:5 [19/Feb/2023:04:02:26.864] web be/s 0/0/1/2/3 200 5000000000 - - ---- 1/1/0/0/+2 0/0 \"GET /x HTTP/1.1\"";
        for (final EntryParser parser : new EntryParser[] {new StandardEntryParser(), new FormatEntryParser(HTTPLOG)}) {
            assertTrue(parse(parser, line));
            assertEquals(5_000_000_000L, entry.number(LogField.BYTES));
            assertEquals("2", text(LogField.RETRIES));
        }
    }

    @Test
    void cookiesWithSpaces() {
        assertTrue(parse(new StandardEntryParser(),
            "10.0.0.1:5 [19/Feb/2023:04:02:26.864] web be/s 0/0/1/2/3 503 9 SID=x y z SID=a b sQ-- 7/1/0/0/3 4/5 {a} \"GET /x HTTP/1.1\""));
        assertEquals("sQ--", text(LogField.TERM));
        assertEquals(7, entry.number(LogField.ACTCONN));
        assertEquals(3, entry.number(LogField.RETRIES));
        assertEquals(4, entry.number(LogField.SRVQUEUE));
        assertEquals("/x", text(LogField.URL));
    }

    @Test
    void requestsThatWereNotUnderstoodOrCut() {
        final StandardEntryParser parser = new StandardEntryParser();
        final String begin = "10.0.0.1:5 [19/Feb/2023:04:02:26.864] web be/s 0/0/1/2/3 400 9 - - PR-- 7/1/0/0/3 4/5 ";
        assertTrue(parse(parser, begin + "\"<BADREQ>\""));
        assertEquals("<BADREQ>", text(LogField.METHOD));
        assertEquals("<BADREQ>", text(LogField.URL));
        assertTrue(parse(parser, begin + "\\\"<BADREQ>\\\""));
        assertEquals("<BADREQ>", text(LogField.PATH));
        assertTrue(parse(parser, begin + "\"GET /x?long\""));
        assertEquals("GET", text(LogField.METHOD));
        assertEquals("/x?long", text(LogField.URL));
        assertTrue(parse(parser, begin + "\""));
        assertEquals("", text(LogField.URL));
        final String tls = " 0/0000000000000000/0/0/0 -/TLSv1.3/TLS_AES_128_GCM_SHA256";
        assertTrue(parse(parser, begin + "\"<BADREQ>\"" + tls));
        assertEquals("<BADREQ>", text(LogField.METHOD));
        assertEquals("<BADREQ>", text(LogField.URL));
        assertTrue(parse(parser, begin + "\"GET /x?long\"" + tls));
        assertEquals("/x?long", text(LogField.URL));
        assertTrue(parse(parser, begin + "\"GET /x HTTP/1.1\"" + tls));
        assertEquals("/x", text(LogField.URL));
    }

    @Test
    void aQuotedValueBeforeAnotherVariable() {
        final FormatEntryParser parser = new FormatEntryParser("%{+Q}b%ST %{+Q}[src]%f");
        assertTrue(parse(parser, "\"be\"200 \"x y\"web"));
        assertEquals("be 200 web", text(LogField.BACKEND) + " " + entry.number(LogField.STATUS) + " " + text(LogField.FRONTEND));
        assertTrue(parse(parser, "-404 -web"));
        assertEquals("- 404 web", text(LogField.BACKEND) + " " + entry.number(LogField.STATUS) + " " + text(LogField.FRONTEND));
        assertFalse(parse(parser, "be200 web"));
        assertFalse(parse(parser, ""));
    }

    @Test
    void formatsThatCannotBeRead() {
        for (final String format : new String[] {"no variable", "%{+Q", "%[src", "%ST%B", "% x", "%Tx", "%{+Q}o"}) {
            assertThrows(IllegalArgumentException.class, () -> new FormatEntryParser(format), format);
        }
    }

    private boolean parse(final EntryParser parser, final String line) {
        final byte[] text = (line + '\n').getBytes(StandardCharsets.UTF_8);
        final LineCursor cursor = new LineCursor();
        cursor.start(Arrays.copyOf(text, text.length + Swar.PADDING), 0);
        return parser.parse(cursor, entry);
    }

    private String text(final LogField field) {
        return new String(entry.bytes(), entry.start(field), entry.end(field) - entry.start(field), StandardCharsets.UTF_8);
    }
}
