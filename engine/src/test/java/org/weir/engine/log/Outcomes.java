package org.weir.engine.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.config.model.LogTarget;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.expr.ExpressionException;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatParser;
import org.weir.engine.expr.ParseContext;
import org.weir.io.net.NetAddress;

/** Streams to be logged. */
final class Outcomes {
    /** 2026-11-21 04:07:05.354 UTC. */
    static final long EPOCH_MICROS = 1_795_234_025_354_000L;

    private Outcomes() {}

    static ProxyLogging logging(LogFormat format, boolean logAsap, LogTarget... targets) {
        return new ProxyLogging(List.of(targets), format, ProxyLogging.Kind.CUSTOM, false, false, false, logAsap, false, null, targets.length > 0);
    }

    static LogFormat format(String text) {
        try {
            return LogFormatParser.parse(text, new ParseContext(ParseContext.Place.LOG));
        } catch (ExpressionException e) {
            throw new AssertionError(e);
        }
    }

    /** An HTTP request that went through frontend fe to server be/s, as the oracle logged it. */
    static StreamOutcome answered() {
        StreamOutcome o = bad();
        o.backendName = "be";
        o.serverName = "s";
        o.status = 200;
        o.bytesRead = 93;
        o.bytesUploaded = 121;
        o.terminationCause = '-';
        o.terminationPhase = '-';
        o.requestMicros = 0;
        o.queueMicros = 0;
        o.connectMicros = 0;
        o.responseMicros = 1_200;
        o.dataMicros = 300;
        o.activeMicros = 1_500;
        o.totalMicros = 2_500;
        o.idleMicros = 1_000;
        o.server.set(NetAddress.INET4, 0, 0x7F00_0001L, 17_999);
        o.serverLocal.set(NetAddress.INET4, 0, 0x7F00_0001L, 36_400);
        set(o.method, "GET");
        set(o.uri, "/a/b\u00e9\"{}|#\\]?x=1&y=%20");
        set(o.version, "HTTP/1.1");
        set(o.requestCookie, "CK=v\"|{#; O=2");
        set(o.responseCookie, "CK=abc");
        o.requestCaptures = captures("h{o|s}t", "a \"q\" \u00c3\u00a9 \\ ] [ # {b|c} \t tab", null);
        o.responseCaptures = captures("x{y|z}\"\\]#\u0001\u00e9q", null);
        return o;
    }

    /** A connection whose request was none. */
    static StreamOutcome bad() {
        StreamOutcome o = new StreamOutcome(StreamOutcome.DEFAULT_URI_BYTES);
        o.http = true;
        o.logging = logging(null, false);
        o.frontendName = "fe";
        o.backendName = "fe";
        o.serverName = "<NOSRV>";
        o.client.set(NetAddress.INET4, 0, 0x7F00_0001L, 42_798);
        o.frontend.set(NetAddress.INET4, 0, 0x7F00_0001L, 17_200);
        o.acceptedEpochMicros = EPOCH_MICROS;
        o.requestEpochMicros = EPOCH_MICROS;
        o.requestMicros = -1;
        o.queueMicros = -1;
        o.connectMicros = -1;
        o.responseMicros = -1;
        o.dataMicros = -1;
        o.status = 400;
        o.terminationCause = 'P';
        o.terminationPhase = 'R';
        o.activeConnections = 1;
        o.frontendConnections = 1;
        return o;
    }

    static void set(CapturedText text, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        text.set(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private static CapturedText[] captures(String... values) {
        CapturedText[] captures = new CapturedText[values.length];
        for (int i = 0; i < values.length; i++) {
            captures[i] = new CapturedText(64);
            if (values[i] != null) {
                set(captures[i], values[i]);
            }
        }
        return captures;
    }
}
