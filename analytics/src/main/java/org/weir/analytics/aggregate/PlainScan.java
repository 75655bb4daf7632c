package org.weir.analytics.aggregate;

import org.weir.analytics.text.AcceptDate;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.MemoryText;

/**
 * Takes lines that can be understood at a glance, where they lie in memory, and counts them as its {@link LineAction} would. What a line costs is then little
 * more than passing over its bytes, in one small method that is compiled early: on most logs the run is over before a larger one would be. All lines
 * that are in any way unusual are left to the action.
 */
public abstract class PlainScan {
    private final int accept;
    private int lines;

    PlainScan(final FieldLayout layout) {
        accept = layout.accept();
    }

    /** True if lines of this layout can be taken. */
    static boolean suits(final FieldLayout layout) {
        return layout.accept() > 0;
    }

    /**
     * Takes lines up to the first one that is unusual.
     *
     * @param from where a line starts, outside the heap
     * @param limit where the block ends
     * @return the address of the line that was not taken, or {@code limit}
     */
    abstract long scan(long from, long limit);

    /** How many lines were taken since this was asked last. */
    final int takeLines() {
        final int taken = lines;
        lines = 0;
        return taken;
    }

    final void addLines(final int taken) {
        lines += taken;
    }

    /** The address of a line's accept date, {@link MemoryText#NONE} if it is not to be seen at a glance. */
    final long acceptDate(final long line, final long limit) {
        // What starts with a space has no field there; the sign stands for bytes beyond ASCII.
        if (MemoryText.octet(line) <= ' ') {
            return MemoryText.NONE;
        }
        final long date = MemoryText.field(line, limit, accept);
        return date != MemoryText.NONE && AcceptDate.isDate(MemoryText.octet(date), MemoryText.octet(date + 1)) ? date : MemoryText.NONE;
    }
}
