package org.weir.io.transport;

import org.weir.io.memory.IoBuffer;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/**
 * The output of one channel: what the kernel has not taken yet, at most one pipe and behind it buffers chained by their own links, and how the output ended.
 * I/O agent only.
 */
final class ChannelOutput {
    /** What {@link #sendAll} returns when the rest is for another turn. */
    static final int UNFINISHED = 1;

    private static final int MAX_ATTEMPTS = 64;

    private Pipe pipe;
    private IoBuffer head;
    private IoBuffer tail;
    private long bytes;
    private boolean heldBack;
    private boolean endAsked;
    private boolean ended;
    private int errno;
    private boolean failureDue;
    private boolean sendableDue;
    private boolean flushDue;

    /** Whether something may still be sent. */
    boolean isOpen() {
        return errno == 0 && !endAsked;
    }

    /** The error that broke it, 0 = none. */
    int errno() {
        return errno;
    }

    /** It is broken; what is pending is dropped. */
    void fail(int number) {
        errno = number;
        failureDue = true;
        clear();
    }

    /** Whether the handler is to be told of the failure now; true once. */
    boolean takeFailure() {
        final boolean due = failureDue;
        failureDue = false;
        return due;
    }

    /** The handler is to be told when all has gone. */
    void oweSendable() {
        sendableDue = true;
    }

    /** Whether the handler is to be told that all has gone now; true once. */
    boolean takeSendable() {
        final boolean due = sendableDue;
        sendableDue = false;
        return due;
    }

    /** The next cycle tries again to send; the poller will not speak of it. */
    void oweFlush() {
        flushDue = true;
    }

    /** Whether to try again; true once. */
    boolean takeFlush() {
        final boolean due = flushDue;
        flushDue = false;
        return due;
    }

    /** The end is to follow what is pending. */
    void askEnd() {
        endAsked = true;
    }

    boolean isEndAsked() {
        return endAsked;
    }

    /** Tells the peer of the end, once. */
    void end(SystemCalls calls, int fd) {
        if (!ended) {
            ended = true;
            calls.shutdown(fd, OsConstants.SHUT_WR);
        }
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    long bytes() {
        return bytes;
    }

    /** Takes over a pipe with what is in it; nothing else is pending. */
    void add(Pipe filled) {
        heldBack = false;
        pipe = filled;
        bytes = filled.bytes();
    }

    /** Whether the kernel may hold the last bytes back until the end of the output. */
    boolean isHeldBack() {
        return heldBack;
    }

    void add(IoBuffer data) {
        heldBack = data.more();
        data.next(null);
        if (head == null) {
            head = data;
        } else {
            tail.next(data);
        }
        tail = data;
        bytes += data.length();
    }

    /**
     * Sends until nothing is left, the kernel takes no more, or the others have waited long enough.
     *
     * @return 0 when nothing is left, {@link #UNFINISHED}, or a negated error number, {@code EAGAIN} among them
     */
    int sendAll(SystemCalls calls, int fd, SocketMemory memory, TransportCounters counters) {
        for (int attempt = 0; bytes > 0; attempt++) {
            if (attempt == MAX_ATTEMPTS) {
                return UNFINISHED;
            }
            final int sent = pipe != null ? drainPipe(calls, fd, counters) : send(calls, fd, memory);
            if (sent >= 0) {
                counters.bytesSent += sent;
                consume(sent);
            }
            if (bytes > 0) {
                counters.shortWrites++;
            }
            if (sent < 0 && sent != -Errno.EINTR) {
                return sent;
            }
        }
        return 0;
    }

    private int drainPipe(SystemCalls calls, int fd, TransportCounters counters) {
        final int sent = pipe.drain(calls, fd);
        if (sent > 0) {
            counters.bytesSpliced += sent;
        }
        return sent;
    }

    /** Offers the kernel as much as it takes in one call; returns how much it took, or a negated error number. */
    private int send(SystemCalls calls, int fd, SocketMemory memory) {
        if (head.next() == null) {
            return calls.send(fd, head.address() + head.start(), head.length(), flags(head.more()));
        }
        memory.vectorOf(head);
        return calls.sendmsg(fd, memory.msghdrAddress(), flags(tail.more()));
    }

    /** The kernel took so many bytes: releases the buffers that are done. */
    private void consume(int sentBytes) {
        bytes -= sentBytes;
        if (pipe != null) {
            if (pipe.bytes() == 0) {
                pipe.release();
                pipe = null;
            }
            return;
        }
        int left = sentBytes;
        while (left > 0) {
            final IoBuffer first = head;
            final int length = first.length();
            if (left < length) {
                first.start(first.start() + left);
                return;
            }
            left -= length;
            head = first.next();
            first.release();
        }
        if (head == null) {
            tail = null;
        }
    }

    /** Drops everything, and tells nobody. */
    void clear() {
        if (pipe != null) {
            pipe.release();
            pipe = null;
        }
        while (head != null) {
            final IoBuffer first = head;
            head = first.next();
            first.release();
        }
        tail = null;
        bytes = 0;
        sendableDue = false;
    }

    /** The flags of a send: never a signal, and on request no segment of its own for the last bytes. */
    private static int flags(boolean more) {
        return more ? OsConstants.MSG_NOSIGNAL | OsConstants.MSG_MORE : OsConstants.MSG_NOSIGNAL;
    }
}
