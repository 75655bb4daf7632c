package org.weir.engine.rules;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.expr.ByteRegex;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatRenderer;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.KnownHeader;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.Reply;

/**
 * Engine agent only. Carries out {@code http-request} and {@code http-response} rules on a head. One instance per engine; it allocates only where a rule
 * answers the request (the reply's bytes) and where a regular expression needs one of the allocating engines.
 */
public final class RuleEvaluator {
    /** What came out of a rule set. */
    public enum Verdict {
        /** All rules were looked at, none ended the evaluation. */
        CONTINUE,
        /** A rule said that the message is fine. */
        ALLOW,
        /** See {@link #deniedStatus()} and {@link #deniedReply}. */
        DENY,
        /** See {@link #reply}. */
        REPLY,
        /** A rewrite did not fit, or would have made the message invalid: an internal error, 500. */
        FAILED
    }

    private static final int SCRATCH_BYTES = 16_384;

    private final UnsafeBuffer text = new UnsafeBuffer(new byte[SCRATCH_BYTES]);
    private final UnsafeBuffer rewritten = new UnsafeBuffer(new byte[SCRATCH_BYTES]);
    private final ReplyText replyText = new ReplyText();
    private final UrlRewriter urls = new UrlRewriter(text, rewritten);
    private int deniedStatus;
    private boolean replyMade;

    /**
     * Carries out rules in order until one ends the evaluation.
     *
     * @param head what is edited: the request's head, for response rules the response's
     */
    public Verdict evaluate(HttpRule[] rules, SampleContext context, MessageHead head) {
        for (final HttpRule rule : rules) {
            if (rule.condition() != null && !rule.condition().test(context)) {
                continue;
            }
            final Verdict verdict = apply(rule.action(), context, head);
            if (verdict != Verdict.CONTINUE) {
                return verdict;
            }
        }
        return Verdict.CONTINUE;
    }

    /** The status of a denial. */
    public int deniedStatus() {
        return deniedStatus;
    }

    /** The rule's own reply to what it denied, null = the proxy's for that status. */
    public Reply deniedReply() {
        return replyMade ? replyText.toReply() : null;
    }

    /** The status of the rule's reply. */
    public int replyStatus() {
        return replyText.status();
    }

    /** The reply of the rule that ended the evaluation, null = the proxy's for its status. */
    public Reply reply() {
        return replyText.toReply();
    }

    private Verdict apply(HttpAction action, SampleContext context, MessageHead head) {
        return switch (action) {
            case HttpAction.Allow allow -> Verdict.ALLOW;
            case HttpAction.Deny deny -> deny(deny, context);
            case HttpAction.Redirect redirect -> replyText.redirect(redirect, context);
            case HttpAction.Answer reply -> replyText.render(reply, context) ? Verdict.REPLY : Verdict.FAILED;
            case HttpAction.SetHeader set -> setHeader(set, context, head);
            case HttpAction.AddHeader add -> {
                final int length = render(add.value(), context);
                yield done(head.append(add.name().bytes(), add.name().bytes().length, text, 0, length) && isFollowed(head, head.headerCount() - 1));
            }
            case HttpAction.DelHeader del -> deleteHeaders(del, head);
            case HttpAction.ReplaceHeader replace -> replaceHeader(replace, context, head);
            case HttpAction.ReplaceValue replace -> replaceValue(replace, context, head);
            case HttpAction.ReplacePath replace -> done(urls.replacePath(replace, context, head));
            case HttpAction.ReplaceUri replace -> done(urls.replaceUri(replace, context, head));
            case HttpAction.SetPath set -> done(urls.setPath(set, context, head));
            case HttpAction.SetQuery set -> {
                final int length = render(set.value(), context);
                yield done(head.setQuery(text, 0, length));
            }
            case HttpAction.SetUri set -> done(urls.setUri(set, context, head));
            case HttpAction.SetMethod set -> {
                final int length = render(set.value(), context);
                yield done(head.setMethod(text, 0, length));
            }
            case HttpAction.SetStatus set -> done(head.setStatus(set.status(), set.reason()));
        };
    }

    private static Verdict done(boolean fitted) {
        return fitted ? Verdict.CONTINUE : Verdict.FAILED;
    }

    private int render(LogFormat format, SampleContext context) {
        return LogFormatRenderer.append(format, context, text, 0, SCRATCH_BYTES);
    }

    private Verdict deny(HttpAction.Deny deny, SampleContext context) {
        deniedStatus = deny.status();
        replyMade = deny.reply() != null;
        if (replyMade && !replyText.render(deny.reply(), context)) {
            return Verdict.FAILED;
        }
        return Verdict.DENY;
    }

    /** The value is made before the old headers go: it may refer to them. */
    private Verdict setHeader(HttpAction.SetHeader set, SampleContext context, MessageHead head) {
        final int length = render(set.value(), context);
        final byte[] name = set.name().bytes();
        for (int i = head.find(name, 0); i >= 0; i = head.find(name, i + 1)) {
            head.remove(i);
        }
        return done(head.append(name, name.length, text, 0, length) && isFollowed(head, head.headerCount() - 1));
    }

    /**
     * After a change of a header: an absolute target says what Host says, for a server goes by the target alone (RFC 9112, section 3.2.2), and a client that
     * sends this form must not escape a rule on Host. False when it did not fit or would be no authority.
     */
    private static boolean isFollowed(MessageHead head, int changed) {
        return !head.isRequest() || head.headerId(changed) != KnownHeader.HOST
                || head.setAuthority(head.buffer(), head.valueOffset(changed), head.valueLength(changed));
    }

    private static Verdict deleteHeaders(HttpAction.DelHeader del, MessageHead head) {
        for (int i = 0; i < head.headerCount(); i++) {
            if (head.isLive(i) && nameMatches(del, head, i)) {
                head.remove(i);
            }
        }
        return Verdict.CONTINUE;
    }

    private static boolean nameMatches(HttpAction.DelHeader del, MessageHead head, int i) {
        final DirectBuffer buffer = head.buffer();
        final int offset = head.nameOffset(i);
        final int length = head.nameLength(i);
        return switch (del.match()) {
            case STR -> AsciiText.equal(buffer, offset, length, del.name().bytes());
            case BEG -> {
                final byte[] name = del.name().bytes();
                yield length >= name.length && AsciiText.equal(buffer, offset, name.length, name);
            }
            case END -> {
                final byte[] name = del.name().bytes();
                yield length >= name.length && AsciiText.equal(buffer, offset + length - name.length, name.length, name);
            }
            case SUB -> contains(buffer, offset, length, del.name().bytes());
            case REG -> del.regex().find(buffer, offset, length);
        };
    }

    private static boolean contains(DirectBuffer buffer, int offset, int length, byte[] part) {
        for (int at = 0; at <= length - part.length; at++) {
            if (AsciiText.equal(buffer, offset + at, part.length, part)) {
                return true;
            }
        }
        return false;
    }

    private Verdict replaceHeader(HttpAction.ReplaceHeader replace, SampleContext context, MessageHead head) {
        final int templateLength = render(replace.replacement(), context);
        final byte[] name = replace.name().bytes();
        final ByteRegex regex = replace.regex();
        for (int i = head.find(name, 0); i >= 0; i = head.find(name, i + 1)) {
            final DirectBuffer buffer = head.buffer();
            final int offset = head.valueOffset(i);
            if (!regex.find(buffer, offset, head.valueLength(i))) {
                continue;
            }
            final int end = regex.appendReplacement(text, 0, templateLength, buffer, offset, rewritten, 0, SCRATCH_BYTES);
            if (end < 0 || !head.replaceValue(i, rewritten, 0, end) || !isFollowed(head, i)) {
                return Verdict.FAILED;
            }
        }
        return Verdict.CONTINUE;
    }

    private Verdict replaceValue(HttpAction.ReplaceValue replace, SampleContext context, MessageHead head) {
        final int templateLength = render(replace.replacement(), context);
        final byte[] name = replace.name().bytes();
        for (int i = head.find(name, 0); i >= 0; i = head.find(name, i + 1)) {
            if (!replaceParts(replace.regex(), templateLength, head, i)) {
                return Verdict.FAILED;
            }
        }
        return Verdict.CONTINUE;
    }

    /** Copies a header's value with the parts that match replaced, empty ones too, and without the white space around those. */
    private boolean replaceParts(ByteRegex regex, int templateLength, MessageHead head, int header) {
        final DirectBuffer buffer = head.buffer();
        final int valueEnd = head.valueOffset(header) + head.valueLength(header);
        int copied = head.valueOffset(header);
        int end = 0;
        boolean changed = false;
        int from = copied;
        while (from <= valueEnd) {
            final int comma = AsciiText.endOfElement(buffer, from, valueEnd);
            final int start = AsciiText.skipOws(buffer, from, comma);
            final int stop = AsciiText.trimOwsEnd(buffer, start, comma);
            if (regex.find(buffer, start, stop - start)) {
                if (end + from - copied > SCRATCH_BYTES) {
                    return false;
                }
                rewritten.putBytes(end, buffer, copied, from - copied);
                end = regex.appendReplacement(text, 0, templateLength, buffer, start, rewritten, end + from - copied, SCRATCH_BYTES);
                if (end < 0) {
                    return false;
                }
                copied = comma;
                changed = true;
            }
            from = comma + 1;
        }
        if (!changed) {
            return true;
        }
        if (end + valueEnd - copied > SCRATCH_BYTES) {
            return false;
        }
        rewritten.putBytes(end, buffer, copied, valueEnd - copied);
        return head.replaceValue(header, rewritten, 0, end + valueEnd - copied) && isFollowed(head, header);
    }
}
