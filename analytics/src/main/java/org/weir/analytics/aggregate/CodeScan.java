package org.weir.analytics.aggregate;

import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.MemoryText;

/** Counts statuses of three digits, or termination codes, as {@link CodeCounts} does. */
final class CodeScan extends PlainScan {
    private static final int STATUS_DIGITS = 3;

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
        long line = from;
        int taken = 0;
        while (line < limit) {
            final long date = acceptDate(line, limit);
            final long field = date == MemoryText.NONE ? MemoryText.NONE : MemoryText.field(date, limit, fieldsAfterAccept);
            if (field == MemoryText.NONE) {
                break;
            }
            final long word = MemoryText.word(field);
            if (isStatus) {
                if (MemoryText.firstMarked(MemoryText.nonDigits(word)) != STATUS_DIGITS) {
                    break;
                }
                counts.add(MemoryText.number(word, STATUS_DIGITS));
            } else {
                final byte first = (byte) word;
                final byte second = (byte) (word >>> Byte.SIZE);
                if (first <= ' ' || second <= ' ') {
                    break;
                }
                counts.add(first << Byte.SIZE | second);
            }
            taken++;
            line = MemoryText.newline(field) + 1;
        }
        addLines(taken);
        return line;
    }
}
