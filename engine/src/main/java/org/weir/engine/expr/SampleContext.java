package org.weir.engine.expr;

import org.agrona.MutableDirectBuffer;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;
import org.weir.io.net.NetAddress;

/** Engine agent only. What an expression may look at: a stream, or a session that has no stream yet. */
public interface SampleContext {
    /** The request, or null when there is none (TCP, or gone). */
    MessageHead request();

    /** The request's {@code MethodId}, known as long as the stream lives; OTHER for a method without a number or when there is no request. */
    default int requestMethodId() {
        final MessageHead request = request();
        return request == null ? MethodId.OTHER : request.methodId();
    }

    /** The response, or null before there is one. */
    MessageHead response();

    /** The client's address ({@code src}). */
    NetAddress source();

    /** The address the client connected to ({@code dst}). */
    NetAddress destination();

    /** What is known about proxies and servers. */
    Directory directory();

    /** Name of the frontend, and of the backend (null before one is chosen), and of the server (null before one is chosen). */
    String frontendName();

    String backendName();

    String serverName();

    /** Wall clock of the event that is being handled, microseconds since the epoch. */
    long epochMicros();

    /**
     * Appends a log-format variable ({@code %ci}, {@code %ST} …) as a log line would show it.
     *
     * @param capacityLimit first offset that must not be written
     * @return the new end, never beyond {@code capacityLimit}: what does not fit is cut
     */
    int appendLogVariable(LogVariable variable, MutableDirectBuffer out, int offset, int capacityLimit);

    /** State of other parts of the process, by name. */
    interface Directory {
        /** Usable servers of a backend, or -1 when there is no such backend; null = the stream's own backend. */
        int usableServers(String backend);

        /** Whether a server is up; false for unknown ones. */
        boolean serverUp(String backend, String server);

        /** Connections on a frontend ({@code fe_conn}), or -1. */
        int frontendConnections(String frontend);

        /** Connections on a backend ({@code be_conn}), or -1. */
        int backendConnections(String backend);

        /** Queued requests of a backend and its servers ({@code queue}), or -1. */
        int queued(String backend);
    }
}
