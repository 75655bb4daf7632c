package org.weir.analytics.aggregate;

import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.FieldNumbers;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;
import org.weir.analytics.text.Swar;

/** Status classes, errors and times per server. */
public final class ServerTable implements LineAction {
    private static final int CLASSES = 6;
    private static final int REQUESTS = 0;
    private static final int FIRST_CLASS = 1;
    private static final int OK = FIRST_CLASS + CLASSES;
    private static final int CONNECT_SUM = OK + 1;
    private static final int CONNECT_COUNT = OK + 2;
    private static final int RESPONSE_SUM = OK + 3;
    private static final int RESPONSE_COUNT = OK + 4;
    private static final int COLUMNS = OK + 5;

    private final FieldLayout layout;
    private final KeyTable servers = new KeyTable(COLUMNS);
    private final int[] timers = new int[FieldNumbers.TIMERS];

    /** An empty table. */
    public ServerTable(final FieldLayout layout) {
        this.layout = layout;
    }

    @Override
    public Outcome accept(final LineCursor line, final LineOutput output) {
        final byte[] bytes = line.bytes();
        final int name = line.field(layout.server());
        if (line.isEnd(name)) {
            return Outcome.TRUNCATED;
        }
        final int row = servers.row(bytes, name, Swar.fieldEnd(bytes, name) - name);
        final int timersAt = line.field(layout.timers());
        if (line.isEnd(timersAt)) {
            return Outcome.TRUNCATED;
        }
        if (!FieldNumbers.readTimers(bytes, timersAt, timers)) {
            return Outcome.UNREADABLE;
        }
        addTimers(row, timers[2], timers[3], (timers[0] | timers[1] | timers[2] | timers[3] | timers[4]) >= 0);
        final int status = line.field(layout.status());
        if (line.isEnd(status)) {
            return Outcome.TRUNCATED;
        }
        addRequest(row, bytes[status] - '0');
        return Outcome.KEPT;
    }

    @Override
    public Outcome accept(final LogEntry entry, final LineOutput output) {
        final int name = entry.start(LogField.SERVER);
        final int row = servers.row(entry.bytes(), name, entry.end(LogField.SERVER) - name);
        if (!entry.isHttp()) {
            return Outcome.UNREADABLE;
        }
        entry.timers(timers);
        addTimers(row, timers[2], timers[3], (timers[0] | timers[1] | timers[2] | timers[3] | timers[4]) >= 0);
        addRequest(row, entry.number(LogField.CLASS));
        return Outcome.KEPT;
    }

    @Override
    public void ask(final FieldDemand demand) {
        demand.text(LogField.SERVER).number(LogField.CLASS).timers();
    }

    private void addRequest(final int row, final long statusClass) {
        servers.add(row, FIRST_CLASS + (statusClass >= 1 && statusClass < CLASSES ? (int) statusClass : CLASSES) - 1, 1);
        servers.add(row, REQUESTS, 1);
    }

    @Override
    public PlainScan plainScan() {
        return PlainScan.suits(layout) ? new ServerScan(layout, this, servers) : null;
    }

    /**
     * Counts a request.
     *
     * @param row the server's
     * @param hasAllTimers whether none is negative
     */
    void add(final int row, final int connectMillis, final int responseMillis, final boolean hasAllTimers, final byte statusDigit) {
        addTimers(row, connectMillis, responseMillis, hasAllTimers);
        addRequest(row, statusDigit - '0');
    }

    @Override
    public void merge(final LineAction other) {
        servers.merge(((ServerTable) other).servers);
    }

    @Override
    public long print(final ByteText into, final long lineLimit) {
        into.append("#srv_name 1xx 2xx 3xx 4xx 5xx other tot_req req_ok pct_ok avg_ct avg_rt\n");
        long lines = 0;
        for (final int row : RowOrder.ascendingKeys(servers)) {
            into.append(servers.keyBytes(), servers.keyStart(row), servers.keyEnd(row) - servers.keyStart(row));
            for (int index = 0; index < CLASSES; index++) {
                into.append(' ').append(servers.get(row, FIRST_CLASS + index));
            }
            into.append(' ').append(servers.get(row, REQUESTS)).append(' ').append(servers.get(row, OK)).append(' ')
                .appendOneDecimal(percentOk(row)).append(' ').append(average(row, CONNECT_SUM)).append(' ').append(average(row, RESPONSE_SUM)).append('\n');
            if (++lines == lineLimit || lineLimit == 0) {
                break;
            }
        }
        return lines;
    }

    @Override
    public long droppedKeys() {
        return servers.droppedKeys();
    }

    @Override
    public long maxMissed() {
        return servers.maxMissed();
    }

    private void addTimers(final int row, final int connectMillis, final int responseMillis, final boolean isValid) {
        if (connectMillis >= 0) {
            servers.add(row, CONNECT_SUM, connectMillis);
            servers.add(row, CONNECT_COUNT, 1);
        }
        if (responseMillis >= 0) {
            servers.add(row, RESPONSE_SUM, responseMillis);
            servers.add(row, RESPONSE_COUNT, 1);
        }
        if (isValid) {
            servers.add(row, OK, 1);
        }
    }

    private double percentOk(final int row) {
        // A line that ends behind its timers is valid, and no request.
        return 100.0 * servers.get(row, OK) / Math.max(servers.get(row, REQUESTS), 1);
    }

    private long average(final int row, final int sumColumn) {
        final long count = servers.get(row, sumColumn + 1);
        return count == 0 ? 0 : servers.get(row, sumColumn) / count;
    }
}
