package org.weir.engine.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the common part of the PCRE syntax: literals, classes, groups, choices, repetition, {@code ^ $ \b \B \A \z}. Everything else is left to the
 * other engines: {@link #parse} then answers null.
 */
final class RegexParser {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_REPEAT = 1000;

    private final String pattern;
    private final boolean ignoreCase;
    private int at;
    private int groups;
    private int depth;

    private RegexParser(String pattern, boolean ignoreCase, int at) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
        this.at = at;
    }

    /** The tree, or null when the pattern is wrong or uses what only the other engines know. */
    static RegexNode parse(String pattern, boolean ignoreCase) {
        final boolean folded = pattern.startsWith("(?i)");
        final RegexParser parser = new RegexParser(pattern, ignoreCase || folded, folded ? 4 : 0);
        try {
            final RegexNode node = parser.choice();
            return parser.at == pattern.length() ? node : null;
        } catch (BeyondSyntax e) {
            return null;
        }
    }

    private RegexNode choice() throws BeyondSyntax {
        if (++depth > MAX_DEPTH) {
            throw new BeyondSyntax();
        }
        final List<RegexNode> branches = new ArrayList<>();
        branches.add(sequence());
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            branches.add(sequence());
        }
        depth--;
        return branches.size() == 1 ? branches.getFirst() : new RegexNode.Choice(branches);
    }

    private RegexNode sequence() throws BeyondSyntax {
        final List<RegexNode> parts = new ArrayList<>();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            parts.add(repetition(atom()));
        }
        return parts.size() == 1 ? parts.getFirst() : new RegexNode.Sequence(parts);
    }

    private RegexNode repetition(RegexNode body) throws BeyondSyntax {
        if (at == pattern.length()) {
            return body;
        }
        int min = 0;
        int max = -1;
        switch (pattern.charAt(at)) {
            case '*' -> at++;
            case '+' -> {
                min = 1;
                at++;
            }
            case '?' -> {
                max = 1;
                at++;
            }
            case '{' -> {
                final int close = pattern.indexOf('}', at);
                final int[] bounds = close < 0 ? null : bounds(pattern.substring(at + 1, close));
                if (bounds == null) {
                    throw new BeyondSyntax();
                }
                min = bounds[0];
                max = bounds[1];
                at = close + 1;
            }
            default -> {
                return body;
            }
        }
        final boolean lazy = at < pattern.length() && pattern.charAt(at) == '?';
        at += lazy ? 1 : 0;
        if (at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0 || body instanceof RegexNode.Position || max != 1 && body.canBeEmpty()) {
            throw new BeyondSyntax();
        }
        return new RegexNode.Repeat(body, min, max, !lazy);
    }

    /** What stands between braces as minimum and maximum, null when it is no such thing. */
    private static int[] bounds(String text) {
        final String[] parts = text.split(",", -1);
        if (parts.length > 2 || !isCount(parts[0]) || parts.length == 2 && !parts[1].isEmpty() && !isCount(parts[1])) {
            return null;
        }
        final int min = Integer.parseInt(parts[0]);
        final int max = parts.length == 1 ? min : parts[1].isEmpty() ? -1 : Integer.parseInt(parts[1]);
        return min > MAX_REPEAT || max > MAX_REPEAT || max >= 0 && max < min ? null : new int[] {min, max};
    }

    private static boolean isCount(String text) {
        return !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private RegexNode atom() throws BeyondSyntax {
        final char c = pattern.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> new RegexNode.Bytes(ByteClass.parse(this, ignoreCase));
            case '.' -> new RegexNode.Bytes(ByteClass.ANY_BUT_NEWLINE);
            case '^' -> new RegexNode.Position(ByteMatcher.AT_START);
            case '$' -> new RegexNode.Position(ByteMatcher.AT_END);
            case '\\' -> escape();
            case '*', '+', '?', '{' -> throw new BeyondSyntax();
            default -> new RegexNode.Bytes(ByteClass.of(c, ignoreCase));
        };
    }

    private RegexNode group() throws BeyondSyntax {
        boolean capturing = true;
        if (pattern.startsWith("?:", at)) {
            capturing = false;
            at += 2;
        } else if (pattern.startsWith("?", at) || pattern.startsWith("*", at)) {
            throw new BeyondSyntax();
        }
        final int number = capturing ? ++groups : 0;
        final RegexNode body = choice();
        if (at == pattern.length() || pattern.charAt(at) != ')') {
            throw new BeyondSyntax();
        }
        at++;
        return capturing ? new RegexNode.Group(body, number) : body;
    }

    private RegexNode escape() throws BeyondSyntax {
        if (at == pattern.length()) {
            throw new BeyondSyntax();
        }
        switch (pattern.charAt(at)) {
            case 'b' -> {
                at++;
                return new RegexNode.Position(ByteMatcher.WORD_EDGE);
            }
            case 'B' -> {
                at++;
                return new RegexNode.Position(ByteMatcher.NO_WORD_EDGE);
            }
            case 'A' -> {
                at++;
                return new RegexNode.Position(ByteMatcher.AT_START);
            }
            case 'z' -> {
                at++;
                return new RegexNode.Position(ByteMatcher.AT_VERY_END);
            }
            default -> {
                final long[] set = classEscape();
                return new RegexNode.Bytes(set != null ? set : ByteClass.of(charEscape(), ignoreCase));
            }
        }
    }

    /** The set of {@code \d \w \s} or their opposites, with the index behind it; null, index unchanged, for another escape. */
    long[] classEscape() {
        final long[] set = switch (pattern.charAt(at)) {
            case 'd' -> ByteClass.DIGITS;
            case 'D' -> ByteClass.inverse(ByteClass.DIGITS);
            case 'w' -> ByteClass.WORDS;
            case 'W' -> ByteClass.inverse(ByteClass.WORDS);
            case 's' -> ByteClass.SPACES;
            case 'S' -> ByteClass.inverse(ByteClass.SPACES);
            default -> null;
        };
        at += set == null ? 0 : 1;
        return set;
    }

    /** The character that an escape stands for. */
    char charEscape() throws BeyondSyntax {
        final char c = pattern.charAt(at++);
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'x' -> {
                if (at + 2 > pattern.length() || Character.digit(pattern.charAt(at), 16) < 0 || Character.digit(pattern.charAt(at + 1), 16) < 0) {
                    throw new BeyondSyntax();
                }
                at += 2;
                yield (char) Integer.parseInt(pattern, at - 2, at, 16);
            }
            default -> {
                if (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c > 0xFF) {
                    throw new BeyondSyntax();
                }
                yield c;
            }
        };
    }

    boolean hasMore() {
        return at < pattern.length();
    }

    char peek() {
        return pattern.charAt(at);
    }

    char next() {
        return pattern.charAt(at++);
    }

    boolean skip(String text) {
        final boolean found = pattern.startsWith(text, at);
        at += found ? text.length() : 0;
        return found;
    }

    /** The text up to a mark, with the index behind the mark; null when the mark is not there. */
    String until(String mark) {
        final int end = pattern.indexOf(mark, at);
        if (end < 0) {
            return null;
        }
        final String text = pattern.substring(at, end);
        at = end + mark.length();
        return text;
    }

    /** The pattern uses more than this parser knows, or is wrong. */
    static final class BeyondSyntax extends Exception {
        private static final long serialVersionUID = 1L;

        BeyondSyntax() {
            super("beyond the common syntax", null, false, false);
        }
    }
}
