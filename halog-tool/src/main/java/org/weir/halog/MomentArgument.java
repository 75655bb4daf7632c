package org.weir.halog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment as an argument names it: in ISO 8601, local or with an offset, or as a span of time before now. */
final class MomentArgument {
    private static final Pattern SPAN = Pattern.compile("-(?=.)(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");
    private static final Pattern EPOCH = Pattern.compile("@(\\d{1,11})");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?");
    private static final Pattern OFFSET = Pattern.compile(".*\\d\\d:\\d\\d.*(Z|[+-]\\d\\d(:?\\d\\d)?)");

    private MomentArgument() {
    }

    /**
     * Reads a moment.
     *
     * @param option which option it belongs to, for the message
     * @param now what spans and times of day are relative to
     * @return microseconds since 1970
     */
    static long epochMicros(final String option, final String text, final Instant now, final ZoneId zone) throws UsageException {
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, moment(text.replace(' ', 'T'), now, zone));
        } catch (final DateTimeException | ArithmeticException e) {
            throw new UsageException(option + ": '" + text + "' is no time: give 2026-11-21, 2026-11-21T06:17:29 or 06:17 (local, or with an offset: "
                + "2026-11-21T06:17Z), a span before now such as -15m or -1d12h, or @ and seconds since 1970");
        }
    }

    private static Instant moment(final String text, final Instant now, final ZoneId zone) {
        final Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            return now.minus(Duration.ofDays(number(span, 1)).plusHours(number(span, 2)).plusMinutes(number(span, 3)).plusSeconds(number(span, 4)));
        }
        final Matcher epoch = EPOCH.matcher(text);
        if (epoch.matches()) {
            return Instant.ofEpochSecond(Long.parseLong(epoch.group(1)));
        }
        if (DATE.matcher(text).matches()) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        if (TIME.matcher(text).matches()) {
            return LocalTime.parse(text).atDate(LocalDate.ofInstant(now, zone)).atZone(zone).toInstant();
        }
        if (OFFSET.matcher(text).matches()) {
            return OffsetDateTime.parse(withColon(text)).toInstant();
        }
        return LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    /** An offset of two or four digits is one of ISO 8601 too, but Java wants it with a colon. */
    private static String withColon(final String text) {
        final String hours = text.replaceFirst("([+-]\\d\\d)$", "$1:00");
        return hours.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
    }

    private static long number(final Matcher span, final int group) {
        return span.group(group) == null ? 0 : Long.parseLong(span.group(group));
    }
}
