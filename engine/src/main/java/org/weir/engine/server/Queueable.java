package org.weir.engine.server;

/** What may wait for a server: a stream. */
public interface Queueable {
    /** It has a slot of the server now; called from within {@link Backend}'s methods, and may call them again. */
    void onServerGranted(Server server);

    /** Its place in queues: one object, made once. */
    QueueEntry queueEntry();
}
