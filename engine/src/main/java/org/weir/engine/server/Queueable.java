package org.weir.engine.server;

import org.weir.io.net.NetAddress;

/** What may wait for a server: a stream. */
public interface Queueable {
    /** It has a slot of the server now; called from within {@link Backend}'s methods, and may call them again. */
    void onServerGranted(Server server);

    /** The client's address: what a balancing algorithm may hash. */
    NetAddress source();

    /** Its place in queues: one object, made once. */
    QueueEntry queueEntry();
}
