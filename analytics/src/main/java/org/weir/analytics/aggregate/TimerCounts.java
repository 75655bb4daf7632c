package org.weir.analytics.aggregate;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.FieldNumbers;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;

/** Distributions of the timers of valid requests: percentiles, or a graph with the weight of each rounded value. */
public final class TimerCounts implements LineAction {
    /** The first array of a graph is for the total time of requests that lack a timer. */
    private static final int INVALID = 0;
    private static final int REQUEST = 1;
    private static final int CONNECT = 2;
    private static final int RESPONSE = 3;
    private static final int DATA = 4;
    private static final int ARRAYS = 5;
    private static final int PERMILLE = 1000;

    private final FieldLayout layout;
    private final boolean isGraph;
    private final IntCounts[] values = new IntCounts[ARRAYS];
    private final int[] timers = new int[FieldNumbers.TIMERS];

    /**
     * Empty distributions.
     *
     * @param isGraph whether to print a graph instead of percentiles
     */
    public TimerCounts(final FieldLayout layout, final boolean isGraph) {
        this.layout = layout;
        this.isGraph = isGraph;
        for (int index = 0; index < ARRAYS; index++) {
            values[index] = new IntCounts();
        }
    }

    @Override
    public Outcome accept(final LineCursor line, final LineOutput output) {
        final int timersAt = line.field(layout.timers());
        if (line.isEnd(timersAt)) {
            return Outcome.TRUNCATED;
        }
        if (!FieldNumbers.readTimers(line.bytes(), timersAt, timers)) {
            return Outcome.UNREADABLE;
        }
        if (!isValid()) {
            addInvalid(timers);
            return Outcome.KEPT;
        }
        final int data = data(timers);
        if (data < 0 && !output.isQuiet()) {
            report(line, output, data);
        }
        return add(data);
    }

    @Override
    public Outcome accept(final LogEntry entry, final LineOutput output) {
        if (!entry.isHttp()) {
            return Outcome.UNREADABLE;
        }
        entry.timers(timers);
        if (!isValid()) {
            addInvalid(timers);
            return Outcome.KEPT;
        }
        final int data = data(timers);
        // A message shows the line.
        return data < 0 && !output.isQuiet() ? Outcome.BY_LINE : add(data);
    }

    @Override
    public void ask(final FieldDemand demand) {
        demand.timers();
    }

    private boolean isValid() {
        return (timers[0] | timers[1] | timers[2] | timers[3] | timers[4]) >= 0;
    }

    /** Counts the timers of a request that lacks one of them. */
    void addInvalid(final int[] read) {
        final int total = Math.max(read[4], -1);
        values[INVALID].add(isGraph ? round(total) : total);
    }

    /** Counts the timers of a request that has all of them; false, with nothing done, if they exceed the total time. */
    boolean add(final int[] read) {
        final int data = data(read);
        if (data < 0) {
            return false;
        }
        values[REQUEST].add(read[0]);
        values[CONNECT].add(read[2]);
        values[RESPONSE].add(read[3]);
        values[DATA].add(data);
        return true;
    }

    /** What is left of the total time. */
    private static int data(final int[] read) {
        return read[4] - read[0] - read[1] - read[2] - read[3];
    }

    private Outcome add(final int data) {
        values[REQUEST].add(isGraph ? round(timers[0]) : timers[0]);
        values[CONNECT].add(isGraph ? round(timers[2]) : timers[2]);
        values[RESPONSE].add(isGraph ? round(timers[3]) : timers[3]);
        values[DATA].add(isGraph ? round(data) : data);
        return Outcome.OUTPUT;
    }

    @Override
    public PlainScan plainScan() {
        return !isGraph && PlainScan.suits(layout) ? new TimerScan(layout, this) : null;
    }

    @Override
    public void merge(final LineAction other) {
        for (int index = 0; index < ARRAYS; index++) {
            values[index].merge(((TimerCounts) other).values[index]);
        }
    }

    @Override
    public long print(final ByteText into, final long lineLimit) {
        if (isGraph) {
            printGraph(into);
        } else if (values[REQUEST].total() > 0) {
            printPercentiles(into);
        }
        return 0;
    }

    @Override
    public int droppedBits() {
        int dropped = 0;
        for (final IntCounts counts : values) {
            dropped = Math.max(dropped, counts.droppedBits());
        }
        return dropped;
    }

    @Override
    public boolean isAggregate() {
        return false;
    }

    private void report(final LineCursor line, final LineOutput output, final int data) {
        output.err().append("ERR: ").append(line.bytes(), line.lineStart(), line.textEnd() - line.lineStart()).append(" (");
        for (final int timer : timers) {
            output.err().append(timer).append(' ');
        }
        output.err().append("=> ").append(data).append(")\n");
    }

    private void printGraph(final ByteText into) {
        for (int index = 0; index < ARRAYS; index++) {
            for (final int value : values[index].sortedValues()) {
                final double weight = 1 + (double) values[index].count(value) / step(value);
                final String rounded = new BigDecimal(weight).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
                into.append(index).append(' ').append(value).append(' ').append(rounded).append('\n');
            }
        }
    }

    private void printPercentiles(final ByteText into) {
        final long requests = values[REQUEST].total();
        final int[][] sorted = new int[ARRAYS][];
        final int[] at = new int[ARRAYS];
        final long[] passed = new long[ARRAYS];
        for (int index = REQUEST; index < ARRAYS; index++) {
            sorted[index] = values[index].sortedValues();
            passed[index] = values[index].count(sorted[index][0]);
        }
        for (int permille = 1; permille <= PERMILLE; permille += nextStep(permille)) {
            // In floating point, as the original: 35 % of 180 are 62 there.
            final long rank = (long) (permille / (double) PERMILLE * requests);
            into.append(permille / 10).append('.').append(permille % 10).append(' ').append(rank).append(' ');
            for (int index = REQUEST; index < ARRAYS; index++) {
                while (passed[index] < rank) {
                    passed[index] += values[index].count(sorted[index][++at[index]]);
                }
                into.append(sorted[index][at[index]]).append(' ');
            }
            into.append('\n');
        }
    }

    /** Finer at both ends. */
    private static int nextStep(final int permille) {
        if (permille < 20 || permille >= 980) {
            return 1;
        }
        return permille < 100 || permille >= 900 ? 10 : 50;
    }

    /** Keeps a value's first four binary digits. */
    private static int round(final int value) {
        final int magnitude = value < 0 ? -value : value;
        final int step = step(value);
        final int rounded = magnitude & -step;
        return value < 0 ? -rounded : rounded;
    }

    private static int step(final int value) {
        final int digits = Integer.SIZE - Integer.numberOfLeadingZeros(value < 0 ? -value : value);
        return digits <= 4 ? 1 : 1 << digits - 4;
    }
}
