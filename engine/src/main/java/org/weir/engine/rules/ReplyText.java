package org.weir.engine.rules;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatRenderer;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.ErrorReply;
import org.weir.engine.http.KnownHeader;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;

/** Engine agent only. Writes the replies of rules, byte for byte as HAProxy 2.6 does. */
final class ReplyText {
    private static final int MAX_BYTES = 16_384;
    private static final byte[] COOKIE = ascii("set-cookie: ");
    private static final byte[] CONNECTION_CLOSE = ascii("connection: close\r\n");
    private static final byte[] CONNECTION_KEEP_ALIVE = ascii("connection: keep-alive\r\n");
    private static final byte[] LINE_END = {'\r', '\n'};

    private final UnsafeBuffer head = new UnsafeBuffer(new byte[MAX_BYTES]);
    private final UnsafeBuffer body = new UnsafeBuffer(new byte[MAX_BYTES]);
    private int status;
    private int headLength;
    private int bodyLength;
    private boolean overflow;

    /** REPLY, CONTINUE for an empty location that is to be ignored, FAILED when it does not fit. */
    RuleEvaluator.Verdict redirect(HttpAction.Redirect redirect, SampleContext context) {
        final MessageHead request = context.request();
        if (request == null) {
            return RuleEvaluator.Verdict.FAILED;
        }
        begin(redirect.status());
        put(ascii("content-length: 0\r\nlocation: "));
        final int start = headLength;
        switch (redirect.kind()) {
            case LOCATION -> put(redirect.to(), context);
            case PREFIX -> {
                put(redirect.to(), context);
                if (headLength == start + 1 && head.getByte(start) == '/') {
                    headLength = start;
                }
                putUrl(request, redirect);
            }
            case SCHEME -> {
                put(redirect.to(), context);
                put(ascii("://"));
                final int host = request.find(KnownHeader.HOST, 0);
                if (host >= 0) {
                    put(request.buffer(), request.valueOffset(host), request.valueLength(host));
                }
                putUrl(request, redirect);
            }
        }
        if (redirect.ignoreEmpty() && headLength == start) {
            return RuleEvaluator.Verdict.CONTINUE;
        }
        put(LINE_END);
        if (redirect.status() != 301 && redirect.status() != 308) {
            put(ascii("cache-control: no-cache\r\n"));
        }
        if (redirect.cookie() != null) {
            put(COOKIE);
            put(ascii(redirect.cookie()));
            put(LINE_END);
        }
        return overflow ? RuleEvaluator.Verdict.FAILED : RuleEvaluator.Verdict.REPLY;
    }

    /** The request's path and, unless dropped, query; {@code /} for a target without path. */
    private void putUrl(MessageHead request, HttpAction.Redirect redirect) {
        int length = redirect.dropQuery() ? request.pathLength() : request.targetOffset() + request.targetLength() - request.pathOffset();
        final int offset = request.pathOffset();
        if (length > 0 && request.buffer().getByte(offset) == '/') {
            put(request.buffer(), offset, length);
        } else {
            put(ascii("/"));
            length = 0;
        }
        if (redirect.appendSlash() && length > 0 && request.buffer().getByte(offset + length - 1) != '/') {
            put(ascii("/"));
        }
    }

    /** Renders a {@code return}; false when it does not fit. */
    boolean render(HttpAction.Return reply, SampleContext context) {
        begin(reply.status());
        for (int i = 0; i < reply.headers().size(); i++) {
            final HttpAction.HeaderText header = reply.headers().get(i);
            put(header.name().bytes());
            put(ascii(": "));
            put(header.value(), context);
            put(LINE_END);
        }
        if (reply.body() != null) {
            bodyLength = LogFormatRenderer.append(reply.body(), context, body, 0, MAX_BYTES);
        }
        if (reply.status() >= 200 && reply.status() != 204) {
            put(ascii("content-length: " + bodyLength + "\r\n"));
        }
        if (bodyLength > 0 && reply.contentType() != null) {
            put(ascii("content-type: " + reply.contentType() + "\r\n"));
        }
        final MessageHead request = context.request();
        if (request != null && request.methodId() == MethodId.HEAD) {
            bodyLength = 0;
        }
        return !overflow;
    }

    ErrorReply toReply(RuleEvaluator.ReplyConnection connection) {
        final byte[] line = switch (connection) {
            case NONE -> new byte[0];
            case CLOSE -> CONNECTION_CLOSE;
            case KEEP_ALIVE -> CONNECTION_KEEP_ALIVE;
        };
        final byte[] message = new byte[headLength + line.length + LINE_END.length + bodyLength];
        head.getBytes(0, message, 0, headLength);
        System.arraycopy(line, 0, message, headLength, line.length);
        System.arraycopy(LINE_END, 0, message, headLength + line.length, LINE_END.length);
        body.getBytes(0, message, message.length - bodyLength, bodyLength);
        return new ErrorReply(status, message);
    }

    private void begin(int newStatus) {
        status = newStatus;
        headLength = 0;
        bodyLength = 0;
        overflow = false;
        put(ascii("HTTP/1.1 " + newStatus + ' ' + (newStatus == 302 ? "Found" : StatusReason.of(newStatus)) + "\r\n"));
    }

    private void put(LogFormat format, SampleContext context) {
        headLength = LogFormatRenderer.append(format, context, head, headLength, MAX_BYTES);
    }

    private void put(byte[] bytes) {
        if (headLength + bytes.length > MAX_BYTES) {
            overflow = true;
            return;
        }
        head.putBytes(headLength, bytes);
        headLength += bytes.length;
    }

    private void put(DirectBuffer bytes, int offset, int length) {
        if (headLength + length > MAX_BYTES) {
            overflow = true;
            return;
        }
        head.putBytes(headLength, bytes, offset, length);
        headLength += length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
