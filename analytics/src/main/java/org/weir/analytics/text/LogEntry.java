package org.weir.analytics.text;

import java.util.Arrays;

/** One entry of a log, whatever it was read from: numbers by value, text as parts of a byte array. Reused from entry to entry, one per thread. */
public final class LogEntry {
    /** The value of a number that the entry does not have. */
    public static final long ABSENT = Long.MIN_VALUE;

    private static final int FIELDS = LogField.values().length;

    private byte[] bytes;
    private final int[] starts = new int[FIELDS];
    private final int[] ends = new int[FIELDS];
    private final long[] numbers = new long[FIELDS];
    private int captureStart;
    private int captureEnd;

    /** Forgets everything; text will be part of these bytes. */
    public void begin(final byte[] entryBytes) {
        bytes = entryBytes;
        Arrays.fill(starts, 0);
        Arrays.fill(ends, 0);
        Arrays.fill(numbers, ABSENT);
        captureStart = 0;
        captureEnd = 0;
    }

    /** Sets a text. */
    public void setText(final LogField field, final int start, final int end) {
        starts[field.ordinal()] = start;
        ends[field.ordinal()] = end;
    }

    /** Sets a number, together with how it is written if that is in the bytes. */
    public void setNumber(final LogField field, final long value, final int start, final int end) {
        numbers[field.ordinal()] = value;
        setText(field, start, end);
    }

    /** Sets a status as it is written in the bytes, and its class, which one that begins with no digit, -1 for none sent, does not have. */
    public void setStatus(final long value, final int start, final int end) {
        setNumber(LogField.STATUS, value, start, end);
        if (bytes[start] >= '0' && bytes[start] <= '9') {
            setNumber(LogField.CLASS, bytes[start] - '0', start, start + 1);
        }
    }

    /** Sets the captured header that is asked for. */
    public void setCapture(final int start, final int end) {
        captureStart = start;
        captureEnd = end;
    }

    /** Where the captured header that was asked for starts. */
    public int captureStart() {
        return captureStart;
    }

    /** Where it ends; at its start if the entry does not have it. */
    public int captureEnd() {
        return captureEnd;
    }

    /** The bytes that hold the texts. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a text starts. */
    public int start(final LogField field) {
        return starts[field.ordinal()];
    }

    /** Where a text ends; at its start if the entry does not have it. */
    public int end(final LogField field) {
        return ends[field.ordinal()];
    }

    /** True if it is of an HTTP request, which has a status, -1 if none was sent. */
    public boolean isHttp() {
        return numbers[LogField.STATUS.ordinal()] != ABSENT;
    }

    /**
     * The timers of an HTTP request, in the order of its line.
     *
     * @param into receives {@link FieldNumbers#TIMERS} values
     */
    public void timers(final int[] into) {
        into[0] = (int) number(LogField.TQ);
        into[1] = (int) number(LogField.TW);
        into[2] = (int) number(LogField.TC);
        into[3] = (int) number(LogField.TR);
        into[4] = (int) number(LogField.TT);
    }

    /** A number, {@link #ABSENT} if the entry does not have it. */
    public long number(final LogField field) {
        return numbers[field.ordinal()];
    }
}
