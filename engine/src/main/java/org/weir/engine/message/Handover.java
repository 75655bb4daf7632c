package org.weir.engine.message;

/**
 * An I/O agent asks another one, by way of the engine, for an idle connection or for room for a new one. It belongs to the agent that got it last, and with it
 * {@link #connection}, which then is in nobody's poller and pool. Each stream has one at most, used again and again: so many messages are under way at most.
 *
 * <pre>
 *   taker            engine           giver
 *   ASK      ──────▶      GIVE ──────▶
 *            ◀────── GIVEN     ◀────── ANSWER
 * </pre>
 */
public final class Handover {
    /** The I/O agent that asks. */
    public final int taker;

    /** The stream that it asks for: the taker's only. */
    public final Exchange.IoStream stream;

    /** The I/O agent that is asked. */
    public int giver;

    /** The server that a connection is wanted to; null where an idle one to whichever server shall be closed, to make room. */
    public ServerTarget target;

    /** Whether only a connection that was reused before will do ({@code http-reuse aggressive}). */
    public boolean provenOnly;

    /** The answer: null when the giver has none any more, or room was asked for. */
    public Connection connection;

    /** Taker only: whether it has not come back yet. */
    public boolean underWay;

    /** Taker only: whether the stream still waits for it. */
    public boolean wanted;

    public Handover(int taker, Exchange.IoStream stream) {
        this.taker = taker;
        this.stream = stream;
    }

    /** What an I/O agent keeps of a connection to a server. */
    public interface Connection {}
}
