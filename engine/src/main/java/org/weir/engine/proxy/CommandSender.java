package org.weir.engine.proxy;

import org.weir.engine.message.CheckJob;
import org.weir.engine.message.CliJob;
import org.weir.engine.message.ClientLink;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.Handover;
import org.weir.io.ring.AgentRing;

/** Engine agent only. Speaks to the I/O agents: each command to the agent that owns its subject, or to all. */
public final class CommandSender {
    private final AgentRing<EngineCommand>[] rings;

    /** @param rings one for each I/O agent, by its index */
    public CommandSender(AgentRing<EngineCommand>[] rings) {
        this.rings = rings;
    }

    void forward(Exchange exchange) {
        send(EngineCommand.Kind.FORWARD, exchange);
    }

    void respond(Exchange exchange) {
        send(EngineCommand.Kind.RESPOND, exchange);
    }

    void reply(Exchange exchange) {
        send(EngineCommand.Kind.REPLY, exchange);
    }

    void drop(Exchange exchange) {
        send(EngineCommand.Kind.DROP, exchange);
    }

    void recycle(Exchange exchange) {
        send(EngineCommand.Kind.RECYCLE, exchange);
    }

    void abort(Exchange exchange) {
        AgentRing<EngineCommand> ring = rings[exchange.agent];
        EngineCommand command = ring.claim();
        command.kind = EngineCommand.Kind.ABORT;
        command.exchange = exchange;
        command.generation = exchange.generation;
        ring.publish();
    }

    void forget(ClientLink link) {
        send(EngineCommand.Kind.FORGET, link);
    }

    void pauseListener(int listener) {
        toAll(EngineCommand.Kind.PAUSE_LISTENER, listener);
    }

    void releaseListener(int listener) {
        toAll(EngineCommand.Kind.RELEASE_LISTENER, listener);
    }

    void resumeListener(int listener) {
        toAll(EngineCommand.Kind.RESUME_LISTENER, listener);
    }

    void closeListener(int listener) {
        toAll(EngineCommand.Kind.CLOSE_LISTENER, listener);
    }

    /** Closes a server's idle connections on all agents. */
    public void purgeServer(int server) {
        toAll(EngineCommand.Kind.PURGE_SERVER, server);
    }

    /** Gives the memory of free buffers back, on all agents. */
    public void flushPools() {
        toAll(EngineCommand.Kind.FLUSH_POOLS, 0);
    }

    /** Has a health check carried out; all of them run on the first I/O agent. */
    void check(CheckJob job) {
        AgentRing<EngineCommand> ring = rings[0];
        EngineCommand command = ring.claim();
        command.kind = EngineCommand.Kind.CHECK;
        command.check = job;
        ring.publish();
    }

    /** Gives an operator's connection, which all are the first I/O agent's, its output. */
    public void cliOutput(CliJob job) {
        AgentRing<EngineCommand> ring = rings[0];
        EngineCommand command = ring.claim();
        command.kind = EngineCommand.Kind.CLI_OUTPUT;
        command.cli = job;
        ring.publish();
    }

    /** Passes on what an I/O agent asks of another one. */
    void give(Handover handover) {
        send(EngineCommand.Kind.GIVE, handover, handover.giver);
    }

    /** Passes the answer back. */
    void given(Handover handover) {
        send(EngineCommand.Kind.GIVEN, handover, handover.taker);
    }

    void drain() {
        toAll(EngineCommand.Kind.DRAIN, 0);
    }

    int agents() {
        return rings.length;
    }

    /** Moves commands that found their ring full. */
    void flush() {
        for (AgentRing<EngineCommand> ring : rings) {
            ring.flushOverflow();
        }
    }

    /** Whether commands wait for room in their ring. */
    boolean isOverflowing() {
        for (AgentRing<EngineCommand> ring : rings) {
            if (ring.overflowing()) {
                return true;
            }
        }
        return false;
    }

    private void send(EngineCommand.Kind kind, Exchange exchange) {
        AgentRing<EngineCommand> ring = rings[exchange.agent];
        EngineCommand command = ring.claim();
        command.kind = kind;
        command.exchange = exchange;
        ring.publish();
    }

    private void send(EngineCommand.Kind kind, ClientLink link) {
        AgentRing<EngineCommand> ring = rings[link.agent];
        EngineCommand command = ring.claim();
        command.kind = kind;
        command.link = link;
        ring.publish();
    }

    private void send(EngineCommand.Kind kind, Handover handover, int agent) {
        AgentRing<EngineCommand> ring = rings[agent];
        EngineCommand command = ring.claim();
        command.kind = kind;
        command.handover = handover;
        ring.publish();
    }

    private void toAll(EngineCommand.Kind kind, int number) {
        for (AgentRing<EngineCommand> ring : rings) {
            EngineCommand command = ring.claim();
            command.kind = kind;
            command.number = number;
            ring.publish();
        }
    }
}
