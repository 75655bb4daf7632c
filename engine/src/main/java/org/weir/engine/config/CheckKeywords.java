package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;
import static org.weir.engine.config.Scope.DLB;

import org.weir.engine.config.model.HttpCheck;

/** {@code option httpchk}, {@code option tcp-check} and {@code http-check}. */
final class CheckKeywords {
    private CheckKeywords() {
    }

    static void addTo(KeywordTable<ProxyBuilder> table) {
        table.add(OptionKeywords.option("httpchk", DLB, "[[<method>] <uri> [<version>]]", CLASSIC, "Checks servers with HTTP requests.",
                CheckKeywords::httpchk));
        table.add(OptionKeywords.option("tcp-check", DLB, "", MODERN, "Checks servers with TCP connections; the default.", (b, s) -> {
            s.limit(0);
            b.settings.httpCheck.enabled = false;
            b.settings.set(ProxyFlag.TCP_CHECK, true);
        }));
        table.add(ProxyKeywords.of("http-check expect", DLB, "[!] status|rstatus|string|rstring <pattern>", "What a good answer looks like.",
                CLASSIC, CheckKeywords::expect));
        table.add(ProxyKeywords.of("http-check send", DLB, "[meth <m>] [uri <u>] [ver <v>] [hdr <name> <value>]* [body <text>]",
                "What a check sends.", MODERN, CheckKeywords::send));
        table.add(ProxyKeywords.of("http-check disable-on-404", DLB, "", "A 404 takes a server out softly.", CLASSIC, (b, s) -> {
            s.limit(0);
            b.settings.httpCheck.disableOn404 = true;
        }));
        table.add(ProxyKeywords.of("http-check send-state", DLB, "", "Tells the server what is thought of it.", CLASSIC, (b, s) -> {
            s.limit(0);
            b.settings.httpCheck.sendState = true;
        }));
    }

    private static void httpchk(ProxyBuilder b, Statement s) throws Rejection {
        HttpCheckBuilder check = b.settings.httpCheck;
        b.settings.set(ProxyFlag.TCP_CHECK, false);
        if (s.argumentCount() > 3) {
            throw new Rejection("'option httpchk' cannot handle unexpected argument '" + s.argument(3) + "'.");
        }
        check.ownRequest();
        check.resetRequest();
        check.enabled = true;
        if (s.argumentCount() == 1) {
            check.uri = s.argument(0);
        } else if (s.argumentCount() > 1) {
            check.method = s.argument(0);
            check.uri = s.argument(1);
        }
        if (s.has(2)) {
            version(check, s);
        }
    }

    /** Before there was {@code http-check send}, headers and body were put behind the version. */
    private static void version(HttpCheckBuilder check, Statement s) {
        String text = s.argument(2);
        int lineEnd = text.indexOf("\r\n");
        check.version = lineEnd < 0 ? text : text.substring(0, lineEnd);
        if (lineEnd < 0) {
            return;
        }
        s.report(Diagnostic.Severity.WARNING, "parsing [" + s.where() + "]: 'option httpchk' : hiding headers or body at the end of the version"
                + " string is deprecated. Please, consider to use 'http-check send' directive instead.");
        int from = lineEnd + 2;
        while (from < text.length()) {
            int end = text.indexOf("\r\n", from);
            String line = text.substring(from, end < 0 ? text.length() : end);
            from += line.length() + 2;
            int colon = line.indexOf(':');
            if (colon > 0) {
                check.headers.add(new String[] {line.substring(0, colon), line.substring(colon + 1).strip()});
            } else if (line.isEmpty()) {
                check.body = from < text.length() ? text.substring(from) : "";
                return;
            }
        }
    }

    private static void expect(ProxyBuilder b, Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'http-check expect' : expects at least a matching pattern as arguments.");
        }
        boolean apart = s.argument(0).equals("!");
        String word = apart ? s.argument(1) : s.argument(0);
        boolean negate = apart || word.startsWith("!");
        int at = apart ? 2 : 1;
        HttpCheck.Expect.Kind kind = switch (word.startsWith("!") ? word.substring(1) : word) {
            case "status" -> HttpCheck.Expect.Kind.STATUS;
            case "rstatus" -> HttpCheck.Expect.Kind.RSTATUS;
            case "string" -> HttpCheck.Expect.Kind.STRING;
            case "rstring" -> HttpCheck.Expect.Kind.RSTRING;
            case "min-recv", "comment", "hdr", "fhdr", "string-lf", "ok-status", "error-status", "tout-status", "on-success", "on-error",
                    "status-code" -> throw new Rejection(KnownKeywords.refusal("http-check expect " + word));
            default -> throw new Rejection("'http-check expect' : only supports '[!]string', '[!]rstring', '[!]status', '[!]rstatus' but got '"
                    + word + "' as argument.");
        };
        String pattern = s.argument(at);
        if (pattern.isEmpty()) {
            throw new Rejection("'http-check expect' : '" + word + "' expects a pattern as an argument.");
        }
        if (s.argumentCount() > at + 1) {
            throw new Rejection("'http-check expect' cannot handle unexpected argument '" + s.argument(at + 1) + "'.");
        }
        if (kind == HttpCheck.Expect.Kind.STATUS) {
            checkStatusList(pattern);
        } else if (kind != HttpCheck.Expect.Kind.STRING) {
            b.rules.checkRegex(pattern);
        }
        b.settings.httpCheck.ownExpects();
        b.settings.httpCheck.expects.add(new HttpCheck.Expect(kind, negate, pattern));
    }

    /** Codes and ranges of codes, between commas. */
    private static void checkStatusList(String list) throws Rejection {
        for (String part : list.split(",", -1)) {
            int dash = part.indexOf('-');
            Integer first = Quantity.integer(dash < 0 ? part : part.substring(0, dash));
            Integer last = dash < 0 ? first : Quantity.integer(part.substring(dash + 1));
            if (first == null || last == null || first < 100 || last > 599 || last < first) {
                throw new Rejection("'http-check expect' : '" + part + "' is neither a status code nor a range in the list of status codes.");
            }
        }
    }

    private static void send(ProxyBuilder b, Statement s) throws Rejection {
        HttpCheckBuilder check = b.settings.httpCheck;
        check.ruled = true;
        check.ownRequest();
        int at = 0;
        while (at < s.argumentCount()) {
            String word = s.argument(at);
            if (!s.has(at + 1)) {
                throw new Rejection("'http-check send' : '" + word + "' expects a string as argument.");
            }
            String value = s.argument(at + 1);
            switch (word) {
                case "meth" -> check.method = value;
                case "uri" -> check.uri = value;
                case "ver" -> check.version = value;
                case "body" -> check.body = value;
                case "hdr" -> {
                    if (!s.has(at + 2)) {
                        throw new Rejection("'http-check send' : 'hdr' expects <name> and <value> as arguments.");
                    }
                    check.headers.add(new String[] {value, s.argument(at + 2)});
                    at++;
                }
                case "uri-lf", "body-lf", "comment" -> throw new Rejection(KnownKeywords.refusal("http-check send " + word));
                default -> throw new Rejection("'http-check send' : expects 'meth', 'uri', 'ver', 'hdr' or 'body' but got '" + word
                        + "' as argument.");
            }
            at += 2;
        }
    }
}
