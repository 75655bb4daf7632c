package org.weir.engine.message;

import java.util.ArrayList;
import java.util.List;

/**
 * What the I/O agents know of each other's connections.
 *
 * @param counts by agent, written by it
 * @param room for how many connections the process has descriptors
 * @param shared whether an agent may have another's idle connections ({@code tune.idle-pool.shared})
 */
public record ServerPools(List<IdleCounts> counts, Room room, boolean shared) {
    public ServerPools {
        counts = List.copyOf(counts);
    }

    /** For so many agents, and servers of the process. */
    public static ServerPools of(int agents, int servers, Room room, boolean shared) {
        List<IdleCounts> counts = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            counts.add(new IdleCounts(servers));
        }
        return new ServerPools(counts, room, shared);
    }

    /**
     * Up to how many connections of the process idle ones to servers may stay.
     *
     * @param mostToServers to all servers, busy and idle: clients need the other descriptors
     * @param mostBeforeClosing to servers and clients: with more, idle ones are closed where one is opened
     * @param mostForKeeping to servers and clients: with more, none becomes idle
     */
    public record Room(int mostToServers, int mostBeforeClosing, int mostForKeeping) {
        /**
         * After the ratios of the configuration. None becomes idle either where it would be closed next.
         *
         * @param descriptors of the process
         * @param highPercent {@code tune.pool-high-fd-ratio}
         * @param lowPercent {@code tune.pool-low-fd-ratio}
         */
        public static Room of(int mostToServers, long descriptors, int highPercent, int lowPercent) {
            int high = portion(descriptors, highPercent);
            return new Room(mostToServers, high, Math.min(high, portion(descriptors, lowPercent)));
        }

        private static int portion(long descriptors, int percent) {
            return (int) Math.min(Integer.MAX_VALUE, descriptors * percent / 100);
        }
    }
}
