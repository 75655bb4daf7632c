package org.weir.analytics.text;

import java.util.Collection;

/**
 * Which fields of entries are asked for, so that a source that makes entries makes no others. Whatever is asked for, the entry of an HTTP request has its
 * status and that of a TCP session its termination state: they tell errors, and one kind from the other.
 */
public final class FieldDemand {
    /** A bit for each field, by its place among all. A set of enums looks for their values by reflection, which would be much of what a run needs to start. */
    private long texts;
    private long numbers;
    private int captureBlock;
    private int captureField;

    /** Asks for how fields are written. */
    public FieldDemand text(final LogField... fields) {
        texts |= bits(fields);
        return this;
    }

    /** Asks for the values of fields that are numbers. */
    public FieldDemand number(final LogField... fields) {
        numbers |= bits(fields);
        return this;
    }

    /** Asks for the timers that an HTTP line has. */
    public FieldDemand timers() {
        return number(LogField.TQ, LogField.TW, LogField.TC, LogField.TR, LogField.TT);
    }

    /** Asks for all that fields have. */
    public FieldDemand both(final Collection<LogField> fields) {
        for (final LogField field : fields) {
            text(field);
            number(field);
        }
        return this;
    }

    /**
     * Asks for a captured header.
     *
     * @param block counted from 1
     * @param field counted from 1
     */
    public FieldDemand capture(final int block, final int field) {
        captureBlock = block;
        captureField = field;
        return this;
    }

    /** The block of the captured header that is asked for, 0 if none is. */
    public int captureBlock() {
        return captureBlock;
    }

    /** Its place in the block, from 1. */
    public int captureField() {
        return captureField;
    }

    /** True if one of these is asked for as text. */
    public boolean wantsText(final LogField... fields) {
        return (texts & bits(fields)) != 0;
    }

    /** True if one of these is asked for as a number. */
    public boolean wantsNumber(final LogField... fields) {
        return (numbers & bits(fields)) != 0;
    }

    private static long bits(final LogField... fields) {
        long bits = 0;
        for (final LogField field : fields) {
            bits |= 1L << field.ordinal();
        }
        return bits;
    }
}
