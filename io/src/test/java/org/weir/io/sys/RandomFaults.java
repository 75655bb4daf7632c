package org.weir.io.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.os.Errno;

/**
 * System calls of which each fails at random with the errors that its manual page allows, and moves fewer bytes than it was asked to. What the kernel would
 * do besides is done too: a call that would block, or a short receive, is followed by an event of an edge-triggered poller; a broken connection tells its
 * error once, then its end, and resets its peer. One thread's.
 */
public final class RandomFaults extends ForwardingCalls {
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int DATA_OFFSET = PACKED ? 4 : 8;
    private static final int BROKEN_EVENTS =
        OsConstants.EPOLLIN | OsConstants.EPOLLOUT | OsConstants.EPOLLERR | OsConstants.EPOLLHUP | OsConstants.EPOLLRDHUP;
    private static final int ALWAYS_REPORTED = OsConstants.EPOLLERR | OsConstants.EPOLLHUP;

    private static final int[] SOCKET = {Errno.EACCES, Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM};
    private static final int[] ACCEPT = {Errno.EAGAIN, Errno.EINTR, Errno.ECONNABORTED, Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM,
        Errno.EPROTO, Errno.EPERM, Errno.ENETDOWN, Errno.EHOSTUNREACH, Errno.ENETUNREACH, Errno.EOPNOTSUPP};
    private static final int[] CONNECT = {Errno.EACCES, Errno.EPERM, Errno.EADDRINUSE, Errno.EADDRNOTAVAIL, Errno.EAGAIN, Errno.ECONNREFUSED,
        Errno.ENETUNREACH, Errno.ETIMEDOUT, Errno.EHOSTUNREACH, Errno.EINTR};
    private static final int[] CONNECT_LATER = {Errno.ECONNREFUSED, Errno.ETIMEDOUT, Errno.EHOSTUNREACH, Errno.ENETUNREACH, Errno.ECONNRESET};
    private static final int[] BREAK = {Errno.ECONNRESET, Errno.ETIMEDOUT, Errno.EHOSTUNREACH, Errno.EPIPE};
    private static final int[] OPTION = {Errno.ENOMEM, Errno.ENOBUFS};
    private static final int[] WATCH = {Errno.ENOMEM, Errno.ENOSPC};
    private static final int[] DATAGRAM = {Errno.EAGAIN, Errno.EINTR, Errno.ECONNREFUSED, Errno.ENOBUFS, Errno.ENOMEM, Errno.EPERM, Errno.ENETUNREACH,
        Errno.EMSGSIZE, Errno.ENOTCONN, Errno.ECONNRESET};
    private static final int[] CLOSE = {Errno.EINTR, Errno.EIO};
    private static final int[] POLL = {Errno.EINTR, Errno.ENOMEM};
    private static final int[] WRITE = {Errno.EAGAIN, Errno.EINTR, Errno.ENOSPC, Errno.EIO};
    private static final int[] LISTEN = {Errno.EADDRINUSE};
    private static final int[] PIPE = {Errno.EMFILE, Errno.ENFILE};
    private static final int[] OPEN = {Errno.EMFILE, Errno.ENFILE, Errno.EACCES};

    private static final int GO = 1;

    private final FaultPlan plan;
    private final Random random;
    private final Map<Integer, Watched> watched = new HashMap<>();
    private final Set<Integer> pipes = new HashSet<>();
    private final UnsafeBuffer memory = new UnsafeBuffer(0, 0);
    private final MemorySegment resetOption = Arena.ofAuto().allocate(8, 8);

    RandomFaults(SystemCalls target, FaultPlan plan, long seed) {
        super(target);
        this.plan = plan;
        random = new Random(seed);
        resetOption.set(ValueLayout.JAVA_INT, 0, 1);
    }

    // --- opening and closing

    @Override
    public int socket(int domain, int type, int protocol) {
        final int fault = fault("socket", SOCKET);
        return fault < 0 ? fault : super.socket(domain, type, protocol);
    }

    @Override
    public int eventfd(int initialValue, int flags) {
        final int fault = fault("eventfd", SOCKET);
        return fault < 0 ? fault : super.eventfd(initialValue, flags);
    }

    @Override
    public int pipe2(long pairAddress, int flags) {
        final int fault = fault("pipe2", PIPE);
        final int result = fault < 0 ? fault : super.pipe2(pairAddress, flags);
        if (result >= 0) {
            memory.wrap(pairAddress, 2 * Integer.BYTES);
            pipes.add(memory.getInt(Integer.BYTES));
        }
        return result;
    }

    @Override
    public int open(String path, int flags) {
        final int fault = fault("open", OPEN);
        return fault < 0 ? fault : super.open(path, flags);
    }

    @Override
    public int listen(int fd, int backlog) {
        final int fault = fault("listen", LISTEN);
        return fault < 0 ? fault : super.listen(fd, backlog);
    }

    @Override
    public int bind(int fd, long sockaddrAddress, int lengthBytes) {
        final int fault = fault("bind", LISTEN);
        return fault < 0 ? fault : super.bind(fd, sockaddrAddress, lengthBytes);
    }

    @Override
    public int accept4(int fd, long sockaddrAddress, long lengthAddress, int flags) {
        final int fault = fault("accept4", ACCEPT);
        return fault < 0 ? fault : super.accept4(fd, sockaddrAddress, lengthAddress, flags);
    }

    @Override
    public int connect(int fd, long sockaddrAddress, int lengthBytes) {
        final int fault = fault("connect", CONNECT);
        if (fault == 0) {
            final int result = super.connect(fd, sockaddrAddress, lengthBytes);
            if (result == -Errno.EINPROGRESS && plan.breaks(random)) {
                breakLater(fd, one(CONNECT_LATER), "connect later");
            }
            return result;
        }
        if (fault == -Errno.EINTR) {
            final int result = super.connect(fd, sockaddrAddress, lengthBytes);
            return result == -Errno.EINPROGRESS ? fault : result;
        }
        return fault;
    }

    @Override
    public int close(int fd) {
        watched.remove(fd);
        pipes.remove(fd);
        final int result = super.close(fd);
        final int fault = fault("close", CLOSE);
        return fault < 0 ? fault : result;
    }

    // --- options and names

    @Override
    public int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress) {
        final int fault = fault("getsockopt", OPTION);
        return fault < 0 ? fault : super.getsockopt(fd, level, option, valueAddress, lengthAddress);
    }

    @Override
    public int getsockoptInt(int fd, int level, int option) {
        final Watched broken = broken(fd);
        if (broken != null && level == OsConstants.SOL_SOCKET && option == OsConstants.SO_ERROR) {
            return broken.takeError();
        }
        final int fault = fault("getsockopt", OPTION);
        return fault < 0 ? fault : super.getsockoptInt(fd, level, option);
    }

    /** Fails but for {@code SO_LINGER}: without it a reset, on which the peer relies, would be an orderly end. */
    @Override
    public int setsockopt(int fd, int level, int option, long valueAddress, int lengthBytes) {
        final int fault = option == OsConstants.SO_LINGER ? 0 : fault("setsockopt", OPTION);
        return fault < 0 ? fault : super.setsockopt(fd, level, option, valueAddress, lengthBytes);
    }

    @Override
    public int setsockoptInt(int fd, int level, int option, int value) {
        final int fault = fault("setsockopt", OPTION);
        return fault < 0 ? fault : super.setsockoptInt(fd, level, option, value);
    }

    @Override
    public int getsockname(int fd, long sockaddrAddress, long lengthAddress) {
        final int fault = fault("getsockname", new int[] {Errno.ENOBUFS});
        return fault < 0 ? fault : super.getsockname(fd, sockaddrAddress, lengthAddress);
    }

    @Override
    public int getpeername(int fd, long sockaddrAddress, long lengthAddress) {
        final int fault = fault("getpeername", new int[] {Errno.ENOBUFS, Errno.ENOTCONN});
        return fault < 0 ? fault : super.getpeername(fd, sockaddrAddress, lengthAddress);
    }

    // --- moving bytes

    @Override
    public int recv(int fd, long address, int lengthBytes, int flags) {
        final int result = receiveFault(fd);
        if (result != GO) {
            return result;
        }
        if (lengthBytes > 1 && flags == 0 && plan.shortens(random)) {
            plan.count("recv short");
            owe(fd, OsConstants.EPOLLIN);
            return super.recv(fd, address, 1 + random.nextInt(random.nextBoolean() ? Math.min(16, lengthBytes) : lengthBytes), flags);
        }
        return super.recv(fd, address, lengthBytes, flags);
    }

    /** What a receive finds: a negated error number, 0 for the end, or {@link #GO} to ask the kernel. */
    private int receiveFault(int fd) {
        final Watched broken = broken(fd);
        if (broken != null) {
            return -broken.takeError();
        }
        if (plan.breaks(random)) {
            return breakNow(fd, Errno.EPIPE, "recv", 0);
        }
        if (plan.fails(random)) {
            plan.count("recv EAGAIN/EINTR");
            owe(fd, OsConstants.EPOLLIN);
            return random.nextBoolean() ? -Errno.EAGAIN : -Errno.EINTR;
        }
        return GO;
    }

    @Override
    public int send(int fd, long address, int lengthBytes, int flags) {
        final int fault = sendFault(fd);
        if (fault < 0) {
            return fault;
        }
        if (lengthBytes > 1 && plan.shortens(random)) {
            plan.count("send short");
            return super.send(fd, address, 1 + random.nextInt(lengthBytes), flags);
        }
        return super.send(fd, address, lengthBytes, flags);
    }

    @Override
    public int sendmsg(int fd, long msghdrAddress, int flags) {
        final int fault = sendFault(fd);
        if (fault < 0) {
            return fault;
        }
        if (plan.shortens(random)) {
            memory.wrap(msghdrAddress, 56);
            memory.wrap(memory.getLong(16), 16);
            final int length = (int) memory.getLong(8);
            plan.count("sendmsg short");
            return super.send(fd, memory.getLong(0), 1 + random.nextInt(length), flags);
        }
        return super.sendmsg(fd, msghdrAddress, flags);
    }

    private int sendFault(int fd) {
        final Watched broken = broken(fd);
        if (broken != null) {
            final int errno = broken.takeError();
            return errno == 0 ? -Errno.EPIPE : -errno;
        }
        if (plan.breaks(random)) {
            return breakNow(fd, 0, "send", Errno.ENOMEM);
        }
        if (plan.fails(random)) {
            plan.count("send EAGAIN/EINTR");
            if (random.nextBoolean()) {
                return -Errno.EINTR;
            }
            owe(fd, OsConstants.EPOLLOUT);
            return -Errno.EAGAIN;
        }
        return 0;
    }

    /** Into a pipe it is a receive, out of one a send. */
    @Override
    public int splice(int fromFd, int toFd, int lengthBytes, int flags) {
        if (pipes.contains(toFd)) {
            final int result = receiveFault(fromFd);
            if (result != GO) {
                return result;
            }
            if (plan.fails(random)) {
                plan.count("splice EINVAL");
                return -Errno.EINVAL;
            }
        } else {
            final int fault = sendFault(toFd);
            if (fault < 0) {
                return fault;
            }
        }
        if (lengthBytes > 1 && plan.shortens(random)) {
            plan.count("splice short");
            return super.splice(fromFd, toFd, 1 + random.nextInt(lengthBytes), flags);
        }
        return super.splice(fromFd, toFd, lengthBytes, flags);
    }

    @Override
    public int sendmmsg(int fd, long mmsghdrAddress, int count, int flags) {
        final int fault = fault("sendmmsg", DATAGRAM);
        if (fault < 0) {
            return fault;
        }
        return super.sendmmsg(fd, mmsghdrAddress, plan.shortens(random) ? 1 : count, flags);
    }

    @Override
    public int writeBlocking(int fd, long address, int lengthBytes) {
        final int fault = fault("write", WRITE);
        return fault < 0 ? fault : super.writeBlocking(fd, address, plan.shortens(random) ? 1 + random.nextInt(lengthBytes) : lengthBytes);
    }

    // --- polling

    @Override
    public int poll(int fd, int events, int timeoutMillis) {
        final int fault = fault("poll", POLL);
        return fault < 0 ? fault : super.poll(fd, events, timeoutMillis);
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        if (operation == OsConstants.EPOLL_CTL_ADD) {
            memory.wrap(eventAddress, EVENT_BYTES);
            final int mask = memory.getInt(0);
            // Listeners and wake-ups have generations below 0, and never break.
            final boolean connection = memory.getInt(DATA_OFFSET + Integer.BYTES) >= 0;
            final int fault = connection || (mask & OsConstants.EPOLLEXCLUSIVE) != 0 ? fault("epoll_ctl", WATCH) : 0;
            if (fault < 0) {
                return fault;
            }
            if (connection) {
                final Watched entry = watched.computeIfAbsent(fd, unused -> new Watched());
                entry.mask = mask;
                entry.data = memory.getLong(DATA_OFFSET);
            }
        }
        return super.epollCtl(epollFd, operation, fd, eventAddress);
    }

    @Override
    public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
        boolean owing = false;
        for (final Watched entry : watched.values()) {
            owing |= entry.mask != 0 && entry.owed != 0;
        }
        if (!owing) {
            return interrupted() ? -Errno.EINTR : report(super.epollWait(epollFd, eventsAddress, maxEvents, timeoutMillis), eventsAddress, maxEvents);
        }
        return report(super.epollWait(epollFd, eventsAddress, maxEvents, 1), eventsAddress, maxEvents);
    }

    @Override
    public int epollPoll(int epollFd, long eventsAddress, int maxEvents) {
        return interrupted() ? -Errno.EINTR : report(super.epollPoll(epollFd, eventsAddress, maxEvents), eventsAddress, maxEvents);
    }

    private boolean interrupted() {
        return fault("epoll_wait", new int[] {Errno.EINTR}) < 0;
    }

    /** Adds what is owed, and what a broken connection has, to what the kernel reported. */
    private int report(int kernelCount, long eventsAddress, int maxEvents) {
        if (kernelCount < 0) {
            return kernelCount;
        }
        int count = kernelCount;
        memory.wrap(eventsAddress, EVENT_BYTES * maxEvents);
        for (int i = 0; i < kernelCount; i++) {
            final Watched entry = watched.get(memory.getInt(i * EVENT_BYTES + DATA_OFFSET));
            if (entry != null && entry.data == memory.getLong(i * EVENT_BYTES + DATA_OFFSET)) {
                entry.owed &= ~memory.getInt(i * EVENT_BYTES);
                if (entry.broken) {
                    memory.putInt(i * EVENT_BYTES, BROKEN_EVENTS);
                    entry.owed = 0;
                }
            }
        }
        for (final Map.Entry<Integer, Watched> each : watched.entrySet()) {
            final Watched entry = each.getValue();
            if (entry.mask == 0 || count == maxEvents) {
                continue;
            }
            if (!entry.broken && entry.owed == 0) {
                if (!plan.breaks(random) || random.nextInt(100) != 0) {
                    continue;
                }
                breakLater(each.getKey(), one(BREAK), "break");
            }
            final int state = entry.broken ? BROKEN_EVENTS : super.poll(each.getKey(), entry.mask & 0xFFFF, 0);
            if (state > 0 && (state & (entry.owed | ALWAYS_REPORTED)) != 0 && (entry.owed != 0 || entry.broken && entry.errno != 0)) {
                entry.owed = 0;
                memory.putInt(count * EVENT_BYTES, state);
                memory.putLong(count * EVENT_BYTES + DATA_OFFSET, entry.data);
                count++;
            }
        }
        return count;
    }

    // --- what the kernel would remember

    private int fault(String call, int[] errors) {
        if (!plan.fails(random)) {
            return 0;
        }
        final int errno = one(errors);
        plan.count(call + ' ' + Errno.symbol(errno));
        return -errno;
    }

    private int one(int[] errors) {
        return errors[random.nextInt(errors.length)];
    }

    private Watched broken(int fd) {
        final Watched entry = watched.get(fd);
        return entry == null || !entry.broken ? null : entry;
    }

    private void owe(int fd, int events) {
        // One that is not watched yet is reported as it is when that begins.
        final Watched entry = watched.get(fd);
        if (entry != null) {
            entry.owed |= events;
        }
    }

    private int breakNow(int fd, int notThis, String call, int soft) {
        if (soft != 0 && random.nextInt(4) == 0) {
            plan.count(call + ' ' + Errno.symbol(soft));
            return -soft;
        }
        int errno = one(BREAK);
        if (errno == notThis) {
            errno = Errno.ECONNRESET;
        }
        breakLater(fd, errno, call);
        return -watched.get(fd).takeError();
    }

    private void breakLater(int fd, int errno, String call) {
        plan.count(call + ' ' + Errno.symbol(errno));
        final Watched entry = watched.computeIfAbsent(fd, unused -> new Watched());
        entry.broken = true;
        entry.errno = errno;
        entry.owed |= BROKEN_EVENTS;
        super.setsockopt(fd, OsConstants.SOL_SOCKET, OsConstants.SO_LINGER, resetOption.address(), 8);
    }

    /** A descriptor's registration, the events that the kernel would still report, and whether its connection broke. */
    private static final class Watched {
        private int mask;
        private long data;
        private int owed;
        private boolean broken;
        private int errno;

        private int takeError() {
            final int taken = errno;
            errno = 0;
            return taken;
        }
    }
}
