package org.weir.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.weir.analytics.line.LogDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.engine.config.model.LogTarget;

/** What stands before the text, against lines that HAProxy 2.6 sent to a target of each format; dates as of the local zone, pids as P. */
class LineHeaderTest {
    private static final int LOCAL3 = 19;
    private static final UnsafeBuffer LINE = new UnsafeBuffer(new byte[256]);

    private static String header(LogTarget.Format format, String sendHostname, String tag, int level, int minLevel) {
        LogTarget target = new LogTarget(LogTarget.Kind.FD, null, 1, format, 1024, LOCAL3, 7, minLevel, null);
        int end = new LineHeader(sendHostname).append(target, tag, level, Outcomes.EPOCH_MICROS + 613, LINE, 0, LINE.capacity());
        byte[] bytes = new byte[end];
        LINE.getBytes(0, bytes);
        String zone = LogDate.localOffsetSeconds(0) == 0 ? "\\+00:00" : "[+-]\\d\\d:\\d\\d";
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replaceAll("Nov 21 \\d\\d:\\d\\d:05", "DATE").replaceAll("2026-11-21T\\d\\d:\\d\\d:05\\.354613" + zone, "ISO")
                .replace(Long.toString(ProcessIdentity.PID), "P");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
        "|||<158>DATE haproxy[P]: ",
        "|foo|my.tag|<158>DATE foo my.tag[P]: ",
        "LOCAL|foo|my.tag|<158>DATE my.tag[P]: ",
        "RFC3164|||<158>DATE localhost haproxy[P]: ",
        "RFC3164|foo||<158>DATE foo haproxy[P]: ",
        "RFC5424|||<158>1 ISO - haproxy P - - ",
        "RFC5424|foo|my.tag|<158>1 ISO foo my.tag P - - ",
        "SHORT|foo||<6>",
        "PRIORITY|foo||<158>",
        "TIMED|foo||<6>ISO ",
        "ISO|foo||ISO ",
        "RAW|foo||",
    })
    void eachFormatFramesAsTheOracle(LogTarget.Format format, String sendHostname, String tag, String expected) {
        assertEquals(expected == null ? "" : expected, header(format, sendHostname, tag == null ? "haproxy" : tag, 6, 0));
    }

    @Test
    void theSystemsNameIsSentWhereNoneIsGiven() {
        assertEquals("<158>DATE " + ProcessIdentity.HOSTNAME + " haproxy[P]: ", header(null, "", "haproxy", 6, 0));
    }

    @Test
    void moreImportantLinesAreLowered() {
        assertEquals("<4>", header(LogTarget.Format.SHORT, null, "haproxy", 1, 4));
        assertEquals("<6>", header(LogTarget.Format.SHORT, null, "haproxy", 6, 4));
    }

    @Test
    void datesAreThoseOfTheCalendar() {
        UnsafeBuffer out = new UnsafeBuffer(new byte[64]);
        for (String date : new String[] {"1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-03-01T00:00:00Z", "2100-12-31T12:30:01Z"}) {
            Instant instant = Instant.parse(date);
            int end = LogDate.gmt(out, 0, 64, instant.getEpochSecond());
            assertEquals(DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                    .format(instant.atZone(ZoneOffset.UTC)), out.getStringWithoutLengthAscii(0, end));
        }
    }
}
