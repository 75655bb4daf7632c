package org.weir.analytics.text;

/** Reads HAProxy's HTTP and TCP log formats, after any syslog prefix: the accept date in brackets is looked for. */
public final class StandardEntryParser implements EntryParser {
    private static final int MAX_PREFIX_FIELDS = 32;
    private static final int HTTP_SLASHES = 4;
    private static final int MAX_COOKIE_SPACES = 64;
    private static final int HOUR_LENGTH = "19/Feb/2023:04".length();
    private static final int MINUTE_LENGTH = HOUR_LENGTH + 3;
    private static final int SECOND_LENGTH = MINUTE_LENGTH + 3;

    private final int[] timers = new int[FieldNumbers.TIMERS];

    @Override
    public boolean parse(final LineCursor line, final LogEntry entry) {
        final byte[] bytes = line.bytes();
        final int dateIndex = dateIndex(line);
        if (dateIndex < 0) {
            return false;
        }
        entry.begin(bytes);
        final int timersAt = line.field(dateIndex + 3);
        if (line.isEnd(timersAt)) {
            return false;
        }
        final boolean isHttp = FieldNumbers.afterSlash(bytes, timersAt, HTTP_SLASHES) >= 0;
        if (!isHttp && FieldNumbers.afterSlash(bytes, timersAt, 2) < 0) {
            return false;
        }
        setNames(line, entry, dateIndex);
        return isHttp ? parseHttp(line, entry, dateIndex) : parseTcp(line, entry, dateIndex);
    }

    private static int dateIndex(final LineCursor line) {
        for (int index = 1; index < MAX_PREFIX_FIELDS; index++) {
            final int offset = line.field(index);
            if (line.isEnd(offset)) {
                return -1;
            }
            if (isDate(line.bytes(), offset)) {
                return index;
            }
        }
        return -1;
    }

    /** More than a bracket and a digit: prefixes have those too, as that of ts with brackets around its date. */
    private static boolean isDate(final byte[] bytes, final int offset) {
        return AcceptDate.isDate(bytes, offset) && bytes[offset + 2] >= '0' && bytes[offset + 2] <= '9' && bytes[offset + 3] == '/';
    }

    private static void setNames(final LineCursor line, final LogEntry entry, final int dateIndex) {
        final byte[] bytes = line.bytes();
        final int source = line.field(dateIndex - 1);
        int end = Swar.fieldEnd(bytes, source);
        int sourceEnd = end;
        while (sourceEnd > source && bytes[sourceEnd] != ':') {
            sourceEnd--;
        }
        entry.setText(LogField.SRC, source, sourceEnd > source ? sourceEnd : end);
        final int date = line.field(dateIndex) + 1;
        end = Swar.fieldEnd(bytes, date);
        entry.setText(LogField.HOUR, date, Math.min(end, date + HOUR_LENGTH));
        entry.setText(LogField.MINUTE, date, Math.min(end, date + MINUTE_LENGTH));
        entry.setText(LogField.SECOND, date, Math.min(end, date + SECOND_LENGTH));
        final int frontend = line.field(dateIndex + 1);
        entry.setText(LogField.FRONTEND, frontend, Swar.fieldEnd(bytes, frontend));
        final int server = line.field(dateIndex + 2);
        final int slash = Swar.slash(bytes, server);
        entry.setText(LogField.BACKEND, server, slash);
        entry.setText(LogField.SERVER, server, Swar.fieldEnd(bytes, server));
    }

    private boolean parseHttp(final LineCursor line, final LogEntry entry, final int dateIndex) {
        final byte[] bytes = line.bytes();
        if (!FieldNumbers.readTimers(bytes, skipPlus(bytes, line.field(dateIndex + 3)), timers)) {
            return false;
        }
        entry.setNumber(LogField.TQ, timers[0], 0, 0);
        entry.setNumber(LogField.TW, timers[1], 0, 0);
        entry.setNumber(LogField.TC, timers[2], 0, 0);
        entry.setNumber(LogField.TR, timers[3], 0, 0);
        final int total = FieldNumbers.afterSlash(bytes, line.field(dateIndex + 3), HTTP_SLASHES);
        timers[4] = FieldNumbers.read(bytes, skipPlus(bytes, total));
        entry.setNumber(LogField.TT, timers[4], 0, 0);
        if ((timers[0] | timers[1] | timers[2] | timers[3]) >= 0) {
            entry.setNumber(LogField.TD, Math.max(0, timers[4] - timers[0] - timers[1] - timers[2] - timers[3]), 0, 0);
        }
        final int status = line.field(dateIndex + 4);
        if (!line.isEnd(status)) {
            final int digits = skipPlus(bytes, status);
            entry.setStatus(FieldNumbers.read(bytes, digits), digits, Swar.fieldEnd(bytes, status));
        }
        setNumber(line, entry, LogField.BYTES, line.field(dateIndex + 5));
        final int term = terminationIndex(line, dateIndex + 8);
        setCounters(line, entry, term);
        setRequest(line, entry, term + 3);
        return true;
    }

    /** Where the termination state is: before the first field of five numbers, for captured cookies may have spaces. */
    private static int terminationIndex(final LineCursor line, final int usual) {
        final byte[] bytes = line.bytes();
        for (int index = usual; index < usual + MAX_COOKIE_SPACES; index++) {
            final int term = line.field(index);
            if (line.isEnd(term)) {
                return usual;
            }
            final int counters = nextField(bytes, term);
            if (bytes[counters] >= '0' && bytes[counters] <= '9' && FieldNumbers.afterSlash(bytes, counters, HTTP_SLASHES) >= 0) {
                return index;
            }
        }
        return usual;
    }

    private static boolean parseTcp(final LineCursor line, final LogEntry entry, final int dateIndex) {
        final byte[] bytes = line.bytes();
        final int queue = line.field(dateIndex + 3);
        entry.setNumber(LogField.TW, FieldNumbers.read(bytes, queue), 0, 0);
        entry.setNumber(LogField.TC, FieldNumbers.read(bytes, FieldNumbers.afterSlash(bytes, queue, 1)), 0, 0);
        entry.setNumber(LogField.TT, FieldNumbers.read(bytes, skipPlus(bytes, FieldNumbers.afterSlash(bytes, queue, 2))), 0, 0);
        setNumber(line, entry, LogField.BYTES, line.field(dateIndex + 4));
        setCounters(line, entry, dateIndex + 5);
        return true;
    }

    private static void setCounters(final LineCursor line, final LogEntry entry, final int index) {
        final byte[] bytes = line.bytes();
        final int term = line.field(index);
        entry.setText(LogField.TERM, term, Swar.fieldEnd(bytes, term));
        final int connections = line.field(index + 1);
        if (!line.isEnd(connections)) {
            setPart(bytes, entry, LogField.ACTCONN, connections);
            setPart(bytes, entry, LogField.RETRIES, FieldNumbers.afterSlash(bytes, connections, 4));
        }
        final int queues = line.field(index + 2);
        if (!line.isEnd(queues)) {
            setPart(bytes, entry, LogField.SRVQUEUE, queues);
            setPart(bytes, entry, LogField.BACKQUEUE, FieldNumbers.afterSlash(bytes, queues, 1));
        }
    }

    private static void setRequest(final LineCursor line, final LogEntry entry, final int index) {
        final byte[] bytes = line.bytes();
        int at = line.field(index);
        while (!Captures.isRequest(bytes, at)) {
            if (line.isEnd(at)) {
                return;
            }
            at = nextField(bytes, at);
        }
        final int method = bytes[at] == '"' ? at + 1 : at + 2;
        final int methodEnd = Swar.fieldEnd(bytes, at);
        final int wordEnd = withoutQuote(bytes, method, methodEnd);
        final int url = nextField(bytes, at);
        if (wordEnd < methodEnd || line.isEnd(url)) {
            // <BADREQ> and the like: what stands there is shown in place of a URL.
            entry.setText(LogField.METHOD, method, wordEnd);
            entry.setText(LogField.URL, method, wordEnd);
            entry.setText(LogField.PATH, method, wordEnd);
            return;
        }
        entry.setText(LogField.METHOD, method, methodEnd);
        // Where the line was cut at the URL, the quote is at its end; option httpslog has fields behind it.
        final int urlEnd = withoutQuote(bytes, url, Swar.fieldEnd(bytes, url));
        int pathEnd = url;
        while (pathEnd < urlEnd && bytes[pathEnd] != '?' && bytes[pathEnd] != ';') {
            pathEnd++;
        }
        entry.setText(LogField.URL, url, urlEnd);
        entry.setText(LogField.PATH, url, pathEnd);
    }

    /** The end without the request's closing quote, which may have been escaped as its opening one: a quote within is encoded. */
    private static int withoutQuote(final byte[] bytes, final int start, final int end) {
        if (end <= start || bytes[end - 1] != '"') {
            return end;
        }
        return end - 1 > start && bytes[end - 2] == '\\' ? end - 2 : end - 1;
    }

    private static void setNumber(final LineCursor line, final LogEntry entry, final LogField field, final int offset) {
        if (!line.isEnd(offset)) {
            final int start = skipPlus(line.bytes(), offset);
            final long value = field == LogField.BYTES ? FieldNumbers.readLong(line.bytes(), start) : FieldNumbers.read(line.bytes(), start);
            entry.setNumber(field, value, start, Swar.fieldEnd(line.bytes(), offset));
        }
    }

    private static void setPart(final byte[] bytes, final LogEntry entry, final LogField field, final int offset) {
        if (offset >= 0) {
            final int start = skipPlus(bytes, offset);
            entry.setNumber(field, FieldNumbers.read(bytes, start), start, Swar.slash(bytes, offset));
        }
    }

    /** What is not final with option logasap, and the retries of a request that went to another server, have a plus sign. */
    private static int skipPlus(final byte[] bytes, final int offset) {
        return bytes[offset] == '+' ? offset + 1 : offset;
    }

    private static int nextField(final byte[] bytes, final int offset) {
        int at = Swar.fieldEnd(bytes, offset);
        while (bytes[at] == ' ') {
            at++;
        }
        return at;
    }
}
