package org.weir.io.transport;

/** What a transport counted since its start; written by its agent alone, and good enough to read from others. */
public final class TransportCounters {
    long polls;
    long staleEvents;
    long acceptFailures;
    long acceptPauses;
    long open;
    long lingering;
    long shortWrites;
    long receiveStarved;

    TransportCounters() {
    }

    /** System calls that fetched events. */
    public long polls() {
        return polls;
    }

    /** Events of descriptors closed before they were looked at. */
    public long staleEvents() {
        return staleEvents;
    }

    /** Failed accepts. */
    public long acceptFailures() {
        return acceptFailures;
    }

    /** How often accepting paused because descriptors or memory were short. */
    public long acceptPauses() {
        return acceptPauses;
    }

    /** Channels that hold a descriptor now. */
    public long open() {
        return open;
    }

    /** Channels that are closed for their handlers but still send what is pending. */
    public long lingering() {
        return lingering;
    }

    /** Sends of which the kernel took a part or nothing. */
    public long shortWrites() {
        return shortWrites;
    }

    /** How often receiving waited for a free buffer. */
    public long receiveStarved() {
        return receiveStarved;
    }
}
