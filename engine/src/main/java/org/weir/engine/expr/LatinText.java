package org.weir.engine.expr;

import org.agrona.DirectBuffer;

/**
 * Engine agent only. A slice of bytes as the characters of ISO-8859-1, for the regular expression engines. Counts the characters that are
 * looked at, so that an engine without a linear-time promise can be stopped.
 */
final class LatinText implements CharSequence {
    /** What sixteen characters may count for: where they took longer, the thread was held up. */
    private static final long MOST_NANOS_COUNTED = 5_000_000;

    private DirectBuffer buffer;
    private int offset;
    private int length;
    private long stepsLeft;
    private long nanosLeft;
    private long lookedNanos;

    /**
     * Begins with a slice.
     *
     * @param maxSteps characters that may be looked at
     * @param maxNanos how long it may take, the time that the whole thread stood still left out: looked up at every sixteenth character
     */
    LatinText of(DirectBuffer buffer, int offset, int length, long maxSteps, long maxNanos) {
        this.lookedNanos = System.nanoTime();
        this.nanosLeft = maxNanos;
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.stepsLeft = maxSteps;
        return this;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (--stepsLeft < 0 || (stepsLeft & 0xF) == 0 && isTimeOver()) {
            throw StepLimit.REACHED;
        }
        return (char) (buffer.getByte(offset + index) & 0xFF);
    }

    private boolean isTimeOver() {
        final long nowNanos = System.nanoTime();
        nanosLeft -= Math.min(nowNanos - lookedNanos, MOST_NANOS_COUNTED);
        lookedNanos = nowNanos;
        return nanosLeft < 0;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().substring(start, end);
    }

    @Override
    public String toString() {
        return buffer.getStringWithoutLengthAscii(offset, length);
    }

    /** Unwinds a matcher that looked at too many characters; one instance, since nobody reads its stack. */
    static final class StepLimit extends RuntimeException {
        static final StepLimit REACHED = new StepLimit();
        private static final long serialVersionUID = 1L;

        private StepLimit() {
            super("regular expression step limit", null, false, false);
        }
    }
}
