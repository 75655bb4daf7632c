package org.weir.analytics.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;
import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/**
 * Requests, errors, bytes and a timer's distribution for every value of some fields. Distributions are HdrHistograms of two digits: a percentile is
 * within 1 % of the true one, and exact below 256 ms.
 */
public final class GroupTable implements EntryAction {
    /** How many groups there are at most; beyond it, those counted least are dropped. */
    public static final int MAX_GROUPS = 1 << 14;
    private static final int MAX_KEY_BYTES = 1 << 24;
    /** Of all numbers, which are bytes at most; timers have 32 bits, which is 24 days. */
    private static final long MAX_NUMBER = 1L << 60;
    private static final int DIGITS = 2;

    private static final int REQUESTS = 0;
    private static final int ERRORS = 1;
    private static final int BYTES = 2;
    /** Index into the histograms, plus one. It is a column so that it moves with its row. */
    private static final int HISTOGRAM = 3;
    /** The timer's largest value, exactly: that of a histogram is its bucket's upper end. */
    private static final int LARGEST = 4;
    private static final int COLUMNS = 5;

    /** Between the values of several fields in a key: no line has it in one. */
    public static final char SEPARATOR = 0;

    /** What stands for bytes that are no UTF-8. */
    private static final char REPLACEMENT = 0xFFFD;

    /**
     * One group, when all is counted.
     *
     * @param largest of the timer's values, 0 of none
     */
    public record Group(String key, long requests, long errors, long bytes, AbstractHistogram times, long largest) {
        /** A percentile of the timer, 0 of nothing. */
        public long percentile(final double percent) {
            return times.getTotalCount() == 0 ? 0 : Math.min(times.getValueAtPercentile(percent), largest);
        }
    }

    /** Prints groups. */
    public interface Printer {
        /** Prints the groups; returns how many. */
        long print(GroupTable table, ByteText into, long limit);
    }

    private final EntryReader reader;
    private final List<LogField> fields;
    /** How much of each value a key of several has, so that none is cut off: the key itself has its longest. */
    private final int maxValueBytes;
    private final LogField timer;
    private final Printer printer;
    private final KeyTable table = new KeyTable(COLUMNS, MAX_GROUPS, MAX_KEY_BYTES);
    /** With counts of 32 bits as long as these hold all of a group. */
    private final List<AbstractHistogram> histograms = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();
    private long knownDropped;
    private byte[] key = new byte[1 << 10];

    /**
     * An empty table.
     *
     * @param fields what makes a group
     * @param timer whose distribution to keep
     */
    public GroupTable(final EntryReader reader, final List<LogField> fields, final LogField timer, final Printer printer) {
        this.reader = reader;
        this.fields = fields;
        maxValueBytes = (KeyTable.MAX_KEY_LENGTH + 1) / fields.size() - 1;
        this.timer = timer;
        this.printer = printer;
    }

    @Override
    public EntryReader reader() {
        return reader;
    }

    @Override
    public void ask(final FieldDemand demand) {
        reader.ask(demand);
        demand.both(fields).number(LogField.BYTES, timer);
    }

    @Override
    public void add(final LogEntry entry, final boolean isError) {
        final int row;
        if (fields.size() == 1 && entry.end(fields.getFirst()) > entry.start(fields.getFirst())) {
            final LogField field = fields.getFirst();
            row = row(entry.bytes(), entry.start(field), entry.end(field) - entry.start(field));
        } else {
            // Before the array is named: a long key makes a larger one.
            final int length = makeKey(entry);
            row = row(key, 0, length);
        }
        table.add(row, REQUESTS, 1);
        if (isError) {
            table.add(row, ERRORS, 1);
        }
        table.add(row, BYTES, Math.max(0, entry.number(LogField.BYTES)));
        final long millis = entry.number(timer);
        if (millis >= 0) {
            final long value = Math.min(millis, MAX_NUMBER);
            roomyHistogram(row).recordValue(value);
            raiseLargest(row, value);
        }
    }

    @Override
    public void merge(final LineAction other) {
        final GroupTable from = (GroupTable) other;
        for (int row = 0; row < from.table.rows(); row++) {
            final int into = row(from.table.keyBytes(), from.table.keyStart(row), from.table.keyEnd(row) - from.table.keyStart(row));
            table.add(into, REQUESTS, from.table.get(row, REQUESTS));
            table.add(into, ERRORS, from.table.get(row, ERRORS));
            table.add(into, BYTES, from.table.get(row, BYTES));
            roomyHistogram(into).add(from.histogram(row));
            raiseLargest(into, from.table.get(row, LARGEST));
        }
        table.addDropped(from.table);
        knownDropped = table.droppedKeys();
    }

    @Override
    public long print(final ByteText into, final long lineLimit) {
        return printer.print(this, into, lineLimit);
    }

    @Override
    public long droppedKeys() {
        return table.droppedKeys();
    }

    @Override
    public long maxMissed() {
        return table.maxMissed();
    }

    /** What makes a group. */
    public List<LogField> fields() {
        return fields;
    }

    /** Whose distribution is kept. */
    public LogField timer() {
        return timer;
    }

    /** All groups, in no particular order. The histograms are the table's own. */
    public List<Group> groups() {
        final List<Group> groups = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            groups.add(new Group(key(row), table.get(row, REQUESTS), table.get(row, ERRORS), table.get(row, BYTES), histogram(row),
                table.get(row, LARGEST)));
        }
        return groups;
    }

    private String key(final int row) {
        final byte[] bytes = table.keyBytes();
        final int end = table.keyEnd(row);
        final StringBuilder values = new StringBuilder();
        int start = table.keyStart(row);
        for (int at = start; at < end; at++) {
            if (bytes[at] == SEPARATOR) {
                values.append(value(bytes, start, at)).append(SEPARATOR);
                start = at + 1;
            }
        }
        return values.append(value(bytes, start, end)).toString();
    }

    /** A value, which is UTF-8 or else Latin-1: what differs in the log is not to look alike. */
    private static String value(final byte[] bytes, final int start, final int end) {
        final String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        final boolean isUtf8 = text.indexOf(REPLACEMENT) < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, start, end));
        return isUtf8 ? text : new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private int row(final byte[] bytes, final int offset, final int length) {
        final int row = table.row(bytes, offset, length);
        if (table.droppedKeys() != knownDropped) {
            knownDropped = table.droppedKeys();
            reclaim();
        }
        return row;
    }

    private void raiseLargest(final int row, final long value) {
        final long known = table.get(row, LARGEST);
        if (value > known) {
            table.add(row, LARGEST, value - known);
        }
    }

    /** The histogram of a row whose requests are counted already: none of its counts will be too large for it. */
    private AbstractHistogram roomyHistogram(final int row) {
        final AbstractHistogram found = histogram(row);
        if (table.get(row, REQUESTS) <= Integer.MAX_VALUE || found instanceof Histogram) {
            return found;
        }
        final Histogram roomy = new Histogram(DIGITS);
        roomy.setAutoResize(true);
        roomy.add(found);
        histograms.set((int) table.get(row, HISTOGRAM) - 1, roomy);
        return roomy;
    }

    private AbstractHistogram histogram(final int row) {
        final int index = (int) table.get(row, HISTOGRAM) - 1;
        if (index >= 0) {
            return histograms.get(index);
        }
        final int taken;
        if (free.isEmpty()) {
            taken = histograms.size();
            histograms.add(new IntCountsHistogram(DIGITS));
            histograms.getLast().setAutoResize(true);
        } else {
            taken = free.removeLast();
        }
        table.add(row, HISTOGRAM, taken + 1);
        return histograms.get(taken);
    }

    /** Rows were dropped: their histograms are free. */
    private void reclaim() {
        final boolean[] used = new boolean[histograms.size()];
        for (int row = 0; row < table.rows(); row++) {
            final int index = (int) table.get(row, HISTOGRAM) - 1;
            if (index >= 0) {
                used[index] = true;
            }
        }
        free.clear();
        for (int index = 0; index < used.length; index++) {
            if (!used[index]) {
                histograms.get(index).reset();
                free.add(index);
            }
        }
    }

    /** Writes the values of the fields, {@link #SEPARATOR} between them and a dash for one that is missing; returns the length. */
    private int makeKey(final LogEntry entry) {
        int length = 0;
        for (int index = 0; index < fields.size(); index++) {
            if (index > 0) {
                length = put(length, String.valueOf(SEPARATOR));
            }
            final LogField field = fields.get(index);
            final int count = Math.min(entry.end(field) - entry.start(field), maxValueBytes);
            if (count > 0) {
                reserve(length + count);
                System.arraycopy(entry.bytes(), entry.start(field), key, length, count);
                length += count;
            } else {
                length = put(length, entry.number(field) == LogEntry.ABSENT ? "-" : Long.toString(entry.number(field)));
            }
        }
        return length;
    }

    private int put(final int at, final String ascii) {
        reserve(at + ascii.length());
        for (int index = 0; index < ascii.length(); index++) {
            key[at + index] = (byte) ascii.charAt(index);
        }
        return at + ascii.length();
    }

    private void reserve(final int length) {
        if (key.length < length) {
            key = Arrays.copyOf(key, length * 2);
        }
    }
}
