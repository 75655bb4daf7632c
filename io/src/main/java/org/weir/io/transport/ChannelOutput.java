package org.weir.io.transport;

import org.weir.io.memory.IoBuffer;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/** The output of one channel: what the kernel has not taken yet, buffers chained by their own links, and how the output ended. I/O agent only. */
final class ChannelOutput {
    /** What {@link #sendAll} returns when the rest is for another turn. */
    static final int UNFINISHED = 1;

    private static final int MAX_ATTEMPTS = 64;

    private IoBuffer head;
    private IoBuffer tail;
    private long bytes;
    private boolean endAsked;
    private boolean ended;
    private int errno;

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
        clear();
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
        return head == null;
    }

    long bytes() {
        return bytes;
    }

    void add(IoBuffer data) {
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
        for (int attempt = 0; head != null; attempt++) {
            if (attempt == MAX_ATTEMPTS) {
                return UNFINISHED;
            }
            final int sent = send(calls, fd, memory);
            if (sent >= 0) {
                counters.bytesSent += sent;
                consume(sent);
            }
            if (head != null) {
                counters.shortWrites++;
            }
            if (sent < 0 && sent != -Errno.EINTR) {
                return sent;
            }
        }
        return 0;
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
        int left = sentBytes;
        bytes -= sentBytes;
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

    /** Releases everything. */
    void clear() {
        while (head != null) {
            final IoBuffer first = head;
            head = first.next();
            first.release();
        }
        tail = null;
        bytes = 0;
    }

    /** The flags of a send: never a signal, and on request no segment of its own for the last bytes. */
    private static int flags(boolean more) {
        return more ? OsConstants.MSG_NOSIGNAL | OsConstants.MSG_MORE : OsConstants.MSG_NOSIGNAL;
    }
}
