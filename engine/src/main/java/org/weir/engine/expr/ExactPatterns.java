package org.weir.engine.expr;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.weir.engine.http.AsciiText;

/** Engine agent only. {@code str}, {@code bin} and methods: whole values, looked up by hash. */
final class ExactPatterns extends PatternSet {
    /** What is compared. */
    enum Kind { TEXT, BINARY, METHOD }

    private final Kind kind;
    private final TextScratch scratch = new TextScratch();
    private final ByteStringSet exact = new ByteStringSet(false);
    private final ByteStringSet folded = new ByteStringSet(true);

    ExactPatterns(Kind kind) {
        this.kind = kind;
    }

    @Override
    boolean matches(Sample sample) {
        if (!Casts.cast(sample, kind == Kind.BINARY ? SampleType.BIN : SampleType.STR, scratch)) {
            return false;
        }
        final DirectBuffer bytes = sample.bytes();
        return exact.contains(bytes, sample.offset(), sample.length()) || folded.contains(bytes, sample.offset(), sample.length());
    }

    /** Methods know no {@code -i}. */
    @Override
    void add(String text, boolean ignoreCase) throws ExpressionException {
        final byte[] bytes = kind == Kind.BINARY ? FetchTable.hexBytes(text) : text.getBytes(StandardCharsets.ISO_8859_1);
        (ignoreCase && kind == Kind.TEXT ? folded : exact).add(bytes);
    }

    /** Byte strings by hash, open addressing. */
    private static final class ByteStringSet {
        private final boolean ignoreCase;
        private byte[][] slots = new byte[8][];
        private int size;

        ByteStringSet(boolean ignoreCase) {
            this.ignoreCase = ignoreCase;
        }

        boolean contains(DirectBuffer bytes, int offset, int length) {
            if (size == 0) {
                return false;
            }
            int hash = length;
            for (int i = 0; i < length; i++) {
                hash = hash * 31 + fold(bytes.getByte(offset + i));
            }
            for (int slot = slot(hash); slots[slot] != null; slot = slot + 1 & slots.length - 1) {
                final byte[] candidate = slots[slot];
                if (ignoreCase ? AsciiText.equalIgnoreCase(bytes, offset, length, candidate) : AsciiText.equal(bytes, offset, length, candidate)) {
                    return true;
                }
            }
            return false;
        }

        void add(byte[] bytes) {
            if (2 * ++size > slots.length) {
                final byte[][] old = slots;
                slots = new byte[2 * old.length][];
                for (final byte[] entry : old) {
                    if (entry != null) {
                        put(entry);
                    }
                }
            }
            final byte[] entry = bytes.clone();
            for (int i = 0; i < entry.length; i++) {
                entry[i] = fold(entry[i]);
            }
            put(entry);
        }

        private void put(byte[] entry) {
            int hash = entry.length;
            for (final byte b : entry) {
                hash = hash * 31 + b;
            }
            int slot = slot(hash);
            while (slots[slot] != null) {
                if (java.util.Arrays.equals(slots[slot], entry)) {
                    size--;
                    return;
                }
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = entry;
        }

        private byte fold(byte b) {
            return ignoreCase ? AsciiText.lower(b) : b;
        }

        private int slot(int hash) {
            final int mixed = (hash ^ hash >>> 15) * 0x9E37_79B1;
            return (mixed ^ mixed >>> 15) & slots.length - 1;
        }
    }
}
