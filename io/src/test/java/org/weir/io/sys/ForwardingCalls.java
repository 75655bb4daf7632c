package org.weir.io.sys;

/** Passes every call on; test doubles override what they disturb. */
public class ForwardingCalls implements SystemCalls {
    private final SystemCalls target;

    public ForwardingCalls(SystemCalls target) {
        this.target = target;
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return target.socket(domain, type, protocol);
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long pairAddress) {
        return target.socketpair(domain, type, protocol, pairAddress);
    }

    @Override
    public int bind(int fd, long sockaddrAddress, int lengthBytes) {
        return target.bind(fd, sockaddrAddress, lengthBytes);
    }

    @Override
    public int listen(int fd, int backlog) {
        return target.listen(fd, backlog);
    }

    @Override
    public int accept4(int fd, long sockaddrAddress, long lengthAddress, int flags) {
        return target.accept4(fd, sockaddrAddress, lengthAddress, flags);
    }

    @Override
    public int connect(int fd, long sockaddrAddress, int lengthBytes) {
        return target.connect(fd, sockaddrAddress, lengthBytes);
    }

    @Override
    public int getsockname(int fd, long sockaddrAddress, long lengthAddress) {
        return target.getsockname(fd, sockaddrAddress, lengthAddress);
    }

    @Override
    public int getpeername(int fd, long sockaddrAddress, long lengthAddress) {
        return target.getpeername(fd, sockaddrAddress, lengthAddress);
    }

    @Override
    public int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress) {
        return target.getsockopt(fd, level, option, valueAddress, lengthAddress);
    }

    @Override
    public int setsockopt(int fd, int level, int option, long valueAddress, int lengthBytes) {
        return target.setsockopt(fd, level, option, valueAddress, lengthBytes);
    }

    @Override
    public int getsockoptInt(int fd, int level, int option) {
        return target.getsockoptInt(fd, level, option);
    }

    @Override
    public int setsockoptInt(int fd, int level, int option, int value) {
        return target.setsockoptInt(fd, level, option, value);
    }

    @Override
    public int recv(int fd, long address, int lengthBytes, int flags) {
        return target.recv(fd, address, lengthBytes, flags);
    }

    @Override
    public int send(int fd, long address, int lengthBytes, int flags) {
        return target.send(fd, address, lengthBytes, flags);
    }

    @Override
    public int sendmsg(int fd, long msghdrAddress, int flags) {
        return target.sendmsg(fd, msghdrAddress, flags);
    }

    @Override
    public int sendmmsg(int fd, long mmsghdrAddress, int count, int flags) {
        return target.sendmmsg(fd, mmsghdrAddress, count, flags);
    }

    @Override
    public int shutdown(int fd, int how) {
        return target.shutdown(fd, how);
    }

    @Override
    public int close(int fd) {
        return target.close(fd);
    }

    @Override
    public int epollCreate1(int flags) {
        return target.epollCreate1(flags);
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        return target.epollCtl(epollFd, operation, fd, eventAddress);
    }

    @Override
    public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
        return target.epollWait(epollFd, eventsAddress, maxEvents, timeoutMillis);
    }

    @Override
    public int epollPoll(int epollFd, long eventsAddress, int maxEvents) {
        return target.epollPoll(epollFd, eventsAddress, maxEvents);
    }

    @Override
    public int eventfd(int initialValue, int flags) {
        return target.eventfd(initialValue, flags);
    }

    @Override
    public int read(int fd, long address, int lengthBytes) {
        return target.read(fd, address, lengthBytes);
    }

    @Override
    public int write(int fd, long address, int lengthBytes) {
        return target.write(fd, address, lengthBytes);
    }

    @Override
    public int poll(int fd, int events, int timeoutMillis) {
        return target.poll(fd, events, timeoutMillis);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return target.fcntl(fd, command, argument);
    }

    @Override
    public int pipe2(long pairAddress, int flags) {
        return target.pipe2(pairAddress, flags);
    }

    @Override
    public int splice(int fromFd, int toFd, int lengthBytes, int flags) {
        return target.splice(fromFd, toFd, lengthBytes, flags);
    }

    @Override
    public int dup(int fd) {
        return target.dup(fd);
    }

    @Override
    public int dup3(int fd, int newFd, int flags) {
        return target.dup3(fd, newFd, flags);
    }

    @Override
    public int writeBlocking(int fd, long address, int lengthBytes) {
        return target.writeBlocking(fd, address, lengthBytes);
    }

    @Override
    public int open(String path, int flags) {
        return target.open(path, flags);
    }

    @Override
    public int unlink(String path) {
        return target.unlink(path);
    }

    @Override
    public int rename(String from, String to) {
        return target.rename(from, to);
    }

    @Override
    public int chmod(String path, int mode) {
        return target.chmod(path, mode);
    }

    @Override
    public int chown(String path, int uid, int gid) {
        return target.chown(path, uid, gid);
    }
}
