package org.weir.engine.config.model;

import org.weir.io.net.ConnectSpec;

/**
 * One {@code server} line, {@code default-server} applied.
 *
 * @param id {@code id}, or the next free one, from 1
 * @param hasOwnId whether the line says {@code id}
 * @param connect address, source and socket options; a port of 0 takes the client's destination port plus {@code portOffset}
 * @param usesClientPort whether the port comes from the client's connection (no port, or {@code +n} or {@code -n} written)
 * @param weight 0..256, default 1
 * @param maxconn 0 = no limit
 * @param minconn 0 = {@code maxconn} is fixed
 * @param maxqueue 0 = no limit
 * @param check health check settings; never null, see {@code enabled}
 * @param poolMaxConn idle connections kept, -1 = no limit, 0 = none
 * @param poolLowConn idle connections on all I/O agents, below which none takes another's, default 0
 * @param poolPurgeDelayMillis how long an idle connection is kept at most
 * @param maxReuse how often a connection may be reused, -1 = no limit
 * @param cookie value for persistence or null
 */
public record ServerConfig(
        String name, int id, boolean hasOwnId, ConnectSpec connect, boolean usesClientPort, int portOffset, int weight, boolean backup, boolean disabled,
        int maxconn, int minconn, int maxqueue, Check check, int poolMaxConn, int poolLowConn, int poolPurgeDelayMillis, int maxReuse, String cookie,
        int slowstartMillis, SourceLine where) {

    /**
     * @param interMillis between checks, default 2000
     * @param fastinterMillis while in transition; 0 = inter
     * @param downinterMillis while down; 0 = inter
     * @param rise consecutive successes to come up, default 2
     * @param fall consecutive failures to go down, default 3
     * @param port port to check, 0 = the server's
     * @param address address to check, or null for the server's
     * @param tcpCheck whether {@code option tcp-check} was said, which is heard in what failed checks say
     */
    public record Check(
            boolean enabled, int interMillis, int fastinterMillis, int downinterMillis, int rise, int fall, int port,
            org.weir.io.net.Endpoint address, boolean tcpCheck) {}
}
