package org.weir.engine.rules;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.expr.ByteRegex;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatRenderer;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.http.KnownHeader;
import org.weir.engine.http.MessageHead;

/** Engine agent only. The rules that change a request's target; works in the two scratch buffers of its {@link RuleEvaluator}. */
final class UrlRewriter {
    private static final int HOST_LENGTH = 4;

    private final UnsafeBuffer text;
    private final UnsafeBuffer rewritten;

    UrlRewriter(UnsafeBuffer text, UnsafeBuffer rewritten) {
        this.text = text;
        this.rewritten = rewritten;
    }

    /** False when it did not fit. */
    boolean setPath(HttpAction.SetPath set, SampleContext context, MessageHead head) {
        if (!set.withQuery()) {
            return head.setPath(text, 0, render(set.value(), context, 0));
        }
        final int prefix = putOrigin(head, text);
        return prefix >= 0 && head.setTarget(text, 0, render(set.value(), context, prefix));
    }

    boolean replacePath(HttpAction.ReplacePath replace, SampleContext context, MessageHead head) {
        final int length = replace.withQuery() ? lengthWithQuery(head) : head.pathLength();
        final ByteRegex regex = replace.regex();
        final DirectBuffer subject = head.buffer();
        final int offset = head.pathOffset();
        if (length == 0 || !regex.find(subject, offset, length)) {
            return true;
        }
        final int templateLength = render(replace.replacement(), context, 0);
        final int prefix = replace.withQuery() ? putOrigin(head, rewritten) : 0;
        final int end = prefix < 0 ? -1 : regex.appendReplacement(text, 0, templateLength, subject, offset, rewritten, prefix, rewritten.capacity());
        if (end < 0) {
            return false;
        }
        return replace.withQuery() ? head.setTarget(rewritten, 0, end) : head.setPath(rewritten, 0, end);
    }

    boolean replaceUri(HttpAction.ReplaceUri replace, SampleContext context, MessageHead head) {
        final ByteRegex regex = replace.regex();
        if (!regex.find(head.buffer(), head.targetOffset(), head.targetLength())) {
            return true;
        }
        final int templateLength = render(replace.replacement(), context, 0);
        final int end = regex.appendReplacement(
                text, 0, templateLength, head.buffer(), head.targetOffset(), rewritten, 0, rewritten.capacity());
        return end >= 0 && head.setTarget(rewritten, 0, end) && followAuthority(head);
    }

    boolean setUri(HttpAction.SetUri set, SampleContext context, MessageHead head) {
        return head.setTarget(text, 0, render(set.value(), context, 0)) && followAuthority(head);
    }

    /** The Host header says what an absolute target says (RFC 9112, section 3.2.2). */
    private static boolean followAuthority(MessageHead head) {
        if (head.schemeLength() == 0) {
            return true;
        }
        final int host = head.find(KnownHeader.HOST, 0);
        return host >= 0
            ? head.replaceValue(host, head.buffer(), head.authorityOffset(), head.authorityLength())
            : head.append(KnownHeader.name(KnownHeader.HOST), HOST_LENGTH, head.buffer(), head.authorityOffset(), head.authorityLength());
    }

    private int render(LogFormat format, SampleContext context, int offset) {
        return LogFormatRenderer.append(format, context, text, offset, text.capacity());
    }

    private static int lengthWithQuery(MessageHead head) {
        return head.targetOffset() + head.targetLength() - head.pathOffset();
    }

    /** Copies what stands before the path (scheme and authority, mostly nothing); its length, -1 when there is no room. */
    private static int putOrigin(MessageHead head, UnsafeBuffer out) {
        final int length = head.pathOffset() - head.targetOffset();
        if (length > out.capacity()) {
            return -1;
        }
        out.putBytes(0, head.buffer(), head.targetOffset(), length);
        return length;
    }
}
