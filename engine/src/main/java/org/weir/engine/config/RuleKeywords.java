package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Scope.DFL;

/** Rules of proxies: switching. */
final class RuleKeywords {
    private RuleKeywords() {
    }

    static void addTo(KeywordTable<ProxyBuilder> table) {
        table.add(ProxyKeywords.of("default_backend", DFL, "<backend>", "Backend when no rule chose one.", CLASSIC, (b, s) -> {
            b.settings.defaultBackend = s.only("'default_backend' expects a backend name.");
            b.settings.defaultBackendWhere = s.where();
        }));
    }
}
