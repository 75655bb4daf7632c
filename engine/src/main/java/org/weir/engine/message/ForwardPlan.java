package org.weir.engine.message;

import org.weir.engine.config.model.HttpOptions;

/**
 * How streams of one frontend and backend pair are carried; constant, made once per pair.
 *
 * @param connection the closer of the two sides' connection modes, which is the server's
 * @param clientKept whether the frontend, which alone decides, leaves the client's connection open
 * @param reuse {@code http-reuse} of the backend
 * @param connectNanos and so on: timeouts, {@link Long#MAX_VALUE} = none
 * @param responseGranted the engine has nothing to do with a response head (HTTP) or an established connection (TCP): the I/O agent goes on without asking
 * @param spliceRequests whether what the client sends may go through pipes of the kernel, and so on
 */
public record ForwardPlan(
        HttpOptions.ConnectionMode connection, boolean clientKept, HttpOptions.Reuse reuse, long connectNanos, long clientNanos, long serverNanos,
        long tunnelNanos, long clientFinNanos, long serverFinNanos, boolean responseGranted, boolean abortOnClose,
        boolean acceptInvalidResponse, boolean spliceRequests, boolean spliceResponses) {}
