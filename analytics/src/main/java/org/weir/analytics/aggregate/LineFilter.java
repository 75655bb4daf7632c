package org.weir.analytics.aggregate;

import java.time.ZoneId;

import org.weir.analytics.text.AcceptDate;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.FieldNumbers;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/** Which lines an analysis takes. Every test that is on must hold; the whole can be inverted. Immutable, shared by all threads. */
public final class LineFilter {
    /** What a filter says of a line. */
    public enum Verdict {
        /** The line is taken. */
        PASS,
        /** The line is left out. */
        FAIL,
        /** The line ended before a field that is tested. */
        TRUNCATED,
        /** A field that is tested could not be read, or the line has no accept date where it belongs. */
        UNREADABLE,
        /** The line of this entry has to be tested. Never said of a line. */
        BY_LINE
    }

    /** Which requests are told by their status. */
    public enum Errors {
        /** Not tested. */
        ANY,
        /** Status 5xx, or negative. */
        ONLY,
        /** Neither. */
        NONE
    }

    /** Which requests are told by their place in queues. */
    public enum Queued {
        /** Not tested. */
        ANY,
        /** Waited in any queue. */
        SOMEWHERE,
        /** Waited in the server's queue. */
        AT_SERVER
    }

    /**
     * What is tested.
     *
     * @param minEpochSeconds compared as unsigned, as is the next
     * @param responseMillis negative for no bound
     * @param termination two characters as they stand in the line
     */
    public record Tests(boolean invert, boolean httpOnly, Errors errors, Queued queued,
            boolean byTime, int minEpochSeconds, int maxEpochSeconds,
            boolean byResponseTime, int responseMillis, boolean invertResponseTime,
            boolean byTermination, int termination, boolean invertTermination,
            boolean byStatus, int minStatus, int maxStatus, boolean invertStatus) {
        /** True if every line passes, readable or not. */
        public boolean isEmpty() {
            return !httpOnly && errors == Errors.ANY && queued == Queued.ANY && !byTime && !byResponseTime && !byTermination && !byStatus;
        }
    }

    /** Null to pass all. */
    private final Tests tests;
    private final FieldLayout layout;
    private final ZoneId zone;
    /** Most runs: the compiler then has less to do before the run is over. */
    private final boolean isTestingDateOnly;

    /**
     * A filter.
     *
     * @param zone of the log's dates, null unless {@link Tests#byTime()}
     */
    public LineFilter(final Tests tests, final FieldLayout layout, final ZoneId zone) {
        this.tests = tests;
        this.layout = layout;
        this.zone = zone;
        isTestingDateOnly = tests != null && tests.isEmpty() && !tests.invert;
    }

    /** A filter that passes every line, readable or not. */
    public static LineFilter passingAll() {
        return new LineFilter(null, null, null);
    }

    /** True if a line passes whenever it has an accept date where it belongs. */
    boolean isTestingDateOnly() {
        return isTestingDateOnly;
    }

    /** Tests a line. */
    public Verdict test(final LineCursor line) {
        if (tests == null) {
            return Verdict.PASS;
        }
        final int accept = layout.accept() < 0 ? -1 : line.field(layout.accept());
        if (accept < 0 || !AcceptDate.isDate(line.bytes(), accept)) {
            return Verdict.UNREADABLE;
        }
        if (isTestingDateOnly) {
            return Verdict.PASS;
        }
        return testTimers(line, !tests.byTime || isInTime(line.bytes(), accept));
    }

    /** Tests an entry that was no line: its date is where it belongs, and an HTTP request has all that is tested. */
    public Verdict test(final LogEntry entry) {
        if (tests == null || isTestingDateOnly) {
            return Verdict.PASS;
        }
        if (!entry.isHttp()) {
            return Verdict.BY_LINE;
        }
        boolean holds = !tests.byTime || isInTime(entry.bytes(), entry.start(LogField.SECOND) - 1);
        if (tests.byResponseTime) {
            holds &= isResponseTime((int) entry.number(LogField.TR));
        }
        holds &= isStatus((int) entry.number(LogField.STATUS));
        if (tests.queued != Queued.ANY) {
            holds &= entry.number(LogField.SRVQUEUE) != 0 || tests.queued == Queued.SOMEWHERE && entry.number(LogField.BACKQUEUE) > 0;
        }
        if (tests.byTermination) {
            holds &= isTermination(entry.bytes(), entry.start(LogField.TERM));
        }
        return holds ^ tests.invert ? Verdict.PASS : Verdict.FAIL;
    }

    /** Names the fields that entries must have. */
    public void ask(final FieldDemand demand) {
        if (tests == null) {
            return;
        }
        if (tests.byTime) {
            demand.text(LogField.SECOND);
        }
        if (tests.byResponseTime) {
            demand.number(LogField.TR);
        }
        if (tests.queued != Queued.ANY) {
            demand.number(LogField.SRVQUEUE, LogField.BACKQUEUE);
        }
        if (tests.byTermination) {
            demand.text(LogField.TERM);
        }
    }

    private Verdict testTimers(final LineCursor line, final boolean heldSoFar) {
        boolean holds = heldSoFar;
        if (tests.httpOnly || tests.byResponseTime) {
            final int timers = line.field(layout.timers());
            if (line.isEnd(timers)) {
                return Verdict.TRUNCATED;
            }
            final int response = FieldNumbers.afterSlash(line.bytes(), timers, 3);
            if (tests.httpOnly) {
                holds &= response >= 0;
            }
            if (tests.byResponseTime) {
                if (response < 0) {
                    return Verdict.UNREADABLE;
                }
                holds &= isResponseTime(FieldNumbers.read(line.bytes(), response));
            }
        }
        return testStatus(line, holds);
    }

    private boolean isResponseTime(final int millis) {
        final boolean isLong = tests.responseMillis < 0 || millis >= tests.responseMillis;
        return isLong ^ tests.invertResponseTime;
    }

    private Verdict testStatus(final LineCursor line, final boolean heldSoFar) {
        boolean holds = heldSoFar;
        if (tests.errors != Errors.ANY || tests.byStatus) {
            final int offset = line.field(layout.status());
            if (line.isEnd(offset)) {
                return Verdict.TRUNCATED;
            }
            holds &= isStatus(FieldNumbers.read(line.bytes(), offset));
        }
        if (tests.queued != Queued.ANY) {
            final int queues = line.field(layout.queues());
            if (line.isEnd(queues)) {
                return Verdict.TRUNCATED;
            }
            holds &= isQueued(line.bytes(), queues);
        }
        return testTermination(line, holds);
    }

    private boolean isStatus(final int status) {
        boolean holds = true;
        if (tests.errors != Errors.ANY) {
            final boolean isError = status < 0 || status >= 500 && status <= 599;
            holds = isError == (tests.errors == Errors.ONLY);
        }
        if (tests.byStatus) {
            final boolean isWithin = status >= tests.minStatus && status <= tests.maxStatus;
            holds &= isWithin ^ tests.invertStatus;
        }
        return holds;
    }

    private boolean isQueued(final byte[] bytes, final int queues) {
        if (bytes[queues] != '0' || tests.queued == Queued.AT_SERVER) {
            return bytes[queues] != '0';
        }
        // The next slash of the line, whatever field it is in: a request's too, if the field has none.
        int at = queues;
        while (bytes[at] != '/') {
            if (bytes[at] == '\n' || bytes[at] == 0) {
                return false;
            }
            at++;
        }
        return bytes[at + 1] >= '1' && bytes[at + 1] <= '9';
    }

    private Verdict testTermination(final LineCursor line, final boolean heldSoFar) {
        boolean holds = heldSoFar;
        if (tests.byTermination) {
            final int termination = line.field(layout.termination());
            if (line.isEnd(termination)) {
                return Verdict.TRUNCATED;
            }
            holds &= isTermination(line.bytes(), termination);
        }
        return holds ^ tests.invert ? Verdict.PASS : Verdict.FAIL;
    }

    private boolean isTermination(final byte[] bytes, final int termination) {
        final int second = bytes[termination + 1] == '\n' ? 0 : bytes[termination + 1] & 0xff;
        final boolean isCode = ((bytes[termination] & 0xff) << 8 | second) == tests.termination;
        return isCode ^ tests.invertTermination;
    }

    private boolean isInTime(final byte[] bytes, final int accept) {
        final int seconds = AcceptDate.epochSeconds(bytes, accept, zone);
        return Integer.compareUnsigned(seconds, tests.minEpochSeconds) >= 0 && Integer.compareUnsigned(seconds, tests.maxEpochSeconds) <= 0;
    }
}
