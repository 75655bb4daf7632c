package org.weir.engine.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.weir.engine.config.Diagnostic.Severity;
import org.weir.engine.config.model.SourceLine;

/** One line of a configuration: a keyword of one or more words and its arguments. */
final class Statement {
    /** What stood in front of the keyword. */
    enum Prefix { NONE, NO, DEFAULT }

    private final List<String> words;
    private final SourceLine where;
    private final Prefix prefix;
    private final Diagnostics diagnostics;
    private int keywordWords = 1;

    /** @param words the line's words without a prefix */
    Statement(List<String> words, SourceLine where, Prefix prefix, Diagnostics diagnostics) {
        this.words = words;
        this.where = where;
        this.prefix = prefix;
        this.diagnostics = diagnostics;
    }

    SourceLine where() {
        return where;
    }

    Prefix prefix() {
        return prefix;
    }

    List<String> words() {
        return words;
    }

    /** Says how many words the keyword itself has. */
    void keyword(int wordCount) {
        keywordWords = wordCount;
    }

    /** The keyword as written. */
    String keyword() {
        return keywordWords == 1 ? words.getFirst() : String.join(" ", words.subList(0, Math.min(keywordWords, words.size())));
    }

    /** The arguments behind the keyword. */
    List<String> arguments() {
        return words.subList(Math.min(keywordWords, words.size()), words.size());
    }

    int argumentCount() {
        return Math.max(0, words.size() - keywordWords);
    }

    /** An argument, from 0; "" when there is none, as HAProxy sees it. */
    String argument(int index) {
        return index < argumentCount() ? words.get(keywordWords + index) : "";
    }

    boolean has(int index) {
        return !argument(index).isEmpty();
    }

    /** An argument that names a file. */
    String path(int index) {
        return path(argument(index));
    }

    /** Words are bytes, file names are text. */
    static String path(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The bytes of a text that was decoded, a character each. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Refuses arguments beyond the first {@code max}. */
    void limit(int max) throws Rejection {
        if (argumentCount() > max) {
            throw new Rejection("'" + keyword() + "' cannot handle unexpected argument '" + argument(max) + "'.");
        }
    }

    /** The only argument, which must be there. */
    String only(String message) throws Rejection {
        if (!has(0)) {
            throw new Rejection(message);
        }
        limit(1);
        return argument(0);
    }

    /** The only argument, an integer. */
    int number(int min, int max) throws Rejection {
        String text = only("'" + keyword() + "' expects an integer argument.");
        Integer value = Quantity.integer(text);
        if (value == null) {
            throw new Rejection("'" + keyword() + "' expects an integer argument, found '" + text + "'.");
        }
        if (value < min || value > max) {
            throw new Rejection("'" + keyword() + "' expects an integer between " + min + " and " + max + ", found '" + text + "'.");
        }
        return value;
    }

    /** Reports a warning about this line. */
    void warn(String text) {
        diagnostics.warning(where, text);
    }

    /** Reports an error about this line and goes on with it; HAProxy introduces those of servers differently. */
    void alert(String text) {
        if (words.getFirst().equals("server") || words.getFirst().equals("default-server")) {
            diagnostics.add(Severity.ALERT, where, "[" + where + "] : " + text);
        } else {
            diagnostics.alert(where, text);
        }
    }

    /** Reports a message that carries its own introduction. */
    void report(Severity severity, String text) {
        diagnostics.add(severity, where, text);
    }
}
