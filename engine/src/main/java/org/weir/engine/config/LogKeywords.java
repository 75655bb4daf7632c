package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;
import static org.weir.engine.config.Scope.DFL;
import static org.weir.engine.config.Scope.DFLB;
import static org.weir.engine.config.Scope.FL;

import java.util.List;
import java.util.Locale;
import org.weir.engine.config.Diagnostic.Severity;
import org.weir.engine.config.model.Capture;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.expr.LogFormat;

/** {@code log}, formats and captures of proxies. */
final class LogKeywords {
    private static final int MAX_CAPTURE = 65535;

    private LogKeywords() {
    }

    static void addTo(KeywordTable<ProxyBuilder> table) {
        table.add(ProxyKeywords.of("log", DFLB, "global | " + LogTargetText.GRAMMAR, "Adds a log target; \"no log\" forgets them.", CLASSIC,
                LogKeywords::log).withNo());
        table.add(ProxyKeywords.of("log-tag", DFLB, "<text>", "Program name in log lines.", CLASSIC,
                (b, s) -> b.settings.logTag = s.only("'log-tag' expects a tag for use in syslog.")));
        table.add(ProxyKeywords.of("log-format", DFL, "<format>", "What a log line says.", MODERN, LogKeywords::logFormat));
        table.add(ProxyKeywords.of("capture request header", FL, "<name> len <length>", "Logs a request header.", CLASSIC,
                (b, s) -> captureHeader(b.requestCaptures, s, "request")));
        table.add(ProxyKeywords.of("capture response header", FL, "<name> len <length>", "Logs a response header.", CLASSIC,
                (b, s) -> captureHeader(b.responseCaptures, s, "response")));
        table.add(ProxyKeywords.of("capture cookie", FL, "<name> len <length>", "Logs a cookie of requests and responses.", CLASSIC,
                LogKeywords::captureCookie));
    }

    private static void log(ProxyBuilder b, Statement s) throws Rejection {
        if (s.prefix() == Statement.Prefix.NO) {
            if (s.argumentCount() > 0) {
                throw new Rejection("log : 'no log' does not expect arguments");
            }
            b.settings.logTargets.clear();
            b.settings.logGlobal = false;
        } else if (s.argument(0).equals("global") && s.argumentCount() == 1) {
            b.settings.logGlobal = true;
        } else {
            b.settings.logTargets.add(LogTargetText.parse(s, b.context.addresses(), false));
        }
    }

    private static void logFormat(ProxyBuilder b, Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("log-format expects an argument.");
        }
        if (s.argumentCount() > 1) {
            throw new Rejection("log-format expects only one argument, don't forget to escape spaces!");
        }
        choose(b, s, ProxyLogging.Kind.CUSTOM, b.rules.logFormat(s, s.argument(0)));
    }

    /** Takes a log format; only one counts. */
    static void choose(ProxyBuilder b, Statement s, ProxyLogging.Kind kind, LogFormat format) {
        ProxySettings settings = b.settings;
        if (b.isDefaults() && settings.logKind != ProxyLogging.Kind.NONE && settings.logKind != kind) {
            s.report(Severity.WARNING, "parsing [" + s.where() + "]: '" + s.keyword() + "' overrides previous '"
                    + (settings.logKind == ProxyLogging.Kind.CUSTOM ? "log-format" : "option " + settings.logKind.name().toLowerCase(Locale.ROOT) + "log")
                    + "' in 'defaults' section.");
        }
        settings.logKind = kind;
        settings.logFormat = format;
        settings.logFormatWhere = s.where();
    }

    private static void captureHeader(List<Capture> captures, Statement s, String direction) throws Rejection {
        captures.add(capture(s, "'capture " + direction + "' expects 'header' <header_name> 'len' <len>."));
    }

    private static void captureCookie(ProxyBuilder b, Statement s) throws Rejection {
        b.cookieCapture = capture(s, "'capture' expects 'cookie' <cookie_name> 'len' <len>.");
    }

    private static Capture capture(Statement s, String usage) throws Rejection {
        Integer length = Quantity.integer(s.argument(2));
        if (!s.has(0) || !s.argument(1).equals("len") || length == null || length < 0 || length > MAX_CAPTURE) {
            throw new Rejection(usage);
        }
        s.limit(3);
        return new Capture(s.argument(0), length);
    }
}
