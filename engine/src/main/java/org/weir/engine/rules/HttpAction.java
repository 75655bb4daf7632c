package org.weir.engine.rules;

import java.util.List;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.http.ErrorReply;

/** What a rule does. Adding one is a record here, a parser entry in {@code config} and a case in {@link RuleEvaluator}. */
public sealed interface HttpAction {
    /** Stops the evaluation of this rule set, the request goes on. */
    record Allow() implements HttpAction {}

    /** Answers with an error; {@code reply} null = the proxy's reply for that status. */
    record Deny(int status, ErrorReply reply) implements HttpAction {}

    /** Answers with a redirection, see the keyword {@code redirect}. */
    record Redirect(Kind kind, LogFormat to, int status, boolean dropQuery, boolean appendSlash, String setCookie, String clearCookie)
            implements HttpAction {
        public enum Kind { LOCATION, PREFIX, SCHEME }
    }

    /** Answers with a reply made up from the rule; {@code body} may be null. */
    record Return(int status, String contentType, LogFormat body, List<HeaderText> headers) implements HttpAction {}

    record SetHeader(String name, LogFormat value) implements HttpAction {}

    record AddHeader(String name, LogFormat value) implements HttpAction {}

    /** Removes headers by name; see {@code match} for the -m methods. */
    record DelHeader(String name, Match match) implements HttpAction {
        public enum Match { STR, BEG, END, SUB, REG }
    }

    /** Replaces what matches in whole header values ({@code replace-header}). */
    record ReplaceHeader(String name, Pattern pattern, LogFormat replacement) implements HttpAction {}

    /** Replaces in each comma-separated value ({@code replace-value}). */
    record ReplaceValue(String name, Pattern pattern, LogFormat replacement) implements HttpAction {}

    record ReplacePath(Pattern pattern, LogFormat replacement, boolean withQuery) implements HttpAction {}

    record ReplaceUri(Pattern pattern, LogFormat replacement) implements HttpAction {}

    record SetPath(LogFormat value, boolean withQuery) implements HttpAction {}

    record SetQuery(LogFormat value) implements HttpAction {}

    record SetUri(LogFormat value) implements HttpAction {}

    record SetMethod(LogFormat value) implements HttpAction {}

    record SetStatus(int status, String reason) implements HttpAction {}

    /** A header of a {@link Return}. */
    record HeaderText(String name, LogFormat value) {}

    /** A compiled regular expression; the text is kept for messages. */
    record Pattern(org.weir.engine.expr.ByteRegex regex, String text) {}
}
