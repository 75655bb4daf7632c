package org.weir.engine.proxy;

import org.weir.analytics.latency.LatencyRecorder;
import org.weir.engine.log.StreamLog;
import org.weir.engine.log.StreamOutcome;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.Exchange;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.FrontendCounter;
import org.weir.engine.stats.ListenerCounter;
import org.weir.engine.stats.MovingAverage;
import org.weir.engine.stats.ProcessCounter;
import org.weir.engine.stats.ServerCounter;
import org.weir.io.time.CachedClock;

/** Engine agent only. Counts what happens to streams, and hands them to the log when they end. */
final class StreamRecorder {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final CachedClock clock;
    private final CounterGroup<ProcessCounter> process;
    private final CounterGroup<ListenerCounter>[] listeners;
    private final StreamLog log;
    private final ErrorSnapshots errors;
    private final LatencyRecorder latency;
    private final StreamCaptures captures = new StreamCaptures();
    private final StreamDescription description;

    /** @param listeners by {@link org.weir.engine.message.ListenerPlan#index()} */
    StreamRecorder(CachedClock clock, CounterGroup<ProcessCounter> process, CounterGroup<ListenerCounter>[] listeners, StreamLog log,
            ErrorSnapshots errors, LatencyRecorder latency) {
        this.clock = clock;
        this.process = process;
        this.listeners = listeners;
        this.log = log;
        this.errors = errors;
        this.latency = latency;
        description = new StreamDescription(clock, process);
    }

    void begin(Stream stream) {
        Frontend frontend = stream.frontend;
        StreamOutcome outcome = stream.outcome;
        description.begin(stream);
        process.increment(ProcessCounter.CUM_STREAMS);
        process.increment(ProcessCounter.CURR_STREAMS);
        outcome.requestCounter = (int) process.get(ProcessCounter.CUM_REQ);
        // A TCP session counts as one request (configuration manual, %rt in section 8.2.4).
        process.increment(ProcessCounter.CUM_REQ);
        if (outcome.http) {
            frontend.counters().increment(FrontendCounter.REQ_TOT);
            frontend.counters().increment(FrontendCounter.H1REQ);
            long nowMillis = nowMillis();
            frontend.requestRate.add(nowMillis);
            frontend.counters().max(FrontendCounter.REQ_RATE_MAX, frontend.requestRate.perSecond(nowMillis));
        }
    }

    // --- what happens

    /** What is captured, and when, is the matter of {@link StreamCaptures}. */
    StreamCaptures captures() {
        return captures;
    }

    /** What the log line will say, times, sizes and loads, is the matter of {@link StreamDescription}. */
    StreamDescription description() {
        return description;
    }

    void backendChosen(Stream stream) {
        Backend backend = stream.backend;
        stream.outcome.backendName = backend.name();
        backend.streamEntered();
        if (stream.outcome.http) {
            backend.counters().increment(BackendCounter.REQ_TOT);
        }
    }

    /** Why it left another server does not end it any more. */
    void serverChosen(Stream stream) {
        stream.outcome.serverName = stream.server.name();
        stream.goesOn();
    }

    /** A server could not be reached, and no other is found yet. */
    void serverLeft(Stream stream) {
        stream.outcome.serverName = StreamDescription.NO_SERVER;
    }

    /** A connection was tried, or used again, in vain, and another attempt follows. */
    void attemptFailed(Stream stream) {
        Exchange exchange = stream.exchange;
        stream.backend.counters().increment(exchange.reused ? BackendCounter.REUSE : BackendCounter.CONNECT);
        stream.server.counters().increment(exchange.reused ? ServerCounter.REUSE : ServerCounter.CONNECT);
        exchange.connectStartNanos = 0;
    }

    /** The same server is tried again. */
    void retried(Stream stream) {
        stream.backend.counters().increment(BackendCounter.WRETR);
        stream.server.counters().increment(ServerCounter.WRETR);
        stream.server.counters().increment(ServerCounter.STOT);
    }

    /** Balancing chose anew. It may choose the server that failed, where all others are full: that is a retry. */
    void redispatched(Stream stream, Server failed) {
        boolean elsewhere = stream.server != failed;
        stream.outcome.redispatched |= elsewhere;
        stream.backend.counters().increment(elsewhere ? BackendCounter.WREDIS : BackendCounter.WRETR);
        failed.counters().increment(elsewhere ? ServerCounter.WREDIS : ServerCounter.WRETR);
    }

    void connectFailed(Stream stream) {
        stream.backend.counters().increment(BackendCounter.ECON);
        stream.server.counters().increment(ServerCounter.ECON);
    }

    void noServer(Stream stream) {
        stream.backend.counters().increment(BackendCounter.ECON);
        Server wanted = stream.queueEntry().wanted();
        if (wanted != null) {
            wanted.counters().increment(ServerCounter.ECON);
        }
    }

    void queueTimedOut(Stream stream) {
        noServer(stream);
    }

    void requestError(Stream stream) {
        count(stream, FrontendCounter.EREQ, ListenerCounter.EREQ);
    }

    private void count(Stream stream, FrontendCounter ofFrontend, ListenerCounter ofListener) {
        stream.frontend.counters().increment(ofFrontend);
        listener(stream).increment(ofListener);
    }

    private CounterGroup<ListenerCounter> listener(Stream stream) {
        return listeners[stream.exchange.link.listener.index()];
    }

    void requestDenied(Stream stream) {
        if (stream.backend != null) {
            stream.backend.counters().increment(BackendCounter.DREQ);
        }
        count(stream, FrontendCounter.DREQ, ListenerCounter.DREQ);
    }

    void responseDenied(Stream stream) {
        count(stream, FrontendCounter.DRESP, ListenerCounter.DRESP);
        stream.backend.counters().increment(BackendCounter.DRESP);
        stream.server.counters().increment(ServerCounter.DRESP);
    }

    void intercepted(Stream stream) {
        stream.frontend.counters().increment(FrontendCounter.INTERCEPTED);
    }

    void rewriteFailed(Stream stream) {
        count(stream, FrontendCounter.WREW, ListenerCounter.WREW);
        count(stream, FrontendCounter.EINT, ListenerCounter.EINT);
        if (stream.backend != null) {
            stream.backend.counters().increment(BackendCounter.WREW);
        }
    }

    void responseError(Stream stream) {
        stream.backend.counters().increment(BackendCounter.ERESP);
        stream.server.counters().increment(ServerCounter.ERESP);
    }

    void badRequest(Stream stream) {
        errors.request(stream, clock.epochMicros());
    }

    void badResponse(Stream stream) {
        errors.response(stream, clock.epochMicros());
    }

    // --- the end

    void end(Stream stream) {
        Exchange exchange = stream.exchange;
        char phase = stream.terminationPhase();
        switch (exchange.cause) {
            case NORMAL, CONNECT_FAILED, CONNECT_TIMEOUT -> { }
            case BAD_REQUEST -> {
                requestError(stream);
                stream.terminated('P', phase);
            }
            case CLIENT_ABORT -> stream.terminated('C', phase);
            case CLIENT_TIMEOUT -> stream.terminated('c', phase);
            case SERVER_ABORT -> stream.terminated('S', phase);
            case SERVER_TIMEOUT -> stream.terminated('s', phase);
            case BAD_RESPONSE -> stream.terminated('P', phase);
            case RESOURCE -> stream.terminated('R', phase);
            case INTERNAL -> stream.terminated('I', phase);
            case KILLED -> stream.terminated('K', phase);
        }
        description.complete(stream);
        StreamDescription.leaveCounts(stream);
        process.decrement(ProcessCounter.CURR_STREAMS);
        process.add(ProcessCounter.TOTAL_BYTES_OUT, exchange.bytesOut);
        countFrontend(stream, exchange);
        if (stream.backend != null) {
            countBackend(stream, exchange);
        }
        recordLatency(stream, stream.outcome);
        if (!stream.logged) {
            log.record(stream.outcome, stream);
        }
    }

    private void recordLatency(Stream stream, StreamOutcome outcome) {
        latency.record(stream.frontend.index(), stream.backend == null ? -1 : stream.backend.index(), stream.server == null ? -1 : stream.server.index(),
                outcome.http ? outcome.requestMicros : -1, outcome.queueMicros, outcome.connectMicros, outcome.responseMicros, outcome.dataMicros,
                outcome.http ? outcome.activeMicros : outcome.totalMicros);
    }

    /** The response, or the relaying of a TCP connection, begins: with {@code option logasap} that is what the log line tells. */
    void responding(Stream stream) {
        if (!stream.frontend.isLoggedEarly()) {
            return;
        }
        description.complete(stream);
        stream.outcome.bytesRead = stream.exchange.responseHeadBytes;
        if (stream.exchange.response != null) {
            stream.outcome.status = stream.exchange.response.status();
        }
        stream.logged = log.record(stream.outcome, stream);
    }

    private void countFrontend(Stream stream, Exchange exchange) {
        CounterGroup<ListenerCounter> listener = listener(stream);
        listener.add(ListenerCounter.BIN, exchange.bytesIn);
        listener.add(ListenerCounter.BOUT, exchange.bytesOut);
        CounterGroup<FrontendCounter> counters = stream.frontend.counters();
        counters.add(FrontendCounter.BIN, exchange.bytesIn);
        counters.add(FrontendCounter.BOUT, exchange.bytesOut);
        int status = exchange.status > 0 ? exchange.status : stream.outcome.status;
        if (stream.outcome.http && (status > 0 || exchange.request != null)) {
            counters.increment(FRONTEND_CLASSES[statusClass(status)]);
        }
    }

    private void countBackend(Stream stream, Exchange exchange) {
        Backend backend = stream.backend;
        CounterGroup<BackendCounter> counters = backend.counters();
        counters.add(BackendCounter.BIN, exchange.bytesIn);
        counters.add(BackendCounter.BOUT, exchange.bytesOut);
        boolean uploading = exchange.connectedNanos != 0 && exchange.requestUnfinished && exchange.cause == EndCause.SERVER_ABORT;
        boolean transferring = exchange.responseStarted || uploading || !stream.outcome.http && exchange.connectedNanos != 0;
        EndCause late = transferring ? exchange.cause : EndCause.NORMAL;
        boolean clientAborted = exchange.cause == EndCause.CLIENT_ABORT || late == EndCause.CLIENT_TIMEOUT;
        boolean serverAborted = late == EndCause.SERVER_ABORT || late == EndCause.SERVER_TIMEOUT;
        boolean badBody = late == EndCause.SERVER_ABORT || late == EndCause.BAD_RESPONSE;
        if (clientAborted) {
            counters.increment(BackendCounter.CLI_ABRT);
        }
        if (serverAborted) {
            counters.increment(BackendCounter.SRV_ABRT);
        }
        if (badBody && stream.server != null) {
            responseError(stream);
        }
        if (stream.outcome.http) {
            counters.increment(BACKEND_CLASSES[statusClass(exchange.status)]);
        }
        if (exchange.connectStartNanos != 0) {
            counters.increment(exchange.reused ? BackendCounter.REUSE : BackendCounter.CONNECT);
        }
        Server server = stream.server;
        if (server != null) {
            countServer(stream, exchange, server, clientAborted, serverAborted);
        }
        StreamOutcome outcome = stream.outcome;
        averageTimes(outcome, backend.queueMillis, backend.connectMillis, backend.responseMillis, backend.totalMillis);
        if (hasTimes(outcome)) {
            counters.max(BackendCounter.QTIME_MAX, millis(outcome.queueMicros));
            counters.max(BackendCounter.CTIME_MAX, millis(outcome.connectMicros));
            counters.max(BackendCounter.RTIME_MAX, millis(outcome.responseMicros));
            counters.max(BackendCounter.TTIME_MAX, millis(outcome.activeMicros));
        }
    }

    private static void countServer(Stream stream, Exchange exchange, Server server, boolean clientAborted, boolean serverAborted) {
        CounterGroup<ServerCounter> counters = server.counters();
        counters.add(ServerCounter.BIN, exchange.bytesIn);
        counters.add(ServerCounter.BOUT, exchange.bytesOut);
        if (clientAborted) {
            counters.increment(ServerCounter.CLI_ABRT);
        }
        if (serverAborted) {
            counters.increment(ServerCounter.SRV_ABRT);
        }
        if (exchange.interimResponses > 0) {
            // As in HAProxy, it is with its server alone that an interim response counts, and as one more answered request.
            counters.add(ServerCounter.HRSP_1XX, exchange.interimResponses);
            counters.add(ServerCounter.REQ_TOT, exchange.interimResponses);
        }
        if (stream.outcome.http && exchange.responseNanos != 0) {
            counters.increment(ServerCounter.REQ_TOT);
            int status = stream.serverStatus > 0 ? stream.serverStatus : exchange.status;
            if (status > 0) {
                counters.increment(SERVER_CLASSES[statusClass(status)]);
            }
        }
        if (exchange.connectStartNanos != 0) {
            counters.increment(exchange.reused ? ServerCounter.REUSE : ServerCounter.CONNECT);
        }
        StreamOutcome outcome = stream.outcome;
        if (hasTimes(outcome)) {
            counters.max(ServerCounter.QTIME_MAX, millis(outcome.queueMicros));
            counters.max(ServerCounter.CTIME_MAX, millis(outcome.connectMicros));
            counters.max(ServerCounter.RTIME_MAX, millis(outcome.responseMicros));
            counters.max(ServerCounter.TTIME_MAX, millis(outcome.activeMicros));
        } else if (exchange.responseNanos == 0) {
            return;
        }
        averageTimes(outcome, server.queueMillis, server.connectMillis, server.responseMillis, server.totalMillis);
    }

    /** Whether the stream came as far as the response, or in TCP mode the server: otherwise its times are no measure of the servers' and count as 0. */
    private static boolean hasTimes(StreamOutcome outcome) {
        return outcome.dataMicros >= 0;
    }

    private static void averageTimes(StreamOutcome outcome, MovingAverage queue, MovingAverage connect, MovingAverage response, MovingAverage total) {
        boolean counted = hasTimes(outcome);
        queue.add(counted ? millis(outcome.queueMicros) : 0);
        connect.add(counted ? millis(outcome.connectMicros) : 0);
        response.add(counted ? millis(outcome.responseMicros) : 0);
        total.add(counted ? millis(outcome.activeMicros) : 0);
    }

    private static final FrontendCounter[] FRONTEND_CLASSES = {FrontendCounter.HRSP_1XX, FrontendCounter.HRSP_2XX, FrontendCounter.HRSP_3XX,
        FrontendCounter.HRSP_4XX, FrontendCounter.HRSP_5XX, FrontendCounter.HRSP_OTHER};
    private static final BackendCounter[] BACKEND_CLASSES = {BackendCounter.HRSP_1XX, BackendCounter.HRSP_2XX, BackendCounter.HRSP_3XX,
        BackendCounter.HRSP_4XX, BackendCounter.HRSP_5XX, BackendCounter.HRSP_OTHER};
    private static final ServerCounter[] SERVER_CLASSES = {ServerCounter.HRSP_1XX, ServerCounter.HRSP_2XX, ServerCounter.HRSP_3XX,
        ServerCounter.HRSP_4XX, ServerCounter.HRSP_5XX, ServerCounter.HRSP_OTHER};

    /** A request that nobody answered counts among the others. */
    private static int statusClass(int status) {
        return status >= 100 && status < 600 ? status / 100 - 1 : 5;
    }

    private static long millis(long micros) {
        return micros < 0 ? 0 : micros / 1000;
    }

    private long nowMillis() {
        return clock.nanos() / NANOS_PER_MILLI;
    }
}
