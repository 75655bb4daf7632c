package org.weir.analytics.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Reads the accept date of a log line, {@code [19/Feb/2023:04:02:26.864]}. */
public final class AcceptDate {
    /** What {@link #millisOfDay} returns where it finds no time. */
    public static final int NO_TIME = -1;

    /** What {@link #epochSeconds} returns where it finds no date: the largest time there is, seen as unsigned. */
    public static final int NO_DATE = -1;

    private AcceptDate() {
    }

    /** True if a field looks like an accept date: a bracket and a day's first digit. */
    public static boolean isDate(final byte[] bytes, final int offset) {
        if (bytes[offset] != '[') {
            return false;
        }
        final byte digit = bytes[offset + 1];
        return digit >= '0' && digit <= '3';
    }

    /** The time of day in milliseconds (wraps as 32 bits do), or something negative if the rest of the line has no colon. */
    public static int millisOfDay(final byte[] bytes, final int offset) {
        int at = offset;
        while (bytes[at] != ':') {
            if (bytes[at] == '\n' || bytes[at] == 0) {
                return NO_TIME;
            }
            at++;
        }
        at++;
        int value = 0;
        int at2 = at;
        for (int unit = 0; unit < 3; unit++) {
            int number = 0;
            while (bytes[at2] >= '0' && bytes[at2] <= '9') {
                number = number * 10 + bytes[at2++] - '0';
            }
            value = value * 60 + number;
            if (unit < 2) {
                if (bytes[at2] == '\n' || bytes[at2] == 0) {
                    at2--;
                }
                at2++;
            }
        }
        value *= 1000;
        if (bytes[at2] == '.') {
            value += FieldNumbers.read(bytes, at2 + 1);
        }
        return value;
    }

    /**
     * The date as seconds since 1970, of which the lowest 32 bits are kept; {@link #NO_DATE} for an unknown month. The date is taken as the zone's
     * standard time, in summer too. A day beyond the month's end runs on into the next month, as do hours, minutes and seconds beyond theirs.
     */
    public static int epochSeconds(final byte[] bytes, final int offset, final ZoneId zone) {
        final int[] at = {offset + 1};
        final int day = number(bytes, at);
        if (isLineEnd(bytes, at[0]) || isLineEnd(bytes, at[0] + 1) || isLineEnd(bytes, at[0] + 2) || isLineEnd(bytes, at[0] + 3)) {
            return NO_DATE;
        }
        final int month = month(bytes, at[0] + 1);
        if (month == 0) {
            return NO_DATE;
        }
        at[0] += 5;
        final int year = number(bytes, at);
        at[0]++;
        final int hour = number(bytes, at);
        at[0]++;
        final int minute = number(bytes, at);
        at[0]++;
        final int second = number(bytes, at);
        final Instant instant = LocalDateTime.of(Math.clamp(year, 0, 999_999), month, 1, 0, 0)
            .plusDays(day - 1L).plusHours(hour).plusMinutes(minute).plusSeconds(second)
            .toInstant(ZoneOffset.UTC);
        return (int) (instant.getEpochSecond() - zone.getRules().getStandardOffset(instant).getTotalSeconds());
    }

    private static int number(final byte[] bytes, final int[] at) {
        int value = 0;
        while (bytes[at[0]] >= '0' && bytes[at[0]] <= '9') {
            value = value * 10 + bytes[at[0]++] - '0';
        }
        return value;
    }

    private static boolean isLineEnd(final byte[] bytes, final int offset) {
        return bytes[offset] == '\n' || bytes[offset] == 0;
    }

    /** The month from 1 on, 0 if unknown: the first letter, and as many more as it takes to tell. */
    private static int month(final byte[] bytes, final int at) {
        final byte second = bytes[at + 1];
        final byte third = bytes[at + 2];
        return switch (bytes[at]) {
            case 'J' -> second == 'a' ? 1 : second != 'u' ? 0 : third == 'n' ? 6 : third == 'l' ? 7 : 0;
            case 'F' -> 2;
            case 'M' -> third == 'r' ? 3 : third == 'y' ? 5 : 0;
            case 'A' -> second == 'p' ? 4 : second == 'u' ? 8 : 0;
            case 'S' -> 9;
            case 'O' -> 10;
            case 'N' -> 11;
            case 'D' -> 12;
            default -> 0;
        };
    }
}
