package org.weir.engine.message;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What one I/O agent tells of its connections to servers: written by that agent alone with plain ordered stores, read by the others and by the engine. A
 * message for each change would cost two ring entries a request.
 * <pre>
 *   16      connections to servers in all, idle and busy
 *   17      connections of clients
 *   32, 33  idle connections to the first server: unproven, proven
 *   34, 35  the second server's, and so on
 * </pre>
 * The slots before, between and behind are left free: other agents' words must not share their cache lines, nor those that change with each request
 * the line of those that do not.
 */
public final class IdleCounts {
    private static final int CONNECTIONS = 16;
    private static final int CLIENTS = CONNECTIONS + 1;
    private static final int FIRST_SERVER = 32;
    private static final int UNUSED = 16;

    private final int servers;
    private final AtomicIntegerArray slots;

    /** @param servers servers of the process; {@link ServerTarget#index()} is below it */
    public IdleCounts(int servers) {
        this.servers = servers;
        slots = new AtomicIntegerArray(FIRST_SERVER + 2 * servers + UNUSED);
    }

    /**
     * I/O agent only.
     *
     * @param proven whether the connection was reused before, so that its server is known to keep connections
     */
    public void add(int serverIndex, boolean proven, int delta) {
        int slot = slot(serverIndex, proven);
        slots.setRelease(slot, slots.getPlain(slot) + delta);
    }

    /** I/O agent only: how many connections it has to all servers, those that it is about to open included. Its later reads come after this write. */
    public void connections(int count) {
        slots.set(CONNECTIONS, count);
    }

    /** I/O agent only: how many connections of clients it has. */
    public void clients(int count) {
        slots.setRelease(CLIENTS, count);
    }

    /** Connections of clients. */
    public int clients() {
        return slots.getAcquire(CLIENTS);
    }

    /** Connections to all servers, idle and busy. */
    public int connections() {
        return slots.get(CONNECTIONS);
    }

    /** Idle connections to a server on this agent. */
    public int get(int serverIndex) {
        return get(serverIndex, false) + get(serverIndex, true);
    }

    /** Those of them that were reused before, or were not. */
    public int get(int serverIndex, boolean proven) {
        return slots.getAcquire(slot(serverIndex, proven));
    }

    /** Whether any connection is idle; looks at every server. */
    public boolean hasIdle() {
        for (int slot = FIRST_SERVER; slot < FIRST_SERVER + 2 * servers; slot++) {
            if (slots.getAcquire(slot) > 0) {
                return true;
            }
        }
        return false;
    }

    private static int slot(int serverIndex, boolean proven) {
        return FIRST_SERVER + 2 * serverIndex + (proven ? 1 : 0);
    }
}
