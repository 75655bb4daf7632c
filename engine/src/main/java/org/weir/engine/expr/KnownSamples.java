package org.weir.engine.expr;

import java.util.Set;

/**
 * The names of fetches and converters that HAProxy 2.6 has (configuration manual, section 7.3), so that an error can say that a word is right but not
 * supported yet. Read only when there is an error to report; the data file has one {@code fetch} or {@code converter}, a tab and a name on each line.
 */
final class KnownSamples {
    private static final String RESOURCE = "known-samples.tsv";

    private KnownSamples() {
    }

    /** What an error says of a fetch that Weir does not have. */
    static String unknownFetch(String name) {
        return isKnown("fetch", name) ? refusal("fetch method", name) : "unknown fetch method '" + name + "'";
    }

    /** What an error says of a converter that Weir does not have. */
    static String unknownConverter(String name) {
        return isKnown("converter", name) ? refusal("converter", name) : "unknown converter '" + name + "'";
    }

    /** Whether HAProxy has a fetch of this name. */
    static boolean isFetch(String name) {
        return isKnown("fetch", name);
    }

    private static String refusal(String kind, String name) {
        return kind + " '" + name + "' is known to HAProxy but not supported by this version of Weir";
    }

    private static boolean isKnown(String kind, String name) {
        return Names.ALL.contains(kind + '\t' + name);
    }

    /** Loaded when the first error asks. */
    private static final class Names {
        static final Set<String> ALL = KnownNames.read(KnownSamples.class, RESOURCE);
    }
}
