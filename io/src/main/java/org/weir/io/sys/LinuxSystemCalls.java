package org.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.weir.os.KernelCall;

/**
 * The system calls through {@code java.lang.foreign}, past libc ({@link KernelCall}): nothing is allocated, and the kernel's result is returned as it is.
 * Calls that cannot block are "critical": no change of the thread's state. An instance serves one thread.
 */
public final class LinuxSystemCalls implements SystemCalls {
    private static final int PATH_SCRATCH_BYTES = 4096;

    /** Paths of the {@code …at} calls are relative to the working directory. */
    private static final long AT_FDCWD = -100;

    private static final MethodHandle SOCKET = KernelCall.SOCKET.brief();
    private static final MethodHandle SOCKETPAIR = KernelCall.SOCKETPAIR.brief();
    private static final MethodHandle BIND = KernelCall.BIND.brief();
    private static final MethodHandle LISTEN = KernelCall.LISTEN.brief();
    private static final MethodHandle ACCEPT4 = KernelCall.ACCEPT4.brief();
    private static final MethodHandle CONNECT = KernelCall.CONNECT.brief();
    private static final MethodHandle GETSOCKNAME = KernelCall.GETSOCKNAME.brief();
    private static final MethodHandle GETPEERNAME = KernelCall.GETPEERNAME.brief();
    private static final MethodHandle GETSOCKOPT = KernelCall.GETSOCKOPT.brief();
    private static final MethodHandle SETSOCKOPT = KernelCall.SETSOCKOPT.brief();
    private static final MethodHandle SENDMSG = KernelCall.SENDMSG.brief();
    private static final MethodHandle SENDMMSG = KernelCall.SENDMMSG.brief();
    private static final MethodHandle SENDTO = KernelCall.SENDTO.brief();
    private static final MethodHandle RECVFROM = KernelCall.RECVFROM.brief();
    private static final MethodHandle SHUTDOWN = KernelCall.SHUTDOWN.brief();
    private static final MethodHandle CLOSE = KernelCall.CLOSE.brief();
    private static final MethodHandle EPOLL_CREATE1 = KernelCall.EPOLL_CREATE1.brief();
    private static final MethodHandle EPOLL_CTL = KernelCall.EPOLL_CTL.brief();
    private static final MethodHandle EVENTFD2 = KernelCall.EVENTFD2.brief();
    private static final MethodHandle READ = KernelCall.READ.brief();
    private static final MethodHandle WRITE = KernelCall.WRITE.brief();
    private static final MethodHandle PIPE2 = KernelCall.PIPE2.brief();
    private static final MethodHandle SPLICE = KernelCall.SPLICE.brief();
    private static final MethodHandle DUP = KernelCall.DUP.brief();
    private static final MethodHandle DUP3 = KernelCall.DUP3.brief();
    private static final MethodHandle FCNTL = KernelCall.FCNTL.brief();
    private static final MethodHandle EPOLL_POLL = KernelCall.EPOLL_WAIT.brief();
    private static final MethodHandle EPOLL_WAIT = KernelCall.EPOLL_WAIT.blocking();
    private static final MethodHandle PPOLL = KernelCall.PPOLL.blocking();
    private static final MethodHandle WRITE_BLOCKING = KernelCall.WRITE.blocking();
    private static final MethodHandle OPENAT = KernelCall.OPENAT.blocking();
    private static final MethodHandle UNLINKAT = KernelCall.UNLINKAT.blocking();
    private static final MethodHandle RENAMEAT = KernelCall.RENAMEAT.blocking();
    private static final MethodHandle FCHMODAT = KernelCall.FCHMODAT.blocking();
    private static final MethodHandle FCHOWNAT = KernelCall.FCHOWNAT.blocking();

    private final MemorySegment scratch;
    private final long scratchAddress;

    /** Creates an instance for one thread; its few bytes of native memory go with it. */
    public LinuxSystemCalls() {
        final Arena arena = Arena.ofAuto();
        scratch = arena.allocate(24, 8);
        scratchAddress = scratch.address();
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        try {
            return (int) (long) SOCKET.invokeExact((long) domain, (long) type, (long) protocol, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long pairAddress) {
        try {
            return (int) (long) SOCKETPAIR.invokeExact((long) domain, (long) type, (long) protocol, pairAddress, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int bind(int fd, long sockaddrAddress, int lengthBytes) {
        try {
            return (int) (long) BIND.invokeExact((long) fd, sockaddrAddress, (long) lengthBytes, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        try {
            return (int) (long) LISTEN.invokeExact((long) fd, (long) backlog, 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int accept4(int fd, long sockaddrAddress, long lengthAddress, int flags) {
        try {
            return (int) (long) ACCEPT4.invokeExact((long) fd, sockaddrAddress, lengthAddress, (long) flags, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int connect(int fd, long sockaddrAddress, int lengthBytes) {
        try {
            return (int) (long) CONNECT.invokeExact((long) fd, sockaddrAddress, (long) lengthBytes, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getsockname(int fd, long sockaddrAddress, long lengthAddress) {
        try {
            return (int) (long) GETSOCKNAME.invokeExact((long) fd, sockaddrAddress, lengthAddress, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getpeername(int fd, long sockaddrAddress, long lengthAddress) {
        try {
            return (int) (long) GETPEERNAME.invokeExact((long) fd, sockaddrAddress, lengthAddress, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress) {
        try {
            return (int) (long) GETSOCKOPT.invokeExact((long) fd, (long) level, (long) option, valueAddress, lengthAddress, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int setsockopt(int fd, int level, int option, long valueAddress, int lengthBytes) {
        try {
            return (int) (long) SETSOCKOPT.invokeExact((long) fd, (long) level, (long) option, valueAddress, (long) lengthBytes, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int recv(int fd, long address, int lengthBytes, int flags) {
        try {
            return (int) (long) RECVFROM.invokeExact((long) fd, address, (long) lengthBytes, (long) flags, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int send(int fd, long address, int lengthBytes, int flags) {
        try {
            return (int) (long) SENDTO.invokeExact((long) fd, address, (long) lengthBytes, (long) flags, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int sendmsg(int fd, long msghdrAddress, int flags) {
        try {
            return (int) (long) SENDMSG.invokeExact((long) fd, msghdrAddress, (long) flags, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int sendmmsg(int fd, long mmsghdrAddress, int count, int flags) {
        try {
            return (int) (long) SENDMMSG.invokeExact((long) fd, mmsghdrAddress, (long) count, (long) flags, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int shutdown(int fd, int how) {
        try {
            return (int) (long) SHUTDOWN.invokeExact((long) fd, (long) how, 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int close(int fd) {
        try {
            return (int) (long) CLOSE.invokeExact((long) fd, 0L, 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollCreate1(int flags) {
        try {
            return (int) (long) EPOLL_CREATE1.invokeExact((long) flags, 0L, 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        try {
            return (int) (long) EPOLL_CTL.invokeExact((long) epollFd, (long) operation, (long) fd, eventAddress, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
        try {
            return (int) (long) EPOLL_WAIT.invokeExact((long) epollFd, eventsAddress, (long) maxEvents, (long) timeoutMillis, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int eventfd(int initialValue, int flags) {
        try {
            return (int) (long) EVENTFD2.invokeExact((long) initialValue, (long) flags, 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int read(int fd, long address, int lengthBytes) {
        try {
            return (int) (long) READ.invokeExact((long) fd, address, (long) lengthBytes, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int write(int fd, long address, int lengthBytes) {
        try {
            return (int) (long) WRITE.invokeExact((long) fd, address, (long) lengthBytes, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int writeBlocking(int fd, long address, int lengthBytes) {
        try {
            return (int) (long) WRITE_BLOCKING.invokeExact((long) fd, address, (long) lengthBytes, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) (long) OPENAT.invokeExact(AT_FDCWD, text(arena, path), (long) flags, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int pipe2(long pairAddress, int flags) {
        try {
            return (int) (long) PIPE2.invokeExact(pairAddress, (long) flags, 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int splice(int fromFd, int toFd, int lengthBytes, int flags) {
        try {
            return (int) (long) SPLICE.invokeExact((long) fromFd, 0L, (long) toFd, 0L, (long) lengthBytes, (long) flags);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int dup(int fd) {
        try {
            return (int) (long) DUP.invokeExact((long) fd, 0L, 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int dup3(int fd, int target, int flags) {
        try {
            return (int) (long) DUP3.invokeExact((long) fd, (long) target, (long) flags, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int epollPoll(int epollFd, long eventsAddress, int maxEvents) {
        try {
            return (int) (long) EPOLL_POLL.invokeExact((long) epollFd, eventsAddress, (long) maxEvents, 0L, 0L, 0L);
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
        scratch.set(JAVA_LONG, 8, timeoutMillis / 1_000L);
        scratch.set(JAVA_LONG, 16, timeoutMillis % 1_000L * 1_000_000L);
        final long timespecAddress = timeoutMillis < 0 ? 0 : scratchAddress + 8;
        try {
            final int result = (int) (long) PPOLL.invokeExact(scratchAddress, 1L, timespecAddress, 0L, 0L, 0L);
            return result <= 0 ? result : scratch.get(JAVA_SHORT, 6) & 0xFFFF;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        try {
            return (int) (long) FCNTL.invokeExact((long) fd, (long) command, (long) argument, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int unlink(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) (long) UNLINKAT.invokeExact(AT_FDCWD, text(arena, path), 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int rename(String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) (long) RENAMEAT.invokeExact(AT_FDCWD, text(arena, from), AT_FDCWD, text(arena, to), 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int chmod(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) (long) FCHMODAT.invokeExact(AT_FDCWD, text(arena, path), (long) mode, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int chown(String path, int uid, int gid) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) (long) FCHOWNAT.invokeExact(AT_FDCWD, text(arena, path), (long) uid, (long) gid, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
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
}
