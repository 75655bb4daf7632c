package org.weir.engine.proxy;

import org.weir.engine.message.ClientLink;
import org.weir.engine.message.Exchange;

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

    /** Neighbours among those that wait to be admitted, and among all sessions. */
    Session nextWaiting;

    Session preceding;
    Session following;

    void clear() {
        link = null;
        frontend = null;
        admitted = false;
        waiting = null;
        stream = null;
        nextWaiting = null;
        preceding = null;
        following = null;
    }
}
