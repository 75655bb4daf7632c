package org.weir.engine.relay;

import org.weir.engine.message.EndCause;
import org.weir.engine.message.ForwardPlan;
import org.weir.io.memory.IoBuffer;
import org.weir.io.time.Timed;

/**
 * I/O agent only. Bytes both ways between two connections, as they come: relayed TCP, and HTTP after 101 or CONNECT. An end on one side is
 * passed on as a half-close; the other direction goes on until its own end. A side that cannot take more stops the receiving of the other.
 * When a server's connection breaks, the client gets what had come before it, and an end in order, as from HAProxy.
 */
final class Tunnel {
    /** Who sends so much at once has more: what follows is spliced, where that is configured ... */
    private static final int STREAM_BYTES = 16 * 1024;

    /** ... until so little comes that copying it is cheaper than handling pages. */
    private static final int TRICKLE_BYTES = 4 * 1024;

    private final ClientConnection client;
    private final ServerConnection server;
    private final ForwardPlan plan;
    private final boolean endsWithServer;
    private long fromClient;
    private long fromServer;
    private boolean clientEnded;
    private boolean serverEnded;
    private boolean serverDeaf;
    private boolean broken;
    private long activeNanos;

    /** @param endsWithServer whether the server's end is the end of all */
    Tunnel(ClientConnection client, ServerConnection server, ForwardPlan plan, boolean endsWithServer, long nowNanos) {
        this.client = client;
        this.server = server;
        this.plan = plan;
        this.endsWithServer = endsWithServer;
        activeNanos = nowNanos;
        client.channel.bulk(true);
        client.channel.awaitRest();
        server.channel.bulk(true);
        server.channel.awaitRest();
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
        int bytes = data.length();
        server.channel.send(data);
        if (plan.spliceRequests() && bytes >= STREAM_BYTES) {
            client.channel.splice(server.channel, Long.MAX_VALUE);
        }
        passedFromClient(bytes);
    }

    void clientSpliced(int bytes) {
        if (bytes < TRICKLE_BYTES) {
            client.channel.splice(null, 0);
        }
        passedFromClient(bytes);
    }

    private void passedFromClient(int bytes) {
        active();
        fromClient += bytes;
        if (server.channel.pendingBytes() > 0) {
            client.channel.receive(false);
        }
    }

    void fromServer(IoBuffer data) {
        int bytes = data.length();
        client.channel.send(data);
        if (plan.spliceResponses() && bytes >= STREAM_BYTES) {
            server.channel.splice(client.channel, Long.MAX_VALUE);
        }
        passedFromServer(bytes);
    }

    void serverSpliced(int bytes) {
        if (bytes < TRICKLE_BYTES) {
            server.channel.splice(null, 0);
        }
        passedFromServer(bytes);
    }

    private void passedFromServer(int bytes) {
        active();
        fromServer += bytes;
        if (client.channel.pendingBytes() > 0) {
            server.channel.receive(false);
        }
    }

    void clientSendable() {
        active();
        server.channel.receive(true);
    }

    void serverSendable() {
        active();
        client.channel.receive(true);
    }

    void clientEnded() {
        clientEnded = true;
        active();
        server.channel.shutdownOutput();
    }

    void serverEnded() {
        serverEnded = true;
        broken |= serverDeaf;
        active();
        client.channel.shutdownOutput();
    }

    /** The server takes nothing any more; what it sent before is still to be received. */
    void serverDeaf() {
        serverDeaf = true;
        broken |= serverEnded;
    }

    /** The server's connection is broken, and all that it had brought was received. */
    void serverFailed() {
        serverDeaf = true;
        serverEnded();
    }

    /** Whether the server's connection broke. */
    boolean isBroken() {
        return broken;
    }

    private void active() {
        activeNanos = client.nanos();
    }

    boolean isOver() {
        boolean ended = broken || serverEnded && (endsWithServer || clientEnded && server.channel.pendingBytes() == 0);
        return ended && client.channel.pendingBytes() == 0;
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

    /** A client that has ended owes nothing but to take what it is sent. */
    private long clientDeadlineNanos() {
        if (clientEnded && client.channel.pendingBytes() == 0) {
            return Timed.NO_DEADLINE;
        }
        return after(activeNanos, sideTimeoutNanos(serverEnded, plan.clientFinNanos(), plan.clientNanos()));
    }

    /** Likewise. */
    private long serverDeadlineNanos() {
        if (serverEnded && server.channel.pendingBytes() == 0) {
            return Timed.NO_DEADLINE;
        }
        return after(activeNanos, sideTimeoutNanos(clientEnded, plan.serverFinNanos(), plan.serverNanos()));
    }

    /** Whether an end in order is possible: all that was sent has been taken. */
    boolean isDelivered() {
        return client.channel.pendingBytes() == 0 && server.channel.pendingBytes() == 0;
    }

    /** Which side is to blame for the deadline that passed: of both HAProxy names the client, unless it has ended. */
    EndCause timedOutSide(long nowNanos) {
        long clientDeadline = clientDeadlineNanos();
        long serverDeadline = serverDeadlineNanos();
        boolean clientIsLate = clientDeadline < serverDeadline || clientDeadline == serverDeadline && !clientEnded;
        return clientDeadline <= nowNanos && clientIsLate ? EndCause.CLIENT_TIMEOUT : EndCause.SERVER_TIMEOUT;
    }

    private long sideTimeoutNanos(boolean otherEnded, long finNanos, long usualNanos) {
        if (otherEnded && finNanos != Long.MAX_VALUE) {
            return finNanos;
        }
        return plan.tunnelNanos() != Long.MAX_VALUE ? plan.tunnelNanos() : usualNanos;
    }

    private static long after(long sinceNanos, long timeoutNanos) {
        return timeoutNanos == Long.MAX_VALUE ? Timed.NO_DEADLINE : sinceNanos + timeoutNanos;
    }
}
