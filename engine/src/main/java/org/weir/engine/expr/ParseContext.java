package org.weir.engine.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where an expression stands in the configuration, and what it asks to be checked once all sections are known. One per proxy and place;
 * not thread-safe, used while the
 * configuration is read.
 */
public final class ParseContext {
    /** Where the expression will be evaluated, which decides what it can see. */
    public enum Place {
        /** {@code http-request}, {@code use_backend}, {@code redirect}. */
        REQUEST,
        /** {@code http-response}. */
        RESPONSE,
        /** {@code log-format}: at the end of a stream. */
        LOG,
        /** Where there is no HTTP: {@code tcp-request connection} and the like. */
        CONNECTION
    }

    /**
     * A proxy or server an expression names.
     *
     * @param kind what has to exist
     * @param proxy its name, null = the proxy the expression stands in
     * @param server null but for SERVER
     * @param keyword the fetch that names it, for the message
     */
    public record Reference(Kind kind, String proxy, String server, String keyword) {
        /** What has to exist. */
        public enum Kind { BACKEND, FRONTEND, SERVER }

        /** The message when it does not exist; {@code where} is the proxy the expression stands in. */
        public String missing(String where) {
            final String what = switch (kind) {
                case BACKEND -> proxy == null ? "proxy '" + where + "'" : "unable to find backend '" + proxy + "'";
                case FRONTEND -> proxy == null ? "proxy '" + where + "'" : "unable to find frontend '" + proxy + "'";
                case SERVER -> "unable to find server '" + server + "' in proxy '" + (proxy == null ? where : proxy) + "',";
            };
            return proxy == null && kind != Kind.SERVER
                ? what + ", referenced in arg 1 of sample fetch keyword '" + keyword + "' in proxy '" + where + "', has not "
                    + (kind == Kind.FRONTEND ? "frontend" : "backend") + " capability"
                : what + " referenced in arg 1 of sample fetch keyword '" + keyword + "' in proxy '" + where + "'";
        }
    }

    private final Place place;
    private final boolean iterating;
    private final List<Reference> references;
    private final List<String> warnings;
    private final Map<String, String> environment;

    /** A place that sees no environment variables. */
    public ParseContext(Place place) {
        this(place, Map.of());
    }

    /** @param environment variables, a character per byte */
    public ParseContext(Place place, Map<String, String> environment) {
        this(place, false, new ArrayList<>(), new ArrayList<>(), environment);
    }

    private ParseContext(Place place, boolean iterating, List<Reference> references, List<String> warnings, Map<String, String> environment) {
        this.place = place;
        this.environment = environment;
        this.iterating = iterating;
        this.references = references;
        this.warnings = warnings;
    }

    public Place place() {
        return place;
    }

    /** What the expressions parsed with this context name; to be looked up when all sections have been read. */
    public List<Reference> references() {
        return references;
    }

    /** What is allowed but probably not meant. */
    public List<String> warnings() {
        return warnings;
    }

    /** Whether fetches go through all occurrences of a header, cookie or parameter, as ACLs do, instead of answering the one that a plain sample is. */
    boolean isIterating() {
        return iterating;
    }

    /** The value of an environment variable as the configuration has left it so far, a character per byte; null when there is none. */
    String variable(String name) {
        return environment.get(name);
    }

    /** The same place for the expression of an ACL. */
    ParseContext forAcl() {
        return new ParseContext(place, true, references, warnings, environment);
    }
}
