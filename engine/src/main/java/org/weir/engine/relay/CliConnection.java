package org.weir.engine.relay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.message.CliJob;
import org.weir.io.memory.IoBuffer;
import org.weir.io.time.Timed;
import org.weir.io.transport.Channel;
import org.weir.io.transport.ChannelHandler;

/**
 * I/O agent only. An operator's connection: cuts input into lines, has one after the other carried out, and sends what comes back, the next piece
 * only when the one before has left. A connection that is not interactive ends when all that was received is done (management guide, section 9.3).
 */
final class CliConnection extends Timed implements ChannelHandler, CliJob.IoCli {
    private static final int FIRST_BYTES = 256;

    /** After the last command of a connection that is not interactive. */
    private static final long GRACE_NANOS = 1_000_000L;

    private static final byte[] PAYLOAD_MARK = {'<', '<'};

    private final CliListeners owner;
    private final Channel channel;
    private final CliJob job;
    private byte[] input = new byte[FIRST_BYTES];
    private int start;
    private int end;

    /** Up to where no line end was found. */
    private int scanned;

    /** Received bytes for which {@link #input} has no room. */
    private IoBuffer held;

    /** A line that waits for the end of its payload, or null. */
    private String beforePayload;

    private long idleNanos;
    private long deadlineNanos = NO_DEADLINE;
    private boolean withEngine;
    private boolean sending;
    private boolean answered;
    private boolean inputEnded;
    private boolean closed;

    CliConnection(CliListeners owner, GlobalConfig.StatsSocket socket, Channel channel, long idleNanos) {
        this.owner = owner;
        this.channel = channel;
        this.idleNanos = idleNanos;
        job = new CliJob(socket, this);
        restartTimer();
    }

    // --- input

    @Override
    public void onReceived(Channel c, IoBuffer data) {
        held = data;
        takeHeld();
        if (!withEngine && !sending) {
            restartTimer();
        }
        advance();
    }

    /** Moves held bytes to {@link #input} as far as it has room; receiving goes on when all are in. */
    private void takeHeld() {
        if (held == null) {
            return;
        }
        makeRoom(held.length());
        int taken = Math.min(held.length(), input.length - end);
        held.bytes().getBytes(held.start(), input, end, taken);
        end += taken;
        held.start(held.start() + taken);
        if (held.length() == 0) {
            held.release();
            held = null;
        }
        channel.receive(held == null);
    }

    private void makeRoom(int wanted) {
        if (start > 0) {
            System.arraycopy(input, start, input, 0, end - start);
            scanned -= start;
            end -= start;
            start = 0;
        }
        if (input.length - end < wanted && input.length < owner.maxLineBytes()) {
            input = Arrays.copyOf(input, Math.min(owner.maxLineBytes(), Math.max(2 * input.length, end + wanted)));
        }
    }

    /** Goes on with the next line, if the last one is done. */
    private void advance() {
        while (!withEngine && !sending && !closed) {
            int lineEnd = findLineEnd();
            if (lineEnd >= 0) {
                String line = takeLine(lineEnd);
                if (!isPayload(line)) {
                    answered = true;
                    ask(CliJob.Step.COMMAND, line);
                }
            } else if (held != null && end - start < owner.maxLineBytes()) {
                takeHeld();
            } else {
                waitForInput();
                return;
            }
        }
    }

    private void waitForInput() {
        if (end - start >= owner.maxLineBytes()) {
            refuse();
        } else if (inputEnded) {
            close(false);
        } else if (answered && !job.interactive && start == end && beforePayload == null) {
            // Unless more is on its way already.
            deadlineNanos = owner.nanos() + GRACE_NANOS;
            owner.timers().update(this);
        }
    }

    private int findLineEnd() {
        for (int i = Math.max(scanned, start); i < end; i++) {
            if (input[i] == '\n') {
                return i;
            }
        }
        scanned = end;
        return -1;
    }

    private String takeLine(int lineEnd) {
        int textEnd = lineEnd > start && input[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        String line = new String(input, start, textEnd - start, StandardCharsets.ISO_8859_1);
        start = lineEnd + 1;
        scanned = start;
        return line;
    }

    /** Lines after one that ends with the word {@code <<}, up to an empty one, are its payload, never commands. No command of today takes one. */
    private boolean isPayload(String line) {
        if (beforePayload == null) {
            if (!endsWithPayloadMark(line)) {
                return false;
            }
            beforePayload = line;
        } else if (line.isEmpty()) {
            String command = beforePayload;
            beforePayload = null;
            answered = true;
            ask(CliJob.Step.COMMAND, command);
            return true;
        }
        if (job.interactive) {
            send(new byte[] {'+', ' '}, 2);
        }
        return true;
    }

    private static boolean endsWithPayloadMark(String line) {
        int length = line.length();
        int mark = PAYLOAD_MARK.length;
        return length > mark && line.charAt(length - 1) == PAYLOAD_MARK[1] && line.charAt(length - 2) == PAYLOAD_MARK[0]
                && (line.charAt(length - mark - 1) == ' ' || line.charAt(length - mark - 1) == '\t');
    }

    private void refuse() {
        byte[] text = ("Command line too long: the limit is " + owner.maxLineBytes() + " bytes (tune.bufsize).\n\n").getBytes(StandardCharsets.US_ASCII);
        send(text, text.length);
        close(false);
    }

    // --- the engine's side

    private void ask(CliJob.Step step, String line) {
        withEngine = true;
        deadlineNanos = NO_DEADLINE;
        job.step = step;
        job.line = line;
        owner.send(job);
    }

    /** The engine gave a piece of output. */
    void output() {
        withEngine = false;
        if (closed) {
            farewell();
            return;
        }
        if (job.idleNanos > 0) {
            idleNanos = job.idleNanos;
            job.idleNanos = 0;
        }
        send(job.output, job.outputLength);
        if (closed) {
            return;
        }
        restartTimer();
        if (channel.pendingBytes() > 0) {
            sending = true;
        } else {
            sent();
        }
    }

    private void sent() {
        switch (job.after) {
            case MORE -> ask(CliJob.Step.CONTINUE, null);
            case DONE -> advance();
            case CLOSE -> close(false);
        }
    }

    private void send(byte[] bytes, int length) {
        for (int offset = 0; offset < length; ) {
            IoBuffer buffer = owner.buffer();
            if (buffer == null) {
                close(true);
                return;
            }
            int part = Math.min(length - offset, buffer.capacity());
            buffer.bytes().putBytes(0, bytes, offset, part);
            buffer.end(part);
            offset += part;
            channel.send(buffer, offset < length);
        }
    }

    // --- the channel's side

    @Override
    public void onConnected(Channel c) {
        throw new IllegalStateException("an accepted connection cannot connect");
    }

    @Override
    public void onEndOfInput(Channel c) {
        inputEnded = true;
        advance();
    }

    @Override
    public void onSendable(Channel c) {
        if (sending) {
            sending = false;
            restartTimer();
            sent();
        }
    }

    @Override
    public void onSendFailed(Channel c, int errno) {
        close(true);
    }

    @Override
    public void onFailed(Channel c, int errno) {
        close(true);
    }

    private void restartTimer() {
        deadlineNanos = owner.nanos() + idleNanos;
        owner.timers().update(this);
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        deadlineNanos = NO_DEADLINE;
        close(sending);
    }

    /** @param atOnce whether to drop what is still to be sent */
    private void close(boolean atOnce) {
        if (closed) {
            return;
        }
        closed = true;
        if (atOnce) {
            channel.abort();
        } else {
            channel.close();
        }
        if (held != null) {
            held.release();
            held = null;
        }
        deadlineNanos = NO_DEADLINE;
        owner.timers().cancel(this);
        owner.closed();
        if (!withEngine) {
            farewell();
        }
    }

    private void farewell() {
        if (job.session != null) {
            job.step = CliJob.Step.CLOSED;
            job.line = null;
            owner.send(job);
        }
    }
}
