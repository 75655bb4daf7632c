package org.weir.engine.proxy;

import org.agrona.DirectBuffer;
import org.weir.engine.config.model.Capture;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.Cookies;
import org.weir.engine.http.KnownHeader;
import org.weir.engine.http.MessageHead;
import org.weir.engine.log.CapturedText;
import org.weir.engine.log.StreamLog;
import org.weir.engine.log.StreamOutcome;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.Exchange;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.FrontendCounter;
import org.weir.engine.stats.MovingAverage;
import org.weir.engine.stats.ProcessCounter;
import org.weir.engine.stats.ServerCounter;
import org.weir.io.time.CachedClock;

/** Engine agent only. Counts what happens to streams and fills in what their log line will say. */
final class StreamRecorder {
    private static final byte[] HTTP_10 = AsciiText.bytes("HTTP/1.0");
    private static final byte[] HTTP_11 = AsciiText.bytes("HTTP/1.1");
    private static final byte NOT_TERMINATED = '-';
    private static final long NANOS_PER_MICRO = 1_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final CachedClock clock;
    private final CounterGroup<ProcessCounter> process;
    private final StreamLog log;
    private final ErrorSnapshots errors;
    private final Cookies cookies = new Cookies();

    StreamRecorder(CachedClock clock, CounterGroup<ProcessCounter> process, StreamLog log, ErrorSnapshots errors) {
        this.clock = clock;
        this.process = process;
        this.log = log;
        this.errors = errors;
    }

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
        outcome.serverName = "<NOSRV>";
        outcome.http = frontend.isHttp();
        outcome.status = 0;
        outcome.terminationCause = NOT_TERMINATED;
        outcome.terminationPhase = NOT_TERMINATED;
        outcome.cookieRequest = '-';
        outcome.cookieResponse = '-';
        outcome.retries = 0;
        outcome.redispatched = false;
        outcome.serverQueue = 0;
        outcome.backendQueue = 0;
        outcome.streamId = stream.id();
        outcome.method.clear();
        outcome.uri.clear();
        outcome.version.clear();
        outcome.requestCookie.clear();
        outcome.responseCookie.clear();
        outcome.requestCaptures = cleared(outcome.requestCaptures, frontend.config().frontend().requestCaptures());
        outcome.responseCaptures = cleared(outcome.responseCaptures, frontend.config().frontend().responseCaptures());
        process.increment(ProcessCounter.CUM_STREAMS);
        process.increment(ProcessCounter.CURR_STREAMS);
        boolean isRequest = outcome.http && (exchange.cause == null || exchange.bytesIn > 0 || exchange.cause == EndCause.CLIENT_TIMEOUT);
        outcome.requestCounter = (int) process.get(ProcessCounter.CUM_REQ);
        if (isRequest) {
            process.increment(ProcessCounter.CUM_REQ);
            frontend.counters().increment(FrontendCounter.REQ_TOT);
            frontend.counters().increment(FrontendCounter.H1REQ);
            long nowMillis = nowMillis();
            frontend.requestRate.add(nowMillis);
            frontend.counters().max(FrontendCounter.REQ_RATE_MAX, frontend.requestRate.perSecond(nowMillis));
        }
    }

    private static CapturedText[] cleared(CapturedText[] present, java.util.List<Capture> wanted) {
        if (present.length == wanted.size() && fits(present, wanted)) {
            for (CapturedText text : present) {
                text.clear();
            }
            return present;
        }
        CapturedText[] fresh = new CapturedText[wanted.size()];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = new CapturedText(wanted.get(i).lengthBytes());
        }
        return fresh;
    }

    private static boolean fits(CapturedText[] present, java.util.List<Capture> wanted) {
        for (int i = 0; i < present.length; i++) {
            if (present[i].capacity() != wanted.get(i).lengthBytes()) {
                return false;
            }
        }
        return true;
    }

    // --- what is captured

    void captureRequest(Stream stream) {
        MessageHead head = stream.exchange.request;
        StreamOutcome outcome = stream.outcome;
        DirectBuffer bytes = head.buffer();
        outcome.method.set(bytes, head.methodOffset(), head.methodLength());
        outcome.uri.set(bytes, head.targetOffset(), head.targetLength());
        outcome.version.set(head.version() < 11 ? HTTP_10 : HTTP_11);
        captureHeaders(head, stream.frontend.requestCaptureNames(), outcome.requestCaptures);
        Capture cookie = stream.frontend.config().frontend().cookieCapture();
        if (cookie != null) {
            captureCookie(head, KnownHeader.COOKIE, cookie, outcome.requestCookie);
        }
    }

    void captureResponse(Stream stream) {
        MessageHead head = stream.exchange.response;
        captureHeaders(head, stream.frontend.responseCaptureNames(), stream.outcome.responseCaptures);
        Capture cookie = stream.frontend.config().frontend().cookieCapture();
        if (cookie != null) {
            captureCookie(head, KnownHeader.SET_COOKIE, cookie, stream.outcome.responseCookie);
        }
    }

    /** The last occurrence of each header counts. */
    private static void captureHeaders(MessageHead head, byte[][] names, CapturedText[] into) {
        for (int i = 0; i < names.length; i++) {
            for (int at = head.find(names[i], 0); at >= 0; at = head.find(names[i], at + 1)) {
                into[i].set(head.buffer(), head.valueOffset(at), head.valueLength(at));
            }
        }
    }

    /** Keeps {@code name=value} of the first cookie whose name begins with the capture's, or equals it up to an ending "=". */
    private void captureCookie(MessageHead head, int header, Capture capture, CapturedText into) {
        DirectBuffer bytes = head.buffer();
        for (int at = head.find(header, 0); at >= 0; at = head.find(header, at + 1)) {
            if (header == KnownHeader.COOKIE) {
                cookies.wrapCookie(bytes, head.valueOffset(at), head.valueLength(at));
            } else {
                cookies.wrapSetCookie(bytes, head.valueOffset(at), head.valueLength(at));
            }
            while (cookies.next()) {
                if (matches(capture.name(), bytes)) {
                    int lengthBytes = cookies.valueOffset() + cookies.valueLength() - cookies.nameOffset();
                    into.set(bytes, cookies.nameOffset(), Math.min(lengthBytes, capture.lengthBytes()));
                    return;
                }
            }
        }
    }

    private boolean matches(String wanted, DirectBuffer bytes) {
        boolean exact = wanted.endsWith("=");
        int length = exact ? wanted.length() - 1 : wanted.length();
        if (exact ? cookies.nameLength() != length : cookies.nameLength() < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(cookies.nameOffset() + i) != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // --- what happens

    void backendChosen(Stream stream) {
        Backend backend = stream.backend;
        stream.outcome.backendName = backend.name();
        backend.streamEntered();
        if (stream.outcome.http) {
            backend.counters().increment(BackendCounter.REQ_TOT);
        }
    }

    void serverChosen(Stream stream) {
        stream.outcome.serverName = stream.server.name();
    }

    void retried(Stream stream) {
        stream.outcome.retries++;
        stream.backend.counters().increment(BackendCounter.WRETR);
        stream.server.counters().increment(ServerCounter.WRETR);
    }

    void redispatched(Stream stream) {
        stream.outcome.redispatched = true;
        stream.backend.counters().increment(BackendCounter.WREDIS);
        stream.server.counters().increment(ServerCounter.WREDIS);
    }

    void connectFailed(Stream stream) {
        stream.backend.counters().increment(BackendCounter.ECON);
        stream.server.counters().increment(ServerCounter.ECON);
    }

    void noServer(Stream stream) {
        stream.backend.counters().increment(BackendCounter.ECON);
    }

    void queueTimedOut(Stream stream) {
        stream.backend.counters().increment(BackendCounter.ECON);
    }

    void noBackend(Stream stream) {
        stream.frontend.counters().increment(FrontendCounter.EREQ);
    }

    void requestError(Stream stream) {
        stream.frontend.counters().increment(FrontendCounter.EREQ);
    }

    void requestDenied(Stream stream) {
        if (stream.backend != null) {
            stream.backend.counters().increment(BackendCounter.DREQ);
        }
        stream.frontend.counters().increment(FrontendCounter.DREQ);
    }

    void responseDenied(Stream stream) {
        stream.frontend.counters().increment(FrontendCounter.DRESP);
        stream.backend.counters().increment(BackendCounter.DRESP);
        stream.server.counters().increment(ServerCounter.DRESP);
    }

    void intercepted(Stream stream) {
        stream.frontend.counters().increment(FrontendCounter.INTERCEPTED);
    }

    void rewriteFailed(Stream stream) {
        stream.frontend.counters().increment(FrontendCounter.WREW);
        stream.frontend.counters().increment(FrontendCounter.EINT);
        if (stream.backend != null) {
            stream.backend.counters().increment(BackendCounter.WREW);
        }
    }

    void responseError(Stream stream) {
        stream.backend.counters().increment(BackendCounter.ERESP);
        stream.server.counters().increment(ServerCounter.ERESP);
    }

    void serverAborted(Stream stream) {
        responseError(stream);
        stream.backend.counters().increment(BackendCounter.SRV_ABRT);
        stream.server.counters().increment(ServerCounter.SRV_ABRT);
    }

    void badRequest(Stream stream) {
        errors.request(stream, clock.epochMicros());
    }

    void badResponse(Stream stream) {
        errors.response(stream, clock.epochMicros());
    }

    /** Notes who ended the stream and when, unless that is known already. */
    void terminated(Stream stream, char cause, char phase) {
        StreamOutcome outcome = stream.outcome;
        if (outcome.terminationCause == NOT_TERMINATED) {
            outcome.terminationCause = (byte) cause;
            outcome.terminationPhase = (byte) phase;
        }
    }

    /** The second character of the termination state, from how far the stream has come. */
    char phaseOf(Stream stream) {
        Exchange exchange = stream.exchange;
        return switch (stream.stage) {
            case QUEUED -> 'Q';
            case TURN_AROUND -> 'C';
            case RESPONSE_RULES -> 'H';
            case FORWARDED -> {
                if (exchange.connectedNanos == 0) {
                    yield 'C';
                }
                if (exchange.responseStarted || !stream.outcome.http || exchange.requestUnfinished) {
                    yield 'D';
                }
                yield 'H';
            }
            case REPLYING -> 'L';
            case RULES, FREE -> 'R';
        };
    }

    // --- the end

    void end(Stream stream) {
        Exchange exchange = stream.exchange;
        char phase = phaseOf(stream);
        switch (exchange.cause) {
            case NORMAL, BAD_REQUEST, CONNECT_FAILED, CONNECT_TIMEOUT -> { }
            case CLIENT_ABORT -> terminated(stream, 'C', phase);
            case CLIENT_TIMEOUT -> terminated(stream, 'c', phase);
            case SERVER_ABORT -> terminated(stream, 'S', phase);
            case SERVER_TIMEOUT -> terminated(stream, 's', phase);
            case BAD_RESPONSE -> terminated(stream, 'P', phase);
            case RESOURCE -> terminated(stream, 'R', phase);
            case INTERNAL -> terminated(stream, 'I', phase);
            case KILLED -> terminated(stream, 'K', phase);
        }
        describe(stream);
        leaveCounts(stream);
        process.decrement(ProcessCounter.CURR_STREAMS);
        process.add(ProcessCounter.TOTAL_BYTES_OUT, exchange.bytesOut);
        countFrontend(stream, exchange);
        if (stream.backend != null) {
            countBackend(stream, exchange);
        }
        if (!stream.logged) {
            log.record(stream.outcome, stream);
        }
    }

    /** The response, or the relaying of a TCP connection, begins: with {@code option logasap} that is what the log line tells. */
    void responding(Stream stream) {
        if (!stream.frontend.isLoggedEarly()) {
            return;
        }
        describe(stream);
        stream.outcome.bytesRead = stream.exchange.responseHeadBytes;
        if (stream.exchange.response != null) {
            stream.outcome.status = stream.exchange.response.status();
        }
        stream.logged = true;
        log.record(stream.outcome, stream);
    }

    /** When its line is written, a stream does not count any more as one of its backend and its server. */
    private static void leaveCounts(Stream stream) {
        if (stream.backend != null) {
            stream.outcome.backendConnections--;
        }
        if (stream.server != null) {
            stream.outcome.serverConnections--;
        }
    }

    private void countFrontend(Stream stream, Exchange exchange) {
        CounterGroup<FrontendCounter> counters = stream.frontend.counters();
        counters.add(FrontendCounter.BIN, exchange.bytesIn);
        counters.add(FrontendCounter.BOUT, exchange.bytesOut);
        if (stream.outcome.http && exchange.status > 0) {
            counters.increment(FRONTEND_CLASSES[statusClass(exchange.status)]);
        }
    }

    private void countBackend(Stream stream, Exchange exchange) {
        Backend backend = stream.backend;
        CounterGroup<BackendCounter> counters = backend.counters();
        counters.add(BackendCounter.BIN, exchange.bytesIn);
        counters.add(BackendCounter.BOUT, exchange.bytesOut);
        boolean clientAborted = exchange.cause == EndCause.CLIENT_ABORT;
        boolean serverAborted = exchange.cause == EndCause.SERVER_ABORT && exchange.responseStarted;
        if (clientAborted) {
            counters.increment(BackendCounter.CLI_ABRT);
        }
        if (serverAborted) {
            counters.increment(BackendCounter.SRV_ABRT);
        }
        if (stream.outcome.http && exchange.status > 0) {
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
        counters.max(BackendCounter.QTIME_MAX, millis(outcome.queueMicros));
        counters.max(BackendCounter.CTIME_MAX, millis(outcome.connectMicros));
        counters.max(BackendCounter.RTIME_MAX, millis(outcome.responseMicros));
        counters.max(BackendCounter.TTIME_MAX, millis(outcome.activeMicros));
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
        if (stream.outcome.http) {
            counters.increment(ServerCounter.REQ_TOT);
            if (exchange.status > 0 && exchange.responseNanos != 0) {
                counters.increment(SERVER_CLASSES[statusClass(exchange.status)]);
            }
        }
        if (exchange.connectStartNanos != 0) {
            counters.increment(exchange.reused ? ServerCounter.REUSE : ServerCounter.CONNECT);
        }
        StreamOutcome outcome = stream.outcome;
        averageTimes(outcome, server.queueMillis, server.connectMillis, server.responseMillis, server.totalMillis);
        counters.max(ServerCounter.QTIME_MAX, millis(outcome.queueMicros));
        counters.max(ServerCounter.CTIME_MAX, millis(outcome.connectMicros));
        counters.max(ServerCounter.RTIME_MAX, millis(outcome.responseMicros));
        counters.max(ServerCounter.TTIME_MAX, millis(outcome.activeMicros));
    }

    private static void averageTimes(StreamOutcome outcome, MovingAverage queue, MovingAverage connect, MovingAverage response, MovingAverage total) {
        queue.add(millis(outcome.queueMicros));
        connect.add(millis(outcome.connectMicros));
        response.add(millis(outcome.responseMicros));
        total.add(millis(outcome.activeMicros));
    }

    private static final FrontendCounter[] FRONTEND_CLASSES = {FrontendCounter.HRSP_1XX, FrontendCounter.HRSP_2XX, FrontendCounter.HRSP_3XX,
        FrontendCounter.HRSP_4XX, FrontendCounter.HRSP_5XX, FrontendCounter.HRSP_OTHER};
    private static final BackendCounter[] BACKEND_CLASSES = {BackendCounter.HRSP_1XX, BackendCounter.HRSP_2XX, BackendCounter.HRSP_3XX,
        BackendCounter.HRSP_4XX, BackendCounter.HRSP_5XX, BackendCounter.HRSP_OTHER};
    private static final ServerCounter[] SERVER_CLASSES = {ServerCounter.HRSP_1XX, ServerCounter.HRSP_2XX, ServerCounter.HRSP_3XX,
        ServerCounter.HRSP_4XX, ServerCounter.HRSP_5XX, ServerCounter.HRSP_OTHER};

    private static int statusClass(int status) {
        return status < 600 ? status / 100 - 1 : 5;
    }

    private static long millis(long micros) {
        return micros < 0 ? 0 : micros / 1000;
    }

    /** Fills in what is known by now of times, sizes and loads. */
    void describe(Stream stream) {
        StreamOutcome outcome = stream.outcome;
        Exchange exchange = stream.exchange;
        outcome.acceptedEpochMicros = clock.epochMicros(exchange.link.acceptedNanos);
        outcome.requestEpochMicros = clock.epochMicros(exchange.firstByteNanos);
        long endNanos = exchange.endNanos == 0 ? clock.nanos() : exchange.endNanos;
        outcome.handshakeMicros = 0;
        outcome.idleMicros = (exchange.firstByteNanos - exchange.idleSinceNanos) / NANOS_PER_MICRO;
        outcome.requestMicros = outcome.http && exchange.request == null && exchange.cause != null ? -1 : since(exchange.firstByteNanos, exchange.headNanos);
        outcome.queueMicros = since(exchange.headNanos, stream.dispatchedNanos);
        outcome.connectMicros = since(stream.dispatchedNanos, exchange.connectedNanos);
        outcome.responseMicros = exchange.connectedNanos == 0 ? -1 : since(exchange.connectedNanos, exchange.responseNanos);
        outcome.dataMicros = since(exchange.responseNanos, endNanos);
        outcome.activeMicros = (endNanos - exchange.firstByteNanos) / NANOS_PER_MICRO;
        outcome.totalMicros = (endNanos - exchange.idleSinceNanos) / NANOS_PER_MICRO;
        if (exchange.status > 0) {
            outcome.status = exchange.status;
        }
        outcome.serverQueue = stream.queueEntry().serverPosition();
        outcome.backendQueue = stream.queueEntry().backendPosition();
        outcome.redispatched |= stream.queueEntry().wasRequeued();
        outcome.bytesRead = exchange.bytesOut;
        outcome.bytesUploaded = exchange.bytesIn;
        outcome.activeConnections = (int) process.get(ProcessCounter.CURR_CONNS);
        outcome.frontendConnections = stream.frontend.sessions();
        outcome.backendConnections = stream.backend == null ? 0 : stream.backend.streams();
        outcome.serverConnections = stream.server == null ? 0 : stream.server.currentStreams();
        if (stream.server != null) {
            outcome.server.set(stream.server.target().connect().remote());
            outcome.serverLocal.copyFrom(exchange.serverLocal);
        }
    }

    private static long since(long fromNanos, long toNanos) {
        return toNanos == 0 ? -1 : Math.max(0, (toNanos - fromNanos) / NANOS_PER_MICRO);
    }

    private long nowMillis() {
        return clock.nanos() / NANOS_PER_MILLI;
    }
}
