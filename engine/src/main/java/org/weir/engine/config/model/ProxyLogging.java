package org.weir.engine.config.model;

import java.util.List;
import org.weir.engine.expr.LogFormat;

/**
 * Logging of a proxy.
 *
 * @param targets own targets and, where {@code log global} says so, the global ones; empty = no log
 * @param format what a record of a stream says; null = no traffic format was chosen ("Connect from …" lines)
 * @param kind which built-in format it is
 * @param dontLogNull {@code option dontlognull}
 * @param dontLogNormal {@code option dontlog-normal}
 * @param logHealthChecks {@code option log-health-checks}
 * @param logAsap {@code option logasap}
 * @param separateErrors {@code option log-separate-errors}
 * @param tag {@code log-tag} of the proxy or null for the global one
 * @param journal whether its records go to the journal ({@code option journal}, or it logs and there is a journal)
 */
public record ProxyLogging(
        List<LogTarget> targets, LogFormat format, Kind kind, boolean dontLogNull, boolean dontLogNormal, boolean logHealthChecks,
        boolean logAsap, boolean separateErrors, String tag, boolean journal) {
    public enum Kind { NONE, TCP, HTTP, HTTPS, CUSTOM }
}
