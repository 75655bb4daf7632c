package org.weir.engine.message;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many idle connections one I/O agent keeps to each server: written by that agent alone with plain ordered stores, read by the engine for
 * statistics. A message for each change would cost two ring entries a request.
 */
public final class IdleCounts {
    private final AtomicIntegerArray byServer;

    /** @param servers servers of the process; {@link ServerTarget#index()} is below it */
    public IdleCounts(int servers) {
        byServer = new AtomicIntegerArray(servers);
    }

    /** I/O agent only. */
    public void add(int serverIndex, int delta) {
        byServer.setRelease(serverIndex, byServer.getPlain(serverIndex) + delta);
    }

    /** Idle connections to a server on this agent. */
    public int get(int serverIndex) {
        return byServer.getAcquire(serverIndex);
    }
}
