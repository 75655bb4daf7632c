package org.weir.engine.proxy;

import org.weir.engine.config.model.Balance;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.LocalShortage;
import org.weir.engine.server.Assignment;
import org.weir.engine.server.Server;
import org.weir.io.net.NetAddress;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;

/** Engine agent only. Gets streams to servers: by balancing, through queues, and after a failed attempt once more, or elsewhere. */
final class Dispatcher {
    private static final long TURN_AROUND_NANOS = 1_000_000_000L;

    private final CommandSender commands;
    private final CachedClock clock;
    private final Timers timers;
    private final StreamRecorder recorder;
    private final Replies replies;

    Dispatcher(CommandSender commands, CachedClock clock, Timers timers, StreamRecorder recorder, Replies replies) {
        this.commands = commands;
        this.clock = clock;
        this.timers = timers;
        this.recorder = recorder;
        this.replies = replies;
    }

    /** The backend is chosen: a server is to be had, now or in a while. */
    void dispatch(Stream stream) {
        dispatch(stream, null);
    }

    private void dispatch(Stream stream, Server avoid) {
        Server preferred = avoid == null ? stream.session.preferredServer(stream.backend) : null;
        Assignment assignment = preferred != null ? stream.backend.assignTo(stream, preferred) : stream.backend.assign(stream, avoid);
        switch (assignment) {
            case GRANTED -> { }
            case QUEUED -> {
                stream.stage = Stream.Stage.QUEUED;
                int queueMillis = stream.backend.config().timeouts().queue();
                stream.stageDeadlineNanos = queueMillis == 0 ? Stream.NO_DEADLINE : clock.nanos() + queueMillis * 1_000_000L;
                timers.update(stream);
            }
            case QUEUE_FULL -> {
                recorder.noServer(stream);
                replies.fail(stream, 503, 'S', 'Q');
            }
            case NO_SERVER -> {
                recorder.noServer(stream);
                replies.fail(stream, 503, 'S', 'C');
            }
        }
    }

    /** The stream was given a slot of this server. The last one that it gets ends the time that it counts as queued. */
    void granted(Stream stream, Server server) {
        stream.dispatchedNanos = clock.nanos();
        forward(stream, server);
    }

    /** The stream may go to this server. */
    void forward(Stream stream, Server server) {
        Exchange exchange = stream.exchange;
        if (stream.server != server) {
            stream.server = server;
            recorder.serverChosen(stream);
        }
        exchange.plan = stream.frontend.planTo(stream.backend);
        exchange.target = server.target();
        exchange.closeClient = replies.isDraining();
        if (server.usesClientPort()) {
            exchange.targetAddress.set(exchange.target.connect().remote());
            int clientPort = exchange.link.local.family() == NetAddress.UNIX ? 0 : exchange.link.local.port();
            exchange.targetAddress.port(clientPort + server.config().portOffset());
        } else {
            exchange.targetAddress.clear();
        }
        stream.stage = Stream.Stage.FORWARDED;
        commands.forward(exchange);
    }

    /** No connection could be had: another attempt follows, or the end. */
    void connectFailed(Stream stream) {
        Exchange exchange = stream.exchange;
        stream.failedAttempts++;
        if (LocalShortage.is(exchange.errno)) {
            stream.backend.tellOfShortage(LocalShortage.what(exchange.errno));
        }
        char fault = exchange.cause == EndCause.CONNECT_TIMEOUT ? 's' : 'S';
        if (stream.failedAttempts > stream.backend.config().backend().retries()) {
            recorder.connectFailed(stream);
            replies.fail(stream, 503, fault, 'C');
            return;
        }
        recorder.attemptFailed(stream);
        stream.outcome.retries++;
        boolean alternative = stream.backend.hasAlternativeTo(stream.server);
        boolean elsewhere = mayRedispatch(stream, alternative);
        if (elsewhere) {
            stream.terminated(fault, 'C');
        }
        if (elsewhere && alternative) {
            redispatch(stream);
            return;
        }
        stream.redispatchDue = elsewhere;
        stream.stage = Stream.Stage.TURN_AROUND;
        stream.pausing = true;
        stream.backend.pause(stream.server);
        long connectNanos = exchange.plan.connectNanos();
        boolean atOnce = exchange.cause == EndCause.CONNECT_TIMEOUT || LocalShortage.is(exchange.errno);
        stream.stageDeadlineNanos = clock.nanos() + (atOnce ? 0 : Math.min(TURN_AROUND_NANOS, connectNanos));
        timers.update(stream);
    }

    /** The pause before the next attempt is over. */
    void turnedAround(Stream stream) {
        if (stream.redispatchDue) {
            stream.redispatchDue = false;
            redispatch(stream);
        } else {
            stream.pausing = false;
            stream.backend.resume(stream.server);
            recorder.retried(stream);
            forward(stream, stream.server);
        }
    }

    private void redispatch(Stream stream) {
        Server failed = stream.server;
        releaseServer(stream);
        recorder.serverLeft(stream);
        dispatch(stream, failed);
        recorder.redispatched(stream, failed);
    }

    /**
     * {@code option redispatch}: -1 = at the last retry, n = at every n-th retry, -n = at every n-th counted from the end; at once from a server that is
     * down, and where there is another and balancing does not bind the client to the one that failed.
     */
    private static boolean mayRedispatch(Stream stream, boolean alternative) {
        int every = stream.backend.config().backend().redispatchInterval();
        if (every == 0) {
            return false;
        }
        boolean bound = stream.backend.config().backend().balance().algorithm() == Balance.Algorithm.SOURCE;
        if (alternative && !bound || !stream.server.acceptsBound()) {
            return true;
        }
        int attempt = every > 0 ? stream.failedAttempts : stream.backend.config().backend().retries() + 1 - stream.failedAttempts;
        return every > 0 ? attempt % every == 0 : (attempt - 1) % -every == 0 && (every != -1 || attempt == 1);
    }

    /** The stream does not occupy its server any more. */
    void releaseServer(Stream stream) {
        if (stream.server != null) {
            Server released = stream.server;
            stream.server = null;
            if (stream.pausing) {
                stream.pausing = false;
                stream.backend.leavePause(released);
            }
            stream.backend.release(released);
        }
    }
}
