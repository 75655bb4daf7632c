package org.weir.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts a line into words: configuration manual 2.6, sections 2.2 (quoting and escaping) and 2.3 (environment variables). A char is a byte of
 * the file (ISO 8859-1), so that every byte survives.
 */
final class Lexer {
    /** HAProxy's own limit. */
    static final int MAX_WORDS = 64;
    /** Longest line, and longest line after variables were put in. */
    static final int MAX_LINE_BYTES = 1 << 20;

    /** Values of {@code .FILE}, {@code .LINE}, {@code .SECTION}. */
    interface PseudoVariables {
        /** The value, or null when there is no such variable. */
        String value(String name);
    }

    private final Map<String, String> environment;
    private final PseudoVariables pseudoVariables;
    private final StringBuilder word = new StringBuilder();
    private List<String> words;
    private boolean inWord;
    private int wordStart;
    private int total;

    Lexer(Map<String, String> environment, PseudoVariables pseudoVariables) {
        this.environment = environment;
        this.pseudoVariables = pseudoVariables;
    }

    /** The words of a line without its line feed; empty for a comment. */
    List<String> words(String line) throws LexicalError {
        words = new ArrayList<>();
        word.setLength(0);
        inWord = false;
        total = 0;
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '#' || c == '\r' && i == line.length() - 1) {
                break;
            }
            i = switch (c) {
                case ' ', '\t', '\r' -> separator(i);
                case '\\' -> escape(line, i, false);
                case '\'' -> strong(line, i);
                case '"' -> weak(line, i);
                default -> {
                    append(c, i);
                    yield i + 1;
                }
            };
        }
        endWord();
        return words;
    }

    private int separator(int at) throws LexicalError {
        endWord();
        return at + 1;
    }

    private int strong(String line, int quote) throws LexicalError {
        int end = line.indexOf('\'', quote + 1);
        if (end < 0) {
            throw new LexicalError("unmatched quote", quote);
        }
        begin(quote);
        for (int i = quote + 1; i < end; i++) {
            append(line.charAt(i), i);
        }
        return end + 1;
    }

    private int weak(String line, int quote) throws LexicalError {
        begin(quote);
        int i = quote + 1;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i = escape(line, i, true);
            } else if (c == '$') {
                i = variable(line, i);
            } else {
                append(c, i++);
            }
        }
        throw new LexicalError("unmatched quote", quote);
    }

    /** What a backslash does not protect it stays in front of: regular expressions live on that. */
    private int escape(String line, int backslash, boolean quoted) throws LexicalError {
        int next = backslash + 1 < line.length() ? line.charAt(backslash + 1) : -1;
        if (next == '$' && !quoted) {
            // The manual's table says otherwise; HAProxy 2.6 leaves it, and regular expressions count on that.
            append('\\', backslash);
            return backslash + 1;
        }
        switch (next) {
            case ' ', '\\', '#', '\'', '"', '$' -> append((char) next, backslash);
            case 'n' -> append('\n', backslash);
            case 'r' -> append('\r', backslash);
            case 't' -> append('\t', backslash);
            case 'x' -> {
                int high = backslash + 3 < line.length() ? Character.digit(line.charAt(backslash + 2), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(line.charAt(backslash + 3), 16);
                if (low < 0) {
                    throw new LexicalError("truncated or invalid hexadecimal sequence", backslash);
                }
                append((char) (high << 4 | low), backslash);
                return backslash + 4;
            }
            default -> {
                append('\\', backslash);
                return backslash + 1;
            }
        }
        return backslash + 2;
    }

    private int variable(String line, int dollar) throws LexicalError {
        boolean braces = dollar + 1 < line.length() && line.charAt(dollar + 1) == '{';
        int from = dollar + (braces ? 2 : 1);
        int to = from;
        while (to < line.length() && isNameChar(line.charAt(to), to == from, line.charAt(from) == '.')) {
            to++;
        }
        if (to == from) {
            throw new LexicalError("forbidden first char in environment variable name", Math.min(from, line.length() - 1));
        }
        String name = line.substring(from, to);
        boolean pseudo = name.startsWith(".");
        String value = pseudo ? pseudoVariables.value(name) : environment.get(name);
        if (pseudo && value == null) {
            throw new LexicalError("forbidden first char in environment variable name", from);
        }
        if (!braces) {
            appendAll(value, dollar, false);
            return to;
        }
        boolean expand = line.startsWith("[", to);
        if (expand) {
            if (!line.startsWith("[*]", to)) {
                throw new LexicalError("truncated or invalid word expansion sequence", to);
            }
            to += 3;
        }
        int close = line.indexOf('}', to);
        if (close < 0 || close > to && line.charAt(to) != '-') {
            throw new LexicalError("unmatched brace in environment variable name", dollar + 1);
        }
        appendAll(value == null && close > to ? line.substring(to + 1, close) : value, dollar, expand);
        return close + 1;
    }

    private static boolean isNameChar(char c, boolean first, boolean pseudo) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || !first && c >= '0' && c <= '9' || c == '.' && first && pseudo;
    }

    /** @param expand whether spaces in the value separate words ({@code "${NAME[*]}"}) */
    private void appendAll(String value, int at, boolean expand) throws LexicalError {
        if (value == null) {
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (expand && (c == ' ' || c == '\t')) {
                endWord();
            } else {
                append((char) (c & 0xFF), at);
            }
        }
    }

    private void begin(int at) throws LexicalError {
        if (!inWord) {
            inWord = true;
            wordStart = at;
            if (words.size() == MAX_WORDS) {
                throw new LexicalError("too many words, truncating after word " + MAX_WORDS, wordStart);
            }
        }
    }

    private void append(char c, int at) throws LexicalError {
        begin(at);
        if (++total > MAX_LINE_BYTES) {
            throw new LexicalError("line too long, truncating at " + MAX_LINE_BYTES + " characters", at);
        }
        word.append(c);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
