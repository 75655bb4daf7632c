package org.weir.engine.config;

/**
 * One keyword of the configuration language: the parser, the messages and the reference page are read from it.
 *
 * @param name one or more words
 * @param scopes where it may stand, bits of {@link Scope}
 * @param arguments grammar of what follows, "" for nothing
 * @param summary one sentence
 * @param origin which dialect knows it
 * @param modern what to write instead of a deprecated keyword, or null
 * @param negatable whether {@code no} and {@code default} may stand before it
 * @param action carries it out on the section's builder
 */
record Keyword<B>(
        String name, int scopes, String arguments, String summary, Origin origin, String modern, boolean negatable, Action<B> action) {

    /** Who knows a keyword: HAProxy since 1.4 or before, later versions of it, Weir alone. */
    enum Origin { CLASSIC, MODERN, WEIR }

    /** Applies a statement to a builder. */
    interface Action<B> {
        void apply(B builder, Statement statement) throws Rejection;
    }

    Keyword<B> deprecatedFor(String modernForm) {
        return new Keyword<>(name, scopes, arguments, summary, origin, modernForm, negatable, action);
    }

    Keyword<B> withNo() {
        return new Keyword<>(name, scopes, arguments, summary, origin, modern, true, action);
    }

    boolean standsIn(int scope) {
        return (scopes & scope) != 0;
    }
}
