package org.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The system calls through {@code java.lang.foreign}. Calls that cannot block are "critical": no thread-state change, about
 * 8 ns over a loop in C; the error number is captured in the same downcall. An instance serves one thread.
 */
public final class LinuxSystemCalls implements SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final Linker.Option[] CRITICAL = {Linker.Option.critical(false), CAPTURE};
    private static final Linker.Option[] BLOCKING = {CAPTURE};
    private static final Linker.Option[] FCNTL_OPTIONS = {Linker.Option.critical(false), CAPTURE, Linker.Option.firstVariadicArg(2)};
    private static final int PATH_SCRATCH_BYTES = 4096;

    private static final MethodHandle SOCKET = handle("socket", CRITICAL, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SOCKETPAIR = handle("socketpair", CRITICAL, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle BIND = handle("bind", CRITICAL, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LISTEN = handle("listen", CRITICAL, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT4 = handle("accept4", CRITICAL, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CONNECT = handle("connect", CRITICAL, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = handle("getsockname", CRITICAL, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GETPEERNAME = handle("getpeername", CRITICAL, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GETSOCKOPT =
        handle("getsockopt", CRITICAL, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETSOCKOPT =
        handle("setsockopt", CRITICAL, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = handle("recv", CRITICAL, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = handle("send", CRITICAL, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDMSG = handle("sendmsg", CRITICAL, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECVMSG = handle("recvmsg", CRITICAL, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDMMSG = handle("sendmmsg", CRITICAL, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle SENDTO =
        handle("sendto", CRITICAL, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECVFROM =
        handle("recvfrom", CRITICAL, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SHUTDOWN = handle("shutdown", CRITICAL, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", CRITICAL, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CREATE1 = handle("epoll_create1", CRITICAL, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL = handle("epoll_ctl", CRITICAL, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EPOLL_WAIT = handle("epoll_wait", BLOCKING, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = handle("eventfd", CRITICAL, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = handle("read", CRITICAL, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = handle("write", CRITICAL, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PIPE2 = handle("pipe2", CRITICAL, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle DUP = handle("dup", CRITICAL, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_POLL = handle("epoll_wait", CRITICAL, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle POLL = handle("poll", BLOCKING, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle FCNTL = handle("fcntl", FCNTL_OPTIONS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SPLICE =
        handle("splice", CRITICAL, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle UNLINK = handle("unlink", BLOCKING, JAVA_INT, JAVA_LONG);
    private static final MethodHandle RENAME = handle("rename", BLOCKING, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CHMOD = handle("chmod", BLOCKING, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CHOWN = handle("chown", BLOCKING, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle UMASK = handle("umask", CRITICAL, JAVA_INT, JAVA_INT);
    private static final MethodHandle IF_NAMETOINDEX = handle("if_nametoindex", BLOCKING, JAVA_INT, JAVA_LONG);

    private final MemorySegment errnoState;
    private final MemorySegment scratch;
    private final long scratchAddress;

    /** Creates an instance for one thread; its few bytes of native memory go with it. */
    public LinuxSystemCalls() {
        final Arena arena = Arena.ofAuto();
        errnoState = arena.allocate(Linker.Option.captureStateLayout());
        scratch = arena.allocate(16, 8);
        scratchAddress = scratch.address();
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        try {
            final int result = (int) SOCKET.invokeExact(errnoState, domain, type, protocol);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long pairAddress) {
        try {
            final int result = (int) SOCKETPAIR.invokeExact(errnoState, domain, type, protocol, pairAddress);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int bind(int fd, long sockaddrAddress, int lengthBytes) {
        try {
            final int result = (int) BIND.invokeExact(errnoState, fd, sockaddrAddress, lengthBytes);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        try {
            final int result = (int) LISTEN.invokeExact(errnoState, fd, backlog);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int accept4(int fd, long sockaddrAddress, long lengthAddress, int flags) {
        try {
            final int result = (int) ACCEPT4.invokeExact(errnoState, fd, sockaddrAddress, lengthAddress, flags);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int connect(int fd, long sockaddrAddress, int lengthBytes) {
        try {
            final int result = (int) CONNECT.invokeExact(errnoState, fd, sockaddrAddress, lengthBytes);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getsockname(int fd, long sockaddrAddress, long lengthAddress) {
        try {
            final int result = (int) GETSOCKNAME.invokeExact(errnoState, fd, sockaddrAddress, lengthAddress);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getpeername(int fd, long sockaddrAddress, long lengthAddress) {
        try {
            final int result = (int) GETPEERNAME.invokeExact(errnoState, fd, sockaddrAddress, lengthAddress);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress) {
        try {
            final int result = (int) GETSOCKOPT.invokeExact(errnoState, fd, level, option, valueAddress, lengthAddress);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int setsockopt(int fd, int level, int option, long valueAddress, int lengthBytes) {
        try {
            final int result = (int) SETSOCKOPT.invokeExact(errnoState, fd, level, option, valueAddress, lengthBytes);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int recv(int fd, long address, int lengthBytes, int flags) {
        try {
            final long result = (long) RECV.invokeExact(errnoState, fd, address, (long) lengthBytes, flags);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int send(int fd, long address, int lengthBytes, int flags) {
        try {
            final long result = (long) SEND.invokeExact(errnoState, fd, address, (long) lengthBytes, flags);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int sendmsg(int fd, long msghdrAddress, int flags) {
        try {
            final long result = (long) SENDMSG.invokeExact(errnoState, fd, msghdrAddress, flags);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int recvmsg(int fd, long msghdrAddress, int flags) {
        try {
            final long result = (long) RECVMSG.invokeExact(errnoState, fd, msghdrAddress, flags);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int sendmmsg(int fd, long mmsghdrAddress, int count, int flags) {
        try {
            final int result = (int) SENDMMSG.invokeExact(errnoState, fd, mmsghdrAddress, count, flags);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int sendto(int fd, long address, int lengthBytes, int flags, long sockaddrAddress, int sockaddrLengthBytes) {
        try {
            final long result = (long) SENDTO.invokeExact(errnoState, fd, address, (long) lengthBytes, flags, sockaddrAddress, sockaddrLengthBytes);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int recvfrom(int fd, long address, int lengthBytes, int flags, long sockaddrAddress, long lengthAddress) {
        try {
            final long result = (long) RECVFROM.invokeExact(errnoState, fd, address, (long) lengthBytes, flags, sockaddrAddress, lengthAddress);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int shutdown(int fd, int how) {
        try {
            final int result = (int) SHUTDOWN.invokeExact(errnoState, fd, how);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int close(int fd) {
        try {
            final int result = (int) CLOSE.invokeExact(errnoState, fd);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollCreate1(int flags) {
        try {
            final int result = (int) EPOLL_CREATE1.invokeExact(errnoState, flags);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        try {
            final int result = (int) EPOLL_CTL.invokeExact(errnoState, epollFd, operation, fd, eventAddress);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
        try {
            final int result = (int) EPOLL_WAIT.invokeExact(errnoState, epollFd, eventsAddress, maxEvents, timeoutMillis);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int eventfd(int initialValue, int flags) {
        try {
            final int result = (int) EVENTFD.invokeExact(errnoState, initialValue, flags);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int read(int fd, long address, int lengthBytes) {
        try {
            final long result = (long) READ.invokeExact(errnoState, fd, address, (long) lengthBytes);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int write(int fd, long address, int lengthBytes) {
        try {
            final long result = (long) WRITE.invokeExact(errnoState, fd, address, (long) lengthBytes);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int pipe2(long pairAddress, int flags) {
        try {
            final int result = (int) PIPE2.invokeExact(errnoState, pairAddress, flags);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int dup(int fd) {
        try {
            final int result = (int) DUP.invokeExact(errnoState, fd);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollPoll(int epollFd, long eventsAddress, int maxEvents) {
        try {
            final int result = (int) EPOLL_POLL.invokeExact(errnoState, epollFd, eventsAddress, maxEvents, 0);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getsockoptInt(int fd, int level, int option) {
        scratch.set(JAVA_INT, 0, 0);
        scratch.set(JAVA_INT, 4, Integer.BYTES);
        final int result = getsockopt(fd, level, option, scratchAddress, scratchAddress + 4);
        return result < 0 ? result : scratch.get(JAVA_INT, 0);
    }

    @Override
    public int setsockoptInt(int fd, int level, int option, int value) {
        scratch.set(JAVA_INT, 0, value);
        return setsockopt(fd, level, option, scratchAddress, Integer.BYTES);
    }

    @Override
    public int poll(int fd, int events, int timeoutMillis) {
        scratch.set(JAVA_INT, 0, fd);
        scratch.set(JAVA_SHORT, 4, (short) events);
        scratch.set(JAVA_SHORT, 6, (short) 0);
        try {
            final int result = (int) POLL.invokeExact(errnoState, scratchAddress, 1L, timeoutMillis);
            if (result < 0) {
                return -errno();
            }
            return result == 0 ? 0 : scratch.get(JAVA_SHORT, 6) & 0xFFFF;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        try {
            final int result = (int) FCNTL.invokeExact(errnoState, fd, command, argument);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long splice(int fromFd, int toFd, long lengthBytes, int flags) {
        try {
            final long result = (long) SPLICE.invokeExact(errnoState, fromFd, 0L, toFd, 0L, lengthBytes, flags);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int unlink(String path) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) UNLINK.invokeExact(errnoState, text(arena, path));
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int rename(String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) RENAME.invokeExact(errnoState, text(arena, from), text(arena, to));
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int chmod(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) CHMOD.invokeExact(errnoState, text(arena, path), mode);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int chown(String path, int uid, int gid) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) CHOWN.invokeExact(errnoState, text(arena, path), uid, gid);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int umask(int mask) {
        try {
            return (int) UMASK.invokeExact(errnoState, mask);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int interfaceIndex(String name) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) IF_NAMETOINDEX.invokeExact(errnoState, text(arena, name));
            return result == 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private int errno() {
        return errnoState.get(JAVA_INT, 0);
    }

    private static long text(Arena arena, String value) {
        if (value.length() >= PATH_SCRATCH_BYTES || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a path: " + value.length() + " characters");
        }
        return arena.allocateFrom(value).address();
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }

    private static MethodHandle handle(String name, Linker.Option[] options, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
            LIBC.find(name).orElseThrow(() -> new IllegalStateException("libc lacks " + name)),
            FunctionDescriptor.of(result, arguments), options);
    }
}
