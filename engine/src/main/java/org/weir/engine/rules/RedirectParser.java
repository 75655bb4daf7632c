package org.weir.engine.rules;

import org.weir.engine.expr.ExpressionException;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatParser;
import org.weir.engine.expr.ParseContext;
import org.weir.engine.http.Redirects;

/** Reads the arguments of {@code redirect}. Used while the configuration is read. */
final class RedirectParser {
    private RedirectParser() {
    }

    /** @param formats whether the text is a format string: in {@code http-request redirect}, not in the keyword {@code redirect} */
    static HttpAction parse(HttpActionParser.Words words, ParseContext context, boolean formats) throws ExpressionException {
        HttpAction.Redirect.Kind kind = null;
        String to = null;
        int status = 302;
        boolean dropQuery = false;
        boolean appendSlash = false;
        boolean ignoreEmpty = false;
        byte[] cookie = null;
        while (words.hasArgument()) {
            final String word = words.next("an argument");
            switch (word) {
                case "location", "prefix", "scheme" -> {
                    kind = switch (word) {
                        case "location" -> HttpAction.Redirect.Kind.LOCATION;
                        case "prefix" -> HttpAction.Redirect.Kind.PREFIX;
                        default -> HttpAction.Redirect.Kind.SCHEME;
                    };
                    to = argument(words, word);
                }
                case "code" -> status = status(argument(words, word));
                case "drop-query" -> dropQuery = true;
                case "append-slash" -> appendSlash = true;
                case "ignore-empty" -> ignoreEmpty = true;
                case "set-cookie" -> cookie = Redirects.setCookie(argument(words, word));
                case "clear-cookie" -> cookie = Redirects.clearCookie(argument(words, word));
                default -> throw new ExpressionException(
                        "expects 'code', 'prefix', 'location', 'scheme', 'set-cookie', 'clear-cookie', "
                            + "'drop-query', 'ignore-empty' or 'append-slash' (was '" + word + "')");
            }
        }
        if (kind == null) {
            throw new ExpressionException("redirection type expected ('prefix', 'location', or 'scheme')");
        }
        if (context.place() == ParseContext.Place.RESPONSE && kind != HttpAction.Redirect.Kind.LOCATION) {
            throw new ExpressionException("response only supports redirect type 'location'");
        }
        final LogFormat target = formats ? LogFormatParser.parse(to, context) : LogFormatParser.literal(to);
        return new HttpAction.Redirect(kind, target, status, dropQuery, appendSlash, cookie, ignoreEmpty);
    }

    private static String argument(HttpActionParser.Words words, String keyword) throws ExpressionException {
        final String text = words.next("an argument behind '" + keyword + "'");
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            throw new ExpressionException("line ends are not possible in the argument of '" + keyword + "'");
        }
        return text;
    }

    private static int status(String text) throws ExpressionException {
        return switch (text) {
            case "301" -> 301;
            case "302" -> 302;
            case "303" -> 303;
            case "307" -> 307;
            case "308" -> 308;
            default -> throw new ExpressionException("unsupported HTTP code '" + text + "' (must be one of 301, 302, 303, 307 or 308)");
        };
    }
}
