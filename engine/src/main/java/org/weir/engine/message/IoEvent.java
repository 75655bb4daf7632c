package org.weir.engine.message;

import org.weir.io.ring.AgentRing;

/** From an I/O agent to the engine agent. */
public final class IoEvent implements AgentRing.Event<IoEvent> {
    /** What happened. */
    public enum Kind {
        /** A client's connection was accepted: {@link #link}. */
        ACCEPTED,
        /** A request head is complete, a TCP connection wants a server, or a request failed before (cause set): {@link #exchange}. */
        REQUEST,
        /** No response could be had from the server: {@link #exchange}. */
        FAILED,
        /** A response head is complete, or a TCP connection is established, and not granted: {@link #exchange}. */
        RESPONSE,
        /** The client went away while the engine holds the exchange (queue, rules): {@link #exchange}; it stays with the engine. */
        CLIENT_GONE,
        /** The client will send nothing more, while the engine holds the exchange: {@link #exchange}; it stays with the engine. */
        CLIENT_ENDED,
        /** The stream is over: {@link #exchange}. */
        ENDED,
        /** The client's connection is closed: {@link #link}. */
        CLIENT_CLOSED,
        /** The socket of listener {@link #number} is closed on this agent. */
        LISTENER_CLOSED,
        /** The health check {@link #check} has its result. */
        CHECK_DONE,
        /** An operator's connection {@link #cli} has a command, wants more output, or is closed. */
        CLI_COMMAND,
        /** An idle connection of another I/O agent, or room, is asked for: {@link #handover}. */
        ASK,
        /** What the other one asked for in {@link #handover} is done, or cannot be. */
        ANSWER
    }

    public Kind kind;
    public ClientLink link;
    public Exchange exchange;
    public CheckJob check;
    public CliJob cli;
    public Handover handover;
    public int number;

    @Override
    public void copyFrom(IoEvent other) {
        kind = other.kind;
        link = other.link;
        exchange = other.exchange;
        check = other.check;
        cli = other.cli;
        handover = other.handover;
        number = other.number;
    }

    @Override
    public void clear() {
        kind = null;
        link = null;
        exchange = null;
        check = null;
        cli = null;
        handover = null;
        number = 0;
    }
}
