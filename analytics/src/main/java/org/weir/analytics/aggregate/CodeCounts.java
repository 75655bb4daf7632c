package org.weir.analytics.aggregate;

import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.FieldNumbers;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/** Requests per status code, termination code or cookie code. */
public final class CodeCounts implements LineAction {
    /** Which code is counted. */
    public enum Code {
        /** The HTTP status, a number. */
        STATUS,
        /** The first two characters of the termination state. */
        TERMINATION,
        /** The two characters of the termination state that speak of the persistence cookie. */
        COOKIE
    }

    /** Statuses have three digits. */
    private static final int STATUSES = 1000;

    private final Code code;
    private final FieldLayout layout;
    private final int fieldIndex;
    private final IntCounts counts;

    /** Counts one of the codes. */
    public CodeCounts(final Code code, final FieldLayout layout) {
        this.code = code;
        this.layout = layout;
        counts = code == Code.STATUS ? new IntCounts(STATUSES) : new IntCounts();
        fieldIndex = code == Code.STATUS ? layout.status() : layout.termination();
    }

    @Override
    public Outcome accept(final LineCursor line, final LineOutput output) {
        final int offset = line.field(fieldIndex);
        if (line.isEnd(offset)) {
            return Outcome.TRUNCATED;
        }
        final byte[] bytes = line.bytes();
        counts.add(switch (code) {
            case STATUS -> FieldNumbers.read(bytes, offset);
            case TERMINATION -> pair(bytes, offset);
            case COOKIE -> pair(bytes, afterPair(bytes, offset));
        });
        return Outcome.KEPT;
    }

    @Override
    public Outcome accept(final LogEntry entry, final LineOutput output) {
        if (code == Code.STATUS) {
            // Where the status is in a line of HTTP, one of TCP has its bytes.
            counts.add((int) entry.number(entry.isHttp() ? LogField.STATUS : LogField.BYTES));
            return Outcome.KEPT;
        }
        if (!entry.isHttp()) {
            return Outcome.TRUNCATED;
        }
        final byte[] bytes = entry.bytes();
        final int termination = entry.start(LogField.TERM);
        counts.add(pair(bytes, code == Code.TERMINATION ? termination : afterPair(bytes, termination)));
        return Outcome.KEPT;
    }

    @Override
    public void ask(final FieldDemand demand) {
        if (code == Code.STATUS) {
            demand.number(LogField.STATUS, LogField.BYTES);
        } else {
            demand.text(LogField.TERM);
        }
    }

    @Override
    public PlainScan plainScan() {
        return code != Code.COOKIE && PlainScan.suits(layout) ? new CodeScan(layout, code == Code.STATUS, counts) : null;
    }

    @Override
    public void merge(final LineAction other) {
        counts.merge(((CodeCounts) other).counts);
    }

    @Override
    public long print(final ByteText into, final long lineLimit) {
        long lines = 0;
        for (final int value : counts.sortedValues()) {
            if (code == Code.STATUS) {
                into.append(value);
            } else {
                into.append((char) (value >> 8 & 0xff)).append((char) (value & 0xff));
            }
            into.append(' ').append(counts.count(value)).append('\n');
            if (++lines == lineLimit || lineLimit == 0) {
                break;
            }
        }
        return lines;
    }

    @Override
    public int droppedBits() {
        return counts.droppedBits();
    }

    /** Two characters as one number. They count as signed bytes, which decides the order beyond ASCII, and what is printed there. */
    private static int pair(final byte[] bytes, final int offset) {
        if (bytes[offset] == '\n') {
            return 0;
        }
        final byte second = bytes[offset + 1];
        return (bytes[offset] << 8) + (second == '\n' ? 0 : second);
    }

    private static int afterPair(final byte[] bytes, final int offset) {
        final boolean isShort = bytes[offset] == '\n' || bytes[offset] == 0 || bytes[offset + 1] == '\n' || bytes[offset + 1] == 0;
        return isShort ? offset + 1 : offset + 2;
    }
}
