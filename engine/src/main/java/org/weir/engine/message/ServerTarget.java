package org.weir.engine.message;

import org.weir.io.net.ConnectSpec;

/**
 * A server as the I/O agents know it; constant, replaced as a whole when its address changes.
 *
 * @param index dense number of the server in the process: idle connections are kept under it
 * @param connect address and socket options
 * @param maxIdle idle connections kept by all I/O agents together, -1 = no limit
 * @param lowIdle as long as fewer are idle on all of them, none takes another's
 * @param idleMillis how long one is kept
 * @param maxReuse uses of one connection after the first, -1 = no limit
 */
public record ServerTarget(int index, ConnectSpec connect, int maxIdle, int lowIdle, int idleMillis, int maxReuse) {
    /** The same server at another address. */
    public ServerTarget at(ConnectSpec other) {
        return new ServerTarget(index, other, maxIdle, lowIdle, idleMillis, maxReuse);
    }
}
