package org.weir.engine.proxy;

import org.weir.engine.message.ClientLink;
import org.weir.engine.message.Exchange;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;

/** Engine agent only. What the engine keeps of a client's connection. */
final class Session implements ClientLink.EngineSession {
    ClientLink link;
    Frontend frontend;

    /** Whether it counts against the frontend's and the process's limits; until then its requests wait. */
    boolean admitted;

    /** A request that came before the session was admitted, or null. */
    Exchange waiting;

    /** The server that answered last, unless that ended its connection; or null. */
    Server lastServer;

    /** The server that keeps a connection for this client alone, see {@link Exchange#bindsServer}, or null. */
    Server boundServer;

    /** Neighbours among those that wait to be admitted, and among all sessions. */
    Session nextWaiting;

    Session preceding;
    Session following;

    void streamEnded(Stream ended) {
        if (ended.exchange.bindsServer) {
            boundServer = ended.server;
        }
        if (ended.server != null) {
            lastServer = ended.exchange.keptServer ? ended.server : null;
        }
    }

    /** Where the next request goes rather than where the balancing says; null when there is no such server, or it takes none now. */
    Server preferredServer(Backend backend) {
        if (mayTake(boundServer, backend)) {
            return boundServer;
        }
        return backend.config().http().preferLastServer() && mayTake(lastServer, backend) ? lastServer : null;
    }

    private static boolean mayTake(Server server, Backend backend) {
        return server != null && server.backend().equals(backend) && server.usable() && !server.isFull();
    }

    void clear() {
        link = null;
        frontend = null;
        admitted = false;
        waiting = null;
        lastServer = null;
        boundServer = null;
        nextWaiting = null;
        preceding = null;
        following = null;
    }
}
