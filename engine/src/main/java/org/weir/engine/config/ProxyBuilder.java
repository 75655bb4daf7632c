package org.weir.engine.config;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.Diagnostic.Severity;
import org.weir.engine.config.model.Capture;
import org.weir.engine.config.model.FrontendConfig.UseBackend;
import org.weir.engine.config.model.SourceLine;
import org.weir.engine.expr.Condition;
import org.weir.engine.rules.HttpRule;

/** Collects a {@code frontend}, {@code backend}, {@code listen} or {@code defaults} section. */
final class ProxyBuilder {
    /** Kinds of rules in the order in which they are evaluated, to warn where the text reads otherwise. */
    enum RuleKind {
        MONITOR_FAIL("monitor fail"), HTTP_REQUEST("http-request"), REDIRECT("redirect"), USE_BACKEND("use_backend");

        private final String keyword;

        RuleKind(String keyword) {
            this.keyword = keyword;
        }
    }

    final Context context;
    final int scope;
    final String name;
    final SourceLine where;
    final ProxySettings settings;
    final RuleCompiler rules;
    final List<BindBuilder> binds = new ArrayList<>();
    final List<ServerBuilder> servers = new ArrayList<>();
    final List<UseBackend> useBackends = new ArrayList<>();
    final List<Condition> monitorFail = new ArrayList<>();
    final List<Capture> requestCaptures = new ArrayList<>();
    final List<Capture> responseCaptures = new ArrayList<>();
    final List<HttpRule> blocks = new ArrayList<>();
    final List<HttpRule> requestRules = new ArrayList<>();
    final List<HttpRule> redirects = new ArrayList<>();
    final List<HttpRule> responseRules = new ArrayList<>();
    Capture cookieCapture;
    int id;

    /** {@link #id}, or the one it was given. */
    int number;
    SourceLine idWhere;
    boolean anyBindLine;
    String description;
    boolean requestFinal;
    boolean responseFinal;

    private final List<RuleCompiler.LocatedReference> inheritedReferences = new ArrayList<>();
    private RuleKind lastRule;

    /**
     * @param scope which section it is
     * @param from the settings it starts with
     */
    ProxyBuilder(Context context, int scope, String name, SourceLine where, ProxyBuilder from) {
        this.context = context;
        this.scope = scope;
        this.name = name;
        this.where = where;
        settings = from == null ? new ProxySettings(context) : from.settings.copy();
        rules = new RuleCompiler(context.environment());
        if (from != null) {
            requestRules.addAll(from.requestRules);
            responseRules.addAll(from.responseRules);
            inheritedReferences.addAll(from.references());
        }
    }

    boolean hasFrontend() {
        return (scope & Scope.FL) != 0;
    }

    boolean hasBackend() {
        return (scope & Scope.LB) != 0;
    }

    /** Proxies and servers that the expressions of the section, and of its defaults, name. */
    List<RuleCompiler.LocatedReference> references() {
        List<RuleCompiler.LocatedReference> all = new ArrayList<>(inheritedReferences);
        all.addAll(rules.references());
        return all;
    }

    boolean isDefaults() {
        return scope == Scope.DEFAULTS;
    }

    /** {@code frontend 'web'}, as messages put it; HAProxy calls a listen section a proxy. */
    String label() {
        return switch (scope) {
            case Scope.LISTEN -> "proxy '" + name + "'";
            case Scope.DEFAULTS -> "defaults '" + name + "'";
            default -> Scope.name(scope) + " '" + name + "'";
        };
    }

    void alert(SourceLine at, String text) {
        context.diagnostics().add(Severity.ALERT, at, text);
    }

    /** A warning about the proxy as a whole, which would only distract from errors. */
    void warn(SourceLine at, String text) {
        if (context.diagnostics().alerts() == 0) {
            context.diagnostics().add(Severity.WARNING, at, text);
        }
    }

    /** Warns when a rule stands after one that is evaluated later. */
    void orderOf(RuleKind kind, Statement line) {
        if (lastRule != null && lastRule.compareTo(kind) > 0) {
            line.warn("a '" + kind.keyword + "' rule placed after a '" + lastRule.keyword + "' rule will still be processed before.");
        }
        if (lastRule == null || lastRule.compareTo(kind) < 0) {
            lastRule = kind;
        }
    }
}
