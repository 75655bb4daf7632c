package org.weir.engine.relay;

import org.weir.engine.message.IdleCounts;
import org.weir.engine.message.ServerPools;

/**
 * I/O agent only. How many connections this agent has to clients and to servers, and whether those of all agents leave idle server connections room.
 * What others have is read where they write it: only when a connection comes or goes, so that a look costs nothing while none does.
 */
final class DescriptorUse {
    private final IdleCounts counts;
    private final IdleCounts[] others;
    private final ServerPools.Room room;
    private int clients;
    private int toServers;

    /** @param agent whose they are */
    DescriptorUse(ServerPools pools, int agent) {
        counts = pools.counts().get(agent);
        others = new IdleCounts[pools.counts().size() - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = pools.counts().get(i < agent ? i : i + 1);
        }
        room = pools.room();
    }

    /** The counts of the other agents. */
    IdleCounts[] others() {
        return others;
    }

    /** A client's connection came (1) or went (-1). */
    void client(int delta) {
        clients += delta;
        if (others.length > 0) {
            counts.clients(clients);
        }
    }

    /** A connection to a server came or went, or is about to be opened; {@link #tellOthers} follows. */
    void server(int delta) {
        toServers += delta;
    }

    /** Tells the other agents how many there are. */
    void tellOthers() {
        if (others.length > 0) {
            counts.connections(toServers);
        }
    }

    /** Whether idle connections give way to one that is opened, which counts already ({@code tune.pool-high-fd-ratio}). */
    boolean isCrowded() {
        int servers = toServers;
        int all = clients;
        for (IdleCounts other : others) {
            servers += other.connections();
            all += other.clients();
        }
        return servers > room.mostToServers() || all + servers > room.mostBeforeClosing();
    }

    /** Whether so many connections more may be kept though they have nothing to do ({@code tune.pool-low-fd-ratio}). */
    boolean leavesRoom(int connections) {
        int all = clients + toServers + connections;
        for (IdleCounts other : others) {
            all += other.connections() + other.clients();
        }
        return all <= room.mostForKeeping();
    }
}
