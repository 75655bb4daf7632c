package org.weir.io.sys;

/**
 * The system calls of the I/O layer, as raw as they are: descriptors, addresses and lengths in, a result or a negated
 * error number out ({@code -Errno.EAGAIN}). Tests replace it to inject faults.
 *
 * <p>An instance is used by one thread at a time. None of the calls blocks when the descriptor is non-blocking, except
 * {@link #epollWait} and {@link #poll}.
 */
public interface SystemCalls {
    /** socket(2). */
    int socket(int domain, int type, int protocol);

    /** socketpair(2); the two descriptors are written to {@code pairAddress} as ints. */
    int socketpair(int domain, int type, int protocol, long pairAddress);

    /** bind(2). */
    int bind(int fd, long sockaddrAddress, int lengthBytes);

    /** listen(2). */
    int listen(int fd, int backlog);

    /** accept4(2); {@code sockaddrAddress} and {@code lengthAddress} may be 0. */
    int accept4(int fd, long sockaddrAddress, long lengthAddress, int flags);

    /** connect(2). */
    int connect(int fd, long sockaddrAddress, int lengthBytes);

    /** getsockname(2). */
    int getsockname(int fd, long sockaddrAddress, long lengthAddress);

    /** getpeername(2). */
    int getpeername(int fd, long sockaddrAddress, long lengthAddress);

    /** getsockopt(2) with raw memory. */
    int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress);

    /** setsockopt(2) with raw memory. */
    int setsockopt(int fd, int level, int option, long valueAddress, int lengthBytes);

    /**
     * getsockopt(2) of an int that cannot be negative.
     *
     * @return the value or a negated error number.
     */
    int getsockoptInt(int fd, int level, int option);

    /** setsockopt(2) of an int. */
    int setsockoptInt(int fd, int level, int option, int value);

    /** recv(2). */
    int recv(int fd, long address, int lengthBytes, int flags);

    /** send(2). */
    int send(int fd, long address, int lengthBytes, int flags);

    /** sendmsg(2); the caller has laid out the msghdr. */
    int sendmsg(int fd, long msghdrAddress, int flags);

    /** sendmmsg(2); the caller has laid out the mmsghdr array. */
    int sendmmsg(int fd, long mmsghdrAddress, int count, int flags);

    /** shutdown(2). */
    int shutdown(int fd, int how);

    /** close(2). */
    int close(int fd);

    /** epoll_create1(2). */
    int epollCreate1(int flags);

    /** epoll_ctl(2); {@code eventAddress} may be 0 for a deletion. */
    int epollCtl(int epollFd, int operation, int fd, long eventAddress);

    /** epoll_wait(2), which may block: -1 waits without limit. */
    int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis);

    /** epoll_wait(2) with a timeout of 0. */
    int epollPoll(int epollFd, long eventsAddress, int maxEvents);

    /** eventfd(2). */
    int eventfd(int initialValue, int flags);

    /** read(2). */
    int read(int fd, long address, int lengthBytes);

    /** write(2) to what does not block: while it lasts it holds up collections of garbage, and so all threads. */
    int write(int fd, long address, int lengthBytes);

    /** write(2) to what may block. */
    int writeBlocking(int fd, long address, int lengthBytes);

    /** open(2) of what exists. */
    int open(String path, int flags);

    /**
     * poll(2) on one descriptor, which may block.
     *
     * @return the returned events, 0 at the timeout, or a negated error number.
     */
    int poll(int fd, int events, int timeoutMillis);

    /** fcntl(2). */
    int fcntl(int fd, int command, int argument);

    /** pipe2(2); the two descriptors are written to {@code pairAddress} as ints. */
    int pipe2(long pairAddress, int flags);

    /** splice(2) between two descriptors, one of them a pipe, from where either stands. */
    int splice(int fromFd, int toFd, int lengthBytes, int flags);

    /** dup(2). */
    int dup(int fd);

    /** dup3(2). */
    int dup3(int fd, int target, int flags);

    /** unlink(2). */
    int unlink(String path);

    /** rename(2). */
    int rename(String from, String to);

    /** chmod(2). */
    int chmod(String path, int mode);

    /** chown(2); -1 leaves the user or the group as it is. */
    int chown(String path, int uid, int gid);
}
