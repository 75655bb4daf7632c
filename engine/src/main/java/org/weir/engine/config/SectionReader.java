package org.weir.engine.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.weir.engine.config.Diagnostic.Severity;
import org.weir.engine.config.model.SourceLine;

/** Follows the sections of the configuration from statement to statement, over all files. */
final class SectionReader {
    static final List<String> SECTIONS = List.of("global", "defaults", "frontend", "backend", "listen");
    /** Sections of HAProxy that are not supported; none of the names is a keyword of a section that is. */
    private static final Set<String> FOREIGN_SECTIONS = Set.of(
            "userlist", "peers", "resolvers", "mailers", "cache", "ring", "program", "http-errors", "fcgi-app", "log-forward", "crt-store",
            "traces", "log-profile", "acme");

    private final Context context;
    private final Diagnostics diagnostics;
    private final GlobalBuilder global;
    private final StatementRunner runner = new StatementRunner();
    private final List<ProxyBuilder> proxies = new ArrayList<>();
    private final Map<String, List<ProxyBuilder>> namedDefaults = new HashMap<>();
    private final Map<String, ProxyBuilder> frontends = new HashMap<>();
    private final Map<String, ProxyBuilder> backends = new HashMap<>();
    private ProxyBuilder defaults;
    private ProxyBuilder proxy;
    private State state = State.OUTSIDE;
    private String sectionName = "";

    private enum State { OUTSIDE, GLOBAL, PROXY, SKIPPED }

    SectionReader(Context context, GlobalBuilder global) {
        this.context = context;
        this.diagnostics = context.diagnostics();
        this.global = global;
    }

    List<ProxyBuilder> proxies() {
        return proxies;
    }

    /** Name of the section, or its type when it has none ({@code .SECTION}). */
    String sectionName() {
        return sectionName;
    }

    /** A section does not reach over the end of its file. */
    void endFile() {
        state = State.OUTSIDE;
        sectionName = "";
    }

    /** Takes the words of one line, at least one. */
    void line(List<String> words, SourceLine where) {
        String first = words.getFirst();
        switch (first) {
            case "global" -> openGlobal(words, where);
            case "defaults" -> openDefaults(words, where);
            case "frontend" -> openProxy(Scope.FRONTEND, words, where);
            case "backend" -> openProxy(Scope.BACKEND, words, where);
            case "listen" -> openProxy(Scope.LISTEN, words, where);
            default -> {
                if (FOREIGN_SECTIONS.contains(first)) {
                    diagnostics.alert(where, "section " + KnownKeywords.refusal(first));
                    state = State.SKIPPED;
                    sectionName = words.size() > 1 ? words.get(1) : first;
                } else {
                    statement(words, where);
                }
            }
        }
    }

    private void statement(List<String> words, SourceLine where) {
        Statement.Prefix prefix = switch (words.getFirst()) {
            case "no" -> Statement.Prefix.NO;
            case "default" -> Statement.Prefix.DEFAULT;
            default -> Statement.Prefix.NONE;
        };
        List<String> rest = prefix == Statement.Prefix.NONE ? words : words.subList(1, words.size());
        if (rest.isEmpty()) {
            diagnostics.alert(where, "'" + words.getFirst() + "' expects a keyword.");
            return;
        }
        Statement line = new Statement(rest, where, prefix, diagnostics);
        switch (state) {
            case GLOBAL -> runner.run(global, line);
            case PROXY -> runner.run(proxy, line);
            case OUTSIDE -> diagnostics.add(Severity.ALERT, where,
                    "parsing [" + where + "]: unknown keyword '" + rest.getFirst() + "' out of section" + Suggestion.end(rest.getFirst(), SECTIONS));
            case SKIPPED -> { }
        }
    }

    private void openGlobal(List<String> words, SourceLine where) {
        if (words.size() > 1) {
            diagnostics.alert(where, "'global' cannot handle unexpected argument '" + words.get(1) + "'.");
        }
        state = State.GLOBAL;
        sectionName = "global";
    }

    private void openDefaults(List<String> words, SourceLine where) {
        boolean named = words.size() > 1 && !(words.get(1).equals("from") && words.size() == 3);
        String name = named ? words.get(1) : "";
        int next = named ? 2 : 1;
        checkName("defaults", name, where);
        ProxyBuilder from = null;
        if (words.size() > next && words.get(next).equals("from")) {
            from = namedDefaults(words, next + 1, "defaults '" + name + "'", where);
            next += 2;
        }
        if (words.size() > next) {
            diagnostics.alert(where, "'defaults' cannot handle unexpected argument '" + words.get(next) + "'.");
        }
        defaults = new ProxyBuilder(context, Scope.DEFAULTS, name, where, from);
        if (named) {
            namedDefaults.computeIfAbsent(name, key -> new ArrayList<>()).add(defaults);
        }
        proxy = defaults;
        state = State.PROXY;
        sectionName = named ? name : "defaults";
    }

    private void openProxy(int scope, List<String> words, SourceLine where) {
        String section = Scope.name(scope);
        if (words.size() < 2 || words.get(1).isEmpty()) {
            diagnostics.alert(where, "'" + section + "' expects an <id> argument");
            state = State.SKIPPED;
            return;
        }
        String name = words.get(1);
        checkName(section, name, where);
        int next = 2;
        boolean inlineAddress = words.size() > 2 && !words.get(2).equals("from");
        ProxyBuilder from = defaults;
        if (words.size() > 2 && !inlineAddress) {
            from = namedDefaults(words, 3, section + " '" + name + "'", where);
            next = 4;
        }
        proxy = new ProxyBuilder(context, scope, name, where, from);
        checkDuplicate(where);
        proxies.add(proxy);
        state = State.PROXY;
        sectionName = name;
        if (inlineAddress) {
            inlineAddress(words, where);
        } else if (words.size() > next) {
            diagnostics.alert(where, "'" + section + "' cannot handle unexpected argument '" + words.get(next) + "'.");
        }
    }

    /** {@code listen web 10.0.0.1:80}, as HAProxy up to 1.4 had it. */
    private void inlineAddress(List<String> words, SourceLine where) {
        if (!proxy.hasFrontend()) {
            diagnostics.alert(where, "'backend' cannot handle unexpected argument '" + words.get(2) + "'.");
            return;
        }
        diagnostics.warning(where, "an address behind the name of a '" + words.getFirst()
                + "' section is deprecated, please use the 'bind' keyword for listening addresses.");
        List<String> bind = new ArrayList<>(words.subList(1, words.size()));
        bind.set(0, "bind");
        runner.run(proxy, new Statement(bind, where, Statement.Prefix.NONE, diagnostics));
    }

    private void checkName(String section, String name, SourceLine where) {
        int invalid = Names.invalidAt(name);
        if (invalid >= 0) {
            diagnostics.alert(where, "character '" + name.charAt(invalid) + "' is not permitted in '" + section + "' name '" + name + "'.");
        }
    }

    private void checkDuplicate(SourceLine where) {
        ProxyBuilder other = proxy.hasFrontend() ? frontends.putIfAbsent(proxy.name, proxy) : null;
        if (proxy.hasBackend()) {
            ProxyBuilder backend = backends.putIfAbsent(proxy.name, proxy);
            other = other == null ? backend : other;
        }
        if (other != null) {
            diagnostics.add(Severity.ALERT, where, "Parsing [" + where + "]: " + proxy.label() + " has the same name as " + other.label()
                    + " declared at " + other.where + ".");
        }
    }

    private ProxyBuilder namedDefaults(List<String> words, int index, String user, SourceLine where) {
        String name = index < words.size() ? words.get(index) : "";
        List<ProxyBuilder> found = namedDefaults.getOrDefault(name, List.of());
        if (found.isEmpty()) {
            diagnostics.alert(where, "defaults section '" + name + "' not found for " + user + "."
                    + Suggestion.text(name, List.copyOf(namedDefaults.keySet())));
            return null;
        }
        if (found.size() > 1) {
            diagnostics.alert(where, "ambiguous defaults section name '" + name + "' referenced by " + user + " exists at least at "
                    + found.get(0).where + " and " + found.get(1).where + ".");
        }
        return found.getFirst();
    }
}
