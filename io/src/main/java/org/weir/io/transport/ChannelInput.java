package org.weir.io.transport;

import org.weir.io.memory.IoBuffer;
import org.weir.io.sys.OsConstants;
import org.weir.os.Errno;

/**
 * The input of one channel: what is known of the socket without asking it, whether the handler wants it, and the outcome of one receive until the
 * channel's turn comes. I/O agent only.
 */
final class ChannelInput {
    private static final int READABLE_EVENTS =
        OsConstants.EPOLLIN | OsConstants.EPOLLRDHUP | OsConstants.EPOLLHUP | OsConstants.EPOLLERR;
    private static final int HANGUP_EVENTS = OsConstants.EPOLLRDHUP | OsConstants.EPOLLHUP | OsConstants.EPOLLERR;

    /** More than any pipe holds. */
    private static final int MAX_SPLICE_BYTES = 1 << 30;

    private final boolean shortReadDrains;
    private boolean ready;
    private boolean hangup;
    private boolean ended;
    private boolean wanted = true;
    private boolean bulk;
    private IoBuffer buffer;
    private int result;
    private boolean all;
    private long bytes;
    private EpollChannel sink;
    private long sinkBytes;

    /** For TCP a receive of less than asked for means that nothing is left; a UNIX socket may stop at a message's end. */
    ChannelInput(boolean shortReadDrains) {
        this.shortReadDrains = shortReadDrains;
    }

    /** Events from the poller. */
    void note(int mask) {
        ready |= (mask & READABLE_EVENTS) != 0;
        hangup |= (mask & HANGUP_EVENTS) != 0;
    }

    /** Whether the socket may have something: bytes, the peer's end, or an error. */
    boolean isReady() {
        return ready;
    }

    /** The socket may have something, or has nothing now. */
    void ready(boolean on) {
        ready = on;
    }

    /** Whether the handler may be told now. */
    boolean isWanted() {
        return wanted && !ended;
    }

    void wanted(boolean on) {
        wanted = on;
    }

    boolean isBulk() {
        return bulk;
    }

    void bulk(boolean on) {
        bulk = on;
    }

    /** Whether the peer's end was found. */
    boolean isEnded() {
        return ended;
    }

    void end() {
        ready = false;
        ended = true;
    }

    /** Whether neither bytes nor an end nor an error were signalled that the handler has not had. */
    boolean isQuiet() {
        return !ended && !hangup && !ready;
    }

    /** Whether to receive before the channel's turn, after these events. */
    boolean mayReceiveAhead(int mask) {
        return wanted && !ended && !bulk && sink == null && buffer == null && (mask & READABLE_EVENTS) != 0;
    }

    /** Whether a receive was done whose outcome nobody took. */
    boolean isHere() {
        return buffer != null;
    }

    /** Receives into a buffer of the transport; returns false when there is none. */
    boolean receive(EpollTransport transport, int fd) {
        final IoBuffer empty = transport.acquire(bulk);
        if (empty == null) {
            return false;
        }
        final int asked = bulk ? empty.capacity() : empty.capacity() - transport.receiveReserveBytes();
        result = transport.calls.recv(fd, empty.address(), asked, 0);
        all = result < asked;
        buffer = empty;
        return true;
    }

    /** The bytes received, 0 at the peer's end, or a negated error number. */
    int result() {
        return result;
    }

    /** What was received waits for longer, and the socket may get more in the meantime. */
    void age() {
        all = false;
    }

    /** Passes on the buffer, with the bytes in it; {@link #result} was above 0. */
    IoBuffer take() {
        final IoBuffer taken = buffer;
        buffer = null;
        taken.end(result);
        count(result);
        ready = !all || hangup || !shortReadDrains;
        return taken;
    }

    private void count(int passedBytes) {
        bytes += passedBytes;
        if (sink != null) {
            sinkBytes -= passedBytes;
            if (sinkBytes <= 0) {
                sink = null;
            }
        }
    }

    /** The next bytes, so many of them, go to another channel where they can; null takes that back. */
    void spliceTo(EpollChannel to, long nextBytes) {
        sink = nextBytes > 0 ? to : null;
        sinkBytes = nextBytes;
    }

    /** An empty pipe for the next bytes; null when they are to be received. */
    Pipe pipeToSink(PipePool pipes) {
        return sink == null || buffer != null || !sink.takesPipe() ? null : pipes.acquire();
    }

    /**
     * Moves what is there through the pipe, which is given away; a socket that cannot be spliced is read from now on.
     *
     * @return how many bytes, 0 at the peer's end, or a negated error number.
     */
    int splice(Pipe pipe, EpollTransport transport, int fd) {
        final EpollChannel to = sink;
        final int moved = pipe.fill(transport.calls, fd, (int) Math.min(sinkBytes, MAX_SPLICE_BYTES));
        if (moved <= 0) {
            pipe.release();
            if (moved != -Errno.EINVAL) {
                return moved;
            }
            sink = null;
            return -Errno.EINTR; // Nothing has happened yet: the next turn reads.
        }
        count(moved);
        transport.counters.bytesReceived += moved;
        if (sink == null) {
            ready = hangup || transport.peek(fd) != -Errno.EAGAIN; // These were the last: the handler may want to know whether more is there.
        }
        to.send(pipe);
        return moved;
    }

    /** Releases the buffer, if there is one. */
    void drop() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }

    /** Bytes passed on so far. */
    long bytes() {
        return bytes;
    }
}
