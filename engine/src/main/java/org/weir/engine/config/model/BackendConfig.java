package org.weir.engine.config.model;

import java.util.List;

/**
 * The server side of a proxy.
 *
 * @param retries connection attempts after the first, default 3
 * @param redispatchInterval {@code option redispatch}: 0 = off, -1 = the last retry, n = every n-th retry, -n likewise from the end
 * @param httpCheck null = TCP connect checks
 * @param fullconn {@code fullconn}, 0 = 10 % of the frontends' maxconn
 * @param allBackups {@code option allbackups}
 * @param abortOnClose {@code option abortonclose}
 */
public record BackendConfig(
        Balance balance, List<ServerConfig> servers, int retries, int redispatchInterval, HttpCheck httpCheck, int fullconn,
        boolean allBackups, boolean abortOnClose) {}
