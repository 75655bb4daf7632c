package org.weir.engine.expr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.weir.engine.http.AsciiText;

/** Engine agent only. {@code beg}, {@code end}, {@code sub}, {@code dir} and {@code dom}: patterns in order, each compared in place. */
final class PartialPatterns extends PatternSet {
    private final MatchMethod method;
    private final TextScratch scratch = new TextScratch();
    private byte[][] patterns = {};
    private boolean[] folded = {};
    private final List<byte[]> added = new ArrayList<>();
    private final List<Boolean> addedFolded = new ArrayList<>();

    PartialPatterns(MatchMethod method) {
        this.method = method;
    }

    @Override
    boolean matches(Sample sample) {
        if (!Casts.toText(sample, scratch)) {
            return false;
        }
        final DirectBuffer text = sample.bytes();
        final int offset = sample.offset();
        final int length = sample.length();
        for (int i = 0; i < patterns.length; i++) {
            final byte[] pattern = patterns[i];
            final boolean fold = folded[i];
            final int spare = length - pattern.length;
            if (spare < 0) {
                continue;
            }
            final boolean found = switch (method) {
                case BEG -> equal(text, offset, pattern, fold);
                case END -> equal(text, offset + spare, pattern, fold);
                case SUB -> containsPart(text, offset, length, pattern, fold);
                default -> containsWord(text, offset, length, pattern, fold);
            };
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(DirectBuffer text, int offset, byte[] pattern, boolean fold) {
        return fold
            ? AsciiText.equalIgnoreCase(text, offset, pattern.length, pattern)
            : AsciiText.equal(text, offset, pattern.length, pattern);
    }

    private static boolean containsPart(DirectBuffer text, int offset, int length, byte[] pattern, boolean fold) {
        for (int at = 0; at <= length - pattern.length; at++) {
            if (equal(text, offset + at, pattern, fold)) {
                return true;
            }
        }
        return false;
    }

    /** The pattern with a delimiter, or an end of the text, on both sides. */
    private boolean containsWord(DirectBuffer text, int offset, int length, byte[] pattern, boolean fold) {
        if (pattern.length == 0) {
            return false;
        }
        for (int at = 0; at <= length - pattern.length; at++) {
            final int end = at + pattern.length;
            if ((at == 0 || isDelimiter(text.getByte(offset + at - 1))) && (end == length || isDelimiter(text.getByte(offset + end)))
                    && equal(text, offset + at, pattern, fold)) {
                return true;
            }
        }
        return false;
    }

    private boolean isDelimiter(byte b) {
        return b == '/' || b == '?' || method == MatchMethod.DOM && (b == '.' || b == ':');
    }

    @Override
    void add(String text, boolean ignoreCase) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (method == MatchMethod.DIR || method == MatchMethod.DOM) {
            bytes = trimmed(bytes);
        }
        if (ignoreCase) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = AsciiText.lower(bytes[i]);
            }
        }
        added.add(bytes);
        addedFolded.add(ignoreCase);
    }

    @Override
    void seal() {
        patterns = added.toArray(new byte[0][]);
        folded = new boolean[patterns.length];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = addedFolded.get(i);
        }
    }

    /** Delimiters at the ends of a pattern do not count. */
    private byte[] trimmed(byte[] bytes) {
        int from = 0;
        int to = bytes.length;
        while (from < to && isDelimiter(bytes[from])) {
            from++;
        }
        while (from < to && isDelimiter(bytes[to - 1])) {
            to--;
        }
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }
}
