package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;
import static org.weir.engine.config.Scope.DFL;
import static org.weir.engine.config.Scope.DFLB;
import static org.weir.engine.config.Scope.DLB;

import org.weir.engine.config.Keyword.Origin;
import org.weir.engine.config.model.ForwardFor;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.expr.AddressRange;
import org.weir.io.net.Endpoint;
import org.weir.io.net.NetAddress;

/** {@code option ...}: flags, redispatch, forwardfor and the choice of a log format. */
final class OptionKeywords {
    private OptionKeywords() {
    }

    static void addTo(KeywordTable<ProxyBuilder> table) {
        flag(table, "abortonclose", DLB, ProxyFlag.ABORTONCLOSE, CLASSIC, "Drops queued requests of clients that went away.");
        flag(table, "accept-invalid-http-request", DFL, ProxyFlag.ACCEPT_INVALID_REQUEST, CLASSIC, "Tolerates odd characters in names of request headers.");
        flag(table, "accept-invalid-http-response", DLB, ProxyFlag.ACCEPT_INVALID_RESPONSE, CLASSIC, "Tolerates odd characters in names of response headers.");
        flag(table, "allbackups", DLB, ProxyFlag.ALLBACKUPS, CLASSIC, "Uses all backup servers, not the first alone.");
        flag(table, "clitcpka", DFL, ProxyFlag.CLITCPKA, CLASSIC, "TCP keep-alive towards clients.");
        flag(table, "srvtcpka", DLB, ProxyFlag.SRVTCPKA, CLASSIC, "TCP keep-alive towards servers.");
        table.add(option("contstats", DFL, "", CLASSIC, "Accepted without effect: bytes are counted when a stream ends.", (b, s) -> {
            s.limit(0);
            s.warn("'option contstats' has no effect: bytes are counted when a stream ends.");
        }).withNo());
        flag(table, "dontlog-normal", DFL, ProxyFlag.DONTLOG_NORMAL, CLASSIC, "Logs only what went wrong.");
        flag(table, "dontlognull", DFL, ProxyFlag.DONTLOGNULL, CLASSIC, "Does not log connections without data.");
        flag(table, "http-no-delay", DFLB, ProxyFlag.HTTP_NO_DELAY, CLASSIC, "Accepted without effect: data is never held back to fill segments.");
        flag(table, "log-health-checks", DLB, ProxyFlag.LOG_HEALTH_CHECKS, CLASSIC, "Logs every change of a check's result.");
        flag(table, "log-separate-errors", DFL, ProxyFlag.LOG_SEPARATE_ERRORS, CLASSIC, "Logs errors at level err.");
        flag(table, "logasap", DFL, ProxyFlag.LOGASAP, CLASSIC, "Logs when the response starts.");
        flag(table, "nolinger", DFLB, ProxyFlag.NOLINGER, CLASSIC, "Resets connections instead of closing them.");
        flag(table, "socket-stats", DFL, ProxyFlag.SOCKET_STATS, CLASSIC, "Counts each listener by itself.");
        flag(table, "splice-auto", DFLB, ProxyFlag.SPLICE_AUTO, CLASSIC, "Moves large bodies and streams within the kernel, both ways.");
        flag(table, "splice-request", DFLB, ProxyFlag.SPLICE_REQUEST, CLASSIC, "Moves large bodies and streams from clients within the kernel.");
        flag(table, "splice-response", DFLB, ProxyFlag.SPLICE_RESPONSE, CLASSIC, "Moves large bodies and streams from servers within the kernel.");
        flag(table, "tcp-smart-accept", DFL, ProxyFlag.SMART_ACCEPT, CLASSIC, "Acknowledges a first request with the answer to it.");
        flag(table, "tcp-smart-connect", DLB, ProxyFlag.SMART_CONNECT, CLASSIC, "Acknowledges a server's connection with the request.");
        flag(table, "prefer-last-server", DLB, ProxyFlag.PREFER_LAST_SERVER, MODERN, "Stays with the server of the connection.");
        flag(table, "http-keep-alive", DFLB, ProxyFlag.HTTP_KEEP_ALIVE, MODERN, "Keeps connections on both sides; the default.");
        flag(table, "http-server-close", DFLB, ProxyFlag.HTTP_SERVER_CLOSE, CLASSIC, "Closes the server's side after each response.");
        flag(table, "httpclose", DFLB, ProxyFlag.HTTPCLOSE, CLASSIC, "Closes after each response: a frontend both sides, a backend the servers'.");
        table.add(option("forceclose", DFLB, "", CLASSIC, "Closes both sides after each response.", (b, s) -> set(b, s, ProxyFlag.HTTPCLOSE))
                .withNo().deprecatedFor("option httpclose"));
        table.add(option("tcpka", DFLB, "", CLASSIC, "TCP keep-alive towards both sides.", OptionKeywords::tcpKeepAlive));
        table.add(option("redispatch", DLB, "[<interval>]", CLASSIC, "Chooses another server when one cannot be reached.",
                OptionKeywords::redispatch).withNo());
        table.add(ProxyKeywords.of("redispatch", DLB, "", "Chooses another server when one cannot be reached.", CLASSIC,
                OptionKeywords::redispatch).deprecatedFor("option redispatch"));
        table.add(ProxyKeywords.of("redisp", DLB, "", "Chooses another server when one cannot be reached.", CLASSIC,
                OptionKeywords::redispatch).deprecatedFor("option redispatch"));
        table.add(option("forwardfor", DFLB, "[except <network>] [header <name>] [if-none]", CLASSIC, "Tells servers the client's address.",
                OptionKeywords::forwardFor));
        table.add(option("tcplog", DFL, "", CLASSIC, "Log format for TCP.", (b, s) -> log(b, s, ProxyLogging.Kind.TCP)));
        table.add(option("httplog", DFL, "", CLASSIC, "Log format for HTTP.", (b, s) -> log(b, s, ProxyLogging.Kind.HTTP)));
        table.add(option("journal", DFLB, "", Origin.WEIR, "Keeps log records in the journal; the default where there are log targets.",
                OptionKeywords::journal).withNo());
        table.add(option("httpslog", DFL, "", MODERN, "Log format for HTTP over TLS.", (b, s) -> log(b, s, ProxyLogging.Kind.HTTPS)));
    }

    static Keyword<ProxyBuilder> option(
            String name, int scopes, String arguments, Origin origin, String summary, Keyword.Action<ProxyBuilder> action) {
        return ProxyKeywords.of("option " + name, scopes, arguments, summary, origin, action);
    }

    private static void flag(KeywordTable<ProxyBuilder> table, String name, int scopes, ProxyFlag flag, Origin origin, String summary) {
        table.add(option(name, scopes, "", origin, summary, (b, s) -> set(b, s, flag)).withNo());
    }

    private static void set(ProxyBuilder b, Statement s, ProxyFlag flag) throws Rejection {
        s.limit(0);
        boolean on = s.prefix() == Statement.Prefix.NONE;
        if (on && (flag == ProxyFlag.HTTP_KEEP_ALIVE || flag == ProxyFlag.HTTP_SERVER_CLOSE || flag == ProxyFlag.HTTPCLOSE)) {
            b.settings.set(ProxyFlag.HTTP_KEEP_ALIVE, false);
            b.settings.set(ProxyFlag.HTTP_SERVER_CLOSE, false);
            b.settings.set(ProxyFlag.HTTPCLOSE, false);
        }
        b.settings.set(flag, on);
        b.settings.refuse(flag, s.prefix() == Statement.Prefix.NO);
    }

    private static void tcpKeepAlive(ProxyBuilder b, Statement s) throws Rejection {
        s.limit(0);
        b.settings.set(ProxyFlag.CLITCPKA, true);
        b.settings.set(ProxyFlag.SRVTCPKA, true);
    }

    private static void journal(ProxyBuilder b, Statement s) throws Rejection {
        s.limit(0);
        b.settings.journal = s.prefix() == Statement.Prefix.DEFAULT ? null : Boolean.valueOf(s.prefix() == Statement.Prefix.NONE);
    }

    private static void redispatch(ProxyBuilder b, Statement s) throws Rejection {
        s.limit(1);
        Integer interval = s.has(0) ? Quantity.integer(s.argument(0)) : Integer.valueOf(-1);
        if (interval == null) {
            throw new Rejection("'option redispatch' expects an integer argument, found '" + s.argument(0) + "'.");
        }
        b.settings.redispatchInterval = s.prefix() == Statement.Prefix.NONE ? interval : 0;
    }

    private static void log(ProxyBuilder b, Statement s, ProxyLogging.Kind kind) throws Rejection {
        if (s.has(0)) {
            throw new Rejection(kind == ProxyLogging.Kind.HTTP && s.argument(0).equals("clf")
                    ? KnownKeywords.refusal("option httplog clf")
                    : "'" + s.keyword() + "' cannot handle unexpected argument '" + s.argument(0) + "'.");
        }
        LogKeywords.choose(b, s, kind, null);
    }

    private static void forwardFor(ProxyBuilder b, Statement s) throws Rejection {
        AddressRange except = null;
        String header = "X-Forwarded-For";
        boolean ifNone = false;
        int at = 0;
        while (at < s.argumentCount()) {
            switch (s.argument(at)) {
                case "except" -> {
                    except = network(s.argument(at + 1));
                    at += 2;
                }
                case "header" -> {
                    header = s.argument(at + 1);
                    if (header.isEmpty()) {
                        throw new Rejection("'option forwardfor header' expects <header_name> as argument.");
                    }
                    at += 2;
                }
                case "if-none" -> {
                    ifNone = true;
                    at++;
                }
                default -> throw new Rejection("'option forwardfor' only supports optional values: 'except', 'header' and 'if-none'.");
            }
        }
        b.settings.forwardFor = new ForwardFor(except, header, ifNone);
    }

    private static AddressRange network(String text) throws Rejection {
        int slash = text.indexOf('/');
        Endpoint address = Endpoint.ofNumeric(slash < 0 ? text : text.substring(0, slash), 0);
        Rejection bad = new Rejection("'option forwardfor except' expects <address>[/mask] as argument.");
        if (address == null) {
            throw bad;
        }
        NetAddress numbers = NetAddress.of(address);
        int widest = numbers.family() == NetAddress.INET4 ? 32 : 128;
        int prefix = slash < 0 ? widest : prefix(text.substring(slash + 1));
        if (prefix < 0 || prefix > widest) {
            throw bad;
        }
        return new AddressRange(numbers.family(), numbers.high(), numbers.low(), prefix);
    }

    /** A mask's length, written as a number or as a dotted mask; -1 for neither. */
    private static int prefix(String mask) {
        Integer length = Quantity.integer(mask);
        if (length != null) {
            return length;
        }
        if (!(Endpoint.ofNumeric(mask, 0) instanceof Endpoint.Inet4 dotted)) {
            return -1;
        }
        int ones = Integer.numberOfLeadingZeros(~dotted.address());
        return ones == 32 || dotted.address() << ones == 0 ? ones : -1;
    }
}
