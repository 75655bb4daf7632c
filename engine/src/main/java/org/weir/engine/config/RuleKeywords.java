package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Keyword.Origin.MODERN;
import static org.weir.engine.config.Scope.DFL;
import static org.weir.engine.config.Scope.DFLB;
import static org.weir.engine.config.Scope.FL;
import static org.weir.engine.config.Scope.FLB;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.Diagnostic.Severity;
import org.weir.engine.config.ProxyBuilder.RuleKind;
import org.weir.engine.config.model.FrontendConfig.UseBackend;
import org.weir.engine.expr.Condition;
import org.weir.engine.expr.Expression.Need;
import org.weir.engine.rules.HttpAction;
import org.weir.engine.rules.HttpRule;

/** ACLs, switching and HTTP rules of proxies. */
final class RuleKeywords {
    private static final String CONDITION = " [if|unless <condition>]";

    private RuleKeywords() {
    }

    static void addTo(KeywordTable<ProxyBuilder> table) {
        table.add(ProxyKeywords.of("acl", DFLB, "<name> <expression> [<flags>] [<pattern> ...]", "Declares a test to use in conditions.", CLASSIC,
                RuleKeywords::acl));
        table.add(ProxyKeywords.of("default_backend", DFL, "<backend>", "Backend when no rule chose one.", CLASSIC, (b, s) -> {
            b.settings.defaultBackend = s.only("'default_backend' expects a backend name.");
            b.settings.defaultBackendWhere = s.where();
        }));
        table.add(ProxyKeywords.of("use_backend", FL, "<backend>" + CONDITION, "Backend for requests that match; the name may be a format string.",
                CLASSIC, RuleKeywords::useBackend));
        table.add(ProxyKeywords.of("http-request", DFLB, "<action> [<argument> ...]" + CONDITION, "Judges and changes requests.", CLASSIC,
                RuleKeywords::httpRequest));
        table.add(ProxyKeywords.of("http-response", DFLB, "<action> [<argument> ...]" + CONDITION, "Judges and changes responses.", MODERN,
                RuleKeywords::httpResponse));
        table.add(ProxyKeywords.of("redirect", FLB, "location|prefix|scheme <to> [code <status>] [<option> ...]" + CONDITION,
                "Answers with a redirection.", CLASSIC, RuleKeywords::redirect));
        table.add(ProxyKeywords.of("block", FLB, "if|unless <condition>", "Refuses requests.", CLASSIC, RuleKeywords::block)
                .deprecatedFor("http-request"));
        table.add(ProxyKeywords.of("monitor fail", FL, "if|unless <condition>", "Lets monitor-uri answer 503.", CLASSIC, RuleKeywords::monitorFail));
    }

    /** Rules pass from a defaults section only to proxies that ask for it by its name. */
    private static void refuseAnonymousDefaults(ProxyBuilder b, Statement s) throws Rejection {
        if (b.isDefaults() && b.name.isEmpty()) {
            throw new Rejection("'" + s.keyword() + "' not allowed in anonymous 'defaults' section.");
        }
    }

    private static void acl(ProxyBuilder b, Statement s) throws Rejection {
        refuseAnonymousDefaults(b, s);
        b.rules.acl(s);
    }

    private static void useBackend(ProxyBuilder b, Statement s) throws Rejection {
        if (!s.has(0)) {
            throw new Rejection("'use_backend' expects a backend name.");
        }
        if (s.argumentCount() > 1 && !isCondition(s.argument(1))) {
            throw new Rejection("unexpected keyword '" + s.argument(1) + "' after switching rule, only 'if' and 'unless' are allowed.");
        }
        b.orderOf(RuleKind.USE_BACKEND, s);
        UseBackend choice = b.rules.useBackend(s);
        warnOfUnfit(s, choice.condition(), Need.RESPONSE_HEAD, "frontend use-backend rule");
        b.useBackends.add(choice);
    }

    private static boolean isCondition(String word) {
        return word.equals("if") || word.equals("unless");
    }

    private static void httpRequest(ProxyBuilder b, Statement s) throws Rejection {
        refuseAnonymousDefaults(b, s);
        HttpRule rule = b.rules.rule(s, false, b.label());
        warnOfUnfit(s, rule.condition(), Need.RESPONSE_HEAD, requestPlace(b));
        if (b.requestFinal) {
            noEffect(s);
        }
        b.orderOf(RuleKind.HTTP_REQUEST, s);
        b.requestFinal |= isFinal(rule);
        b.requestRules.add(rule);
    }

    private static void httpResponse(ProxyBuilder b, Statement s) throws Rejection {
        refuseAnonymousDefaults(b, s);
        HttpRule rule = b.rules.rule(s, true, b.label());
        warnOfUnfit(s, rule.condition(), Need.REQUEST_HEAD, (b.scope == Scope.FRONTEND ? "frontend" : "backend") + " http-response header rule");
        if (b.responseFinal) {
            noEffect(s);
        }
        b.responseFinal |= isFinal(rule);
        b.responseRules.add(rule);
    }

    private static String requestPlace(ProxyBuilder b) {
        return (b.scope == Scope.BACKEND ? "backend" : "frontend") + " http-request header rule";
    }

    /** A condition that looks at what is not there never matches, which is hardly meant. */
    private static void warnOfUnfit(Statement s, Condition condition, Need absent, String place) {
        String unfit = condition == null ? null : condition.unfit(absent);
        if (unfit != null) {
            s.warn(unfit + " '" + place + "'");
        }
    }

    private static void noEffect(Statement s) {
        s.report(Severity.WARNING, "parsing [" + s.where() + "]: previous '" + s.keyword()
                + "' action is final and has no condition attached, further entries are NOOP.");
    }

    /** Whether nothing behind the rule is ever reached. */
    private static boolean isFinal(HttpRule rule) {
        return rule.condition() == null && (rule.action() instanceof HttpAction.Allow || rule.action() instanceof HttpAction.Deny
                || rule.action() instanceof HttpAction.Redirect || rule.action() instanceof HttpAction.Answer);
    }

    /** {@code redirect} rules come after all {@code http-request} rules, wherever they stand. */
    private static void redirect(ProxyBuilder b, Statement s) throws Rejection {
        HttpRule rule = b.rules.redirect(s, b.label());
        warnOfUnfit(s, rule.condition(), Need.RESPONSE_HEAD, requestPlace(b));
        b.orderOf(RuleKind.REDIRECT, s);
        b.redirects.add(rule);
    }

    /** {@code block} came before all {@code http-request} rules. */
    private static void block(ProxyBuilder b, Statement s) throws Rejection {
        if (!isCondition(s.argument(0))) {
            throw new Rejection("'block' requires either 'if' or 'unless' followed by a condition.");
        }
        Condition condition = b.rules.condition(s, 0, "error detected while parsing blocking condition : ");
        b.blocks.add(new HttpRule(new HttpAction.Deny(403, null), condition, s.where().toString()));
    }

    private static void monitorFail(ProxyBuilder b, Statement s) throws Rejection {
        if (!isCondition(s.argument(0))) {
            throw new Rejection("'monitor fail' requires either 'if' or 'unless' followed by a condition.");
        }
        Condition condition = b.rules.condition(s, 0, "error detected while parsing a 'monitor fail' condition : ");
        b.orderOf(RuleKind.MONITOR_FAIL, s);
        b.monitorFail.add(condition);
    }

    /** All rules for requests in the order in which they are evaluated. */
    static List<HttpRule> requestRules(ProxyBuilder b) {
        List<HttpRule> rules = new ArrayList<>(b.blocks);
        rules.addAll(b.requestRules);
        rules.addAll(b.redirects);
        return List.copyOf(rules);
    }
}
