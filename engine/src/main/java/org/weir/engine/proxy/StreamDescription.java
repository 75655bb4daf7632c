package org.weir.engine.proxy;

import org.weir.engine.log.StreamOutcome;
import org.weir.engine.message.Exchange;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.ProcessCounter;
import org.weir.io.net.NetAddress;
import org.weir.io.time.CachedClock;

/** Engine agent only. Fills in what a stream's log line will say. */
final class StreamDescription {
    static final String NO_SERVER = "<NOSRV>";
    private static final long NANOS_PER_MICRO = 1_000L;

    private final CachedClock clock;
    private final CounterGroup<ProcessCounter> process;

    StreamDescription(CachedClock clock, CounterGroup<ProcessCounter> process) {
        this.clock = clock;
        this.process = process;
    }

    /** What is known when a stream begins. */
    void begin(Stream stream) {
        Frontend frontend = stream.frontend;
        Exchange exchange = stream.exchange;
        StreamOutcome outcome = stream.outcome;
        outcome.client.copyFrom(exchange.link.remote);
        outcome.frontend.copyFrom(exchange.link.local);
        outcome.server.clear();
        outcome.serverLocal.clear();
        outcome.logging = frontend.config().logging();
        outcome.frontendName = frontend.name();
        outcome.backendName = frontend.name();
        outcome.serverName = NO_SERVER;
        outcome.http = frontend.isHttp();
        outcome.status = 0;
        stream.goesOn();
        outcome.cookieRequest = '-';
        outcome.cookieResponse = '-';
        outcome.retries = 0;
        outcome.redispatched = false;
        outcome.serverQueue = 0;
        outcome.backendQueue = 0;
        outcome.streamId = stream.id();
        StreamCaptures.begin(outcome, frontend.config().frontend());
    }

    /** Fills in what is known by now of times, sizes and loads. */
    void complete(Stream stream) {
        StreamOutcome outcome = stream.outcome;
        Exchange exchange = stream.exchange;
        outcome.acceptedEpochMicros = clock.epochMicros(exchange.link.acceptedNanos);
        outcome.requestEpochMicros = clock.epochMicros(exchange.firstByteNanos);
        long endNanos = exchange.endNanos == 0 ? clock.nanos() : exchange.endNanos;
        outcome.handshakeMicros = 0;
        outcome.idleMicros = (exchange.firstByteNanos - exchange.idleSinceNanos) / NANOS_PER_MICRO;
        outcome.requestMicros = outcome.http && exchange.request == null && exchange.cause != null ? -1 : since(exchange.firstByteNanos, exchange.headNanos);
        // The engine reads its clock once in a turn, which may have begun before the head came.
        long dispatchedNanos = stream.dispatchedNanos == 0 ? 0 : Math.max(stream.dispatchedNanos, exchange.headNanos);
        outcome.queueMicros = since(exchange.headNanos, dispatchedNanos);
        outcome.connectMicros = since(dispatchedNanos, exchange.connectedNanos);
        // Without messages there is no response to wait for: what follows the connection is data.
        long responseNanos = stream.responseReplaced ? 0 : exchange.responseNanos;
        long dataNanos = outcome.http ? responseNanos : exchange.connectedNanos;
        outcome.responseMicros = !outcome.http || exchange.connectedNanos == 0 ? -1 : since(exchange.connectedNanos, responseNanos);
        outcome.dataMicros = dataNanos == 0 ? -1 : since(dataNanos, endNanos);
        outcome.activeMicros = (endNanos - exchange.firstByteNanos) / NANOS_PER_MICRO;
        outcome.totalMicros = (endNanos - exchange.idleSinceNanos) / NANOS_PER_MICRO;
        if (exchange.status > 0) {
            outcome.status = exchange.status;
        } else if (outcome.status == 0 && exchange.interimResponses > 0) {
            outcome.status = -1;
        }
        outcome.serverQueue = stream.queueEntry().serverPosition();
        outcome.backendQueue = stream.queueEntry().backendPosition();
        outcome.redispatched |= stream.queueEntry().wasRequeued();
        outcome.bytesRead = exchange.bytesOut;
        outcome.bytesUploaded = exchange.bytesIn;
        outcome.activeConnections = (int) process.get(ProcessCounter.CURR_CONNS);
        outcome.frontendConnections = stream.frontend.sessions();
        // Until one is chosen the backend is the proxy itself, which in a listen section has streams of its own.
        Backend backend = stream.backend == null ? stream.frontend.ownBackend() : stream.backend;
        outcome.backendConnections = backend == null ? 0 : backend.streams();
        outcome.serverConnections = stream.server == null ? 0 : stream.server.currentStreams();
        if (stream.server != null) {
            if (exchange.targetAddress.family() == NetAddress.UNKNOWN) {
                outcome.server.set(stream.server.target().connect().remote());
            } else {
                outcome.server.copyFrom(exchange.targetAddress);
            }
            outcome.serverLocal.copyFrom(exchange.serverLocal);
        } else {
            nameWanted(stream, outcome);
        }
    }

    /** Who never got beyond a server's queue is logged with that server all the same. */
    private static void nameWanted(Stream stream, StreamOutcome outcome) {
        Server wanted = stream.queueEntry().wanted();
        if (wanted != null) {
            outcome.serverName = wanted.name();
            outcome.serverConnections = wanted.currentStreams();
        }
    }

    private static long since(long fromNanos, long toNanos) {
        return toNanos == 0 ? -1 : Math.max(0, (toNanos - fromNanos) / NANOS_PER_MICRO);
    }

    /** When its line is written, a stream does not count any more as one of its backend and its server. */
    static void leaveCounts(Stream stream) {
        if (stream.backend != null) {
            stream.outcome.backendConnections--;
        }
        if (stream.server != null && !stream.pausing) {
            stream.outcome.serverConnections--;
        }
    }
}
