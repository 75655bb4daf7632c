package org.weir.analytics.text;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which fields of entries are asked for, so that a source that makes entries makes no others. Whatever is asked for, the entry of an HTTP request has its
 * status and that of a TCP session its termination state: they tell errors, and one kind from the other.
 */
public final class FieldDemand {
    private final Set<LogField> texts = EnumSet.noneOf(LogField.class);
    private final Set<LogField> numbers = EnumSet.noneOf(LogField.class);
    private int captureBlock;
    private int captureField;

    /** Asks for how fields are written. */
    public FieldDemand text(final LogField... fields) {
        texts.addAll(List.of(fields));
        return this;
    }

    /** Asks for the values of fields that are numbers. */
    public FieldDemand number(final LogField... fields) {
        numbers.addAll(List.of(fields));
        return this;
    }

    /** Asks for the timers that an HTTP line has. */
    public FieldDemand timers() {
        return number(LogField.TQ, LogField.TW, LogField.TC, LogField.TR, LogField.TT);
    }

    /** Asks for all that fields have. */
    public FieldDemand both(final Collection<LogField> fields) {
        texts.addAll(fields);
        numbers.addAll(fields);
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
        return wants(texts, fields);
    }

    /** True if one of these is asked for as a number. */
    public boolean wantsNumber(final LogField... fields) {
        return wants(numbers, fields);
    }

    private static boolean wants(final Set<LogField> wanted, final LogField... fields) {
        for (final LogField field : fields) {
            if (wanted.contains(field)) {
                return true;
            }
        }
        return false;
    }
}
