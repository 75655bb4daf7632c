package org.weir.analytics.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offsets as date(1) of GNU has them with the same {@code TZ}. */
class LocalZoneTest {
    /** 2026-07-14 03:33:20 and 2027-01-15 08:00:00. */
    private static final Instant SUMMER = Instant.ofEpochSecond(1_784_000_000);
    private static final Instant WINTER = Instant.ofEpochSecond(1_800_000_000);

    @TempDir
    private Path directory;

    private static String offsets(ZoneRules rules) {
        return rules.getOffset(SUMMER) + " " + rules.getOffset(WINTER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "GMT+5                              | -05:00 -05:00",
        "UTC-2                              | +02:00 +02:00",
        "UTC+2:30                           | -02:30 -02:30",
        "XXX-5:30:15                        | +05:30:15 +05:30:15",
        "<+03>-3                            | +03:00 +03:00",
        "<+0330>-3:30                       | +03:30 +03:30",
        "EST+5EDT                           | -04:00 -05:00",
        "GMT0BST                            | +01:00 Z",
        "EST5EDT4                           | -04:00 -05:00",
        "EST5junk5                          | -05:00 -05:00",
        "EST5EDT,M3.2.0                     | -04:00 -05:00",
        "EST5EDT,                           | -04:00 -05:00",
        "EST5EDT,M13.2.0,M11.1.0            | -05:00 -05:00",
        "CET-1CEST,M3.5.0,M10.5.0/3         | +02:00 +01:00",
        "AEST-10AEDT,M10.1.0,M4.1.0/3       | +10:00 +11:00",
        "WGT3WGST,M3.5.0/-2,M10.5.0/-1      | -02:00 -03:00",
        "<-03>3<-02>,M3.5.0/-1,M10.5.0/0    | -02:00 -03:00",
        "IST-2IDT,M3.4.4/26,M10.5.0         | +03:00 +02:00",
        "XXX3YYY4,J60,J300                  | -04:00 -03:00",
        "XXX3YYY,59/0,299/26                | -02:00 -03:00",
        "XXX3EDT4,0/0,J365/23               | -04:00 -04:00",
        "ABC                                | Z Z",
        "AB5                                | Z Z",
        "ABC1x                              | Z Z",
        "<AB5                               | Z Z",
        "ABC5,M3.2.0,M11.1.0                | Z Z",
        "GMT +5                             | Z Z",
        "Nowhere/X                          | Z Z",
        "``                                 | Z Z",
    })
    void zonesWrittenOut(String written, String offsets) {
        assertEquals(offsets, offsets(LocalZone.rules(written, directory)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // The last Sunday of March at 1:00 UTC, to the second; the last Sunday of October.
        "CET-1CEST,M3.5.0,M10.5.0/3 | 2026-03-29T00:59:59Z | +01:00",
        "CET-1CEST,M3.5.0,M10.5.0/3 | 2026-03-29T01:00:00Z | +02:00",
        "CET-1CEST,M3.5.0,M10.5.0/3 | 2026-10-25T00:59:59Z | +02:00",
        "CET-1CEST,M3.5.0,M10.5.0/3 | 2026-10-25T01:00:00Z | +01:00",
        // Day 60 is 1 March in every year when counted with J, and 1 or 2 March without.
        "XXX0YYY,J60/0,J300/0       | 2028-02-29T23:59:59Z | Z",
        "XXX0YYY,J60/0,J300/0       | 2028-03-01T00:00:00Z | +01:00",
        "XXX0YYY,60/0,J300/0        | 2028-02-29T23:59:59Z | Z",
        "XXX0YYY,60/0,J300/0        | 2028-03-01T00:00:00Z | +01:00",
        "XXX0YYY,60/0,J300/0        | 2027-03-01T23:59:59Z | Z",
        "XXX0YYY,60/0,J300/0        | 2027-03-02T00:00:00Z | +01:00",
        "EST5EDT4,M3.2.0,M11.1.0    | 2099-07-01T00:00:00Z | -04:00",
    })
    void changesComeOnTime(String written, String moment, String offset) {
        assertEquals(offset, LocalZone.rules(written, directory).getOffset(Instant.parse(moment)).toString());
    }

    @Test
    void namesAreTheJdksAndColonsAreLeftOut() {
        assertNull(LocalZone.unknownToJdk("Europe/Paris"));
        assertNull(LocalZone.unknownToJdk(":Europe/Paris"));
        assertNull(LocalZone.unknownToJdk(null));
        assertEquals(ZoneOffset.ofHours(-5), LocalZone.unknownToJdk(":GMT+5"));
        assertEquals(ZoneOffset.UTC, LocalZone.unknownToJdk(""));
        assertEquals(ZoneOffset.ofHours(-18), LocalZone.unknownToJdk("XXX24"));
    }

    @Test
    void aZoneOfRulesIsOneForTheJdkToo() {
        ZoneId zone = LocalZone.unknownToJdk("TST-1TSS,M3.5.0,M10.5.0/3");
        assertEquals(LocalZone.UNNAMED, zone.getId());
        assertEquals("+02:00 +01:00", offsets(zone.getRules()));
        assertEquals("2026-07-14T05:33:20+02:00[TZ/written]", SUMMER.atZone(zone).toString());
    }

    /** One change in 2000 from an hour east to two, then what the last line says. */
    private static byte[] zoneFile(String footer) {
        ByteBuffer file = ByteBuffer.allocate(512);
        for (int timeBytes : new int[] {4, 8}) {
            file.put("TZif2".getBytes(StandardCharsets.US_ASCII)).put(new byte[15]);
            file.putInt(0).putInt(0).putInt(0).putInt(1).putInt(2).putInt(8);
            if (timeBytes == 4) {
                file.putInt(946_684_800);
            } else {
                file.putLong(946_684_800);
            }
            file.put((byte) 1).putInt(3600).put((byte) 0).put((byte) 0).putInt(7200).put((byte) 0).put((byte) 4);
            file.put("ONE\0TWO\0".getBytes(StandardCharsets.US_ASCII));
        }
        file.put(("\n" + footer + "\n").getBytes(StandardCharsets.US_ASCII));
        byte[] content = new byte[file.position()];
        file.flip().get(content);
        return content;
    }

    @Test
    void filesHoldChangesAndTheRuleForLaterOnes() throws IOException {
        Path file = Files.write(directory.resolve("ABC5"), zoneFile("TWO-2SUM,M3.5.0,M10.5.0"));
        for (String written : new String[] {file.toString(), "ABC5"}) {
            ZoneRules rules = LocalZone.rules(written, directory);
            assertEquals("+03:00 +02:00", offsets(rules));
            assertEquals("+01:00", rules.getOffset(Instant.ofEpochSecond(946_684_799)).toString());
            assertEquals("+02:00", rules.getOffset(Instant.ofEpochSecond(946_684_800)).toString());
        }
    }

    @Test
    void whatIsNoZoneFileIsNone() throws IOException {
        byte[] whole = zoneFile("");
        assertEquals("+02:00 +02:00", offsets(ZoneFile.rules(whole)));
        for (int length = 0; length < whole.length - 1; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            ZoneRules rules = ZoneFile.rules(cut);
            assertNull(rules, "of the first " + length + " bytes");
        }
        Files.write(directory.resolve("ABC5"), new byte[100]);
        Files.createDirectory(directory.resolve("XYZ-1"));
        assertEquals("-05:00 -05:00", offsets(LocalZone.rules("ABC5", directory)));
        assertEquals("+01:00 +01:00", offsets(LocalZone.rules("XYZ-1", directory)));
        assertEquals("Z Z", offsets(LocalZone.rules("\0", directory)));
    }
}
