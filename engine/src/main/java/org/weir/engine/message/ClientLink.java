package org.weir.engine.message;

import org.weir.io.net.NetAddress;

/**
 * A client's connection as both sides know it. The I/O agent fills the first part before it publishes {@link IoEvent.Kind#ACCEPTED} and never
 * changes it until {@link IoEvent.Kind#CLIENT_CLOSED} has been answered; the second part belongs to the engine agent.
 */
public abstract class ClientLink {
    /** Index of the I/O agent that owns the socket. */
    public final int agent;

    /** The listener that accepted it. */
    public ListenerPlan listener;

    /** The client's address. */
    public NetAddress remote;

    /** The address it connected to; where the listener has only one, all its links share the object. */
    public NetAddress local;

    /** When accept returned, monotonic. */
    public long acceptedNanos;

    /** Engine agent only: the session of this connection. */
    public EngineSession session;

    protected ClientLink(int agent) {
        this.agent = agent;
    }

    /** Engine agent only: what the engine keeps of a client's connection. */
    public interface EngineSession {}
}
