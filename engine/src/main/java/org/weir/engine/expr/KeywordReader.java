package org.weir.engine.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code name(argument,argument),name…}. Inside the parentheses quotes and backslashes work as at the top level of the
 * configuration, but for {@code \#}, {@code \$} and
 * {@code \xNN} (manual, section 2.2).
 */
final class KeywordReader {
    private static final int MAX_ARGUMENTS = 12;

    private final String text;
    private int at;

    KeywordReader(String text, int at) {
        this.text = text;
        this.at = at;
    }

    int at() {
        return at;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    char peek() {
        return text.charAt(at);
    }

    void skip() {
        at++;
    }

    /** The keyword here, possibly empty. */
    String keyword() {
        final int start = at;
        while (at < text.length() && isKeywordCharacter(text.charAt(at), at > start)) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isKeywordCharacter(char c, boolean inside) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || inside && c == '+';
    }

    /**
     * The arguments here in parentheses, none when there are no parentheses.
     *
     * @throws Arguments.Mismatch when there are more than the signature has, or the parenthesis is not closed
     */
    Arguments arguments(Arguments.Signature signature) throws Arguments.Mismatch {
        final List<String> texts = new ArrayList<>();
        if (atEnd() || peek() != '(') {
            return Arguments.check(texts, signature);
        }
        at++;
        final int most = Math.min(MAX_ARGUMENTS, signature.types().length);
        if (most > 0 && !(!atEnd() && peek() == ')')) {
            texts.add(argument());
            while (texts.size() < most && !atEnd() && peek() == ',') {
                at++;
                texts.add(argument());
            }
        }
        if (atEnd()) {
            throw new Arguments.Mismatch(Math.max(1, texts.size()), "expected ')'");
        }
        if (peek() != ')') {
            Arguments.check(texts, signature);
            throw new Arguments.Mismatch(texts.size() + (most == 0 ? 1 : 0), "expected ')' before '" + text.substring(at) + "'");
        }
        at++;
        return Arguments.check(texts, signature);
    }

    private String argument() throws Arguments.Mismatch {
        final StringBuilder out = new StringBuilder();
        char quote = 0;
        for (; at < text.length(); at++) {
            final char c = text.charAt(at);
            if (quote == 0 && (c == ',' || c == ')')) {
                break;
            }
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '\\' && quote != '\'' && at + 1 < text.length() && escaped(text.charAt(at + 1)) != 0) {
                out.append(escaped(text.charAt(++at)));
            } else {
                out.append(c);
            }
        }
        if (quote != 0) {
            throw new Arguments.Mismatch(1, "unmatched quote");
        }
        return out.toString();
    }

    /** What a backslash and a character stand for, 0 when the backslash is an ordinary one. */
    private static char escaped(char c) {
        return switch (c) {
            case '\\', '"', '\'', ' ' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> 0;
        };
    }

    /** What is left. */
    String rest() {
        return text.substring(Math.min(at, text.length()));
    }
}
