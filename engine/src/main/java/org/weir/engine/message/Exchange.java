package org.weir.engine.message;

import org.weir.engine.http.HttpParseError;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;
import org.weir.engine.http.Reply;
import org.weir.io.net.NetAddress;

/**
 * One stream as both sides know it: a request and its response, or a relayed TCP connection. It travels between an I/O agent and the engine
 * agent, and belongs to the one that holds it; the comments say who writes what. Pooled by its I/O agent: {@link EngineCommand.Kind#RECYCLE}
 * gives it back after {@link IoEvent.Kind#ENDED}.
 *
 * <pre>
 *   I/O agent                         engine agent
 *   REQUEST         ───────────────▶  rules, backend, server, queue
 *                   ◀───────────────  FORWARD | REPLY
 *   FAILED          ───────────────▶  another server, or an error reply
 *                   ◀───────────────  FORWARD | REPLY
 *   RESPONSE        ───────────────▶  response rules, early log (only when the response is not granted)
 *                   ◀───────────────  RESPOND | REPLY
 *   ENDED           ───────────────▶  counters, histograms, log
 *                   ◀───────────────  RECYCLE
 * </pre>
 */
public final class Exchange {
    /** Index of the I/O agent that allocated it. */
    public final int agent;

    /** Counts uses of this object, so that a late {@link EngineCommand.Kind#ABORT} does not hit its successor. */
    public int generation;

    /** The client's side. */
    public ClientLink link;

    /** Engine agent only. */
    public EngineStream stream;

    /** I/O agent only. */
    public IoStream carrier;

    // --- the request: written by the I/O agent before REQUEST

    /** Null for a relayed TCP connection, or when no complete head arrived (see {@link #cause}). */
    public MessageHead request;

    /** A {@link MethodId}: what the client asked with, and so how it reads the response, whatever rules make of the head. */
    public int receivedMethodId = MethodId.OTHER;

    /** Number of the request on its connection, from 0. */
    public int requestNumber;

    /** When waiting for this request began: acceptance, or the end of the previous one. */
    public long idleSinceNanos;

    /** When its first byte came; equals {@link #idleSinceNanos} when none did. */
    public long firstByteNanos;

    /** When its head was complete, or given up. */
    public long headNanos;

    /** Bytes of the head as received. */
    public int headBytes;

    /** With {@link EndCause#BAD_REQUEST} and {@link EndCause#BAD_RESPONSE}: what is wrong, and where. */
    public HttpParseError parseError;

    public int parseErrorOffset;

    /** What was received of the message that is wrong; null otherwise. */
    public byte[] faultyBytes;

    // --- the decision: written by the engine agent before FORWARD, RESPOND or REPLY

    public ForwardPlan plan;
    public ServerTarget target;

    /** The server's address when its port is that of the client's connection, or counted from it; else empty: the target's own is used. */
    public final NetAddress targetAddress = new NetAddress();

    /** Never take an idle connection for this attempt. */
    public boolean freshConnection;

    /** Close the client's connection after this stream. */
    public boolean closeClient;

    /** What REPLY sends. */
    public Reply reply;

    // --- progress: written by the I/O agent before FAILED, RESPONSE or ENDED

    /** Null until a response head arrived. */
    public MessageHead response;

    /** Why the I/O agent gives the exchange to the engine; null with REQUEST of a good head and RESPONSE. */
    public EndCause cause;

    /** Error number of a failed call, 0 = none. */
    public int errno;

    /** When the connection attempt began, and when the connection was there; 0 = never. */
    public long connectStartNanos;

    public long connectedNanos;

    /** Whether an idle connection was taken. */
    public boolean reused;

    /** The proxy's own address on the connection to the server ({@code %bi:%bp}); empty before there is one. */
    public final NetAddress serverLocal = new NetAddress();

    /** When the response head was complete; 0 = never. */
    public long responseNanos;

    /** Bytes of the response head as received. */
    public int responseHeadBytes;

    /** Status of the response head that came last, or of the answer sent in its place; 0 = none. */
    public int status;

    /** Interim responses of the server that came before. */
    public int interimResponses;

    /** Whether the response makes the server's connection the client's own: see {@link org.weir.engine.http.ConnectionAuthentication}. */
    public boolean bindsServer;

    /** Whether the server's connection was kept for another request. */
    public boolean keptServer;

    /** Whether the server's connection brought anything since the request has it: one that was closed while idle does not. */
    public boolean serverSpoke;

    /** Whether any byte of a response went to the client. */
    public boolean responseStarted;

    /** Whether the request body was still on its way from the client at the end. */
    public boolean requestUnfinished;

    /** Whether the head of the response had been seen and its body was on its way at the end. */
    public boolean responseUnfinished;

    /** Bytes from the client and to the client, heads included. */
    public long bytesIn;

    public long bytesOut;

    /** When the last byte was given to the client's socket, or the stream was given up. */
    public long endNanos;

    public Exchange(int agent) {
        this.agent = agent;
    }

    /** I/O agent only: makes it ready for the next stream. */
    public void reset() {
        generation++;
        link = null;
        stream = null;
        carrier = null;
        request = null;
        receivedMethodId = MethodId.OTHER;
        requestNumber = 0;
        idleSinceNanos = 0;
        firstByteNanos = 0;
        headNanos = 0;
        headBytes = 0;
        parseError = null;
        parseErrorOffset = 0;
        faultyBytes = null;
        plan = null;
        target = null;
        targetAddress.clear();
        freshConnection = false;
        closeClient = false;
        reply = null;
        response = null;
        cause = null;
        errno = 0;
        connectStartNanos = 0;
        connectedNanos = 0;
        reused = false;
        serverSpoke = false;
        serverLocal.clear();
        responseNanos = 0;
        responseHeadBytes = 0;
        status = 0;
        interimResponses = 0;
        bindsServer = false;
        keptServer = false;
        responseStarted = false;
        requestUnfinished = false;
        responseUnfinished = false;
        bytesIn = 0;
        bytesOut = 0;
        endNanos = 0;
    }

    /** What the engine keeps of a stream. */
    public interface EngineStream {}

    /**
     * What the I/O agent keeps of a stream. The engine may ask it at any time, for operators: it tells what was so a moment ago, and nothing is decided by
     * that.
     */
    public interface IoStream {
        /** The descriptor of the client's connection, or -1. */
        int clientFd();

        /** The descriptor of the server's connection, or -1. */
        int serverFd();

        /** Whether the server's connection is on its way. */
        boolean isConnecting();

        /** When the stream's timer fires next, or {@link Long#MAX_VALUE}. */
        long nextLookNanos();
    }
}
