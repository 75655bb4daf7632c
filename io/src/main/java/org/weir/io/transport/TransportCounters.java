package org.weir.io.transport;

/** What a transport counted since its start; written by its agent alone, and good enough to read from others. */
public final class TransportCounters {
    long polls;
    long events;
    long staleEvents;
    long accepted;
    long acceptFailures;
    long acceptPauses;
    long connects;
    long open;
    long lingering;
    long shortWrites;
    long receiveStarved;
    long bytesReceived;
    long bytesSent;
    long bytesSpliced;
    int pipesUsed;
    int pipesFree;

    TransportCounters() {
    }

    /** System calls that fetched events. */
    public long polls() {
        return polls;
    }

    /** Events fetched. */
    public long events() {
        return events;
    }

    /** Events of descriptors closed before they were looked at. */
    public long staleEvents() {
        return staleEvents;
    }

    /** Connections accepted. */
    public long accepted() {
        return accepted;
    }

    /** Failed accepts. */
    public long acceptFailures() {
        return acceptFailures;
    }

    /** How often accepting paused because descriptors or memory were short. */
    public long acceptPauses() {
        return acceptPauses;
    }

    /** Connections started. */
    public long connects() {
        return connects;
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

    /** Bytes received. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Bytes that the kernel took. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Those of them that went through pipes. */
    public long bytesSpliced() {
        return bytesSpliced;
    }

    /** Pipes with bytes in them. */
    public int pipesUsed() {
        return pipesUsed;
    }

    /** Pipes that wait to be used again. */
    public int pipesFree() {
        return pipesFree;
    }
}
