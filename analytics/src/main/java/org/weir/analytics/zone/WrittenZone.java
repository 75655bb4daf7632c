package org.weir.analytics.zone;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneRules;

/**
 * A zone written out, such as {@code EST5EDT} or {@code CET-1CEST,M3.5.0,M10.5.0/3}: {@code std offset [dst [offset] [,start[/time],end[/time]]]}
 * (POSIX.1-2024, section 8.3). Offsets count westward. Where it leaves out when summer begins or ends, the C library takes the rules of the USA.
 */
final class WrittenZone {
    private static final int FIRST_YEAR = 1970;
    private static final int MAX_OFFSET_HOURS = 24;
    private static final int MAX_RULE_HOURS = 167;
    private static final int HOUR_SECONDS = 3600;
    private static final int DAY_SECONDS = 86_400;
    private static final Change USUAL_START = new Change('M', 3, 2, 0, 2 * HOUR_SECONDS);
    private static final Change USUAL_END = new Change('M', 11, 1, 0, 2 * HOUR_SECONDS);

    private final String text;
    private int at;
    private int standardSeconds;
    private int summerSeconds;
    private Change start;
    private Change end;

    /**
     * When the clock is changed in every year.
     *
     * @param kind {@code M} for a month's week and its day, {@code J} for a day of 1 to 365 without 29 February, 0 for a day of 0 to 365
     * @param number month or day
     * @param week 1 to 5, which is the last
     * @param weekday 0 for Sunday
     * @param clockSeconds by the clock before the change
     */
    private record Change(char kind, int number, int week, int weekday, int clockSeconds) {
        long epochSecond(final int year, final int offsetSeconds) {
            return day(year).toEpochDay() * DAY_SECONDS + clockSeconds - offsetSeconds;
        }

        private LocalDate day(final int year) {
            if (kind == 'M') {
                final DayOfWeek day = weekday == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(weekday);
                return YearMonth.of(year, number).atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(week == 5 ? -1 : week, day));
            }
            final LocalDate newYear = LocalDate.of(year, 1, 1);
            if (kind == 'J') {
                return newYear.plusDays(number > 59 && newYear.isLeapYear() ? number : number - 1);
            }
            return newYear.plusDays(number);
        }
    }

    private WrittenZone(final String text) {
        this.text = text;
    }

    /** The zone's rules, null for a text that is none. */
    static ZoneRules rules(final String text) {
        final WrittenZone zone = new WrittenZone(text);
        if (!zone.parse()) {
            return null;
        }
        final Transitions transitions = new Transitions(zone.standardSeconds);
        zone.addTo(transitions, Long.MIN_VALUE);
        return transitions.rules();
    }

    /** Adds the changes that a zone written out has after those that are there; none for a text that is no zone. */
    static void follow(final String text, final Transitions transitions) {
        final WrittenZone zone = new WrittenZone(text);
        if (zone.parse()) {
            zone.addTo(transitions, transitions.last());
        }
    }

    private void addTo(final Transitions transitions, final long after) {
        for (int year = FIRST_YEAR; start != null && year <= Transitions.LAST_YEAR; year++) {
            final long begin = start.epochSecond(year, standardSeconds);
            final long finish = end.epochSecond(year, summerSeconds);
            if (begin > after) {
                transitions.change(begin, summerSeconds);
            }
            if (finish > after) {
                transitions.change(finish, standardSeconds);
            }
        }
    }

    private boolean parse() {
        if (!name() || !startsOffset()) {
            return false;
        }
        standardSeconds = -clockSeconds(MAX_OFFSET_HOURS);
        if (at == text.length()) {
            return true;
        }
        if (!name()) {
            return false;
        }
        summerSeconds = startsOffset() ? -clockSeconds(MAX_OFFSET_HOURS) : standardSeconds + HOUR_SECONDS;
        final Change first = change(USUAL_START);
        final Change second = change(USUAL_END);
        if (first != null && second != null) {
            start = first;
            end = second;
        }
        return true;
    }

    private char next() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    /** Three letters or more, or anything in angle brackets. */
    private boolean name() {
        final int from = at;
        if (next() == '<') {
            at = text.indexOf('>', at) + 1;
            return at > from + 4;
        }
        while (Character.isLetter(next())) {
            at++;
        }
        return at - from >= 3;
    }

    private boolean startsOffset() {
        final char c = next();
        return c == '+' || c == '-' || isDigit(c);
    }

    private static boolean isDigit(final char c) {
        return c >= '0' && c <= '9';
    }

    private int clockSeconds(final int maxHours) {
        final boolean negative = next() == '-';
        if (negative || next() == '+') {
            at++;
        }
        int seconds = Math.min(number(), maxHours) * HOUR_SECONDS;
        for (int unit = HOUR_SECONDS / 60; unit > 0 && next() == ':'; unit /= 60) {
            at++;
            seconds += Math.min(number(), 59) * unit;
        }
        return negative ? -seconds : seconds;
    }

    /** Digits; what is too large stays too large. */
    private int number() {
        int value = 0;
        while (isDigit(next())) {
            value = Math.min(value * 10 + next() - '0', 1_000_000);
            at++;
        }
        return value;
    }

    /** Null for one that is wrong. */
    private Change change(final Change usual) {
        if (at == text.length() || next() == ',' && at + 1 == text.length()) {
            return usual;
        }
        if (next() != ',') {
            return null;
        }
        at++;
        final char kind = next() == 'M' || next() == 'J' ? next() : 0;
        at += kind == 0 ? 0 : 1;
        if (!isDigit(next())) {
            return null;
        }
        final int number = number();
        int week = 1;
        int weekday = 0;
        if (kind == 'M') {
            week = part();
            weekday = part();
        }
        int seconds = usual.clockSeconds;
        if (next() == '/') {
            at++;
            seconds = clockSeconds(MAX_RULE_HOURS);
        }
        final boolean possible = switch (kind) {
            case 'M' -> number >= 1 && number <= 12 && week >= 1 && week <= 5 && weekday >= 0 && weekday <= 6;
            case 'J' -> number >= 1 && number <= 365;
            default -> number <= 365;
        };
        return possible ? new Change(kind, number, week, weekday, seconds) : null;
    }

    private int part() {
        if (next() != '.') {
            return -1;
        }
        at++;
        return isDigit(next()) ? number() : -1;
    }
}
