package org.weir.engine.message;

import java.util.ArrayList;
import java.util.List;

/**
 * What the I/O agents know of each other's connections to servers.
 *
 * @param counts by agent, written by it
 * @param mostConnections of the process to all servers, busy and idle, at which idle ones make room for a new one
 * @param shared whether an agent may have another's idle connections ({@code tune.idle-pool.shared})
 */
public record ServerPools(List<IdleCounts> counts, int mostConnections, boolean shared) {
    public ServerPools {
        counts = List.copyOf(counts);
    }

    /** For so many agents, and servers of the process. */
    public static ServerPools of(int agents, int servers, int mostConnections, boolean shared) {
        List<IdleCounts> counts = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            counts.add(new IdleCounts(servers));
        }
        return new ServerPools(counts, mostConnections, shared);
    }
}
