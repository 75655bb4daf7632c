package org.weir.io.transport;

import org.weir.io.memory.IoBuffer;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;

/**
 * The input of one channel: what is known of the socket without asking it, whether the handler wants it, and the outcome of one receive until the
 * channel's turn comes. I/O agent only.
 */
final class ChannelInput {
    private static final int READABLE_EVENTS =
        OsConstants.EPOLLIN | OsConstants.EPOLLRDHUP | OsConstants.EPOLLHUP | OsConstants.EPOLLERR;
    private static final int HANGUP_EVENTS = OsConstants.EPOLLRDHUP | OsConstants.EPOLLHUP | OsConstants.EPOLLERR;

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
        return wanted && !ended && !bulk && buffer == null && (mask & READABLE_EVENTS) != 0;
    }

    /** Whether a receive was done whose outcome nobody took. */
    boolean isHere() {
        return buffer != null;
    }

    /** Receives into an empty buffer, which belongs to this from now on. */
    void receive(SystemCalls calls, int fd, IoBuffer into, int askedBytes) {
        result = calls.recv(fd, into.address(), askedBytes, 0);
        all = result < askedBytes;
        buffer = into;
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
        bytes += result;
        ready = !all || hangup || !shortReadDrains;
        return taken;
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
