package org.weir.engine.rules;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatRenderer;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.KnownHeader;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;
import org.weir.engine.http.Redirects;
import org.weir.engine.http.Reply;
import org.weir.engine.http.StatusReason;

/**
 * Engine agent only. Writes the replies of rules, byte for byte as HAProxy 2.6 does.
 */
final class ReplyText {
    private static final int MAX_BYTES = 16_384;
    private static final byte[] SLASH = {'/'};
    private static final byte[] SCHEME_END = AsciiText.bytes("://");
    private static final byte[] COLON = AsciiText.bytes(": ");
    private static final byte[] LINE_END = {'\r', '\n'};

    /** The head of a reply without its end, or the location of a redirect. */
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[MAX_BYTES]);

    /** The body of a reply, or the head of a redirect. */
    private final UnsafeBuffer body = new UnsafeBuffer(new byte[MAX_BYTES]);
    private HttpAction.Redirect redirect;
    private HttpAction.ErrorReply error;
    private int status;
    private int length;
    private int bodyLength;
    private int redirectHeadLength;
    private boolean overflow;

    /** REPLY, CONTINUE for an empty location that is to be ignored, FAILED when it does not fit. */
    RuleEvaluator.Verdict redirect(HttpAction.Redirect rule, SampleContext context) {
        final MessageHead request = context.request();
        if (request == null && rule.kind() != HttpAction.Redirect.Kind.LOCATION) {
            return RuleEvaluator.Verdict.FAILED;
        }
        begin(rule.status());
        redirect = rule;
        put(rule.to(), context);
        switch (rule.kind()) {
            case LOCATION -> {
                if (rule.ignoreEmpty() && length == 0) {
                    return RuleEvaluator.Verdict.CONTINUE;
                }
            }
            case PREFIX -> {
                if (length == 1 && text.getByte(0) == '/') {
                    length = 0;
                }
                putUrl(request, rule);
            }
            case SCHEME -> {
                put(SCHEME_END);
                final int host = request.find(KnownHeader.HOST, 0);
                if (host >= 0) {
                    put(request.buffer(), request.valueOffset(host), request.valueLength(host));
                }
                putUrl(request, rule);
            }
        }
        redirectHeadLength = Redirects.writeHead(body, 0, MAX_BYTES, status, text, 0, length, rule.cookie());
        return overflow || redirectHeadLength == Redirects.REFUSED ? RuleEvaluator.Verdict.FAILED : RuleEvaluator.Verdict.REPLY;
    }

    /** The request's path and, unless dropped, query; {@code /} for a target without path. */
    private void putUrl(MessageHead request, HttpAction.Redirect rule) {
        final int offset = request.pathOffset();
        final int urlLength = rule.dropQuery() ? request.pathLength() : request.targetOffset() + request.targetLength() - offset;
        if (request.pathLength() == 0 || request.buffer().getByte(offset) != '/') {
            put(SLASH);
            return;
        }
        put(request.buffer(), offset, urlLength);
        if (rule.appendSlash() && request.buffer().getByte(offset + urlLength - 1) != '/') {
            put(SLASH);
        }
    }

    /** Makes an answer; false when it does not fit. */
    boolean render(HttpAction.Answer answer, SampleContext context) {
        return switch (answer) {
            case HttpAction.Return reply -> render(reply, context);
            case HttpAction.ErrorReply file -> {
                begin(file.status());
                error = file;
                yield true;
            }
        };
    }

    private boolean render(HttpAction.Return reply, SampleContext context) {
        begin(reply.status());
        put(AsciiText.bytes("HTTP/1.1 " + status + ' '));
        put(StatusReason.of(status));
        put(LINE_END);
        for (int i = 0; i < reply.headers().size(); i++) {
            final HttpAction.HeaderText header = reply.headers().get(i);
            final int start = length;
            put(header.name().bytes());
            put(COLON);
            final int valueStart = length;
            put(header.value(), context);
            if (length == valueStart) {
                // A header whose value comes out empty is left out, as in HAProxy.
                length = start;
                continue;
            }
            put(LINE_END);
        }
        if (reply.body() != null) {
            bodyLength = LogFormatRenderer.append(reply.body(), context, body, 0, MAX_BYTES);
        }
        if (status != 204) {
            put(AsciiText.bytes("content-length: " + bodyLength + "\r\n"));
        }
        if (bodyLength > 0 && reply.contentType() != null) {
            put(AsciiText.bytes("content-type: " + reply.contentType() + "\r\n"));
        }
        if (status == 204 || status == 304 || context.requestMethodId() == MethodId.HEAD) {
            bodyLength = 0;
        }
        return !overflow;
    }

    int status() {
        return status;
    }

    /** The reply made last, null = what the proxy has for its status. */
    Reply toReply() {
        if (error != null) {
            return error.file();
        }
        final byte[] head = new byte[redirect == null ? length : redirectHeadLength];
        (redirect == null ? text : body).getBytes(0, head);
        final byte[] content = new byte[bodyLength];
        body.getBytes(0, content);
        return Reply.of(status, head, content);
    }

    private void begin(int newStatus) {
        redirect = null;
        error = null;
        status = newStatus;
        length = 0;
        bodyLength = 0;
        overflow = false;
    }

    private void put(LogFormat format, SampleContext context) {
        length = LogFormatRenderer.append(format, context, text, length, MAX_BYTES);
    }

    private void put(byte[] bytes) {
        if (length + bytes.length > MAX_BYTES) {
            overflow = true;
            return;
        }
        text.putBytes(length, bytes);
        length += bytes.length;
    }

    private void put(DirectBuffer bytes, int offset, int count) {
        if (length + count > MAX_BYTES) {
            overflow = true;
            return;
        }
        text.putBytes(length, bytes, offset, count);
        length += count;
    }
}
