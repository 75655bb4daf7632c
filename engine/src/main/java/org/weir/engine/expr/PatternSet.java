package org.weir.engine.expr;

/** Engine agent only. The patterns of one ACL line and the way they are compared. */
abstract class PatternSet {
    /** Whether the value matches one of the patterns; may convert the sample. */
    abstract boolean matches(Sample sample);

    /**
     * Adds a pattern. Used while the configuration is read.
     *
     * @param ignoreCase {@code -i} was said before it
     * @throws ExpressionException when it is no pattern of this kind
     */
    abstract void add(String text, boolean ignoreCase) throws ExpressionException;

    /** Whether it can match without any pattern. */
    boolean worksEmpty() {
        return false;
    }

    /** No more patterns will come. */
    void seal() throws ExpressionException {
    }

    /**
     * The set of a method.
     *
     * @param resolvesNames whether host names may stand for addresses
     */
    static PatternSet of(MatchMethod method, boolean resolvesNames) {
        return switch (method) {
            case FOUND -> new Presence(false);
            case BOOL -> new Presence(true);
            case INT -> new IntegerPatterns(false);
            case LEN -> new IntegerPatterns(true);
            case IP -> new AddressPatterns(resolvesNames);
            case BIN -> new ExactPatterns(ExactPatterns.Kind.BINARY);
            case STR -> new ExactPatterns(ExactPatterns.Kind.TEXT);
            case METHOD -> new ExactPatterns(ExactPatterns.Kind.METHOD);
            case BEG, SUB, DIR, DOM, END -> new PartialPatterns(method);
            case REG -> new RegexPatterns();
        };
    }

    /** {@code found} and {@code bool}: patterns are ignored. */
    private static final class Presence extends PatternSet {
        private final boolean value;

        Presence(boolean value) {
            this.value = value;
        }

        @Override
        boolean matches(Sample sample) {
            return !value || Casts.toBool(sample) && sample.isTrue();
        }

        @Override
        void add(String text, boolean ignoreCase) {
            // As in HAProxy: words behind a method without patterns mean nothing.
        }

        @Override
        boolean worksEmpty() {
            return true;
        }
    }

    /** {@code reg}. */
    private static final class RegexPatterns extends PatternSet {
        private final TextScratch scratch = new TextScratch();
        private ByteRegex[] patterns = {};

        @Override
        boolean matches(Sample sample) {
            if (!Casts.toText(sample, scratch)) {
                return false;
            }
            for (final ByteRegex pattern : patterns) {
                if (pattern.find(sample.bytes(), sample.offset(), sample.length())) {
                    return true;
                }
            }
            return false;
        }

        @Override
        void add(String text, boolean ignoreCase) throws ExpressionException {
            patterns = java.util.Arrays.copyOf(patterns, patterns.length + 1);
            patterns[patterns.length - 1] = ByteRegex.compile(text, ignoreCase);
        }
    }
}
