package org.weir.engine.relay;

import org.weir.engine.message.EndCause;
import org.weir.engine.message.ForwardPlan;
import org.weir.io.memory.IoBuffer;
import org.weir.io.time.Timed;

/**
 * I/O agent only. Bytes both ways between two connections, as they come: relayed TCP, and HTTP after 101 or CONNECT. An end on one side is
 * passed on as a half-close; the other direction goes on until its own end. A side that cannot take more stops the receiving of the other.
 */
final class Tunnel {
    private final ClientConnection client;
    private final ServerConnection server;
    private final ForwardPlan plan;
    private long fromClient;
    private long fromServer;
    private boolean clientEnded;
    private boolean serverEnded;
    private long clientActiveNanos;
    private long serverActiveNanos;

    Tunnel(ClientConnection client, ServerConnection server, ForwardPlan plan, long nowNanos) {
        this.client = client;
        this.server = server;
        this.plan = plan;
        clientActiveNanos = nowNanos;
        serverActiveNanos = nowNanos;
        client.channel.bulk(true);
        client.channel.awaitInput();
        server.channel.bulk(true);
    }

    /** Relays what both sides had sent before, and starts to receive. */
    void begin() {
        while (client.input != null) {
            IoBuffer early = client.input;
            client.input = null;
            fromClient(early);
            client.promoteNext();
        }
        while (server.input != null) {
            fromServer(server.takeInput());
        }
        if (client.inputEnded) {
            clientEnded();
        } else if (server.channel.pendingBytes() == 0) {
            client.channel.receive(true);
        }
        if (server.inputEnded) {
            serverEnded();
        } else if (client.channel.pendingBytes() == 0) {
            server.channel.receive(true);
        }
    }

    void fromClient(IoBuffer data) {
        clientActive();
        fromClient += data.length();
        server.channel.send(data);
        if (server.channel.pendingBytes() > 0) {
            client.channel.receive(false);
        }
    }

    void fromServer(IoBuffer data) {
        serverActive();
        fromServer += data.length();
        client.channel.send(data);
        if (client.channel.pendingBytes() > 0) {
            server.channel.receive(false);
        }
    }

    void clientSendable() {
        clientActive();
        server.channel.receive(true);
    }

    void serverSendable() {
        serverActive();
        client.channel.receive(true);
    }

    void clientEnded() {
        clientEnded = true;
        clientActive();
        server.channel.shutdownOutput();
    }

    void serverEnded() {
        serverEnded = true;
        serverActive();
        client.channel.shutdownOutput();
    }

    private void clientActive() {
        clientActiveNanos = client.nanos();
    }

    private void serverActive() {
        serverActiveNanos = client.nanos();
    }

    boolean isOver() {
        return clientEnded && serverEnded && client.channel.pendingBytes() == 0 && server.channel.pendingBytes() == 0;
    }

    boolean clientHasEnded() {
        return clientEnded;
    }

    boolean serverHasEnded() {
        return serverEnded;
    }

    long bytesFromClient() {
        return fromClient;
    }

    long bytesFromServer() {
        return fromServer;
    }

    /** When the first of the two sides has been silent for too long: activity of either side counts for a tunnel. */
    long deadlineNanos() {
        return Math.min(clientDeadlineNanos(), serverDeadlineNanos());
    }

    private long clientDeadlineNanos() {
        return after(lastActiveNanos(), sideTimeoutNanos(clientEnded, plan.clientFinNanos(), plan.clientNanos()));
    }

    private long serverDeadlineNanos() {
        return after(lastActiveNanos(), sideTimeoutNanos(serverEnded, plan.serverFinNanos(), plan.serverNanos()));
    }

    /** Which side is to blame for the deadline that passed. */
    EndCause timedOutSide(long nowNanos) {
        long clientDeadline = clientDeadlineNanos();
        long serverDeadline = serverDeadlineNanos();
        boolean clientIsLate = clientDeadline == serverDeadline ? clientActiveNanos <= serverActiveNanos : clientDeadline < serverDeadline;
        return clientDeadline <= nowNanos && clientIsLate ? EndCause.CLIENT_TIMEOUT : EndCause.SERVER_TIMEOUT;
    }

    private long sideTimeoutNanos(boolean ended, long finNanos, long usualNanos) {
        if (ended && finNanos != Long.MAX_VALUE) {
            return finNanos;
        }
        return plan.tunnelNanos() != Long.MAX_VALUE ? plan.tunnelNanos() : usualNanos;
    }

    private long lastActiveNanos() {
        return Math.max(clientActiveNanos, serverActiveNanos);
    }

    private static long after(long sinceNanos, long timeoutNanos) {
        return timeoutNanos == Long.MAX_VALUE ? Timed.NO_DEADLINE : sinceNanos + timeoutNanos;
    }
}
