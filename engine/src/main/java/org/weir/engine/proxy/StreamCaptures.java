package org.weir.engine.proxy;

import java.util.List;
import org.agrona.DirectBuffer;
import org.weir.engine.config.model.Capture;
import org.weir.engine.config.model.FrontendConfig;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.Cookies;
import org.weir.engine.http.KnownHeader;
import org.weir.engine.http.MessageHead;
import org.weir.engine.log.CapturedText;
import org.weir.engine.log.StreamOutcome;

/**
 * Engine agent only. Copies what a log line quotes of heads before their buffers go. As in HAProxy, request line and headers are those that came, before
 * rules change them; the cookie is that which goes on.
 */
final class StreamCaptures {
    private static final byte[] HTTP_10 = AsciiText.bytes("HTTP/1.0");
    private static final byte[] HTTP_11 = AsciiText.bytes("HTTP/1.1");

    private final Cookies cookies = new Cookies();

    /** Forgets the stream before, and makes room for the captures of this one. */
    static void begin(StreamOutcome outcome, FrontendConfig frontend) {
        outcome.method.clear();
        outcome.uri.clear();
        outcome.version.clear();
        outcome.requestCookie.clear();
        outcome.responseCookie.clear();
        outcome.requestCaptures = cleared(outcome.requestCaptures, frontend.requestCaptures());
        outcome.responseCaptures = cleared(outcome.responseCaptures, frontend.responseCaptures());
    }

    private static CapturedText[] cleared(CapturedText[] present, List<Capture> wanted) {
        if (present.length == wanted.size() && fits(present, wanted)) {
            for (CapturedText text : present) {
                text.clear();
            }
            return present;
        }
        CapturedText[] fresh = new CapturedText[wanted.size()];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = new CapturedText(wanted.get(i).lengthBytes());
        }
        return fresh;
    }

    private static boolean fits(CapturedText[] present, List<Capture> wanted) {
        for (int i = 0; i < present.length; i++) {
            if (present[i].capacity() != wanted.get(i).lengthBytes()) {
                return false;
            }
        }
        return true;
    }

    /** The request line, and of its headers what the configuration names. */
    void request(Stream stream) {
        MessageHead head = stream.exchange.request;
        StreamOutcome outcome = stream.outcome;
        DirectBuffer bytes = head.buffer();
        outcome.method.set(bytes, head.methodOffset(), head.methodLength());
        outcome.uri.set(bytes, head.targetOffset(), head.targetLength());
        outcome.version.set(head.version() < 11 ? HTTP_10 : HTTP_11);
        captureHeaders(head, stream.frontend.requestCaptureNames(), outcome.requestCaptures);
    }

    /** The client's cookie, of a request that no rule answered. */
    void requestCookie(Stream stream) {
        Capture cookie = stream.frontend.config().frontend().cookieCapture();
        if (cookie != null) {
            captureCookie(stream.exchange.request, KnownHeader.COOKIE, cookie, stream.outcome.requestCookie);
        }
    }

    /** Of the response's headers what the configuration names. */
    void response(Stream stream) {
        captureHeaders(stream.exchange.response, stream.frontend.responseCaptureNames(), stream.outcome.responseCaptures);
    }

    /** The server's cookie, of a response that goes to the client. */
    void responseCookie(Stream stream) {
        Capture cookie = stream.frontend.config().frontend().cookieCapture();
        if (cookie != null) {
            captureCookie(stream.exchange.response, KnownHeader.SET_COOKIE, cookie, stream.outcome.responseCookie);
        }
    }

    /** The last occurrence of each header counts. */
    private static void captureHeaders(MessageHead head, byte[][] names, CapturedText[] into) {
        for (int i = 0; i < names.length; i++) {
            for (int at = head.find(names[i], 0); at >= 0; at = head.find(names[i], at + 1)) {
                into[i].set(head.buffer(), head.valueOffset(at), head.valueLength(at));
            }
        }
    }

    /** Keeps {@code name=value} of the first cookie whose name begins with the capture's, or equals it up to an ending "=". */
    private void captureCookie(MessageHead head, int header, Capture capture, CapturedText into) {
        DirectBuffer bytes = head.buffer();
        for (int at = head.find(header, 0); at >= 0; at = head.find(header, at + 1)) {
            if (header == KnownHeader.COOKIE) {
                cookies.wrapCookie(bytes, head.valueOffset(at), head.valueLength(at));
            } else {
                cookies.wrapSetCookie(bytes, head.valueOffset(at), head.valueLength(at));
            }
            while (cookies.next()) {
                if (matches(capture.name(), bytes)) {
                    int lengthBytes = cookies.valueOffset() + cookies.valueLength() - cookies.nameOffset();
                    into.set(bytes, cookies.nameOffset(), Math.min(lengthBytes, capture.lengthBytes()));
                    return;
                }
            }
        }
    }

    private boolean matches(String wanted, DirectBuffer bytes) {
        boolean exact = wanted.endsWith("=");
        int length = exact ? wanted.length() - 1 : wanted.length();
        if (exact ? cookies.nameLength() != length : cookies.nameLength() < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(cookies.nameOffset() + i) != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
