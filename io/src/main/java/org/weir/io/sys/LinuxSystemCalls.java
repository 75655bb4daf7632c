package org.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.weir.os.Downcalls;

/**
 * The system calls through {@code java.lang.foreign}. Calls that cannot block are "critical": no thread-state change, about
 * 8 ns over a loop in C; the error number is captured in the same downcall. An instance serves one thread.
 */
public final class LinuxSystemCalls implements SystemCalls {
    private static final int PATH_SCRATCH_BYTES = 4096;

    private static final MethodHandle SOCKET = Downcalls.brief3("socket");
    private static final MethodHandle SOCKETPAIR = Downcalls.brief6("socketpair");
    private static final MethodHandle BIND = Downcalls.brief3("bind");
    private static final MethodHandle LISTEN = Downcalls.brief3("listen");
    private static final MethodHandle ACCEPT4 = Downcalls.brief6("accept4");
    private static final MethodHandle CONNECT = Downcalls.brief3("connect");
    private static final MethodHandle GETSOCKNAME = Downcalls.brief3("getsockname");
    private static final MethodHandle GETPEERNAME = Downcalls.brief3("getpeername");
    private static final MethodHandle GETSOCKOPT = Downcalls.brief6("getsockopt");
    private static final MethodHandle SETSOCKOPT = Downcalls.brief6("setsockopt");
    private static final MethodHandle RECV = Downcalls.brief6("recv");
    private static final MethodHandle SEND = Downcalls.brief6("send");
    private static final MethodHandle SENDMSG = Downcalls.brief3("sendmsg");
    private static final MethodHandle RECVMSG = Downcalls.brief3("recvmsg");
    private static final MethodHandle SENDMMSG = Downcalls.brief6("sendmmsg");
    private static final MethodHandle SENDTO = Downcalls.brief6("sendto");
    private static final MethodHandle RECVFROM = Downcalls.brief6("recvfrom");
    private static final MethodHandle SHUTDOWN = Downcalls.brief3("shutdown");
    private static final MethodHandle CLOSE = Downcalls.brief3("close");
    private static final MethodHandle EPOLL_CREATE1 = Downcalls.brief3("epoll_create1");
    private static final MethodHandle EPOLL_CTL = Downcalls.brief6("epoll_ctl");
    private static final MethodHandle EPOLL_WAIT = Downcalls.blocking4("epoll_wait");
    private static final MethodHandle EVENTFD = Downcalls.brief3("eventfd");
    private static final MethodHandle READ = Downcalls.brief3("read");
    private static final MethodHandle WRITE = Downcalls.brief3("write");
    private static final MethodHandle PIPE2 = Downcalls.brief3("pipe2");
    private static final MethodHandle DUP = Downcalls.brief3("dup");
    private static final MethodHandle EPOLL_POLL = Downcalls.brief6("epoll_wait");
    private static final MethodHandle POLL = Downcalls.blocking4("poll");
    private static final MethodHandle SPLICE = Downcalls.brief6("splice");
    private static final MethodHandle UNLINK = Downcalls.blocking4("unlink");
    private static final MethodHandle RENAME = Downcalls.blocking4("rename");
    private static final MethodHandle CHMOD = Downcalls.blocking4("chmod");
    private static final MethodHandle CHOWN = Downcalls.blocking4("chown");
    private static final MethodHandle UMASK = Downcalls.brief3("umask");
    private static final MethodHandle IF_NAMETOINDEX = Downcalls.blocking4("if_nametoindex");

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
            final int result = (int) (long) SOCKET.invokeExact(errnoState, (long) domain, (long) type, (long) protocol);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long pairAddress) {
        try {
            final int result = (int) (long) SOCKETPAIR.invokeExact(errnoState, (long) domain, (long) type, (long) protocol, pairAddress, 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int bind(int fd, long sockaddrAddress, int lengthBytes) {
        try {
            final int result = (int) (long) BIND.invokeExact(errnoState, (long) fd, sockaddrAddress, (long) lengthBytes);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        try {
            final int result = (int) (long) LISTEN.invokeExact(errnoState, (long) fd, (long) backlog, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int accept4(int fd, long sockaddrAddress, long lengthAddress, int flags) {
        try {
            final int result = (int) (long) ACCEPT4.invokeExact(errnoState, (long) fd, sockaddrAddress, lengthAddress, (long) flags, 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int connect(int fd, long sockaddrAddress, int lengthBytes) {
        try {
            final int result = (int) (long) CONNECT.invokeExact(errnoState, (long) fd, sockaddrAddress, (long) lengthBytes);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getsockname(int fd, long sockaddrAddress, long lengthAddress) {
        try {
            final int result = (int) (long) GETSOCKNAME.invokeExact(errnoState, (long) fd, sockaddrAddress, lengthAddress);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getpeername(int fd, long sockaddrAddress, long lengthAddress) {
        try {
            final int result = (int) (long) GETPEERNAME.invokeExact(errnoState, (long) fd, sockaddrAddress, lengthAddress);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress) {
        try {
            final int result = (int) (long) GETSOCKOPT.invokeExact(errnoState, (long) fd, (long) level, (long) option, valueAddress, lengthAddress, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int setsockopt(int fd, int level, int option, long valueAddress, int lengthBytes) {
        try {
            final int result = (int) (long) SETSOCKOPT.invokeExact(errnoState, (long) fd, (long) level, (long) option, valueAddress, (long) lengthBytes, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int recv(int fd, long address, int lengthBytes, int flags) {
        try {
            final long result = (long) RECV.invokeExact(errnoState, (long) fd, address, (long) lengthBytes, (long) flags, 0L, 0L);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int send(int fd, long address, int lengthBytes, int flags) {
        try {
            final long result = (long) SEND.invokeExact(errnoState, (long) fd, address, (long) lengthBytes, (long) flags, 0L, 0L);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int sendmsg(int fd, long msghdrAddress, int flags) {
        try {
            final long result = (long) SENDMSG.invokeExact(errnoState, (long) fd, msghdrAddress, (long) flags);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int recvmsg(int fd, long msghdrAddress, int flags) {
        try {
            final long result = (long) RECVMSG.invokeExact(errnoState, (long) fd, msghdrAddress, (long) flags);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int sendmmsg(int fd, long mmsghdrAddress, int count, int flags) {
        try {
            final int result = (int) (long) SENDMMSG.invokeExact(errnoState, (long) fd, mmsghdrAddress, (long) count, (long) flags, 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int sendto(int fd, long address, int lengthBytes, int flags, long sockaddrAddress, int sockaddrLengthBytes) {
        try {
            final long result = (long) SENDTO.invokeExact(errnoState, (long) fd, address, (long) lengthBytes, (long) flags, sockaddrAddress,
                (long) sockaddrLengthBytes);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int recvfrom(int fd, long address, int lengthBytes, int flags, long sockaddrAddress, long lengthAddress) {
        try {
            final long result = (long) RECVFROM.invokeExact(errnoState, (long) fd, address, (long) lengthBytes, (long) flags, sockaddrAddress, lengthAddress);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int shutdown(int fd, int how) {
        try {
            final int result = (int) (long) SHUTDOWN.invokeExact(errnoState, (long) fd, (long) how, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int close(int fd) {
        try {
            final int result = (int) (long) CLOSE.invokeExact(errnoState, (long) fd, 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollCreate1(int flags) {
        try {
            final int result = (int) (long) EPOLL_CREATE1.invokeExact(errnoState, (long) flags, 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        try {
            final int result = (int) (long) EPOLL_CTL.invokeExact(errnoState, (long) epollFd, (long) operation, (long) fd, eventAddress, 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
        try {
            final int result = (int) (long) EPOLL_WAIT.invokeExact(errnoState, (long) epollFd, eventsAddress, (long) maxEvents, (long) timeoutMillis);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int eventfd(int initialValue, int flags) {
        try {
            final int result = (int) (long) EVENTFD.invokeExact(errnoState, (long) initialValue, (long) flags, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int read(int fd, long address, int lengthBytes) {
        try {
            final long result = (long) READ.invokeExact(errnoState, (long) fd, address, (long) lengthBytes);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int write(int fd, long address, int lengthBytes) {
        try {
            final long result = (long) WRITE.invokeExact(errnoState, (long) fd, address, (long) lengthBytes);
            return result < 0 ? -errno() : (int) result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int pipe2(long pairAddress, int flags) {
        try {
            final int result = (int) (long) PIPE2.invokeExact(errnoState, pairAddress, (long) flags, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int dup(int fd) {
        try {
            final int result = (int) (long) DUP.invokeExact(errnoState, (long) fd, 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollPoll(int epollFd, long eventsAddress, int maxEvents) {
        try {
            final int result = (int) (long) EPOLL_POLL.invokeExact(errnoState, (long) epollFd, eventsAddress, (long) maxEvents, 0L, 0L, 0L);
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
            final int result = (int) (long) POLL.invokeExact(errnoState, scratchAddress, 1L, (long) timeoutMillis, 0L);
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
            final int result = (int) Fcntl.HANDLE.invokeExact(errnoState, fd, command, argument);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long splice(int fromFd, int toFd, long lengthBytes, int flags) {
        try {
            final long result = (long) SPLICE.invokeExact(errnoState, (long) fromFd, 0L, (long) toFd, 0L, lengthBytes, (long) flags);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int unlink(String path) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) (long) UNLINK.invokeExact(errnoState, text(arena, path), 0L, 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int rename(String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) (long) RENAME.invokeExact(errnoState, text(arena, from), text(arena, to), 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int chmod(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) (long) CHMOD.invokeExact(errnoState, text(arena, path), (long) mode, 0L, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int chown(String path, int uid, int gid) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) (long) CHOWN.invokeExact(errnoState, text(arena, path), (long) uid, (long) gid, 0L);
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int umask(int mask) {
        try {
            return (int) (long) UMASK.invokeExact(errnoState, (long) mask, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int interfaceIndex(String name) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = (int) (long) IF_NAMETOINDEX.invokeExact(errnoState, text(arena, name), 0L, 0L, 0L);
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

    /** Variadic, so of a shape of its own, made when first wanted. */
    private static final class Fcntl {
        private static final MethodHandle HANDLE = Linker.nativeLinker().downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow("fcntl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.critical(false), Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(2));
    }
}
