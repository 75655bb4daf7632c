package org.weir.engine.config;

import java.util.EnumMap;
import java.util.Map;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.expr.ExpressionException;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatParser;
import org.weir.engine.expr.ParseContext;

/** The formats that have names: configuration manual 2.6, sections 8.2.2 to 8.2.4. Compiled when first asked for; for one load. */
final class LogFormats {
    private static final String COUNTERS = " %ac/%fc/%bc/%sc/%rc %sq/%bq";
    private static final String TCP = "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts" + COUNTERS;
    private static final String HTTP = "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc" + COUNTERS + " %hr %hs %{+Q}r";
    /** What HAProxy shows of a connection without TLS stands for the fields of the handshake. */
    private static final String HTTPS = HTTP + " 0/-/-/-/0 -/%sslv/%sslc";

    private final Map<ProxyLogging.Kind, LogFormat> formats = new EnumMap<>(ProxyLogging.Kind.class);

    /** The format of a kind; the proxy's own for CUSTOM, null for NONE. */
    LogFormat of(ProxyLogging.Kind kind, LogFormat custom) {
        return switch (kind) {
            case NONE -> null;
            case CUSTOM -> custom;
            case TCP, HTTP, HTTPS -> formats.computeIfAbsent(kind, LogFormats::compile);
        };
    }

    private static LogFormat compile(ProxyLogging.Kind kind) {
        String text = kind == ProxyLogging.Kind.TCP ? TCP : kind == ProxyLogging.Kind.HTTP ? HTTP : HTTPS;
        try {
            return LogFormatParser.parse(text, new ParseContext(ParseContext.Place.LOG));
        } catch (ExpressionException e) {
            throw new IllegalStateException("built-in log format " + kind, e);
        }
    }
}
