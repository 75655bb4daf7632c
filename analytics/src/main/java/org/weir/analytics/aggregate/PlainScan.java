package org.weir.analytics.aggregate;

import org.weir.analytics.text.AcceptDate;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.FieldNumbers;
import org.weir.analytics.text.MemoryText;

/**
 * Takes lines that can be understood at a glance, where they lie in memory, and counts them as its {@link LineAction} would. What a line costs is then little
 * more than passing over its bytes, in one small method that is compiled early: on most logs the run is over before a larger one would be. That is why each
 * kind has the loop over lines for itself: one for all, with a call for each line, took 2 to 6 % longer in whole runs. All lines that are in any way
 * unusual are left to the action.
 */
public abstract class PlainScan {
    /** What of a word is needed to tell where a number in it ends. */
    private static final int MAX_DIGITS = Long.BYTES - 1;

    /** The timers that were read last. */
    final int[] timers = new int[FieldNumbers.TIMERS];
    /** Whether none of them is negative. */
    boolean hasAllTimers;

    private final int accept;
    private int lines;
    private int outputLines;

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

    /** How many of them count as output. */
    final int takeOutputLines() {
        final int taken = outputLines;
        outputLines = 0;
        return taken;
    }

    final void addLines(final int taken, final int output) {
        lines += taken;
        outputLines += output;
    }

    /**
     * The address of a field after the accept date, unless there is a control character before it, or soon after.
     *
     * @param line where a line starts; it ends with a newline, so there is a control character in any case
     * @param afterAccept how many fields it comes after the accept date; at least 1
     * @return {@link MemoryText#NONE} if this is not to be seen at a glance, or if there is no date where one belongs
     */
    final long field(final long line, final int afterAccept) {
        // What starts with a space has no field there; the sign stands for bytes beyond ASCII.
        if (MemoryText.octet(line) <= ' ') {
            return MemoryText.NONE;
        }
        long at = line;
        int remaining = accept;
        boolean isAfterDate = false;
        // A mark in the lowest byte if the byte before this word is a space.
        long carried = 0;
        while (true) {
            final long word = MemoryText.word(at);
            final long low = MemoryText.upToSpace(word);
            // Controls lack the bit that a space has.
            if ((low & ~(word << 2)) != 0) {
                return MemoryText.NONE;
            }
            long starts = (low << Byte.SIZE | carried) & ~low;
            carried = low >>> Long.SIZE - Byte.SIZE;
            final int found = Long.bitCount(starts);
            if (found < remaining) {
                remaining -= found;
                at += Long.BYTES;
                continue;
            }
            for (; remaining > 1; remaining--) {
                starts &= starts - 1;
            }
            at += MemoryText.firstMarked(starts);
            if (isAfterDate) {
                return at;
            }
            if (!AcceptDate.isDate(MemoryText.octet(at), MemoryText.octet(at + 1))) {
                return MemoryText.NONE;
            }
            isAfterDate = true;
            remaining = afterAccept;
            carried = 0;
        }
    }

    /**
     * Reads five timers of few digits.
     *
     * @return the address of the space after them, {@link MemoryText#NONE} if there is anything else
     */
    final long readTimers(final long from) {
        final int[] into = timers;
        long at = from;
        int signs = 0;
        int index = 0;
        byte end;
        // Ended by what is there: the compiler would unroll a counted loop, and take longer for it than that saves.
        do {
            long word = MemoryText.word(at);
            final boolean isNegative = (byte) word == '-';
            int most = MAX_DIGITS;
            if (isNegative) {
                word >>>= Byte.SIZE;
                at++;
                most--;
            }
            final int digits = MemoryText.firstMarked(MemoryText.nonDigits(word));
            if (digits == 0 || digits > most || index == FieldNumbers.TIMERS) {
                return MemoryText.NONE;
            }
            final int number = MemoryText.number(word, digits);
            final int value = isNegative ? -number : number;
            into[index] = value;
            index++;
            signs |= value;
            at += digits;
            end = MemoryText.octet(at);
            at++;
        } while (end == '/');
        hasAllTimers = signs >= 0;
        return index == FieldNumbers.TIMERS && end == ' ' ? at - 1 : MemoryText.NONE;
    }
}
