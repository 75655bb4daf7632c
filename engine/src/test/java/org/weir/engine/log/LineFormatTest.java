package org.weir.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.engine.expr.LogFormats;
import org.weir.io.net.NetAddress;

/** What a line says, against what HAProxy 2.6 wrote for the same stream. */
class LineFormatTest {
    private static final UnsafeBuffer LINE = new UnsafeBuffer(new byte[8192]);
    private static final StreamRecordDecoder NO_VALUES = new StreamRecordDecoder();

    private static String line(String format, StreamOutcome outcome, int limit) {
        int end = LineFormat.of(format == null ? null : Outcomes.format(format)).append(outcome, NO_VALUES, LINE, 0, limit);
        assertTrue(end <= limit, "the limit is kept");
        byte[] bytes = new byte[end];
        LINE.getBytes(0, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String line(String format, StreamOutcome outcome) {
        return line(format, outcome, LINE.capacity());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
        "%ci %cp %fi %fp~127.0.0.1 42798 127.0.0.1 17200",
        "%{+X}ci %{+X}cp %{+X}fi %{+X}sp~7F000001 A72E 7F000001 464F",
        "%{+Q,+X}ci %{+Q}ci %{+Q}cp~7F000001 \"127.0.0.1\" 42798",
        "%bi %bp %si %sp~127.0.0.1 36400 127.0.0.1 17999",
        "%f %ft %b %s~fe fe be s",
        "%{+Q}f %{+Q,+X}s~\"fe\" \"s\"",
        "%Th %Ti %TR %Tq %Tw %Tc %Tr %Td %Ta %Tt %Tu~0 1 0 1 0 0 1 0 1 2 1",
        "%ST %B %U %{+X}ST~200 93 121 200",
        "%CC/%CS~CK=v\"|{#; O=2/CK=abc",
        "%{+Q}CC/%{+E}CC~\"CK=v\"|{#; O=2\"/CK=v\\\"|{#; O=2",
        "%ts %tsc~-- ----",
        "%ac/%fc/%bc/%sc/%rc %sq/%bq~1/1/0/0/0 0/0",
        "%hr~{h#7Bo#7Cs#7Dt|a #22q#22 #C3#A9 \\ ] [ #23 #7Bb#7Cc#7D #09 tab|}",
        "%{+Q}hr~\"{h#7Bo#7Cs#7Dt|a #22q#22 #C3#A9 \\ ] [ #23 #7Bb#7Cc#7D #09 tab|}\"",
        "%{+Q,+E}hs~\"{x#7By#7Cz#7D#22\\\\\\]#23#01#E9q|}\"",
        "%hrl~h#7Bo#7Cs#7Dt a #22q#22 #C3#A9 \\ ] [ #23 #7Bb#7Cc#7D #09 tab -",
        "%{+Q}hsl~\"x#7By#7Cz#7D#22\\]#23#01#E9q\" \"\"",
        "%r~GET /a/b#E9#22{}|#23\\]?x=1&y=%20 HTTP/1.1",
        "%{+E}r~GET /a/b#E9#22{}|#23\\\\\\]?x=1&y=%20 HTTP/1.1",
        "%HM %HU %HV~GET /a/b#E9#22{}|#23\\]?x=1&y=%20 HTTP/1.1",
        "%HP %HQ %HPO~/a/b#E9#22{}|#23\\] ?x=1&y=%20 /a/b#E9#22{}|#23\\]",
        "%ID %{+Q}ID~- \"\"",
        "%Ts %{+X}Ts %ms %{+X}ms~1795234025 6B0118E9 354 162",
        "%rt %{+X}rt %lc %{+X}lc~2 0002 0 0000",
        "%T~21/Nov/2026:04:07:05 +0000",
    })
    void aVariableShowsAsInTheOracle(String format, String expected) {
        StreamOutcome outcome = Outcomes.answered();
        outcome.requestCounter = 2;
        assertEquals(expected, line(format, outcome));
    }

    @Test
    void countersGoOnBeyondTheIntRange() {
        StreamOutcome outcome = Outcomes.answered();
        outcome.requestCounter = Integer.MIN_VALUE;
        outcome.logCounter = -1;
        assertEquals("2147483648 4294967295 FFFFFFFF", line("%rt %lc %{+X}lc", outcome));
    }

    @Test
    void aBadRequestHasNeitherLineNorCaptures() {
        StreamOutcome outcome = Outcomes.bad();
        outcome.requestCaptures = Outcomes.answered().requestCaptures;
        assertEquals("- - - - -1/-1/-1/-1 400 0 - - PR-- <BADREQ> <BADREQ> \"<BADREQ>\" end",
                line("%bi %bp %si %sp %TR/%Tw/%Tc/%Tr %ST %B %CC %CS %tsc %hr %hrl %HM %HPO %{+Q}r end", outcome));
    }

    @Test
    void theHttpFormat() {
        StreamOutcome outcome = Outcomes.answered();
        outcome.requestCaptures = new CapturedText[0];
        outcome.responseCaptures = new CapturedText[0];
        outcome.requestCookie.clear();
        outcome.responseCookie.clear();
        outcome.retries = 1;
        outcome.redispatched = true;
        Outcomes.set(outcome.uri, "/");
        String date = line("%tr", outcome);
        assertEquals("127.0.0.1:42798 [" + date + "] fe be/s 0/0/0/1/1 200 93 - - ---- 1/1/0/0/+1 0/0 \"GET / HTTP/1.1\"", line(LogFormats.HTTP, outcome));
    }

    @Test
    void theTcpFormatOfAnOpenStreamHasPlusSigns() {
        StreamOutcome outcome = Outcomes.answered();
        outcome.http = false;
        outcome.status = 0;
        outcome.logging = Outcomes.logging(null, true);
        assertEquals("fe be/s 0/0/+2 +93 -- 1/1/0/0/0 0/0 0", line("%ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq %ST", outcome));
        assertEquals("0 +1 +1", line("%Td %Ta %Tu", outcome));
    }

    @Test
    void anHttpStreamWithoutAStatusHasMinusOne() {
        StreamOutcome outcome = Outcomes.bad();
        outcome.status = 0;
        assertEquals("-1", line("%ST", outcome));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', ignoreLeadingAndTrailingWhitespace = false, value = {
        "%ci  a %hr b~127.0.0.1 a b",
        " lead %hr~lead ",
        "a%hr%hs b~a b",
        "%hr %hs end ~end ",
        "[%Ts] %f\"%b\"%s~[1795234025] fe\"be\"s",
    })
    void spacesBetweenNothingShowAsOne(String format, String expected) {
        StreamOutcome outcome = Outcomes.answered();
        outcome.requestCaptures = new CapturedText[0];
        outcome.responseCaptures = new CapturedText[0];
        assertEquals(expected, line(format, outcome));
    }

    @Test
    void withoutAFormatALineSaysWhoConnected() {
        StreamOutcome outcome = Outcomes.answered();
        assertEquals("Connect from 127.0.0.1:42798 to 127.0.0.1:17200 (fe/HTTP)", line(null, outcome));
        outcome.http = false;
        outcome.client.set(NetAddress.UNIX, 0, 0, 77);
        outcome.frontend.set(NetAddress.UNIX, 0, 0, 77);
        assertEquals("Connect to unix:77 (fe/TCP)", line(null, outcome));
    }

    @Test
    void anInet6AddressIsWrittenShort() {
        StreamOutcome outcome = Outcomes.answered();
        outcome.client.set(NetAddress.INET6, 0, 1, 37_890);
        assertEquals("::1 37890 00000000000000000000000000000001 9402", line("%ci %cp %{+X}ci %{+X}cp", outcome));
    }

    @ParameterizedTest
    @CsvSource({"/p?q,/p,?q,/p", "http://host/p?q,http://host/p,?q,/p", "http://host,http://host,,", "*,*,,*", "host:443,host:443,,"})
    void thePartsOfATarget(String target, String path, String query, String pathOnly) {
        StreamOutcome outcome = Outcomes.answered();
        Outcomes.set(outcome.uri, target);
        assertEquals((path + '|' + (query == null ? "" : query) + '|' + (pathOnly == null ? "" : pathOnly)), line("%HP|%HQ|%HPO", outcome));
    }

    @Test
    void aLongRequestLineEndsWhereTheOracleCutsIt() {
        StreamOutcome outcome = Outcomes.answered();
        Outcomes.set(outcome.uri, "/" + "a".repeat(1012));
        String line = line("%r", outcome);
        assertEquals(1023, line.length());
        assertTrue(line.endsWith("a HTTP/"), line);
    }

    @Test
    void aLineNeverExceedsItsLimit() {
        StreamOutcome outcome = Outcomes.answered();
        String format = "%ci:%cp [%tr] %ft %hr %{+E,+Q}r %{+X}si %hsl %T %{+X}Ts %pid %H";
        int whole = line(format, outcome).length();
        for (int limit = 0; limit < whole; limit++) {
            line(format, outcome, limit);
        }
    }
}
