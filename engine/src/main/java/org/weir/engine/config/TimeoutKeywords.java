package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;

import org.weir.engine.config.Keyword.Origin;

/** {@code timeout ...} and the names it had before HAProxy 1.3.14. */
final class TimeoutKeywords {
    private TimeoutKeywords() {
    }

    static void addTo(KeywordTable<ProxyBuilder> table) {
        for (Timeout timeout : Timeout.values()) {
            table.add(keyword("timeout " + timeout.keyword(), timeout, isModern(timeout) ? MODERN : CLASSIC));
        }
        for (String prefix : new String[] {"timeout ", ""}) {
            old(table, prefix + "clitimeout", Timeout.CLIENT);
            old(table, prefix + "srvtimeout", Timeout.SERVER);
            old(table, prefix + "contimeout", Timeout.CONNECT);
        }
    }

    private static boolean isModern(Timeout timeout) {
        return timeout == Timeout.TUNNEL || timeout == Timeout.CLIENT_FIN || timeout == Timeout.SERVER_FIN;
    }

    private static void old(KeywordTable<ProxyBuilder> table, String name, Timeout timeout) {
        table.add(keyword(name, timeout, CLASSIC).deprecatedFor("timeout " + timeout.keyword()));
    }

    private static Keyword<ProxyBuilder> keyword(String name, Timeout timeout, Origin origin) {
        return ProxyKeywords.of(name, timeout.scopes(), "<time>", timeout.summary(), origin, (b, s) -> set(b, s, timeout));
    }

    private static void set(ProxyBuilder b, Statement s, Timeout timeout) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'" + s.keyword() + "' expects an integer value (in milliseconds)");
        }
        int millis = Quantity.millis(s.argument(0), s.keyword());
        if (s.argumentCount() > 1) {
            throw new Rejection("'" + s.keyword() + "' : unexpected extra argument '" + s.argument(1) + "' after value '" + s.argument(0) + "'.");
        }
        b.settings.set(timeout, millis);
    }
}
