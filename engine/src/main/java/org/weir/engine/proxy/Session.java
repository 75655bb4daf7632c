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

    /** The stream in progress, or null. */
    Stream stream;

    /** The server of its last request, or null. */
    Server lastServer;

    /** Neighbours among those that wait to be admitted, and among all sessions. */
    Session nextWaiting;

    Session preceding;
    Session following;

    /** {@code option prefer-last-server}: whether the next request may go where the last one went. */
    boolean returnsToServer(Backend backend) {
        return lastServer != null && backend.config().http().preferLastServer() && lastServer.backend().equals(backend) && lastServer.usable()
                && !lastServer.isFull();
    }

    void clear() {
        link = null;
        frontend = null;
        admitted = false;
        waiting = null;
        stream = null;
        lastServer = null;
        nextWaiting = null;
        preceding = null;
        following = null;
    }
}
