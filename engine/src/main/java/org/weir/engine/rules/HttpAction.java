package org.weir.engine.rules;

import java.util.List;
import org.weir.engine.expr.ByteRegex;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.http.Reply;

/** What a rule does. Adding one is a record here, an entry in {@link HttpActionParser} and a case in {@link RuleEvaluator}. */
public sealed interface HttpAction {
    /** Stops the evaluation of this rule set, the request goes on. */
    record Allow() implements HttpAction {}

    /** Answers with an error; {@code reply} null = the proxy's reply for that status. */
    record Deny(int status, Answer reply) implements HttpAction {}

    /**
     * Answers with a redirection, see the keyword {@code redirect}.
     *
     * @param to what the kind says: the location, the prefix, the scheme
     * @param cookie the whole {@code set-cookie} value, null = none
     * @param ignoreEmpty an empty location means that the rule does nothing
     */
    record Redirect(Kind kind, LogFormat to, int status, boolean dropQuery, boolean appendSlash, byte[] cookie, boolean ignoreEmpty)
            implements HttpAction {
        /** What the given text replaces in the request's URL. */
        public enum Kind { LOCATION, PREFIX, SCHEME }
    }

    /** What {@code return} gives, and {@code deny} may give. */
    sealed interface Answer extends HttpAction {}

    /** Answers with a reply made up from the rule; {@code contentType} and {@code body} may be null. */
    record Return(int status, String contentType, LogFormat body, List<HeaderText> headers) implements Answer {}

    /** Answers with an error file, logged under the status; {@code file} null = what the proxy has for the status ({@code default-errorfiles}). */
    record ErrorReply(int status, Reply file) implements Answer {}

    /** Removes the header and adds it with the value. */
    record SetHeader(HeaderName name, LogFormat value) implements HttpAction {}

    /** Adds the header with the value. */
    record AddHeader(HeaderName name, LogFormat value) implements HttpAction {}

    /** Removes the headers whose name matches; {@code name} is for STR, BEG, END and SUB, {@code regex} for REG. */
    record DelHeader(Match match, HeaderName name, ByteRegex regex) implements HttpAction {
        /** The {@code -m} methods. */
        public enum Match { STR, BEG, END, SUB, REG }
    }

    /** Replaces whole header values that match ({@code replace-header}). */
    record ReplaceHeader(HeaderName name, ByteRegex regex, LogFormat replacement) implements HttpAction {}

    /** The same for each comma-separated value ({@code replace-value}). */
    record ReplaceValue(HeaderName name, ByteRegex regex, LogFormat replacement) implements HttpAction {}

    /** Replaces the path when it matches ({@code replace-path}, {@code replace-pathq}). */
    record ReplacePath(ByteRegex regex, LogFormat replacement, boolean withQuery) implements HttpAction {}

    /** Replaces the whole request target when it matches. */
    record ReplaceUri(ByteRegex regex, LogFormat replacement) implements HttpAction {}

    /** Sets the path, with {@code withQuery} the query too ({@code set-pathq}). */
    record SetPath(LogFormat value, boolean withQuery) implements HttpAction {}

    /** Sets what follows the question mark. */
    record SetQuery(LogFormat value) implements HttpAction {}

    /** Sets the whole request target. */
    record SetUri(LogFormat value) implements HttpAction {}

    /** Sets the method. */
    record SetMethod(LogFormat value) implements HttpAction {}

    /** Sets status and reason of a response. */
    record SetStatus(int status, byte[] reason) implements HttpAction {}

    /** A header of a {@link Return}. */
    record HeaderText(HeaderName name, LogFormat value) {}
}
