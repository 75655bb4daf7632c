package org.weir.engine.expr;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Engine agent only. A regular expression over bytes, taken as characters of ISO-8859-1; the syntax is PCRE's as far as the engines go. Three of
 * them, the first that takes the pattern works:
 *
 * <ol>
 * <li>{@link ByteMatcher}: in place, no allocation; gives up after a number of steps proportional to the text, then the next one answers
 * <li>RE2J: time linear in the text, allocates
 * <li>{@code java.util.regex}, for back-references and look-around: allocates, and stops after {@link #MAX_STEPS} characters looked at
 * </ol>
 *
 * The last two also stop after 50 ms. A search that was stopped counts as no match and in {@link #abandonedMatches()}.
 */
public final class ByteRegex {
    /** Groups that can be asked for: the whole match and nine more, as in replacement strings. */
    public static final int MAX_GROUPS = 10;

    /** Characters an engine without a linear-time promise may look at in one search: some milliseconds. */
    static final long MAX_STEPS = 1_000_000;

    /** Linear in the text is still slow when large counted repetitions make a large automaton: no search takes longer. */
    private static final long MAX_NANOS = 50_000_000;

    private static final int MAX_PATTERN_LENGTH = 8192;
    private static final LongAdder ABANDONED = new LongAdder();

    private final String text;
    private final ByteMatcher bytes;
    private final com.google.re2j.Matcher linear;
    private final java.util.regex.Matcher bounded;
    private final int groupCount;
    private final LatinText view = new LatinText();
    private final int[] groups = new int[2 * MAX_GROUPS];

    private ByteRegex(String text, ByteMatcher bytes, com.google.re2j.Matcher linear, java.util.regex.Matcher bounded) {
        this.text = text;
        this.bytes = bytes;
        this.linear = linear;
        this.bounded = bounded;
        this.groupCount = linear != null ? linear.groupCount() : bounded.groupCount();
    }

    /**
     * Compiles a pattern.
     *
     * @throws ExpressionException when no engine understands it
     */
    public static ByteRegex compile(String pattern, boolean ignoreCase) throws ExpressionException {
        if (pattern.length() > MAX_PATTERN_LENGTH) {
            throw new ExpressionException("regex is too long: " + pattern.length() + " characters, at most " + MAX_PATTERN_LENGTH);
        }
        com.google.re2j.Matcher linear = null;
        if (!RegexDialect.needsBacktracking(pattern, ignoreCase)) {
            try {
                final int flags = ignoreCase ? com.google.re2j.Pattern.CASE_INSENSITIVE : 0;
                linear = com.google.re2j.Pattern.compile(pattern, flags).matcher("");
            } catch (com.google.re2j.PatternSyntaxException beyondLinear) {
                linear = null;
            }
        }
        if (linear != null) {
            return new ByteRegex(pattern, ByteMatcher.compile(pattern, ignoreCase), linear, null);
        }
        try {
            final int flags = Pattern.UNIX_LINES | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
            return new ByteRegex(pattern, null, null, Pattern.compile(RegexDialect.toJava(pattern), flags).matcher(""));
        } catch (PatternSyntaxException e) {
            throw new ExpressionException("regex '" + pattern + "' is invalid : " + e.getDescription() + " at offset " + e.getIndex(), e);
        } catch (StackOverflowError e) {
            throw new ExpressionException("regex is nested too deeply", e);
        }
    }

    /** Searches between two offsets of the slice; the groups are then those of this match. */
    public boolean find(DirectBuffer buffer, int offset, int length) {
        return find(buffer, offset, length, 0);
    }

    /**
     * Searches the slice from an index on.
     *
     * @param from index in the slice where a match may begin at the earliest; what lies before it still counts for {@code ^} and {@code \b}
     */
    public boolean find(DirectBuffer buffer, int offset, int length, int from) {
        if (bytes != null) {
            final int outcome = bytes.find(buffer, offset, length, from, groups);
            if (outcome != ByteMatcher.GAVE_UP) {
                return outcome == ByteMatcher.FOUND;
            }
        }
        return linear != null ? findLinear(buffer, offset, length, from) : findBounded(buffer, offset, length, from);
    }

    private boolean findLinear(DirectBuffer buffer, int offset, int length, int from) {
        linear.reset(view.of(buffer, offset, length, Long.MAX_VALUE, MAX_NANOS));
        try {
            if (!linear.find(from)) {
                return false;
            }
            Arrays.fill(groups, -1);
            // Asked for a group, RE2J searches once more: that may be stopped as well.
            for (int group = Math.min(groupCount, MAX_GROUPS - 1); group >= 0; group--) {
                groups[2 * group] = linear.start(group);
                groups[2 * group + 1] = linear.end(group);
            }
            return true;
        } catch (LatinText.StepLimit e) {
            ABANDONED.increment();
            return false;
        }
    }

    private boolean findBounded(DirectBuffer buffer, int offset, int length, int from) {
        try {
            bounded.reset(view.of(buffer, offset, length, MAX_STEPS, MAX_NANOS));
            if (!bounded.find(from)) {
                return false;
            }
        } catch (LatinText.StepLimit | StackOverflowError e) {
            ABANDONED.increment();
            return false;
        }
        Arrays.fill(groups, -1);
        for (int group = Math.min(groupCount, MAX_GROUPS - 1); group >= 0; group--) {
            groups[2 * group] = bounded.start(group);
            groups[2 * group + 1] = bounded.end(group);
        }
        return true;
    }

    /** Capturing groups of the pattern, without the whole match. */
    public int groupCount() {
        return groupCount;
    }

    /** Where a group of the last match begins, as an index in the slice; -1 when it took no part. */
    public int start(int group) {
        return groups[2 * group];
    }

    /** Where a group of the last match ends. */
    public int end(int group) {
        return groups[2 * group + 1];
    }

    /**
     * Appends a replacement for the last match: {@code \0} to {@code \9} stand for its groups, {@code \xHH} for a byte, {@code \\}
     * and any other escaped character for itself.
     *
     * @param subject the buffer, and the offset in it, that the match was found in
     * @return the new end, or -1 when it would be beyond {@code limit}
     */
    public int appendReplacement(
            DirectBuffer template, int templateOffset, int templateLength, DirectBuffer subject, int subjectOffset, MutableDirectBuffer out, int offset,
            int limit) {
        int end = offset;
        for (int i = 0; i < templateLength; i++) {
            byte b = template.getByte(templateOffset + i);
            if (b == '\\' && i + 1 < templateLength) {
                b = template.getByte(templateOffset + ++i);
                if (b >= '0' && b <= '9') {
                    final int start = start(b - '0');
                    final int length = start < 0 ? 0 : end(b - '0') - start;
                    if (end + length > limit) {
                        return -1;
                    }
                    if (length > 0) {
                        out.putBytes(end, subject, subjectOffset + start, length);
                    }
                    end += length;
                    continue;
                }
                if (b == 'x' && i + 2 < templateLength) {
                    final int value = hexByte(template.getByte(templateOffset + i + 1), template.getByte(templateOffset + i + 2));
                    if (value >= 0) {
                        b = (byte) value;
                        i += 2;
                    }
                }
            }
            if (end >= limit) {
                return -1;
            }
            out.putByte(end++, b);
        }
        return end;
    }

    private static int hexByte(byte high, byte low) {
        final int upper = Character.digit(high, 16);
        final int lower = Character.digit(low, 16);
        return upper < 0 || lower < 0 ? -1 : upper << 4 | lower;
    }

    /** Whether a search leaves the heap alone as long as the text is not adverse. */
    boolean isInPlace() {
        return bytes != null;
    }

    /** Searches given up since the start, all patterns together. Any thread. */
    static long abandonedMatches() {
        return ABANDONED.sum();
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
