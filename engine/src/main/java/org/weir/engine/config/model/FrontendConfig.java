package org.weir.engine.config.model;

import java.util.List;
import org.weir.engine.expr.Condition;
import org.weir.engine.expr.LogFormat;

/**
 * The client side of a proxy.
 *
 * @param maxconn connections at once, 0 = as many as the process may have
 * @param useBackends switching rules in order
 * @param defaultBackend name or null
 * @param monitorUri path answered by the proxy itself, or null
 * @param monitorFail when the monitor answers 503
 * @param requestCaptures {@code capture request header}, in order
 * @param responseCaptures {@code capture response header}, in order
 * @param cookieCapture {@code capture cookie} or null
 * @param rateLimitSessions new sessions per second, 0 = no limit
 * @param socketStats {@code option socket-stats}: listeners have statistics of their own
 */
public record FrontendConfig(
        List<BindConfig> binds, int maxconn, List<UseBackend> useBackends, String defaultBackend, String monitorUri,
        List<Condition> monitorFail, List<Capture> requestCaptures, List<Capture> responseCaptures, Capture cookieCapture,
        int rateLimitSessions, boolean socketStats) {

    /**
     * @param name a fixed backend name, or null when {@code dynamic} gives it
     * @param dynamic a log-format expression that gives the name, or null
     * @param condition when, or null for always
     */
    public record UseBackend(String name, LogFormat dynamic, Condition condition, SourceLine where) {}
}
