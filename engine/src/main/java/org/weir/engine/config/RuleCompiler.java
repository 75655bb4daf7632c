package org.weir.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.weir.engine.config.model.FrontendConfig.UseBackend;
import org.weir.engine.config.model.SourceLine;
import org.weir.engine.expr.AclSet;
import org.weir.engine.expr.ByteRegex;
import org.weir.engine.expr.Condition;
import org.weir.engine.expr.ConditionParser;
import org.weir.engine.expr.ExpressionException;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatParser;
import org.weir.engine.expr.ParseContext;
import org.weir.engine.rules.HttpActionParser;
import org.weir.engine.rules.HttpRule;

/** Compiles the expressions and rules of one proxy, whose ACLs it keeps, and passes on what they warn about. */
final class RuleCompiler {
    private final ParseContext request;
    private final ParseContext response;
    private final ParseContext log;
    private final AclSet acls;
    private final List<LocatedReference> references = new ArrayList<>();

    /** @param environment the variables that {@code env} sees */
    RuleCompiler(Map<String, String> environment) {
        request = new ParseContext(ParseContext.Place.REQUEST, environment);
        response = new ParseContext(ParseContext.Place.RESPONSE, environment);
        log = new ParseContext(ParseContext.Place.LOG, environment);
        acls = new AclSet(request);
    }

    /** {@code acl <name> <words>}. */
    void acl(Statement s) throws Rejection {
        try {
            acls.declare(s.argument(0), s.arguments().subList(Math.min(1, s.argumentCount()), s.argumentCount()));
        } catch (ExpressionException e) {
            throw new Rejection(e.getMessage() + ".");
        }
        passOn(s);
    }

    /** The condition that starts at an argument, or null when there is none. */
    Condition condition(Statement s, int from, String introduction) throws Rejection {
        if (s.argumentCount() <= from) {
            return null;
        }
        try {
            Condition condition = ConditionParser.parse(s.arguments().subList(from, s.argumentCount()), acls);
            passOn(s);
            return condition;
        } catch (ExpressionException e) {
            throw new Rejection(introduction + e.getMessage() + ".");
        }
    }

    /** A {@code use_backend} line. */
    UseBackend useBackend(Statement s) throws Rejection {
        String name = s.argument(0);
        Condition condition = condition(s, 1, "error detected while parsing switching rule : ");
        if (name.indexOf('%') < 0) {
            return new UseBackend(name, null, condition, s.where());
        }
        try {
            LogFormat dynamic = LogFormatParser.parse(name, request);
            passOn(s);
            return new UseBackend(null, dynamic, condition, s.where());
        } catch (ExpressionException e) {
            throw new Rejection("error detected while parsing switching rule : " + e.getMessage() + ".");
        }
    }

    /** A line of {@code http-request} or {@code http-response}. */
    HttpRule rule(Statement s, boolean isResponse, String owner) throws Rejection {
        try {
            HttpRule rule = HttpActionParser.parse(s.arguments(), isResponse ? response : request, acls, s.where().toString());
            passOn(s);
            return rule;
        } catch (ExpressionException e) {
            throw new Rejection("error detected in " + owner + " while parsing '" + s.keyword() + ' ' + s.argument(0) + "' rule : "
                    + e.getMessage() + ".");
        }
    }

    /** A line of {@code redirect}. */
    HttpRule redirect(Statement s, String owner) throws Rejection {
        try {
            HttpRule rule = HttpActionParser.parseRedirect(s.arguments(), request, acls, s.where().toString());
            passOn(s);
            return rule;
        } catch (ExpressionException e) {
            throw new Rejection("error detected in " + owner + " while parsing redirect rule : " + e.getMessage() + ".");
        }
    }

    /** What a log line says. */
    LogFormat logFormat(Statement s, String text) throws Rejection {
        try {
            LogFormat format = LogFormatParser.parse(text, log);
            passOn(s);
            return format;
        } catch (ExpressionException e) {
            throw new Rejection("failed to parse log-format : " + e.getMessage() + ".");
        }
    }

    /** Refuses what is not a regular expression. */
    void checkRegex(String text) throws Rejection {
        try {
            ByteRegex.compile(text, false);
        } catch (ExpressionException e) {
            throw new Rejection(e.getMessage() + ".");
        }
    }

    /** Proxies and servers that expressions name; to be looked up when all sections are known. */
    List<LocatedReference> references() {
        return references;
    }

    /** What an expression names, and the line that it stands in. */
    record LocatedReference(ParseContext.Reference reference, SourceLine where) {}

    private void passOn(Statement s) {
        for (ParseContext context : List.of(request, response, log)) {
            context.references().forEach(reference -> references.add(new LocatedReference(reference, s.where())));
            context.references().clear();
            for (String warning : context.warnings()) {
                s.warn(warning);
            }
            context.warnings().clear();
        }
    }
}
