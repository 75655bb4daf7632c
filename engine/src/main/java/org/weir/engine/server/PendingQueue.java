package org.weir.engine.server;

/** Engine agent only. A first-in, first-out queue of streams, of a server or of a backend; every operation takes constant time. */
final class PendingQueue {
    private final boolean ofServer;
    private QueueEntry head;
    private QueueEntry tail;
    private int size;
    private long processed;

    PendingQueue(boolean ofServer) {
        this.ofServer = ofServer;
    }

    int size() {
        return size;
    }

    QueueEntry head() {
        return head;
    }

    void add(QueueEntry entry, long arrival) {
        entry.queue = this;
        entry.arrival = arrival;
        entry.processedBefore = processed;
        entry.previous = tail;
        entry.next = null;
        if (tail == null) {
            head = entry;
        } else {
            tail.next = entry;
        }
        tail = entry;
        size++;
    }

    /** Takes the head out, to be served. */
    QueueEntry poll() {
        final QueueEntry entry = head;
        processed++;
        entry.leftAt((int) (processed - entry.processedBefore), ofServer);
        remove(entry);
        return entry;
    }

    /** Takes an entry out that goes on to wait elsewhere. */
    void moveOut(QueueEntry entry) {
        entry.leftAt((int) (processed + 1 - entry.processedBefore), ofServer);
        entry.requeued = true;
        entry.wants(null);
        remove(entry);
    }

    /** Takes an entry out that gave up waiting. */
    void giveUp(QueueEntry entry) {
        entry.leftAt((int) (processed + 1 - entry.processedBefore), ofServer);
        remove(entry);
    }

    private void remove(QueueEntry entry) {
        if (entry.previous == null) {
            head = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next == null) {
            tail = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
        entry.queue = null;
        size--;
    }
}
