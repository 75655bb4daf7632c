package org.weir.analytics.aggregate;

import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.MemoryText;

/** Counts statuses of three digits, or termination codes, as {@link CodeCounts} does. */
final class CodeScan extends PlainScan {
    /** Three zeros and a space, as they lie in memory. */
    private static final int ZEROS_AND_SPACE = 0x20303030;
    /** Makes the highest bit of three bytes one if they are more than nine. */
    private static final int BEYOND_NINE = 0x00767676;
    /** Those bits, and all of the byte that is to be a space. */
    private static final int UNUSUAL = 0xff808080;

    private final boolean isStatus;
    private final int fieldsAfterAccept;
    private final IntCounts counts;

    CodeScan(final FieldLayout layout, final boolean isStatus, final IntCounts counts) {
        super(layout);
        this.isStatus = isStatus;
        this.counts = counts;
        fieldsAfterAccept = (isStatus ? layout.status() : layout.termination()) - layout.accept();
    }

    @Override
    long scan(final long from, final long limit) {
        final int afterAccept = fieldsAfterAccept;
        final boolean isNumber = isStatus;
        final long[] small = counts.small();
        long line = from;
        int taken = 0;
        while (line < limit) {
            final long field = field(line, afterAccept);
            if (field == MemoryText.NONE) {
                break;
            }
            final int code = (int) MemoryText.word(field);
            if (isNumber) {
                final int digits = code ^ ZEROS_AND_SPACE;
                if (((digits + BEYOND_NINE | digits) & UNUSUAL) != 0) {
                    break;
                }
                small[(digits & 0xf) * 100 + (digits >>> 8 & 0xf) * 10 + (digits >>> 16 & 0xf)]++;
            } else {
                final byte first = (byte) code;
                final byte second = (byte) (code >>> Byte.SIZE);
                if (first <= ' ' || second <= ' ') {
                    break;
                }
                small[first << Byte.SIZE | second]++;
            }
            taken++;
            line = MemoryText.newline(field) + 1;
        }
        counts.addTotal(taken);
        addLines(taken, 0);
        return line;
    }
}
