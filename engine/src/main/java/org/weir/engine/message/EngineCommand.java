package org.weir.engine.message;

import org.weir.io.ring.AgentRing;

/** From the engine agent to an I/O agent. */
public final class EngineCommand implements AgentRing.Event<EngineCommand> {
    /** What is to be done. */
    public enum Kind {
        /** Carry the request to {@link Exchange#target}. */
        FORWARD,
        /** Forward the response head as it is in {@link Exchange#response} now; relay what comes over TCP. */
        RESPOND,
        /** Answer with {@link Exchange#reply}. */
        REPLY,
        /** End without an answer: close the client's connection, then ENDED. */
        DROP,
        /** End what this exchange is doing, wherever it is: ENDED with {@link EndCause#KILLED} if {@link #generation} still fits. */
        ABORT,
        /** The engine has done with an ended exchange. */
        RECYCLE,
        /** The engine has forgotten the link of CLIENT_CLOSED. */
        FORGET,
        /** Stop accepting on listener {@link #number} for now. */
        PAUSE_LISTENER,
        /** Stop accepting on listener {@link #number} and give its port back, until RESUME_LISTENER. */
        RELEASE_LISTENER,
        RESUME_LISTENER,
        /** Close the listening socket {@link #number}. */
        CLOSE_LISTENER,
        /** Close the idle connections of server {@link #number}. */
        PURGE_SERVER,
        /** Give the memory of free buffers back to the kernel. */
        FLUSH_POOLS,
        /** Carry out the health check {@link #check}. */
        CHECK,
        /** Send the output in {@link #cli} to the operator. */
        CLI_OUTPUT,
        /** Another I/O agent asks for what is in {@link #handover}. */
        GIVE,
        /** The other one's answer is in {@link #handover}. */
        GIVEN,
        /** Soft stop: close idle client connections in a moment, and the others after their stream. */
        DRAIN
    }

    public Kind kind;
    public Exchange exchange;
    public ClientLink link;
    public CheckJob check;
    public CliJob cli;
    public Handover handover;
    public int number;
    public int generation;

    @Override
    public void copyFrom(EngineCommand other) {
        kind = other.kind;
        exchange = other.exchange;
        link = other.link;
        check = other.check;
        cli = other.cli;
        handover = other.handover;
        number = other.number;
        generation = other.generation;
    }

    @Override
    public void clear() {
        kind = null;
        exchange = null;
        link = null;
        check = null;
        cli = null;
        handover = null;
        number = 0;
        generation = 0;
    }
}
