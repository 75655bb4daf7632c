package org.weir.engine.expr;

/** Sets of bytes, 256 bits in four longs, and the bracket expressions that describe them. ASCII only, as PCRE has it in the C locale. */
final class ByteClass {
    static final long[] DIGITS = range('0', '9');
    static final long[] WORDS = union(range('a', 'z'), range('A', 'Z'), range('0', '9'), range('_', '_'));
    static final long[] SPACES = union(range('\t', '\r'), range(' ', ' '));
    static final long[] ANY_BUT_NEWLINE = inverse(range('\n', '\n'));

    private ByteClass() {
    }

    static boolean contains(long[] set, int b) {
        return (set[b >>> 6] >>> (b & 63) & 1) != 0;
    }

    /** One character, in both cases when case is ignored. */
    static long[] of(char c, boolean ignoreCase) throws RegexParser.BeyondSyntax {
        if (c > 0xFF) {
            throw new RegexParser.BeyondSyntax();
        }
        final long[] set = range(c, c);
        return ignoreCase ? fold(set) : set;
    }

    static long[] range(int from, int to) {
        final long[] set = new long[4];
        for (int c = from; c <= to; c++) {
            set[c >>> 6] |= 1L << (c & 63);
        }
        return set;
    }

    static long[] union(long[]... sets) {
        final long[] all = new long[4];
        for (final long[] set : sets) {
            for (int i = 0; i < 4; i++) {
                all[i] |= set[i];
            }
        }
        return all;
    }

    static long[] inverse(long[] set) {
        return new long[] {~set[0], ~set[1], ~set[2], ~set[3]};
    }

    /** The number of bytes in the set. */
    static int size(long[] set) {
        return Long.bitCount(set[0]) + Long.bitCount(set[1]) + Long.bitCount(set[2]) + Long.bitCount(set[3]);
    }

    private static long[] fold(long[] set) {
        final long[] folded = set.clone();
        for (int c = 'a'; c <= 'z'; c++) {
            final int upper = c - 32;
            if (contains(set, c) || contains(set, upper)) {
                folded[1] |= 1L << (c & 63) | 1L << (upper & 63);
            }
        }
        return folded;
    }

    /** Reads a bracket expression whose opening bracket was just consumed. */
    static long[] parse(RegexParser in, boolean ignoreCase) throws RegexParser.BeyondSyntax {
        final boolean negated = in.skip("^");
        long[] set = new long[4];
        boolean first = true;
        while (true) {
            if (!in.hasMore()) {
                throw new RegexParser.BeyondSyntax();
            }
            if (!first && in.skip("]")) {
                break;
            }
            first = false;
            if (in.skip("[:")) {
                set = union(set, posix(in.until(":]")));
                continue;
            }
            if (in.peek() == '[' && (in.skip("[.") || in.skip("[="))) {
                throw new RegexParser.BeyondSyntax();
            }
            final int from = member(in);
            if (from < 0) {
                set = union(set, lastClass(in, -from));
                continue;
            }
            int to = from;
            if (in.hasMore() && in.peek() == '-') {
                in.next();
                if (!in.hasMore()) {
                    throw new RegexParser.BeyondSyntax();
                }
                if (in.peek() == ']') {
                    set = union(set, range('-', '-'));
                } else {
                    to = member(in);
                    if (to < from) {
                        throw new RegexParser.BeyondSyntax();
                    }
                }
            }
            set = union(set, range(from, to));
        }
        final long[] folded = ignoreCase ? fold(set) : set;
        return negated ? inverse(folded) : folded;
    }

    /** One character of a class; negative for the letter of a class escape such as {@code \d}. */
    private static int member(RegexParser in) throws RegexParser.BeyondSyntax {
        final char c = in.next();
        if (c > 0xFF) {
            throw new RegexParser.BeyondSyntax();
        }
        if (c != '\\') {
            return c;
        }
        if (!in.hasMore()) {
            throw new RegexParser.BeyondSyntax();
        }
        final char letter = in.peek();
        if ("dDwWsS".indexOf(letter) >= 0) {
            in.next();
            return -letter;
        }
        if (letter == 'b') {
            in.next();
            return '\b';
        }
        return in.charEscape();
    }

    private static long[] lastClass(RegexParser in, int letter) throws RegexParser.BeyondSyntax {
        if (in.hasMore() && in.peek() == '-') {
            in.next();
            if (!in.hasMore() || in.peek() != ']') {
                throw new RegexParser.BeyondSyntax();
            }
            return union(named((char) letter), range('-', '-'));
        }
        return named((char) letter);
    }

    private static long[] named(char letter) {
        return switch (letter) {
            case 'd' -> DIGITS;
            case 'D' -> inverse(DIGITS);
            case 'w' -> WORDS;
            case 'W' -> inverse(WORDS);
            case 's' -> SPACES;
            default -> inverse(SPACES);
        };
    }

    private static long[] posix(String name) throws RegexParser.BeyondSyntax {
        return switch (name) {
            case "alpha" -> union(range('a', 'z'), range('A', 'Z'));
            case "digit" -> DIGITS;
            case "alnum" -> union(range('a', 'z'), range('A', 'Z'), DIGITS);
            case "upper" -> range('A', 'Z');
            case "lower" -> range('a', 'z');
            case "space" -> SPACES;
            case "blank" -> union(range(' ', ' '), range('\t', '\t'));
            case "punct" -> union(range('!', '/'), range(':', '@'), range('[', '`'), range('{', '~'));
            case "xdigit" -> union(DIGITS, range('a', 'f'), range('A', 'F'));
            case "word" -> WORDS;
            case "cntrl" -> union(range(0, 0x1F), range(0x7F, 0x7F));
            case "graph" -> range('!', '~');
            case "print" -> range(' ', '~');
            case null, default -> throw new RegexParser.BeyondSyntax();
        };
    }
}
