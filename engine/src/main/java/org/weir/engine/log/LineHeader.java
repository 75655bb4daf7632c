package org.weir.engine.log;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.line.LogDate;
import org.weir.analytics.line.LogText;
import org.weir.engine.config.model.LogTarget;

/** Journal agent only. Writes what stands before the text of a line, for each target's format as HAProxy 2.6 writes it. */
final class LineHeader {
    private static final int DATE_BYTES = 15;
    private static final int MICROS_PER_SECOND = 1_000_000;


    private final String sentHostname;
    private final UnsafeBuffer date = new UnsafeBuffer(new byte[DATE_BYTES]);
    private long dateSecond = Long.MIN_VALUE;

    /** @param sendHostname {@code log-send-hostname}: null = none, "" = the system's name */
    LineHeader(String sendHostname) {
        sentHostname = sendHostname != null && sendHostname.isEmpty() ? ProcessIdentity.HOSTNAME : sendHostname;
    }

    /** @return the new end */
    int append(LogTarget target, String tag, int level, long epochMicros, MutableDirectBuffer out, int offset, int limit) {
        int severity = Math.max(level, target.minLevel());
        int priority = target.facility() << 3 | severity;
        return switch (format(target)) {
            case RAW -> offset;
            case ISO -> iso(epochMicros, out, offset, limit);
            case SHORT -> priority(severity, out, offset, limit);
            case PRIORITY -> priority(priority, out, offset, limit);
            case TIMED -> iso(epochMicros, out, priority(severity, out, offset, limit), limit);
            case LOCAL -> tag(tag, out, date(epochMicros, out, priority(priority, out, offset, limit), limit), limit);
            case RFC3164 -> {
                int end = date(epochMicros, out, priority(priority, out, offset, limit), limit);
                yield tag(tag, out, word(sentHostname == null ? "localhost" : sentHostname, out, end, limit), limit);
            }
            case RFC5424 -> {
                int end = word("1", out, priority(priority, out, offset, limit), limit);
                end = word(sentHostname == null ? "-" : sentHostname, out, iso(epochMicros, out, end, limit), limit);
                end = LogText.number(out, word(tag, out, end, limit), limit, ProcessIdentity.PID);
                yield LogText.put(out, end, limit, " - - ");
            }
        };
    }

    /** Without a format of its own, a target gets the local one, or the one with a host name where that is to be sent. */
    private LogTarget.Format format(LogTarget target) {
        if (target.format() != null) {
            return target.format();
        }
        return sentHostname == null ? LogTarget.Format.LOCAL : LogTarget.Format.RFC3164;
    }

    private static int priority(int number, MutableDirectBuffer out, int offset, int limit) {
        return LogText.put(out, LogText.number(out, LogText.put(out, offset, limit, '<'), limit, number), limit, '>');
    }

    private int date(long epochMicros, MutableDirectBuffer out, int offset, int limit) {
        long second = Math.floorDiv(epochMicros, MICROS_PER_SECOND);
        if (second != dateSecond) {
            dateSecond = second;
            LogDate.syslog(date, 0, DATE_BYTES, second);
        }
        int length = Math.min(DATE_BYTES, limit - offset);
        out.putBytes(offset, date, 0, length);
        return LogText.put(out, offset + length, limit, ' ');
    }

    private static int iso(long epochMicros, MutableDirectBuffer out, int offset, int limit) {
        return LogText.put(out, LogDate.iso(out, offset, limit, epochMicros), limit, ' ');
    }

    private static int word(String word, MutableDirectBuffer out, int offset, int limit) {
        return LogText.put(out, LogText.put(out, offset, limit, word), limit, ' ');
    }

    private static int tag(String tag, MutableDirectBuffer out, int offset, int limit) {
        int end = LogText.put(out, LogText.put(out, offset, limit, tag), limit, '[');
        return LogText.put(out, LogText.number(out, end, limit, ProcessIdentity.PID), limit, "]: ");
    }
}
