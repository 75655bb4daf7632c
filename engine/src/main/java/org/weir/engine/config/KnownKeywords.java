package org.weir.engine.config;

import java.util.List;
import java.util.Set;
import org.weir.engine.expr.KnownNames;

/**
 * The names of keywords that HAProxy has, so that an error can say that a word is right but not supported yet. Read only when there is
 * an error to report. The data file has one {@code scope<TAB>name} a line; scopes are {@code global}, {@code proxy}, {@code bind} and
 * {@code server}.
 */
final class KnownKeywords {
    private static final String RESOURCE = "known-keywords.tsv";
    private static final int MAX_NAME_WORDS = 4;

    private KnownKeywords() {
    }

    /** The longest known name that the words start with, or null. */
    static String find(String scope, List<String> words) {
        String found = null;
        StringBuilder name = new StringBuilder(scope).append('\t');
        for (int i = 0; i < Math.min(MAX_NAME_WORDS, words.size()); i++) {
            name.append(i == 0 ? "" : " ").append(words.get(i));
            if (Names.ALL.contains(name.toString())) {
                found = name.substring(scope.length() + 1);
            }
        }
        return found;
    }

    /** What the error says. */
    static String refusal(String name) {
        return "'" + name + "' is known to HAProxy but not supported by this version of Weir.";
    }

    /** Loaded when the first error asks. */
    private static final class Names {
        static final Set<String> ALL = KnownNames.read(KnownKeywords.class, RESOURCE);
    }
}
