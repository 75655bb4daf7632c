package org.weir.engine.config;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.Diagnostic.Severity;

/** Finds the keyword of a statement and carries it out, or says what is wrong. */
final class StatementRunner {
    /** Deprecated keywords that were used, each warned about once a load. */
    private final List<String> warned = new ArrayList<>();

    /** Carries out a line of {@code global}. */
    void run(GlobalBuilder builder, Statement line) {
        Keyword<GlobalBuilder> keyword = KeywordRegistry.global().find(line.words());
        if (keyword == null) {
            line.alert(unknown(KeywordRegistry.global(), Scope.GLOBAL, "global", line));
        } else if (line.prefix() != Statement.Prefix.NONE && !keyword.negatable()) {
            negation(keyword, line);
        } else {
            apply(keyword, builder, line);
        }
    }

    /** Carries out a line of a proxy section. */
    void run(ProxyBuilder builder, Statement line) {
        Keyword<ProxyBuilder> keyword = KeywordRegistry.proxy().find(line.words());
        if (keyword == null) {
            line.alert(unknown(KeywordRegistry.proxy(), builder.scope, "proxy", line));
            return;
        }
        line.keyword(KeywordTable.wordCount(keyword));
        if (line.prefix() != Statement.Prefix.NONE && !keyword.negatable()) {
            negation(keyword, line);
        } else if (keyword.standsIn(builder.scope)) {
            apply(keyword, builder, line);
        } else {
            misplaced(keyword, builder, line);
        }
    }

    private static <B> void negation(Keyword<B> keyword, Statement line) {
        String name = keyword.name();
        line.report(Severity.ALERT, "parsing [" + line.where() + "]: negation/default is not supported for "
                + (name.startsWith("option ") ? "option '" + name.substring(7) : "'" + name) + "'.");
    }

    private <B> void apply(Keyword<B> keyword, B builder, Statement line) {
        line.keyword(KeywordTable.wordCount(keyword));
        if (keyword.modern() != null && !warned.contains(keyword.name())) {
            warned.add(keyword.name());
            line.warn("the '" + keyword.name() + "' directive is deprecated, use '" + keyword.modern() + "' instead.");
        }
        try {
            keyword.action().apply(builder, line);
        } catch (Rejection e) {
            line.alert(e.getMessage());
        }
    }

    /** HAProxy only warns where a keyword of one side stands on the other, and refuses servers. */
    private static void misplaced(Keyword<ProxyBuilder> keyword, ProxyBuilder builder, Statement line) {
        String name = keyword.name();
        if (builder.isDefaults()) {
            line.alert("'" + name + "' not allowed in 'defaults' section.");
            return;
        }
        boolean needsBackend = (keyword.scopes() & Scope.BACKEND) != 0;
        String capability = " because " + builder.label() + " has no " + (needsBackend ? "backend" : "frontend") + " capability";
        String first = line.words().getFirst();
        switch (first) {
            case "server", "default-server" -> line.alert("'" + name + "' not allowed" + capability + ".");
            case "timeout" -> line.warn("'" + name + "' will be ignored" + capability);
            case "capture", "http-check" -> line.warn("'" + first + "' ignored" + capability + ".");
            case "maxconn" -> line.warn("'maxconn' ignored" + capability + ". Maybe you want 'fullconn' instead ?");
            case "fullconn" -> line.warn("'fullconn' ignored" + capability + ". Maybe you want 'maxconn' instead ?");
            case "log-format" -> line.warn(builder.label() + " : 'log-format' directive is ignored in backends.");
            case "option" -> line.warn(name.endsWith("log")
                    ? builder.label() + " : '" + name + "' directive is ignored in backends."
                    : "'" + name.substring(7) + "' ignored" + capability + ".");
            default -> line.warn("'" + name + "' ignored" + capability + ".");
        }
    }

    private static <B> String unknown(KeywordTable<B> table, int scope, String known, Statement line) {
        String group = line.words().getFirst();
        String name = KnownKeywords.find(known, line.words());
        List<String> members = table.members(group);
        String second = line.words().size() > 1 ? line.words().get(1) : "";
        boolean whole = name != null && (name.indexOf(' ') > 0 || members.isEmpty());
        if (whole && table.named(name) == null) {
            return KnownKeywords.refusal(name);
        }
        if (!members.isEmpty()) {
            return group(group, members, second);
        }
        List<String> candidates = new ArrayList<>(table.firstWords(scope));
        candidates.addAll(SectionReader.SECTIONS);
        return "unknown keyword '" + group + "' in '" + Scope.name(scope) + "' section" + Suggestion.text(group, candidates);
    }

    /** The message for a keyword whose first word is right and whose second is not. */
    private static String group(String group, List<String> members, String second) {
        String hint = Suggestion.text(second, members);
        return switch (group) {
            case "option" -> second.isEmpty() ? "'option' expects an option name." : "unknown option '" + second + "'" + (hint.isEmpty() ? "." : hint);
            case "capture" -> "'capture' expects 'cookie' or 'request header' or 'response header'.";
            case "monitor" -> "'monitor' only supports 'fail'.";
            case "http-check" -> "'http-check' only supports " + listed(members) + " but got '" + second + "'" + hint;
            case "timeout" -> "'timeout' supports " + listed(members) + " (got '" + second + "')" + hint;
            default -> "'" + group + "' only supports " + listed(members) + " (got '" + second + "')" + hint;
        };
    }

    private static String listed(List<String> names) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            text.append(i == 0 ? "'" : i == names.size() - 1 ? " and '" : ", '").append(names.get(i)).append('\'');
        }
        return text.toString();
    }
}
