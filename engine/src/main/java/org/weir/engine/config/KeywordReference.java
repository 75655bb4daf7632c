package org.weir.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.weir.engine.expr.ExpressionReference;
import org.weir.engine.rules.HttpActionParser;

/** Writes the keyword reference page from the parsers' tables: {@code docs/keywords.md}. A test fails when the page is not up to date. */
public final class KeywordReference {
    private KeywordReference() {
    }

    /** Writes the page to the file that is named. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), page());
    }

    /** The page in Markdown. */
    static String page() {
        StringBuilder page = new StringBuilder("""
                # Keywords

                Generated from the tables that the parsers read (`org.weir.engine.config.KeywordRegistry` and others); do not edit by hand.

                Origin: `classic` keywords are those of HAProxy 1.4 and before, `modern` ones came to HAProxy later, `weir` ones are Weir's own. \
                "no" marks keywords that `no` and `default` may precede. A keyword of HAProxy that is not listed here is refused with a message that says so.

                """);
        page.append("## Section `global`\n\n| keyword | arguments | what it does | origin |\n| --- | --- | --- | --- |\n");
        for (Keyword<GlobalBuilder> keyword : sorted(KeywordRegistry.global())) {
            row(page, keyword, "");
        }
        page.append("""

                ## Sections `defaults`, `frontend`, `listen`, `backend`

                D, F, L, B: where a keyword may stand. A `defaults` section with `acl`, `http-request` or `http-response` needs a name.

                | keyword | D F L B | arguments | what it does | origin |
                | --- | --- | --- | --- | --- |
                """);
        for (Keyword<ProxyBuilder> keyword : sorted(KeywordRegistry.proxy())) {
            row(page, keyword, scopes(keyword) + " | ");
        }
        page.append("\n## Options of `bind` and `stats socket` lines\n\n| option | arguments | what it does | origin |\n| --- | --- | --- | --- |\n");
        for (Keyword<BindBuilder> keyword : sorted(KeywordRegistry.bindOptions())) {
            row(page, keyword, "");
        }
        page.append("\n## Options of `server` and `default-server` lines\n\n| option | arguments | what it does | origin |\n| --- | --- | --- | --- |\n");
        for (Keyword<ServerBuilder> keyword : sorted(KeywordRegistry.serverOptions())) {
            row(page, keyword, "");
        }
        page.append("\n## Actions of `http-request` and `http-response`\n\n")
                .append("`http-request`: `").append(String.join("`, `", HttpActionParser.actions(false)))
                .append("`.\n\n`http-response`: `").append(String.join("`, `", HttpActionParser.actions(true)))
                .append("`.\n").append(ExpressionReference.sections());
        return page.toString();
    }

    private static void row(StringBuilder page, Keyword<?> keyword, String scopes) {
        String summary = keyword.scopes() == Scope.STATS_SOCKET_LINE ? keyword.summary() + " `stats socket` only." : keyword.summary();
        page.append("| `").append(keyword.name()).append("` | ").append(scopes)
                .append(keyword.arguments().isEmpty() ? "" : '`' + keyword.arguments().replace("|", "\\|") + '`').append(" | ")
                .append(summary.replace("|", "\\|"));
        if (keyword.modern() != null) {
            page.append(" Deprecated: use `").append(keyword.modern()).append("`.");
        }
        page.append(" | ").append(switch (keyword.origin()) {
            case CLASSIC -> "classic";
            case MODERN -> "modern";
            case WEIR -> "weir";
        }).append(keyword.negatable() ? ", no" : "").append(" |\n");
    }

    private static String scopes(Keyword<?> keyword) {
        return (keyword.standsIn(Scope.DEFAULTS) ? "D " : "- ") + (keyword.standsIn(Scope.FRONTEND) ? "F " : "- ")
                + (keyword.standsIn(Scope.LISTEN) ? "L " : "- ") + (keyword.standsIn(Scope.BACKEND) ? "B" : "-");
    }

    private static <B> List<Keyword<B>> sorted(KeywordTable<B> table) {
        List<Keyword<B>> keywords = new ArrayList<>(table.all());
        keywords.sort(Comparator.comparing(Keyword::name));
        return keywords;
    }
}
