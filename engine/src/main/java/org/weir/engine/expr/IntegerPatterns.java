package org.weir.engine.expr;

import java.util.Arrays;

/** Engine agent only. {@code int} and {@code len}: numbers and ranges; an operator holds for the patterns behind it. */
final class IntegerPatterns extends PatternSet {
    private final boolean length;
    private final TextScratch scratch = new TextScratch();
    private long[] lows = {};
    private long[] highs = {};
    private Operator operator = Operator.EQ;

    /** The words before patterns. */
    private enum Operator { EQ, GE, GT, LE, LT }

    /** @param length whether the length of a text is compared instead of a number */
    IntegerPatterns(boolean length) {
        this.length = length;
    }

    @Override
    boolean matches(Sample sample) {
        final long value;
        if (length) {
            if (!Casts.toText(sample, scratch)) {
                return false;
            }
            value = sample.length();
        } else {
            if (!Casts.toNumber(sample)) {
                return false;
            }
            value = sample.number();
        }
        for (int i = 0; i < lows.length; i++) {
            if (value >= lows[i] && value <= highs[i]) {
                return true;
            }
        }
        return false;
    }

    @Override
    void add(String text, boolean ignoreCase) throws ExpressionException {
        for (final Operator candidate : Operator.values()) {
            if (candidate.name().equalsIgnoreCase(text) && text.equals(text.toLowerCase(java.util.Locale.ROOT))) {
                operator = candidate;
                return;
            }
        }
        final int colon = text.indexOf(':');
        final long low = colon < 0 ? number(text, text) : colon == 0 ? Long.MIN_VALUE : number(text.substring(0, colon), text);
        final long high = colon < 0 ? low : colon == text.length() - 1 ? Long.MAX_VALUE : number(text.substring(colon + 1), text);
        if (low > high || text.length() == 1 && colon == 0) {
            throw new ExpressionException("'" + text + "' is not a valid number range");
        }
        switch (operator) {
            case EQ -> range(low, high);
            case GE -> range(low, Long.MAX_VALUE);
            case GT -> range(low == Long.MAX_VALUE ? low : low + 1, Long.MAX_VALUE);
            case LE -> range(Long.MIN_VALUE, high);
            case LT -> range(Long.MIN_VALUE, high == Long.MIN_VALUE ? high : high - 1);
        }
    }

    private void range(long low, long high) {
        lows = Arrays.copyOf(lows, lows.length + 1);
        highs = Arrays.copyOf(highs, highs.length + 1);
        lows[lows.length - 1] = low;
        highs[highs.length - 1] = high;
    }

    private static long number(String text, String whole) throws ExpressionException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ExpressionException("'" + whole + "' is not a " + (text.equals(whole) ? "number" : "valid number range"), e);
        }
    }
}
