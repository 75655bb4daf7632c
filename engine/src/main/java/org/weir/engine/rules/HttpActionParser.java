package org.weir.engine.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.weir.engine.expr.AclSet;
import org.weir.engine.expr.ByteRegex;
import org.weir.engine.expr.Condition;
import org.weir.engine.expr.ConditionParser;
import org.weir.engine.expr.ExpressionException;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatParser;
import org.weir.engine.expr.ParseContext;

/**
 * Reads the actions of {@code http-request}, {@code http-response} and the keyword {@code redirect}; configuration manual, section 4.2.
 * Used while the configuration is read.
 */
public final class HttpActionParser {
    /** Actions of both directions, with those of one only, and how each is read. */
    private static final Map<String, Reader> ACTIONS = Map.ofEntries(
            Map.entry("allow", (words, context) -> new HttpAction.Allow()),
            Map.entry("deny", ReplyParser::deny),
            Map.entry("return", ReplyParser::reply),
            Map.entry("redirect", (words, context) -> RedirectParser.parse(words, context, true)),
            Map.entry("set-header", (words, context) -> new HttpAction.SetHeader(name(words), format(words, context))),
            Map.entry("add-header", (words, context) -> new HttpAction.AddHeader(name(words), format(words, context))),
            Map.entry("del-header", (words, context) -> deleteHeader(words)),
            Map.entry("replace-header", (words, context) -> new HttpAction.ReplaceHeader(name(words), regex(words), format(words, context))),
            Map.entry("replace-value", (words, context) -> new HttpAction.ReplaceValue(name(words), regex(words), format(words, context))));

    private static final Map<String, Reader> REQUEST_ACTIONS = Map.ofEntries(
            Map.entry("replace-path", (words, context) -> new HttpAction.ReplacePath(regex(words), format(words, context), false)),
            Map.entry("replace-pathq", (words, context) -> new HttpAction.ReplacePath(regex(words), format(words, context), true)),
            Map.entry("replace-uri", (words, context) -> new HttpAction.ReplaceUri(regex(words), format(words, context))),
            Map.entry("set-path", (words, context) -> new HttpAction.SetPath(format(words, context), false)),
            Map.entry("set-pathq", (words, context) -> new HttpAction.SetPath(format(words, context), true)),
            Map.entry("set-query", (words, context) -> new HttpAction.SetQuery(format(words, context))),
            Map.entry("set-uri", (words, context) -> new HttpAction.SetUri(format(words, context))),
            Map.entry("set-method", (words, context) -> new HttpAction.SetMethod(format(words, context))));

    private static final Map<String, Reader> RESPONSE_ACTIONS = Map.of("set-status", (words, context) -> ReplyParser.setStatus(words));

    private HttpActionParser() {
    }

    /** Reads the words of one action. */
    private interface Reader {
        HttpAction read(Words words, ParseContext context) throws ExpressionException;
    }

    /**
     * Reads what stands behind {@code http-request} or {@code http-response}.
     *
     * @param words the action, its arguments, and possibly a condition
     * @param context its place says which of the two it is
     * @param where file and line, for messages
     */
    public static HttpRule parse(List<String> words, ParseContext context, AclSet acls, String where) throws ExpressionException {
        final boolean response = context.place() == ParseContext.Place.RESPONSE;
        final Words in = new Words(words);
        final String keyword = in.next("an action");
        Reader reader = ACTIONS.get(keyword);
        if (reader == null) {
            reader = (response ? RESPONSE_ACTIONS : REQUEST_ACTIONS).get(keyword);
        }
        if (reader == null) {
            throw new ExpressionException(unknown(keyword, response));
        }
        return finish(reader.read(in, context), in, acls, where);
    }

    /** Reads what stands behind the keyword {@code redirect}: as {@code http-request redirect}, but texts are not format strings. */
    public static HttpRule parseRedirect(List<String> words, ParseContext context, AclSet acls, String where) throws ExpressionException {
        final Words in = new Words(words);
        return finish(RedirectParser.parse(in, context, false), in, acls, where);
    }

    /** The names of the actions of {@code http-request}, or of {@code http-response}, sorted. */
    public static List<String> actions(boolean response) {
        return Stream.of(ACTIONS, response ? RESPONSE_ACTIONS : REQUEST_ACTIONS).flatMap(table -> table.keySet().stream()).sorted().toList();
    }

    private static String unknown(String keyword, boolean response) {
        final String ruleSet = response ? "http-response" : "http-request";
        final boolean elsewhere = (response ? REQUEST_ACTIONS : RESPONSE_ACTIONS).containsKey(keyword);
        if (elsewhere) {
            return "action '" + keyword + "' is not possible in '" + ruleSet + "' rules";
        }
        return "action '" + keyword + "' of '" + ruleSet + "' is not supported by this version of Weir";
    }

    private static HttpRule finish(HttpAction action, Words in, AclSet acls, String where) throws ExpressionException {
        final List<String> rest = in.rest();
        if (rest.isEmpty()) {
            return new HttpRule(action, null, where);
        }
        if (!Words.isCondition(rest.getFirst())) {
            throw new ExpressionException("expects 'if' or 'unless' behind the action, got '" + rest.getFirst() + "'");
        }
        final Condition condition = ConditionParser.parse(rest, acls);
        return new HttpRule(action, condition, where);
    }

    private static HeaderName name(Words words) throws ExpressionException {
        final String name = words.next("a header name");
        if (!isToken(name)) {
            throw new ExpressionException("'" + name + "' is not a valid header name");
        }
        return HeaderName.of(name);
    }

    static boolean isToken(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c < 0x80 && org.weir.engine.http.AsciiText.tokenLower((byte) c) != 0);
    }

    private static LogFormat format(Words words, ParseContext context) throws ExpressionException {
        return LogFormatParser.parse(words.next("a format string"), context);
    }

    private static ByteRegex regex(Words words) throws ExpressionException {
        return ByteRegex.compile(words.next("a regular expression"), false);
    }

    private static HttpAction deleteHeader(Words words) throws ExpressionException {
        final String name = words.next("a header name");
        HttpAction.DelHeader.Match match = HttpAction.DelHeader.Match.STR;
        if (words.skip("-m")) {
            final String method = words.next("a matching method");
            match = switch (method) {
                case "str" -> HttpAction.DelHeader.Match.STR;
                case "beg" -> HttpAction.DelHeader.Match.BEG;
                case "end" -> HttpAction.DelHeader.Match.END;
                case "sub" -> HttpAction.DelHeader.Match.SUB;
                case "reg" -> HttpAction.DelHeader.Match.REG;
                default -> throw new ExpressionException("unknown matching method '" + method + "', expects 'str', 'beg', 'end', 'sub' or 'reg'");
            };
        }
        // A regular expression sees the name in lower case, as in HAProxy; the other methods ignore case.
        return match == HttpAction.DelHeader.Match.REG
            ? new HttpAction.DelHeader(match, null, ByteRegex.compile(name, false))
            : new HttpAction.DelHeader(match, HeaderName.of(name), null);
    }

    /** The words of a line, one after the other. */
    static final class Words {
        private final List<String> words;
        private int at;

        Words(List<String> words) {
            this.words = new ArrayList<>(words);
        }

        static boolean isCondition(String word) {
            return word.equals("if") || word.equals("unless");
        }

        /** Whether an argument is left, before a condition. */
        boolean hasArgument() {
            return at < words.size() && !isCondition(words.get(at));
        }

        /** An empty word is no argument, as in HAProxy: mostly a variable that is not set. */
        String next(String what) throws ExpressionException {
            if (at >= words.size() || words.get(at).isEmpty()) {
                throw new ExpressionException("expects " + what);
            }
            return words.get(at++);
        }

        boolean skip(String word) {
            final boolean found = at < words.size() && words.get(at).equals(word);
            at += found ? 1 : 0;
            return found;
        }

        List<String> rest() {
            return words.subList(at, words.size());
        }
    }
}
