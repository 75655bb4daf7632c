package org.weir.engine.expr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import org.weir.engine.expr.Arguments.Signature;
import org.weir.engine.expr.Expression.Need;

/** Lists what expressions are made of, for the keyword reference: fetches, converters, matches, variables of log formats. */
public final class ExpressionReference {
    private ExpressionReference() {
    }

    /** The sections in Markdown, from the tables that the parsers read. */
    public static String sections() {
        final StringBuilder page = new StringBuilder("""

                ## Sample fetches

                What ACLs, conditions and `%[...]` look at. Arguments in brackets may be left out. "needs" says what must have come for there to be a value. \
                Connections are not encrypted: what is about TLS says no, or nothing.

                | fetch | arguments | gives | needs |
                | --- | --- | --- | --- |
                """);
        fetches(page);
        page.append("\nMatches of ACLs, after `-m` or as a suffix (`path_beg`, `hdr_dom(host)`): ").append(matches()).append(".\n");
        page.append("""

                ## Converters

                After a fetch or another converter, behind a comma: `%[req.hdr(host),lower,field(1,:)]`.

                | converter | arguments | takes | gives |
                | --- | --- | --- | --- |
                """);
        for (final ConverterTable.Entry entry : byName(ConverterTable.all(), ConverterTable.Entry::name)) {
            page.append("| `").append(entry.name()).append("` | ").append(arguments(entry.signature())).append(" | ").append(text(entry.takes()))
                    .append(" | ").append(text(entry.gives())).append(" |\n");
        }
        page.append("\n## Variables of log formats\n\nIn either mode: ").append(variables(false)).append(".\n\nIn HTTP mode alone: ").append(variables(true))
                .append(".\n");
        return page.toString();
    }

    /** A line for each fetch, with all its names. */
    private static void fetches(StringBuilder page) {
        final Map<FetchTable.Entry, List<String>> names = new IdentityHashMap<>();
        FetchTable.all().forEach((name, entry) -> names.computeIfAbsent(entry, _ -> new ArrayList<>()).add(name));
        final Map<String, FetchTable.Entry> rows = new TreeMap<>();
        names.forEach((entry, all) -> {
            Collections.sort(all);
            rows.put(String.join("`, `", all), entry);
        });
        rows.forEach((all, entry) -> page.append("| `").append(all).append("` | ").append(arguments(entry.signature())).append(" | ")
                .append(text(entry.type())).append(" | ").append(text(entry.need())).append(" |\n"));
    }

    private static <E> Collection<E> byName(Collection<E> entries, Function<E, String> name) {
        final Map<String, E> sorted = new TreeMap<>();
        entries.forEach(entry -> sorted.put(name.apply(entry), entry));
        return sorted.values();
    }

    /** As in a usage text: {@code integer, string[, integer]}. */
    private static String arguments(Signature signature) {
        final StringBuilder text = new StringBuilder();
        final ArgumentType[] types = signature.types();
        for (int i = 0; i < types.length; i++) {
            text.append(i >= signature.mandatory() ? "[" : "").append(i == 0 ? "" : ", ").append(types[i].text());
        }
        return text.append("]".repeat(types.length - signature.mandatory())).toString();
    }

    private static String matches() {
        final StringJoiner words = new StringJoiner("`, `", "`", "`");
        for (final MatchMethod method : MatchMethod.values()) {
            if (!method.keyword().isEmpty()) {
                words.add(method.keyword());
            }
        }
        return words.toString();
    }

    private static String variables(boolean httpOnly) {
        final StringJoiner words = new StringJoiner("`, `%", "`%", "`");
        for (final LogVariable variable : LogVariable.values()) {
            if (variable.isHttpOnly() == httpOnly) {
                words.add(variable.keyword());
            }
        }
        return words.toString();
    }

    private static String text(SampleType type) {
        return switch (type) {
            case BOOL -> "yes or no";
            case SINT -> "integer";
            case IPV4, IPV6 -> "address";
            case STR -> "string";
            case BIN -> "bytes";
            case METHOD -> "method";
        };
    }

    private static String text(Need need) {
        return switch (need) {
            case INTERNAL -> "";
            case CONNECTION -> "connection";
            case REQUEST_HEAD -> "request";
            case RESPONSE_HEAD -> "response";
        };
    }
}
