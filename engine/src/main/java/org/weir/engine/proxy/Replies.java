package org.weir.engine.proxy;

import org.weir.engine.http.Reply;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.Exchange;

/** Engine agent only. Answers streams in the proxy's own name. */
final class Replies {
    private final CommandSender commands;
    private final ProxyDirectory directory;
    private boolean draining;

    Replies(CommandSender commands, ProxyDirectory directory) {
        this.commands = commands;
        this.directory = directory;
    }

    /** From now on connections close after their stream. */
    void drain() {
        draining = true;
    }

    /** Whether connections close after their stream. */
    boolean isDraining() {
        return draining;
    }

    /** Answers with what the proxy has for this status. */
    void fail(Stream stream, int status, char cause, char phase) {
        reply(stream, null, status, cause, phase);
    }

    /**
     * Answers a stream; where there are no messages, the answer is a close.
     *
     * @param reply null = what the proxy has for this status
     */
    void reply(Stream stream, Reply reply, int status, char cause, char phase) {
        Exchange exchange = stream.exchange;
        stream.stageDeadlineNanos = Stream.NO_DEADLINE;
        stream.stage = Stream.Stage.REPLYING;
        stream.terminated(cause, phase);
        if (stream.frontend.isHttp()) {
            exchange.reply = reply != null ? reply : directory.reply(stream.frontend, stream.backend, status);
            exchange.closeClient = draining || exchange.cause == EndCause.KILLED || stream.frontend.closesClients();
        }
        commands.reply(exchange);
    }
}
