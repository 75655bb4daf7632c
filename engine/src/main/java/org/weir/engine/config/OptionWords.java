package org.weir.engine.config;

import java.util.List;

/** Carries out the options of a {@code bind}, {@code server} or {@code stats socket} line one after the other. */
final class OptionWords {
    private OptionWords() {
    }

    /**
     * Applies the options from word {@code from} on. An error in one does not hide those of the others, as long as it is clear where the
     * next one starts.
     *
     * @param scope which line it is
     * @param known its scope in the list of HAProxy's keywords
     * @param introduction what messages start with
     */
    static <B> void apply(KeywordTable<B> table, int scope, String known, B builder, Statement line, int from, String introduction) {
        List<String> words = line.arguments();
        int at = from;
        while (at < words.size()) {
            String word = words.get(at);
            Keyword<B> keyword = table.named(word);
            if (keyword == null || !keyword.standsIn(scope)) {
                line.alert(introduction + unknown(table, scope, known, words.subList(at, words.size())));
                return;
            }
            int taken = argumentWords(keyword);
            Statement option = new Statement(words.subList(at, words.size()), line.where(), Statement.Prefix.NONE, null);
            try {
                keyword.action().apply(builder, option);
            } catch (Rejection e) {
                line.alert(introduction + e.getMessage());
            }
            at += 1 + taken;
        }
    }

    private static <B> String unknown(KeywordTable<B> table, int scope, String known, List<String> words) {
        String name = KnownKeywords.find(known, words);
        if (name != null) {
            return KnownKeywords.refusal(name);
        }
        return "unknown keyword '" + words.getFirst() + "'" + Suggestion.end(words.getFirst(), table.firstWords(scope));
    }

    /** Options take one word when their grammar says anything. */
    private static int argumentWords(Keyword<?> keyword) {
        return keyword.arguments().isEmpty() ? 0 : 1;
    }
}
