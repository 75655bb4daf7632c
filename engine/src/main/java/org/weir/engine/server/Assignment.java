package org.weir.engine.server;

/** What became of a stream's wish for a server. */
public enum Assignment {
    /** {@link Queueable#onServerGranted} was called; the slot is to be given back by {@link Backend#release}. */
    GRANTED,
    /** It waits; {@link Queueable#onServerGranted} comes later, unless {@link Backend#cancel} comes first. */
    QUEUED,
    /** The server that it needs has as many waiting as {@code maxqueue} allows. */
    QUEUE_FULL,
    /** No server is usable. */
    NO_SERVER
}
