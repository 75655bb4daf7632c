package org.weir.analytics.latency;

/**
 * Whose durations are measured.
 *
 * @param proxy its name
 * @param server its name, null for a proxy itself
 */
public record LatencySubject(Kind kind, String proxy, String server) {
    /** The sides of a proxy, and its servers. */
    public enum Kind { FRONTEND, BACKEND, SERVER }

    /** Second part of the name, as in the field {@code svname} of statistics. */
    public String member() {
        return server == null ? kind.name() : server;
    }
}
