package org.weir.analytics.line;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.agrona.MutableDirectBuffer;
import org.weir.analytics.zone.LocalZone;

/**
 * Dates of log lines, by arithmetic alone: the zone's rules are asked once per change of its offset. Any thread.
 */
public final class LogDate {
    private static final byte[] MONTHS = LogText.ascii("JanFebMarAprMayJunJulAugSepOctNovDec");
    private static final int DAY_SECONDS = 86_400;
    private static final int DAYS_FROM_MARCH_0000_TO_1970 = 719_468;
    private static final int DAYS_IN_400_YEARS = 146_097;
    private static final ZoneRules ZONE = LocalZone.id().getRules();

    private static volatile Span localSpan = spanAt(0);

    /** While which seconds the local time has which offset. */
    private record Span(long fromSecond, long untilSecond, int offsetSeconds) {}

    private LogDate() {}

    private static Span spanAt(long epochSecond) {
        Instant at = Instant.ofEpochSecond(epochSecond);
        ZoneOffsetTransition next = ZONE.nextTransition(at);
        return new Span(epochSecond, next == null ? Long.MAX_VALUE : next.toEpochSecond(), ZONE.getOffset(at).getTotalSeconds());
    }

    /** Seconds east of Greenwich. */
    public static int localOffsetSeconds(long epochSecond) {
        Span span = localSpan;
        if (epochSecond < span.fromSecond || epochSecond >= span.untilSecond) {
            span = spanAt(epochSecond);
            localSpan = span;
        }
        return span.offsetSeconds;
    }

    /** {@code 06/Feb/2009:12:14:14}, local. */
    public static int local(MutableDirectBuffer out, int offset, int limit, long epochSecond) {
        return common(out, offset, limit, epochSecond + localOffsetSeconds(epochSecond));
    }

    /** {@code 06/Feb/2009:12:14:14.655}, local. */
    public static int localMillis(MutableDirectBuffer out, int offset, int limit, long epochMicros) {
        int end = LogText.put(out, local(out, offset, limit, Math.floorDiv(epochMicros, 1_000_000L)), limit, '.');
        return LogText.padded(out, end, limit, (int) (Math.floorMod(epochMicros, 1_000_000L) / 1000), 3);
    }

    /** {@code 06/Feb/2009:12:14:14 +0100}, local. */
    public static int localZoned(MutableDirectBuffer out, int offset, int limit, long epochSecond) {
        int east = localOffsetSeconds(epochSecond);
        int end = LogText.put(out, local(out, offset, limit, epochSecond), limit, ' ');
        return zone(out, end, limit, east, false);
    }

    /** {@code 06/Feb/2009:11:14:14 +0000}. */
    public static int gmt(MutableDirectBuffer out, int offset, int limit, long epochSecond) {
        int end = LogText.put(out, common(out, offset, limit, epochSecond), limit, ' ');
        return zone(out, end, limit, ZoneOffset.UTC.getTotalSeconds(), false);
    }

    /** {@code Feb  6 12:14:14}, local: RFC 3164, section 4.1.2. */
    public static int syslog(MutableDirectBuffer out, int offset, int limit, long epochSecond) {
        long second = epochSecond + localOffsetSeconds(epochSecond);
        long date = civil(Math.floorDiv(second, DAY_SECONDS));
        int end = LogText.put(out, offset, limit, MONTHS, 3 * (month(date) - 1), 3);
        int day = day(date);
        end = LogText.put(out, end, limit, ' ');
        end = day < 10 ? LogText.put(out, end, limit, ' ') : end;
        end = LogText.put(out, LogText.number(out, end, limit, day), limit, ' ');
        return clock(out, end, limit, (int) Math.floorMod(second, (long) DAY_SECONDS));
    }

    /** {@code 2009-02-06T12:14:14.655123+01:00}, local: RFC 3339. */
    public static int iso(MutableDirectBuffer out, int offset, int limit, long epochMicros) {
        long epochSecond = Math.floorDiv(epochMicros, 1_000_000L);
        int east = localOffsetSeconds(epochSecond);
        long second = epochSecond + east;
        long date = civil(Math.floorDiv(second, DAY_SECONDS));
        int end = LogText.padded(out, offset, limit, year(date), 4);
        end = LogText.padded(out, LogText.put(out, end, limit, '-'), limit, month(date), 2);
        end = LogText.padded(out, LogText.put(out, end, limit, '-'), limit, day(date), 2);
        end = clock(out, LogText.put(out, end, limit, 'T'), limit, (int) Math.floorMod(second, (long) DAY_SECONDS));
        end = LogText.padded(out, LogText.put(out, end, limit, '.'), limit, (int) Math.floorMod(epochMicros, 1_000_000L), 6);
        return zone(out, end, limit, east, true);
    }

    private static int common(MutableDirectBuffer out, int offset, int limit, long second) {
        long date = civil(Math.floorDiv(second, DAY_SECONDS));
        int end = LogText.padded(out, offset, limit, day(date), 2);
        end = LogText.put(out, LogText.put(out, end, limit, '/'), limit, MONTHS, 3 * (month(date) - 1), 3);
        end = LogText.padded(out, LogText.put(out, end, limit, '/'), limit, year(date), 4);
        return clock(out, LogText.put(out, end, limit, ':'), limit, (int) Math.floorMod(second, (long) DAY_SECONDS));
    }

    private static int clock(MutableDirectBuffer out, int offset, int limit, int secondOfDay) {
        int end = LogText.padded(out, offset, limit, secondOfDay / 3600, 2);
        end = LogText.padded(out, LogText.put(out, end, limit, ':'), limit, secondOfDay / 60 % 60, 2);
        return LogText.padded(out, LogText.put(out, end, limit, ':'), limit, secondOfDay % 60, 2);
    }

    private static int zone(MutableDirectBuffer out, int offset, int limit, int eastSeconds, boolean colon) {
        int minutes = Math.abs(eastSeconds) / 60;
        int end = LogText.padded(out, LogText.put(out, offset, limit, eastSeconds < 0 ? '-' : '+'), limit, minutes / 60, 2);
        end = colon ? LogText.put(out, end, limit, ':') : end;
        return LogText.padded(out, end, limit, minutes % 60, 2);
    }

    /** Year, month and day of a day since 1970 in the Gregorian calendar, packed as year << 16 | month << 8 | day. Years begin in March here. */
    private static long civil(long epochDay) {
        long day = epochDay + DAYS_FROM_MARCH_0000_TO_1970;
        long era = Math.floorDiv(day, DAYS_IN_400_YEARS);
        int dayOfEra = (int) (day - era * DAYS_IN_400_YEARS);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        return year << 16 | (long) month << 8 | dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    }

    private static int year(long date) {
        return (int) (date >> 16);
    }

    private static int month(long date) {
        return (int) (date >> 8) & 0xFF;
    }

    private static int day(long date) {
        return (int) date & 0xFF;
    }
}
