package org.weir.engine.server;

/** Engine agent only. A stream's place in a queue: links within the stream's own object, so that waiting allocates nothing. */
public final class QueueEntry {
    final Queueable owner;
    QueueEntry previous;
    QueueEntry next;
    PendingQueue queue;
    /** Order of arrival over all queues of the backend. */
    long arrival;
    /** How many entries the queue had processed at arrival. */
    long processedBefore;
    boolean requeued;
    private int serverPosition;
    private int backendPosition;
    private Server wanted;

    public QueueEntry(Queueable owner) {
        this.owner = owner;
    }

    public boolean isQueued() {
        return queue != null;
    }

    /** {@code %sq}: requests of the server's queue that were processed up to this one; 0 when it did not wait there. */
    public int serverPosition() {
        return serverPosition;
    }

    /** {@code %bq}: the same of the backend's queue. */
    public int backendPosition() {
        return backendPosition;
    }

    /** The server that it waits for, waited for until it gave up, or was not let wait for; null when any would do. */
    public Server wanted() {
        return wanted;
    }

    void wants(Server server) {
        wanted = server;
    }

    /** Whether it was moved away from the server that it waited for: a redispatch. */
    public boolean wasRequeued() {
        return requeued;
    }

    /** Forgets the positions: for the next stream that uses the object. */
    public void reset() {
        serverPosition = 0;
        backendPosition = 0;
        requeued = false;
        wanted = null;
    }

    void leftAt(int position, boolean serverQueue) {
        if (serverQueue) {
            serverPosition = position;
        } else {
            backendPosition = position;
        }
    }
}
