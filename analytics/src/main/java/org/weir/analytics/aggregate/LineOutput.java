package org.weir.analytics.aggregate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

import org.weir.analytics.text.ByteText;

/** What the lines of one block put out, on standard output and standard error. Line numbers are filled in once those of the block are known. */
public final class LineOutput {
    private static final int INITIAL_BYTES = 1 << 12;

    private final ByteText out = new ByteText(INITIAL_BYTES);
    private final ByteText err = new ByteText(INITIAL_BYTES);
    private final boolean quiet;
    private int[] numberAt = new int[16];
    private int[] lineInBlock = new int[16];
    private int numbers;

    /**
     * Empty output.
     *
     * @param quiet whether to leave out messages
     */
    public LineOutput(final boolean quiet) {
        this.quiet = quiet;
    }

    /** Standard output. */
    public ByteText out() {
        return out;
    }

    /** Whether messages are left out. */
    public boolean isQuiet() {
        return quiet;
    }

    /** Messages for standard error. */
    public ByteText err() {
        return err;
    }

    /** True if there is neither output nor a message. */
    public boolean isEmpty() {
        return out.length() == 0 && err.length() == 0;
    }

    /** Marks where in the messages the number of a line of this block belongs. */
    public void addLineNumber(final int line) {
        if (numbers == numberAt.length) {
            numberAt = Arrays.copyOf(numberAt, numbers * 2);
            lineInBlock = Arrays.copyOf(lineInBlock, numbers * 2);
        }
        numberAt[numbers] = err.length();
        lineInBlock[numbers++] = line;
    }

    /** Writes the messages with their line numbers. */
    public void writeMessages(final OutputStream to, final long linesBefore) throws IOException {
        int from = 0;
        final ByteText number = new ByteText(20);
        for (int index = 0; index < numbers; index++) {
            err.writeTo(to, from, numberAt[index]);
            from = numberAt[index];
            number.clear();
            number.append(linesBefore + lineInBlock[index]).writeTo(to);
        }
        err.writeTo(to, from, err.length());
    }

    /** Makes it empty. */
    public void clear() {
        out.clear();
        err.clear();
        numbers = 0;
    }
}
