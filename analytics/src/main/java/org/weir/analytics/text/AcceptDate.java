package org.weir.analytics.text;

import java.time.LocalDateTime;
import java.time.ZoneId;

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
        return isDate(bytes[offset], bytes[offset + 1]);
    }

    /** True if a field that starts with these two bytes looks like an accept date. */
    public static boolean isDate(final byte first, final byte second) {
        return first == '[' && second >= '0' && second <= '3';
    }

    /** The time of day in milliseconds (wraps as 32 bits do), or something negative if the line ends before a colon or in the time. */
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
        for (int unit = 0; unit < 3; unit++) {
            int number = 0;
            while (bytes[at] >= '0' && bytes[at] <= '9') {
                number = number * 10 + bytes[at++] - '0';
            }
            if (isLineEnd(bytes, at)) {
                return NO_TIME;
            }
            value = value * 60 + number;
            if (unit < 2) {
                at++;
            }
        }
        value *= 1000;
        if (bytes[at] != '.') {
            return value;
        }
        at++;
        int fraction = 0;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            fraction = fraction * 10 + bytes[at++] - '0';
        }
        return isLineEnd(bytes, at) ? NO_TIME : value + fraction;
    }

    /**
     * The date as seconds since 1970, of which the lowest 32 bits are kept; {@link #NO_DATE} for an unknown month. A day beyond the month's end runs
     * on into the next month, as do hours, minutes and seconds beyond theirs. Of an hour that there was twice it is the first.
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
        final int[] numbers = new int[4];
        at[0] += 4;
        for (int index = 0; index < numbers.length; index++) {
            at[0]++;
            numbers[index] = number(bytes, at);
            if (index < numbers.length - 1 && isLineEnd(bytes, at[0])) {
                return NO_DATE;
            }
        }
        return (int) LocalDateTime.of(Math.clamp(numbers[0], 0, 999_999), month, 1, 0, 0)
            .plusDays(day - 1L).plusHours(numbers[1]).plusMinutes(numbers[2]).plusSeconds(numbers[3])
            .atZone(zone).toEpochSecond();
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
