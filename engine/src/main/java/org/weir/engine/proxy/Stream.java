package org.weir.engine.proxy;

import org.agrona.MutableDirectBuffer;
import org.weir.engine.expr.LogVariable;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;
import org.weir.engine.log.LogVariableRenderer;
import org.weir.engine.log.StreamOutcome;
import org.weir.engine.message.Exchange;
import org.weir.engine.server.Backend;
import org.weir.engine.server.QueueEntry;
import org.weir.engine.server.Queueable;
import org.weir.engine.server.Server;
import org.weir.io.net.NetAddress;
import org.weir.io.time.Timed;

/**
 * Engine agent only. One stream while the engine knows it: what was decided, what may still go wrong, and what the log will say. Pooled.
 */
public final class Stream extends Timed implements Exchange.EngineStream, SampleContext, Queueable {
    private static final byte NOT_TERMINATED = '-';

    /** Where the stream is, seen from the engine. */
    public enum Stage {
        /** In the pool. */
        FREE,
        /** Rules and switching. */
        RULES,
        /** Waits for a server's slot. */
        QUEUED,
        /** Waits before the next connection attempt to the same server. */
        TURN_AROUND,
        /** With the I/O agent: connecting, or carrying request and response. */
        FORWARDED,
        /** With the engine again: response rules. */
        RESPONSE_RULES,
        /** With the I/O agent: an answer of the proxy's own. */
        REPLYING
    }

    private final StreamDirector director;
    private final QueueEntry queueEntry = new QueueEntry(this);
    final StreamOutcome outcome;
    Exchange exchange;
    Session session;
    Frontend frontend;
    Backend backend;
    Server server;
    Stage stage = Stage.FREE;

    /** Connection attempts that failed so far. */
    int failedAttempts;

    /** Whether the next attempt is to be made at a server chosen anew. */
    boolean redispatchDue;

    /** Whether it pauses before another attempt to reach its server. */
    boolean pausing;

    /** When it got its server's slot, or left the queue without one. */
    long dispatchedNanos;

    /** Status of the server's response before rules changed it; 0 = none saw it. */
    int serverStatus;

    /** Whether the server's response was replaced by an answer of the proxy's own. */
    boolean responseReplaced;

    /** Whether its log line is written already. */
    boolean logged;

    /** When the stage's timeout is over. */
    long stageDeadlineNanos = NO_DEADLINE;

    /** Neighbours in the list of streams in progress. */
    Stream preceding;

    Stream following;
    private long id;

    Stream(StreamDirector director, int uriBytes) {
        this.director = director;
        outcome = new StreamOutcome(uriBytes);
    }

    void open(long streamId, Exchange opened, Session owner) {
        id = streamId;
        exchange = opened;
        session = owner;
        frontend = owner.frontend;
        backend = null;
        server = null;
        stage = Stage.RULES;
        failedAttempts = 0;
        redispatchDue = false;
        pausing = false;
        dispatchedNanos = 0;
        serverStatus = 0;
        responseReplaced = false;
        logged = false;
        stageDeadlineNanos = NO_DEADLINE;
        queueEntry.reset();
        opened.stream = this;
    }

    void close() {
        exchange = null;
        session = null;
        frontend = null;
        backend = null;
        server = null;
        stage = Stage.FREE;
        stageDeadlineNanos = NO_DEADLINE;
    }

    /** A rule puts an answer of the proxy's own in the place of the server's response. */
    void replaceResponse() {
        exchange.response = null;
        responseReplaced = true;
    }

    /** Number of the stream in the process, from 1: what {@code show sess} names it by. */
    public long id() {
        return id;
    }

    public Stage stage() {
        return stage;
    }

    public Exchange exchange() {
        return exchange;
    }

    public Frontend frontend() {
        return frontend;
    }

    /** Null before one is chosen. */
    public Backend backend() {
        return backend;
    }

    /** Null before one is chosen. */
    public Server server() {
        return server;
    }

    public StreamOutcome outcome() {
        return outcome;
    }

    @Override
    public void onServerGranted(Server granted) {
        director.serverGranted(this, granted);
    }

    @Override
    public QueueEntry queueEntry() {
        return queueEntry;
    }

    @Override
    public long deadlineNanos() {
        return stageDeadlineNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        stageDeadlineNanos = NO_DEADLINE;
        director.stageTimedOut(this);
    }

    /** While the engine decides where the request goes: afterwards its bytes are the I/O agent's, and soon another's. */
    @Override
    public MessageHead request() {
        return stage == Stage.RULES ? exchange.request : null;
    }

    @Override
    public int requestMethodId() {
        return exchange.request == null ? MethodId.OTHER : exchange.request.methodId();
    }

    @Override
    public MessageHead response() {
        return exchange.response;
    }

    @Override
    public NetAddress source() {
        return exchange.link.remote;
    }

    @Override
    public NetAddress destination() {
        return exchange.link.local;
    }

    @Override
    public Directory directory() {
        return director.directory();
    }

    @Override
    public String frontendName() {
        return frontend.name();
    }

    @Override
    public String backendName() {
        return backend == null ? null : backend.name();
    }

    @Override
    public String serverName() {
        return server == null ? null : server.name();
    }

    @Override
    public long epochMicros() {
        return director.epochMicros();
    }

    @Override
    public int appendLogVariable(LogVariable variable, MutableDirectBuffer out, int offset, int capacityLimit) {
        director.describe(this);
        return LogVariableRenderer.appendInRule(variable, outcome, out, offset, capacityLimit);
    }

    /** Notes who ended it and when, unless that is known already. */
    void terminated(char cause, char phase) {
        if (outcome.terminationCause == NOT_TERMINATED) {
            outcome.terminationCause = (byte) cause;
            outcome.terminationPhase = (byte) phase;
        }
    }

    /** Nothing has ended it, or what did so at a server that it has left does not count any more. */
    void goesOn() {
        outcome.terminationCause = NOT_TERMINATED;
        outcome.terminationPhase = NOT_TERMINATED;
    }

    /** The second character of the termination state, from how far the stream has come. */
    char terminationPhase() {
        return switch (stage) {
            case QUEUED -> 'Q';
            case TURN_AROUND -> 'C';
            case RESPONSE_RULES -> 'H';
            case FORWARDED -> {
                if (exchange.connectedNanos == 0) {
                    yield 'C';
                }
                if (exchange.responseStarted || !outcome.http || exchange.requestUnfinished) {
                    yield 'D';
                }
                yield 'H';
            }
            case REPLYING -> 'L';
            case RULES, FREE -> 'R';
        };
    }
}
