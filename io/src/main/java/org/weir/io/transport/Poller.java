package org.weir.io.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.io.sys.IoException;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/**
 * One epoll descriptor and the events it reported last. What is watched carries a number of its own beside its descriptor, so that an event of a
 * descriptor closed, and perhaps used again, since it was fetched is recognised:
 * <pre>
 *   epoll data   63 ......... 32 31 ......... 0
 *               | generation    | descriptor   |
 * </pre>
 * I/O agent only.
 */
final class Poller {
    /** struct epoll_event is packed on x86_64 only. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int DATA_OFFSET = PACKED ? 4 : 8;

    private final SystemCalls calls;
    private final int epollFd;
    private final int maxEvents;
    private final UnsafeBuffer events;
    private final UnsafeBuffer registration;

    /**
     * Creates the descriptor.
     *
     * @param arena for the events.
     * @throws IoException when the process has no descriptor left.
     */
    Poller(SystemCalls calls, Arena arena, int maxEvents) throws IoException {
        this.calls = calls;
        this.maxEvents = maxEvents;
        final MemorySegment eventMemory = arena.allocate((long) EVENT_BYTES * maxEvents, 64);
        events = new UnsafeBuffer(eventMemory.address(), (int) eventMemory.byteSize());
        registration = new UnsafeBuffer(arena.allocate(16, 8).address(), 16);
        epollFd = calls.epollCreate1(OsConstants.EPOLL_CLOEXEC);
        if (epollFd < 0) {
            throw new IoException("cannot create a poller", -epollFd);
        }
    }

    /** Watches a descriptor; returns 0 or a negated error number. */
    int add(int fd, int mask, int generation) {
        registration.putInt(0, mask);
        registration.putLong(DATA_OFFSET, (long) generation << 32 | fd);
        return calls.epollCtl(epollFd, OsConstants.EPOLL_CTL_ADD, fd, registration.addressOffset());
    }

    /** Watches it no more. */
    void remove(int fd) {
        calls.epollCtl(epollFd, OsConstants.EPOLL_CTL_DEL, fd, registration.addressOffset());
    }

    /**
     * Fetches events.
     *
     * @param timeoutMillis 0 does not block, -1 blocks until there is one.
     * @return how many there are.
     */
    int fetch(int timeoutMillis) {
        final int result = timeoutMillis == 0
            ? calls.epollPoll(epollFd, events.addressOffset(), maxEvents)
            : calls.epollWait(epollFd, events.addressOffset(), maxEvents, timeoutMillis);
        if (result < 0 && result != -Errno.EINTR) {
            throw new IllegalStateException("epoll_wait: " + Errno.meaning(-result));
        }
        return Math.max(0, result);
    }

    int mask(int event) {
        return events.getInt(event * EVENT_BYTES);
    }

    int fd(int event) {
        return events.getInt(event * EVENT_BYTES + DATA_OFFSET);
    }

    int generation(int event) {
        return events.getInt(event * EVENT_BYTES + DATA_OFFSET + Integer.BYTES);
    }

    void close() {
        calls.close(epollFd);
    }
}
