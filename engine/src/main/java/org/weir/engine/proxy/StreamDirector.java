package org.weir.engine.proxy;

import org.weir.engine.expr.Condition;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.Exchange;
import org.weir.engine.rules.HttpRule;
import org.weir.engine.rules.RuleEvaluator;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;

/**
 * Engine agent only. Leads each stream through its stages: rules, backend, server, response, end. How it gets to a server is the matter of
 * {@link Dispatcher}; what happened it leaves to {@link StreamRecorder} to count and log.
 */
public final class StreamDirector {
    private final CommandSender commands;
    private final CachedClock clock;
    private final RuleEvaluator rules;
    private final ProxyDirectory directory;
    private final StreamRecorder recorder;
    private final StreamRegistry streams;
    private final BackendChooser chooser;
    private final Replies replies;
    private final Dispatcher dispatcher;

    StreamDirector(CommandSender commands, CachedClock clock, Timers timers, RuleEvaluator rules, ProxyDirectory directory, StreamRecorder recorder,
            int uriBytes) {
        this.commands = commands;
        this.clock = clock;
        this.rules = rules;
        this.directory = directory;
        this.recorder = recorder;
        streams = new StreamRegistry(this, uriBytes);
        chooser = new BackendChooser(directory);
        replies = new Replies(commands, directory);
        dispatcher = new Dispatcher(commands, clock, timers, recorder, replies);
    }

    // --- events

    /** A request of an admitted session, or what was to become one. */
    void begin(Exchange exchange, Session session) {
        Stream stream = streams.open(exchange, session);
        recorder.begin(stream);
        if (exchange.cause != null) {
            refuse(stream);
        } else if (stream.frontend.isHttp()) {
            applyRequestRules(stream);
        } else {
            stream.backend = stream.frontend.defaultBackend();
            chooseTcpBackend(stream);
        }
    }

    /** The I/O agent could not get a response. */
    void serverFailed(Stream stream) {
        Exchange exchange = stream.exchange;
        switch (exchange.cause) {
            case CONNECT_FAILED, CONNECT_TIMEOUT -> dispatcher.connectFailed(stream);
            case SERVER_ABORT -> {
                if (exchange.reused && !exchange.serverSpoke && !exchange.requestUnfinished && isIdempotent(exchange.request)) {
                    exchange.freshConnection = true;
                    recorder.attemptFailed(stream);
                    dispatcher.forward(stream, stream.server);
                } else {
                    recorder.responseError(stream);
                    answerForServer(stream);
                }
            }
            case SERVER_TIMEOUT -> {
                recorder.responseError(stream);
                replies.fail(stream, 504, 's', 'H');
            }
            case CLIENT_TIMEOUT -> replies.fail(stream, 408, 'c', 'H');
            case BAD_REQUEST -> {
                recorder.requestError(stream);
                replies.fail(stream, 400, 'P', 'H');
            }
            case BAD_RESPONSE -> {
                recorder.responseError(stream);
                recorder.badResponse(stream);
                replies.fail(stream, 502, 'P', 'H');
            }
            case RESOURCE -> replies.fail(stream, 503, 'R', 'C');
            case KILLED -> replies.fail(stream, exchange.connectedNanos == 0 ? 503 : 502, 'K', 'H');
            case INTERNAL, NORMAL, CLIENT_ABORT -> replies.fail(stream, 500, 'I', 'H');
        }
    }

    /**
     * The server ended its connection instead of answering. On one that had carried a request before it may have done so without having seen this one: as
     * by HAProxy, the client then sees its own connection closed without a word, as it would without a proxy, and knows whether to try again.
     */
    private void answerForServer(Stream stream) {
        Exchange exchange = stream.exchange;
        if (exchange.reused && !exchange.serverSpoke && exchange.requestNumber > 0) {
            stream.logged = true;
            stream.terminated('S', 'H');
            drop(stream, EndCause.NORMAL);
        } else {
            replies.fail(stream, 502, 'S', 'H');
        }
    }

    /** A response head is there, and rules, captures or the log want to see it; or a server's connection, which the log wants to see. */
    void responded(Stream stream) {
        if (stream.frontend.isHttp()) {
            applyResponseRules(stream);
        } else {
            recorder.responding(stream);
            commands.respond(stream.exchange);
        }
    }

    private void applyResponseRules(Stream stream) {
        stream.stage = Stream.Stage.RESPONSE_RULES;
        Exchange exchange = stream.exchange;
        MessageHead head = exchange.response;
        stream.serverStatus = head.status();
        recorder.captures().response(stream);
        RuleEvaluator.Verdict verdict = rules.evaluate(directory.responseRules(stream.backend), stream, head);
        boolean passed = verdict == RuleEvaluator.Verdict.CONTINUE || verdict == RuleEvaluator.Verdict.ALLOW;
        if (passed && !stream.frontend.isSameProxy(stream.backend)) {
            // What a backend allows its frontend may still refuse.
            verdict = rules.evaluate(stream.frontend.responseRules(), stream, head);
        }
        switch (verdict) {
            case CONTINUE, ALLOW -> {
                recorder.captures().responseCookie(stream);
                stream.stage = Stream.Stage.FORWARDED;
                recorder.responding(stream);
                commands.respond(exchange);
            }
            case DENY -> {
                recorder.responseDenied(stream);
                stream.replaceResponse();
                replies.reply(stream, rules.deniedReply(), rules.deniedStatus(), 'P', 'H');
            }
            case REPLY -> {
                stream.replaceResponse();
                replies.reply(stream, rules.reply(), rules.replyStatus(), 'L', 'H');
            }
            case FAILED -> {
                recorder.rewriteFailed(stream);
                stream.replaceResponse();
                replies.fail(stream, 500, 'I', 'H');
            }
        }
    }

    /** The client will send nothing more while the stream is with the engine: {@code option abortonclose} takes that for its leaving. */
    void clientEnded(Stream stream) {
        if (stream.backend != null && stream.backend.config().backend().abortOnClose()) {
            clientGone(stream);
        }
    }

    /** The client went away while the stream is with the engine. */
    void clientGone(Stream stream) {
        switch (stream.stage) {
            case QUEUED -> {
                stream.backend.cancel(stream);
                stream.dispatchedNanos = clock.nanos();
                dropGone(stream, 'Q');
            }
            case TURN_AROUND -> dropGone(stream, 'C');
            case FREE, RULES, FORWARDED, RESPONSE_RULES, REPLYING -> { }
        }
    }

    private void dropGone(Stream stream, char phase) {
        stream.terminated('C', phase);
        drop(stream, EndCause.CLIENT_ABORT);
    }

    private void drop(Stream stream, EndCause cause) {
        stream.stageDeadlineNanos = Stream.NO_DEADLINE;
        stream.stage = Stream.Stage.REPLYING;
        stream.exchange.cause = cause;
        commands.drop(stream.exchange);
    }

    /** The stream is over. */
    void ended(Stream stream) {
        recorder.end(stream);
        stream.session.streamEnded(stream);
        dispatcher.releaseServer(stream);
        if (stream.backend != null) {
            stream.backend.streamLeft();
        }
        Exchange exchange = stream.exchange;
        streams.close(stream);
        commands.recycle(exchange);
    }

    /** A slot became free for a stream that was queued. */
    void serverGranted(Stream stream, Server server) {
        if (stream.stage == Stream.Stage.QUEUED) {
            stream.stageDeadlineNanos = Stream.NO_DEADLINE;
        }
        dispatcher.granted(stream, server);
    }

    void stageTimedOut(Stream stream) {
        switch (stream.stage) {
            case QUEUED -> {
                stream.backend.cancel(stream);
                stream.dispatchedNanos = clock.nanos();
                recorder.queueTimedOut(stream);
                replies.fail(stream, 503, 's', 'Q');
            }
            case TURN_AROUND -> dispatcher.turnedAround(stream);
            case FREE, RULES, FORWARDED, RESPONSE_RULES, REPLYING -> { }
        }
    }

    /** From now on connections close after their stream. */
    void drain() {
        replies.drain();
    }

    /** Ends a stream at an operator's wish. */
    public void shutdown(Stream stream) {
        stream.terminated('K', stream.terminationPhase());
        switch (stream.stage) {
            case QUEUED -> {
                stream.backend.cancel(stream);
                drop(stream, EndCause.KILLED);
            }
            case TURN_AROUND -> drop(stream, EndCause.KILLED);
            case FORWARDED, REPLYING -> commands.abort(stream.exchange);
            case FREE, RULES, RESPONSE_RULES -> { }
        }
    }

    // --- requests

    private void refuse(Stream stream) {
        Exchange exchange = stream.exchange;
        stream.stage = Stream.Stage.REPLYING;
        switch (exchange.cause) {
            case BAD_REQUEST -> {
                recorder.requestError(stream);
                recorder.badRequest(stream);
                int status = exchange.parseError == null ? 400 : exchange.parseError.status();
                replies.reply(stream, stream.frontend.earlyReply(status), status, 'P', 'R');
            }
            case CLIENT_TIMEOUT -> {
                recorder.requestError(stream);
                replies.reply(stream, stream.frontend.earlyReply(408), 408, 'c', 'R');
            }
            case CLIENT_ABORT -> {
                recorder.requestError(stream);
                stream.outcome.status = 400;
                // It may have closed its output alone.
                replies.reply(stream, stream.frontend.earlyReply(400), 400, 'C', 'R');
            }
            case NORMAL, CONNECT_FAILED, CONNECT_TIMEOUT, SERVER_ABORT, SERVER_TIMEOUT, BAD_RESPONSE, RESOURCE, INTERNAL, KILLED -> {
                stream.terminated('I', 'R');
                commands.drop(exchange);
            }
        }
    }

    private void applyRequestRules(Stream stream) {
        Frontend frontend = stream.frontend;
        recorder.captures().request(stream);
        if (frontend.monitorUri() != null && isMonitor(stream)) {
            answerMonitor(stream);
            return;
        }
        boolean mayGoOn = decide(stream, frontend.requestRules());
        if (!mayGoOn) {
            return;
        }
        Backend backend = chooser.choose(stream);
        if (backend == null) {
            replies.fail(stream, 503, 'S', 'C');
            return;
        }
        stream.backend = backend;
        recorder.backendChosen(stream);
        if (!frontend.isSameProxy(backend) && !decide(stream, directory.requestRules(backend))) {
            return;
        }
        recorder.captures().requestCookie(stream);
        if (!chooser.addForwardedFor(stream)) {
            recorder.rewriteFailed(stream);
            replies.fail(stream, 500, 'I', 'R');
            return;
        }
        dispatcher.dispatch(stream);
    }

    /** Evaluates request rules; false when the stream has been answered. */
    private boolean decide(Stream stream, HttpRule[] ruleSet) {
        if (ruleSet.length == 0) {
            return true;
        }
        RuleEvaluator.Verdict verdict = rules.evaluate(ruleSet, stream, stream.exchange.request);
        return switch (verdict) {
            case CONTINUE, ALLOW -> true;
            case DENY -> {
                recorder.captures().requestCookie(stream);
                recorder.requestDenied(stream);
                replies.reply(stream, rules.deniedReply(), rules.deniedStatus(), 'P', 'R');
                yield false;
            }
            case REPLY -> {
                if (stream.backend == null) {
                    recorder.intercepted(stream);
                }
                replies.reply(stream, rules.reply(), rules.replyStatus(), 'L', 'R');
                yield false;
            }
            case FAILED -> {
                recorder.captures().requestCookie(stream);
                recorder.rewriteFailed(stream);
                replies.fail(stream, 500, 'P', 'R');
                yield false;
            }
        };
    }

    private static boolean isMonitor(Stream stream) {
        MessageHead request = stream.exchange.request;
        byte[] uri = stream.frontend.monitorUri();
        int length = request.targetOffset() + request.targetLength() - request.pathOffset();
        return AsciiText.equal(request.buffer(), request.pathOffset(), length, uri);
    }

    private void answerMonitor(Stream stream) {
        stream.logged = true;
        recorder.intercepted(stream);
        for (Condition fail : stream.frontend.monitorFail()) {
            if (fail.test(stream)) {
                replies.reply(stream, null, 503, 'L', 'R');
                return;
            }
        }
        replies.reply(stream, null, 200, 'L', 'R');
    }

    private void chooseTcpBackend(Stream stream) {
        stream.backend = chooser.choose(stream);
        if (stream.backend == null) {
            replies.fail(stream, 503, 'S', 'C');
            return;
        }
        recorder.backendChosen(stream);
        dispatcher.dispatch(stream);
    }

    private static boolean isIdempotent(MessageHead request) {
        return switch (request.methodId()) {
            case MethodId.GET, MethodId.HEAD, MethodId.PUT, MethodId.DELETE, MethodId.OPTIONS, MethodId.TRACE -> true;
            default -> false;
        };
    }

    /** The streams in progress. */
    public StreamRegistry streams() {
        return streams;
    }

    SampleContext.Directory directory() {
        return directory;
    }

    long epochMicros() {
        return clock.epochMicros();
    }

    /** Brings {@link Stream#outcome()} up to date for log variables that are asked for before the end. */
    void describe(Stream stream) {
        recorder.description().complete(stream);
    }
}
