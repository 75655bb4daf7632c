package org.weir.analytics.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How often the journal begins a new file. A file is named by the moment in UTC at which its time begins. */
public enum Roll {
    MINUTELY(Duration.ofMinutes(1), "yyyyMMdd-HHmm"),
    HOURLY(Duration.ofHours(1), "yyyyMMdd-HH"),
    DAILY(Duration.ofDays(1), "yyyyMMdd");

    /** What all files of a journal end with: they are Chronicle Queue's. */
    public static final String SUFFIX = ".cq4";

    private final long millis;
    private final int nameLength;
    private final DateTimeFormatter name;

    Roll(Duration length, String pattern) {
        millis = length.toMillis();
        nameLength = pattern.length();
        name = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }

    /** How much time one file covers. */
    public long millis() {
        return millis;
    }

    /** The number of the file that a moment falls into. */
    public int cycle(long epochMillis) {
        return Math.toIntExact(epochMillis / millis);
    }

    /** The name of a file by its number. */
    public String fileName(int cycle) {
        return name.format(Instant.ofEpochMilli(cycle * millis)) + SUFFIX;
    }

    /** Which roll a file's name tells of; null when it is no journal file's. */
    public static Roll ofFileName(String fileName) {
        if (!fileName.endsWith(SUFFIX)) {
            return null;
        }
        for (Roll roll : values()) {
            if (fileName.length() == roll.nameLength + SUFFIX.length() && roll.startMillis(fileName) >= 0) {
                return roll;
            }
        }
        return null;
    }

    /** The moment at which a file's time begins, or -1 when the name is not one of this roll's. */
    public long startMillis(String fileName) {
        int year = digits(fileName, 0, 4);
        int month = digits(fileName, 4, 6);
        int day = digits(fileName, 6, 8);
        boolean dashed = this == DAILY || fileName.charAt(8) == '-';
        int hour = this == DAILY ? 0 : digits(fileName, 9, 11);
        int minute = this == MINUTELY ? digits(fileName, 11, 13) : 0;
        boolean valid = dashed && year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
        if (!valid) {
            return -1;
        }
        long days = java.time.LocalDate.of(year, month, 1).toEpochDay() + day - 1;
        return (days * 24 * 60 + hour * 60L + minute) * 60_000;
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
