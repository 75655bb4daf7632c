package org.weir.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Evaluates the conditions of {@code .if}: integers, predicates, {@code !}, {@code &&}, {@code ||} and parentheses. */
final class ConditionText {
    /** The version of HAProxy whose language is spoken here, for {@code version_atleast} and {@code version_before}. */
    static final String COMPATIBLE_VERSION = "2.6.12";

    private static final int MAX_DEPTH = 50;

    private final Map<String, String> environment;
    private String text;
    private int at;
    private int depth;

    ConditionText(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws LexicalError with the position in the condition */
    boolean test(String condition) throws LexicalError {
        text = condition.strip();
        at = 0;
        depth = 0;
        if (text.isEmpty()) {
            return false;
        }
        boolean result = either();
        if (at < text.length()) {
            throw new LexicalError("unexpected character '" + text.charAt(at) + "' at the end of conditional expression '" + text + "'", at);
        }
        return result;
    }

    private boolean either() throws LexicalError {
        boolean result = both();
        while (take("||")) {
            result |= both();
        }
        return result;
    }

    private boolean both() throws LexicalError {
        boolean result = term();
        while (take("&&")) {
            result &= term();
        }
        return result;
    }

    private boolean term() throws LexicalError {
        if (++depth > MAX_DEPTH) {
            throw new LexicalError("conditional expression is nested too deeply", at);
        }
        skipSpaces();
        boolean result;
        if (take("!")) {
            result = !term();
        } else if (take("(")) {
            result = either();
            if (!take(")")) {
                throw new LexicalError("expected ')' in conditional expression '" + text + "'", Math.min(at, text.length()));
            }
        } else if (startsNumber()) {
            result = number();
        } else {
            result = predicate();
        }
        skipSpaces();
        depth--;
        return result;
    }

    private boolean startsNumber() {
        int first = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
        return first < text.length() && Character.isDigit(text.charAt(first));
    }

    private boolean number() {
        boolean nonZero = false;
        at += Character.isDigit(text.charAt(at)) ? 0 : 1;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            nonZero |= text.charAt(at++) != '0';
        }
        return nonZero;
    }

    private boolean predicate() throws LexicalError {
        int from = at;
        while (at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        String name = text.substring(from, at);
        int wanted = name.equals("streq") || name.equals("strneq") ? 2 : 1;
        boolean bare = at == text.length() || text.charAt(at) != '(';
        List<String> arguments = bare ? List.of("") : arguments(name, wanted);
        if (arguments.size() < wanted) {
            throw new LexicalError("missing arguments (got " + arguments.size() + "/" + wanted + "), type 'string' expected" + inPredicate(name),
                    bare ? at : at - 1);
        }
        String first = arguments.getFirst();
        String second = arguments.getLast();
        return switch (name) {
            case "defined" -> environment.containsKey(first);
            case "feature" -> Features.NAMES.contains(first);
            case "streq" -> first.equals(second);
            case "strneq" -> !first.equals(second);
            case "version_atleast" -> compareVersions(COMPATIBLE_VERSION, first) >= 0;
            case "version_before" -> compareVersions(COMPATIBLE_VERSION, first) < 0;
            case "openssl_version_atleast" -> false;
            case "openssl_version_before" -> true;
            default -> throw new LexicalError("unparsable conditional expression '" + text.substring(from) + "'", from);
        };
    }

    /** Spaces belong to an argument: {@code streq(a, a)} compares two different texts. */
    private List<String> arguments(String predicate, int atMost) throws LexicalError {
        List<String> arguments = new ArrayList<>();
        int close = text.indexOf(')', at);
        if (close < 0) {
            throw new LexicalError("expected ')'" + inPredicate(predicate), text.length());
        }
        int from = at + 1;
        for (String argument : text.substring(from, close).split(",", -1)) {
            if (arguments.size() == atMost) {
                throw new LexicalError("expected ')' before '" + text.substring(from - 1) + "'" + inPredicate(predicate), from - 1);
            }
            arguments.add(argument);
            from += argument.length() + 1;
        }
        at = close + 1;
        return arguments;
    }

    private static String inPredicate(String name) {
        return " in argument 1 of predicate '" + name + "' used in conditional expression";
    }

    private boolean take(String token) {
        skipSpaces();
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        return true;
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    /** Compares the numbers of two versions part by part; what is no number counts as 0. */
    private static int compareVersions(String ours, String other) {
        String[] left = ours.split("[.-]");
        String[] right = other.split("[.-]");
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order = Integer.compare(part(left, i), part(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int part(String[] version, int index) {
        Integer number = index < version.length ? Quantity.integer(version[index]) : null;
        return number == null ? 0 : number;
    }
}
