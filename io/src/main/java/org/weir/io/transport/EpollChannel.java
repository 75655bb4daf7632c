package org.weir.io.transport;

import org.weir.io.memory.IoBuffer;
import org.weir.io.net.NetAddress;
import org.weir.io.net.SourcePorts;
import org.weir.io.sys.OsConstants;
import org.weir.os.Errno;

/**
 * One socket of an {@link EpollTransport}. I/O agent only.
 *
 * <p>States: CONNECTING to OPEN; FAILED after a failed attempt or input, until the handler closes; LINGERING when closed with something left to do; CLOSED.
 */
final class EpollChannel extends Channel {
    static final int CONNECTING = 0;
    static final int OPEN = 1;
    static final int FAILED = 2;
    static final int LINGERING = 3;
    static final int CLOSED = 4;

    private static final int WRITABLE_EVENTS = OsConstants.EPOLLOUT | OsConstants.EPOLLHUP | OsConstants.EPOLLERR;

    int generation = -1;
    boolean inReadyList;
    boolean starved;
    boolean acknowledgesLate; // Until the first message that comes in parts.
    long lingerDeadlineNanos;
    EpollChannel lingersBefore;
    EpollChannel lingersAfter;
    SourcePorts sourcePorts; // Where the port goes back to when the descriptor is closed; null for none.
    int sourcePort;

    private EpollTransport transport;
    private final ChannelOutput output = new ChannelOutput();
    private final ChannelInput input;
    private int fd;
    private int state;
    private boolean watched = true;
    private boolean staged;
    private int failureDue;

    EpollChannel(EpollTransport transport, ChannelHandler handler, int fd, int state, boolean shortReadDrains) {
        super(handler);
        this.transport = transport;
        this.fd = fd;
        this.state = state;
        input = new ChannelInput(shortReadDrains);
    }

    @Override
    public void send(IoBuffer data, boolean more) {
        if (state > OPEN || !output.isOpen() || data.length() == 0) {
            data.release();
            return;
        }
        data.more(more);
        final boolean refused = !output.isEmpty() && !staged;
        output.add(data);
        if (refused || state == CONNECTING) {
            output.oweSendable();
        } else if (transport.stages(output.bytes())) {
            output.oweSendable();
            if (!staged) {
                staged = true;
                transport.addStaged(this);
            }
        } else {
            staged = false;
            sendNow();
        }
    }

    private void sendNow() {
        sendPending();
        if (!output.isEmpty()) {
            output.oweSendable();
        }
    }

    /** Sends what is in a pipe, which belongs to this from now on; {@link #takesPipe} was true. */
    void send(Pipe filled) {
        output.add(filled);
        sendNow();
    }

    /** Whether what is in a pipe can go out at once; never before what was sent earlier. */
    boolean takesPipe() {
        sendStaged();
        return state == OPEN && output.isEmpty() && output.isOpen();
    }

    @Override
    public void splice(Channel to, long nextBytes) {
        input.spliceTo((EpollChannel) to, nextBytes);
    }

    @Override
    public long pendingBytes() {
        return output.bytes();
    }

    @Override
    public void receive(boolean on) {
        input.wanted(on);
        if (on && input.isReady() && state == OPEN) {
            transport.addReady(this);
        }
    }

    /** A channel just accepted: its first bytes are usually there, so they are asked for before the poller is. */
    void begin() {
        watched = false;
        input.ready(true);
        runDue();
        if (state == OPEN && input.bytes() > 0) {
            transport.watchLater(this);
        } else {
            awaitInput();
        }
    }

    boolean needsWatch() {
        return !watched && state < CLOSED;
    }

    @Override
    public void awaitInput() {
        if (needsWatch()) {
            watched = true;
            final int result = transport.watch(this);
            if (result < 0) {
                failLater(-result);
            }
        }
    }

    @Override
    public void awaitRest() {
        awaitInput();
        if (acknowledgesLate && state == OPEN) {
            acknowledgesLate = false;
            transport.calls.setsockoptInt(fd, OsConstants.IPPROTO_TCP, OsConstants.TCP_QUICKACK, 1);
        }
    }

    @Override
    public void bulk(boolean on) {
        input.bulk(on);
    }

    @Override
    public void shutdownOutput() {
        if (output.isEndAsked() || state > OPEN) {
            return;
        }
        sendStaged();
        output.askEnd();
        if (state == OPEN && output.isEmpty()) {
            output.end(transport.calls, fd);
        }
    }

    @Override
    public void close() {
        if (state >= LINGERING) {
            return;
        }
        sendStaged();
        handler(null);
        final boolean sent = output.isEmpty();
        if (state != OPEN || output.errno() != 0 || transport.limits.lingerMillis() == 0 || sent && !isPeerSending()) {
            closeNow();
            return;
        }
        awaitInput();
        state = LINGERING;
        transport.addLingering(this);
        if (sent) {
            output.end(transport.calls, fd);
        } else {
            output.oweFlush();
        }
        transport.addReady(this);
    }

    @Override
    public void abort() {
        if (state == CLOSED) {
            return;
        }
        sendStaged();
        handler(null);
        transport.memory.resetOnClose(transport.calls, fd);
        closeNow();
    }

    @Override
    public boolean isOpen() {
        return state <= OPEN && failureDue == 0;
    }

    @Override
    public boolean inputEnded() {
        return input.isEnded();
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public void readLocal(NetAddress out) {
        transport.readLocal(fd, out);
    }

    @Override
    public boolean isReusable() {
        return state == OPEN && failureDue == 0 && output.isOpen() && input.isQuiet();
    }

    /** Whether nothing is under way on it, so that it may move to another transport. */
    boolean isAtRest() {
        return isReusable() && output.isEmpty() && !inReadyList && !starved && !input.isHere() && watched;
    }

    /** From now on it is the other transport's, which has to take it in. */
    void moveTo(EpollTransport other) {
        transport = other;
    }

    @Override
    public long bytesReceived() {
        return input.bytes();
    }

    /** Events from the poller. */
    void onEvents(int mask) {
        if (state == CONNECTING) {
            onConnectEvents(mask);
            return;
        }
        input.note(mask);
        if (!output.isEmpty() && !staged && (mask & WRITABLE_EVENTS) != 0) {
            flush();
        } else if ((mask & OsConstants.EPOLLERR) != 0 && input.isEnded()) {
            // A reset after the peer's end: receiving will not find it any more.
            outputFailed(transport.takeSocketError(fd, Errno.EPIPE));
        }
        runDue();
        input.age();
    }

    /** The channel's turn from the ready list. */
    void onReady() {
        if (output.takeFlush()) {
            flush();
        }
        runDue();
    }

    /** The attempt or the channel failed inside a method; told in the next cycle. */
    void failLater(int errno) {
        failureDue = errno;
        transport.addReady(this);
    }

    /** Hands the kernel what waits for the end of the duty cycle; the handler is told later, by {@link #onStagedSent}. */
    void sendStaged() {
        if (staged) {
            staged = false;
            sendPending();
        }
    }

    /** After {@link #sendStaged}. */
    void onStagedSent() {
        if (output.isEmpty() && state == OPEN && output.errno() == 0) {
            tellSendable();
        }
    }

    /** Closes the descriptor and drops what is pending. */
    void closeNow() {
        if (state == LINGERING) {
            transport.removeLingering(this);
        }
        state = CLOSED;
        output.clear();
        input.drop();
        if (fd >= 0) {
            if (sourcePorts != null && !input.isEnded()) {
                transport.memory.resetOnClose(transport.calls, fd); // Who closes first keeps the port for a minute, and there are few.
            }
            transport.unregister(this, fd);
            transport.calls.close(fd);
            fd = -1;
            if (sourcePorts != null) {
                sourcePorts.release(sourcePort);
            }
        }
    }

    private void runDue() {
        if (failureDue != 0) {
            final int errno = failureDue;
            failureDue = 0;
            fail(errno);
            return;
        }
        if (state == OPEN && output.takeFailure()) {
            handler().onSendFailed(this, output.errno());
        }
        if (input.isReady()) {
            if (state == OPEN && input.isWanted()) {
                receiveAll();
            } else if (state == LINGERING) {
                discard();
            }
        }
    }

    private void onConnectEvents(int mask) {
        if ((mask & (OsConstants.EPOLLERR | OsConstants.EPOLLHUP)) != 0) {
            final int errno = transport.takeSocketError(fd, 0);
            if (errno != 0) {
                fail(errno);
                return;
            }
        }
        if ((mask & OsConstants.EPOLLOUT) == 0) {
            return;
        }
        state = OPEN;
        handler().onConnected(this);
        if (state != OPEN && state != LINGERING) {
            return;
        }
        if (!output.isEmpty()) {
            flush();
        } else if (output.isEndAsked()) {
            output.end(transport.calls, fd);
        }
        input.note(mask);
        runDue();
    }

    /** Receives before the handlers' turn, for {@link #receiveAll} to find. */
    void receiveAhead(int mask) {
        if (state == OPEN && input.mayReceiveAhead(mask) && input.receive(transport, fd)) {
            input.ready(true);
        }
    }

    private void receiveAll() {
        for (int left = transport.limits.readsPerCycle(); left > 0; left--) {
            final Pipe pipe = input.pipeToSink(transport.pipes);
            if (pipe == null ? !receiveOnce() : !splice(pipe)) {
                return;
            }
        }
        transport.addReady(this);
    }

    /** Returns whether there may be more, and the handler wants it. */
    private boolean receiveOnce() {
        if (!input.isHere() && !input.receive(transport, fd)) {
            transport.addStarved(this, input.isBulk());
            return false;
        }
        final int received = input.result();
        if (received <= 0) {
            input.drop();
            endReceiving(received);
            return false;
        }
        transport.counters.bytesReceived += received;
        handler().onReceived(this, input.take());
        return state == OPEN && input.isReady() && input.isWanted();
    }

    /** Moves what is there through the empty pipe; returns as {@link #receiveOnce}. */
    private boolean splice(Pipe pipe) {
        final int moved = input.splice(pipe, transport, fd);
        if (moved <= 0) {
            endReceiving(moved);
            return false;
        }
        handler().onSpliced(this, moved);
        return state == OPEN && input.isReady() && input.isWanted();
    }

    private void endReceiving(int result) {
        if (result == -Errno.EAGAIN) {
            input.ready(false);
        } else if (result == -Errno.EINTR) {
            transport.addReady(this);
        } else if (result < 0) {
            fail(-result);
        } else if (output.errno() != 0 && output.errno() != Errno.EPIPE) {
            // The kernel reports a reset once, and a send took it: what looks like the peer's end is none.
            fail(output.errno());
        } else {
            input.end();
            handler().onEndOfInput(this);
        }
    }

    /** Sends what is pending and tells the handler when all of it is gone. */
    private void flush() {
        if (output.isEmpty() || state != OPEN && state != LINGERING) {
            return;
        }
        sendPending();
        if (!output.isEmpty() || output.errno() != 0) {
            if (state == LINGERING && output.errno() != 0) {
                closeNow();
            }
            return;
        }
        if (state == LINGERING) {
            output.end(transport.calls, fd);
            if (!isPeerSending()) {
                closeNow();
            }
            return;
        }
        if (output.isEndAsked()) {
            output.end(transport.calls, fd);
        }
        tellSendable();
    }

    /**
     * Whether input lies there that nobody takes any more, known of or not: it turns a close into a reset, which drops what is held back and what the peer
     * has not got yet.
     */
    private boolean isPeerSending() {
        if (input.isEnded()) {
            return false;
        }
        if (output.isHeldBack()) {
            output.end(transport.calls, fd);
        }
        input.ready(input.isReady() || transport.hasInput(fd));
        return input.isReady();
    }

    private void tellSendable() {
        if (output.takeSendable()) {
            handler().onSendable(this);
        }
    }

    private void sendPending() {
        final int result = output.sendAll(transport.calls, fd, transport.memory, transport.counters);
        if (result == ChannelOutput.UNFINISHED) {
            // The poller will not speak of this one again.
            output.oweFlush();
            transport.addReady(this);
        } else if (result == -Errno.EAGAIN) {
            awaitInput();
        } else if (result < 0) {
            outputFailed(-result);
        }
    }

    private void outputFailed(int errno) {
        if (output.errno() == 0 && (state <= OPEN || state == LINGERING)) {
            output.fail(errno);
            transport.addReady(this);
        }
    }

    private void fail(int errno) {
        if (state == LINGERING) {
            closeNow();
        } else if (state < FAILED) {
            state = FAILED;
            input.ready(false);
            input.drop();
            output.clear();
            handler().onFailed(this, errno);
        }
    }

    /** Reads and drops what the peer still sends, until its end. */
    private void discard() {
        final int last = transport.discardInput(fd);
        input.ready(last > 0);
        if (last > 0) {
            transport.addReady(this);
        } else if (last != -Errno.EAGAIN) {
            input.end();
            if (output.isEmpty() || last < 0) {
                closeNow();
            }
        }
    }
}
