package org.weir.engine.relay;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.Handover;
import org.weir.engine.message.IdleCounts;
import org.weir.engine.message.IoEvent;
import org.weir.engine.message.ServerPools;
import org.weir.engine.message.ServerTarget;
import org.weir.io.ring.AgentRing;
import org.weir.io.transport.Transport;

/**
 * I/O agent only. Server connections that idle at another agent: one is taken over for a stream that finds none here, and where the process has no more
 * descriptors one is closed for it. The other agent is asked, by way of the engine, and it alone decides, as it may have used or closed the connection
 * since; the stream waits for the answer, a duty cycle of either agent, and connects anew when nobody had anything.
 */
final class Handovers {
    private final IoAgent owner;
    private final int agent;
    private final IdleCounts[] counts;
    private final boolean shared;
    private final DescriptorUse descriptors;
    private final IdleServerConnections idleServers;
    private final Transport transport;
    private final AgentRing<IoEvent> events;
    private final List<Handover> all = new ArrayList<>();

    Handovers(IoAgent owner, ServerPools pools, DescriptorUse descriptors, IdleServerConnections idleServers, Transport transport,
            AgentRing<IoEvent> events) {
        this.owner = owner;
        agent = owner.index();
        counts = pools.counts().toArray(new IdleCounts[0]);
        shared = pools.shared();
        this.descriptors = descriptors;
        this.idleServers = idleServers;
        this.transport = transport;
        this.events = events;
    }

    /**
     * Asks other agents for what the stream needs, if any of them seems to have it; {@link RelayedStream#takeOver} or {@link RelayedStream#open} follows.
     *
     * @param shareable whether a connection that was used before will do
     * @return false when the stream may open a connection at once
     */
    boolean ask(RelayedStream stream, boolean shareable) {
        if (counts.length == 1) {
            return false;
        }
        if (stream.handover == null) {
            stream.handover = new Handover(agent, stream);
            all.add(stream.handover);
        }
        // One that an earlier request did not wait for is still out.
        if (stream.handover.underWay) {
            return false;
        }
        Exchange exchange = stream.exchange;
        return shared && shareable && IoAgent.mayShare(exchange) && askForConnection(stream.handover, exchange, agent) || askForRoom(stream.handover);
    }

    private boolean askForConnection(Handover handover, Exchange exchange, int afterAgent) {
        ServerTarget target = exchange.target;
        if (target.lowIdle() > 0 && idleServers.idleEverywhere(target.index()) < target.lowIdle()) {
            return false;
        }
        boolean provenOnly = IoAgent.takesProvenOnly(exchange);
        for (int i = next(afterAgent); i != agent; i = next(i)) {
            if (counts[i].get(target.index(), true) > 0 || !provenOnly && counts[i].get(target.index(), false) > 0) {
                handover.target = target;
                handover.provenOnly = provenOnly;
                send(handover, i);
                return true;
            }
        }
        return false;
    }

    /** Room that idle connections of this agent could make is made when the connection is opened. */
    private boolean askForRoom(Handover handover) {
        if (!descriptors.isCrowded() || counts[agent].hasIdle()) {
            return false;
        }
        for (int i = next(agent); i != agent; i = next(i)) {
            if (counts[i].hasIdle()) {
                handover.target = null;
                send(handover, i);
                return true;
            }
        }
        return false;
    }

    private int next(int index) {
        return index + 1 == counts.length ? 0 : index + 1;
    }

    private void send(Handover handover, int giver) {
        handover.giver = giver;
        handover.underWay = true;
        handover.wanted = true;
        publish(IoEvent.Kind.ASK, handover);
    }

    private void publish(IoEvent.Kind kind, Handover handover) {
        IoEvent event = events.claim();
        event.kind = kind;
        event.handover = handover;
        events.publish();
    }

    /** Another agent asks. */
    void give(Handover handover) {
        if (handover.target == null) {
            idleServers.yieldOne();
        } else {
            handover.connection = idleServers.give(handover.target, handover.provenOnly, transport);
        }
        publish(IoEvent.Kind.ANSWER, handover);
    }

    /** The answer to what this agent asked. */
    void given(Handover handover) {
        handover.underWay = false;
        ServerConnection taken = takeIn(handover);
        RelayedStream stream = (RelayedStream) handover.stream;
        if (!handover.wanted) {
            if (taken != null) {
                taken.drop();
            }
            return;
        }
        handover.wanted = false;
        if (taken == null && handover.target != null) {
            // One may have become idle here meanwhile.
            taken = idleServers.take(handover.target, handover.provenOnly);
            idleServers.tellOthers();
        }
        if (taken != null) {
            stream.takeOver(taken, owner.nanos());
        } else if (handover.target == null || !askForConnection(handover, stream.exchange, handover.giver) && !askForRoom(handover)) {
            stream.open(owner.nanos());
        }
    }

    /** The connection in an answer; null when there is none, or its server has ended it, or sent something unasked-for. */
    private ServerConnection takeIn(Handover handover) {
        ServerConnection taken = (ServerConnection) handover.connection;
        handover.connection = null;
        if (taken == null) {
            return null;
        }
        taken.moveTo(idleServers);
        if (transport.attach(taken.channel)) {
            return taken;
        }
        taken.drop();
        return null;
    }

    /** Closes what is on its way to this agent; after all agents have ended, and before their transports are closed. */
    void close() {
        for (Handover handover : all) {
            ServerConnection onItsWay = (ServerConnection) handover.connection;
            if (onItsWay != null) {
                onItsWay.close();
            }
        }
    }
}
