package org.weir.engine.message;

import org.weir.io.net.ConnectSpec;

/**
 * One health check as both sides know it: the engine agent says what to try, an I/O agent tries it and says what happened; what that means is
 * the engine's business. It belongs to the engine before {@link EngineCommand.Kind#CHECK} and after {@link IoEvent.Kind#CHECK_DONE}, and
 * to the I/O agent in between.
 */
public final class CheckJob {
    /** The most bytes of a response that are kept. */
    public static final int MAX_RESPONSE_BYTES = 16 * 1024;

    private static final byte[] NOTHING = {};

    /** How far it came. */
    public enum Result {
        /** The connection was established; nothing was to be sent. */
        CONNECTED,
        /** All that was asked for arrived, or the server ended the connection: see {@link #responseLength}. */
        RESPONSE,
        /** No socket, port or buffer was to be had: {@link #errno}. */
        NO_RESOURCE,
        /** The server refused or is unreachable: {@link #errno}. */
        CONNECT_FAILED,
        CONNECT_TIMEOUT,
        RESPONSE_TIMEOUT,
        /** The connection broke: {@link #errno}. */
        BROKEN
    }

    // --- written by the engine agent

    /** Engine agent only: whose check it is. */
    public final EngineCheck check;

    public ConnectSpec connect;

    /** What to send; null = the connection alone is the check. */
    public byte[] request;

    /** Tells when enough of the response's body is there; null when its head is enough. */
    public BodyTest body;

    public long connectTimeoutNanos;

    /** For the response: from the start when {@link #responseTimeoutFromStart}, else from the connection's establishment. */
    public long responseTimeoutNanos;

    public boolean responseTimeoutFromStart;

    // --- written by the I/O agent

    public Result result;
    public int errno;
    public byte[] response = NOTHING;
    public int responseLength;

    /** From start to result. */
    public long durationNanos;

    public CheckJob(EngineCheck check) {
        this.check = check;
    }

    /** I/O agent only: keeps bytes of the response; returns how many fit. */
    public int append(org.agrona.DirectBuffer bytes, int offset, int length) {
        if (response.length == 0) {
            response = new byte[MAX_RESPONSE_BYTES];
        }
        final int taken = Math.min(length, response.length - responseLength);
        bytes.getBytes(offset, response, responseLength, taken);
        responseLength += taken;
        return taken;
    }

    /** Any agent; without state. */
    public interface BodyTest {
        /** Whether the check is decided by these first bytes of the response, head included, whatever may follow. */
        boolean isDecided(byte[] response, int length);
    }

    /** What the engine keeps of a check. */
    public interface EngineCheck {}
}
