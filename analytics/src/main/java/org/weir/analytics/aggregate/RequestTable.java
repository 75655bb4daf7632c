package org.weir.analytics.aggregate;

import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.Captures;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.FieldNumbers;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;
import org.weir.analytics.text.Swar;

/** Requests, errors, times and bytes per URL or per client address. */
public final class RequestTable implements LineAction {
    /** What a row stands for. */
    public enum Key {
        /** The URL up to its query. */
        URL,
        /** The URL with its query. */
        URL_WITH_QUERY,
        /** The client's address without its port. */
        SOURCE
    }

    /** What the rows are sorted by, always the largest first. */
    public enum Order {
        /** The key. */
        KEY,
        /** Requests. */
        COUNT,
        /** Errors. */
        ERRORS,
        /** Average time. */
        AVERAGE_TIME,
        /** Total time. */
        TOTAL_TIME,
        /** Average time of valid requests. */
        AVERAGE_OK_TIME,
        /** Total time of valid requests. */
        TOTAL_OK_TIME,
        /** Average bytes. */
        AVERAGE_BYTES,
        /** Total bytes. */
        TOTAL_BYTES
    }

    private static final int REQUESTS = 0;
    private static final int ERRORS = 1;
    private static final int TOTAL_TIME = 2;
    private static final int OK_TIME = 3;
    private static final int BYTES = 4;
    private static final int COLUMNS = 5;

    private final FieldLayout layout;
    private final Key key;
    private final Order order;
    private final KeyTable table = new KeyTable(COLUMNS);
    private final int[] timers = new int[FieldNumbers.TIMERS];

    /** An empty table. */
    public RequestTable(final FieldLayout layout, final Key key, final Order order) {
        this.layout = layout;
        this.key = key;
        this.order = order;
    }

    @Override
    public Outcome accept(final LineCursor line, final LineOutput output) {
        return key == Key.SOURCE ? acceptSource(line) : acceptUrl(line);
    }

    @Override
    public Outcome accept(final LogEntry entry, final LineOutput output) {
        if (!entry.isHttp()) {
            return Outcome.UNREADABLE;
        }
        entry.timers(timers);
        final LogField field = field();
        final int row = table.row(entry.bytes(), entry.start(field), entry.end(field) - entry.start(field));
        addRequest(row);
        table.add(row, BYTES, (int) entry.number(LogField.BYTES));
        return Outcome.KEPT;
    }

    @Override
    public void ask(final FieldDemand demand) {
        demand.text(field()).number(LogField.BYTES).timers();
    }

    private LogField field() {
        return switch (key) {
            case URL -> LogField.PATH;
            case URL_WITH_QUERY -> LogField.URL;
            case SOURCE -> LogField.SRC;
        };
    }

    @Override
    public void merge(final LineAction other) {
        table.merge(((RequestTable) other).table);
    }

    @Override
    public long droppedKeys() {
        return table.droppedKeys();
    }

    @Override
    public long maxMissed() {
        return table.maxMissed();
    }

    @Override
    public long print(final ByteText into, final long lineLimit) {
        into.append("#req err ttot tavg oktot okavg bavg btot src\n");
        long lines = 0;
        for (final int row : sortedRows()) {
            final long requests = table.get(row, REQUESTS);
            into.append(requests).append(' ').append(table.get(row, ERRORS)).append(' ')
                .appendUnsigned(table.get(row, TOTAL_TIME)).append(' ').appendUnsigned(average(row, TOTAL_TIME, requests)).append(' ')
                .appendUnsigned(table.get(row, OK_TIME)).append(' ').appendUnsigned(averageOk(row)).append(' ')
                .appendUnsigned(average(row, BYTES, requests)).append(' ').appendUnsigned(table.get(row, BYTES)).append(' ')
                .append(table.keyBytes(), table.keyStart(row), table.keyEnd(row) - table.keyStart(row)).append('\n');
            if (++lines == lineLimit || lineLimit == 0) {
                break;
            }
        }
        return lines;
    }

    private int[] sortedRows() {
        return switch (order) {
            case KEY -> RowOrder.descendingKeys(table);
            case COUNT -> RowOrder.descending(table, row -> table.get(row, REQUESTS));
            case ERRORS -> RowOrder.descending(table, row -> table.get(row, ERRORS));
            case AVERAGE_TIME -> RowOrder.descending(table, row -> average(row, TOTAL_TIME, table.get(row, REQUESTS)));
            case TOTAL_TIME -> RowOrder.descending(table, row -> table.get(row, TOTAL_TIME));
            case AVERAGE_OK_TIME -> RowOrder.descending(table, row -> averageOk(row));
            case TOTAL_OK_TIME -> RowOrder.descending(table, row -> table.get(row, OK_TIME));
            case AVERAGE_BYTES -> RowOrder.descending(table, row -> average(row, BYTES, table.get(row, REQUESTS)));
            case TOTAL_BYTES -> RowOrder.descending(table, row -> table.get(row, BYTES));
        };
    }

    private long average(final int row, final int column, final long count) {
        return count == 0 ? 0 : Long.divideUnsigned(table.get(row, column), count);
    }

    private long averageOk(final int row) {
        return average(row, OK_TIME, table.get(row, REQUESTS) - table.get(row, ERRORS));
    }

    private Outcome acceptUrl(final LineCursor line) {
        final byte[] bytes = line.bytes();
        final int timersAt = line.field(layout.timers());
        if (line.isEnd(timersAt)) {
            return Outcome.TRUNCATED;
        }
        if (!FieldNumbers.readTimers(bytes, timersAt, timers)) {
            return Outcome.UNREADABLE;
        }
        final int length = line.field(layout.length());
        int url = line.field(layout.request());
        while (!Captures.isRequest(bytes, url)) {
            if (line.isEnd(url)) {
                return Outcome.TRUNCATED;
            }
            url = nextField(bytes, url);
        }
        final int afterMethod = nextField(bytes, url);
        if (!line.isEnd(afterMethod)) {
            url = afterMethod;
        }
        final int row = table.row(bytes, url, urlEnd(bytes, url) - url);
        addRequest(row);
        table.add(row, BYTES, FieldNumbers.read(bytes, length));
        return Outcome.KEPT;
    }

    private int urlEnd(final byte[] bytes, final int offset) {
        final int end = Swar.fieldEnd(bytes, offset);
        if (key == Key.URL) {
            for (int at = offset; at < end; at++) {
                if (bytes[at] == '?' || bytes[at] == ';') {
                    return at;
                }
            }
        }
        return end;
    }

    private Outcome acceptSource(final LineCursor line) {
        final byte[] bytes = line.bytes();
        final int source = line.field(layout.source());
        final int sourceEnd = Swar.fieldEnd(bytes, source);
        final int timersAt = line.field(layout.timers());
        if (line.isEnd(timersAt)) {
            return Outcome.TRUNCATED;
        }
        if (!FieldNumbers.readTimers(bytes, timersAt, timers)) {
            return Outcome.UNREADABLE;
        }
        final int length = line.field(layout.length());
        int end = sourceEnd;
        while (end > source && bytes[end] != ':') {
            end--;
        }
        if (bytes[end] != ':') {
            end = line.textEnd();
        }
        final int row = table.row(bytes, source, end - source);
        addRequest(row);
        table.add(row, BYTES, FieldNumbers.read(bytes, length));
        return Outcome.KEPT;
    }

    /**
     * Adds what the timers say. The time of a URL is the server's response time, or the total time of a request that got no response; that of a client is
     * the time it took to receive the request, or the total time if it was not received whole.
     */
    private void addRequest(final int row) {
        final int request = timers[0];
        final int total = timers[4];
        if (key == Key.SOURCE) {
            addRequest(row, (request | total) < 0, request, total);
        } else {
            addRequest(row, (request | timers[1] | timers[2] | timers[3] | total) < 0, timers[3], total);
        }
    }

    private void addRequest(final int row, final boolean isError, final int partMillis, final int totalMillis) {
        table.add(row, REQUESTS, 1);
        if (isError) {
            table.add(row, ERRORS, 1);
        }
        if (partMillis >= 0) {
            table.add(row, TOTAL_TIME, partMillis);
            table.add(row, OK_TIME, partMillis);
        } else {
            table.add(row, TOTAL_TIME, Math.max(totalMillis, -1));
        }
    }

    private static int nextField(final byte[] bytes, final int offset) {
        int at = Swar.fieldEnd(bytes, offset);
        while (bytes[at] == ' ') {
            at++;
        }
        return at;
    }
}
