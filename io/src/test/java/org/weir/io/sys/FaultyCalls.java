package org.weir.io.sys;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * System calls that fail on demand, and sends of which the kernel takes only a part.
 *
 * <p>A refused send ({@code EAGAIN}) or a shortened receive cannot be simulated here: an edge-triggered poller would rightly wait for
 * an edge that the kernel has no reason to give. For these let a real peer be slow, or use small buffers.
 */
public final class FaultyCalls extends ForwardingCalls {
    /** The calls that can be made to fail. */
    public enum Call { SOCKET, CONNECT, ACCEPT, RECV, SEND, EPOLL_CTL, PIPE2, SPLICE }

    private final Map<Call, Deque<Integer>> failures = new EnumMap<>(Call.class);
    private final Random random;
    private int maxSendBytes = Integer.MAX_VALUE;
    private long injected;

    public FaultyCalls(SystemCalls target, long seed) {
        super(target);
        random = new Random(seed);
    }

    /** The next {@code times} such calls fail with the error number, without being made. */
    public FaultyCalls fail(Call call, int errno, int times) {
        for (int i = 0; i < times; i++) {
            failures.computeIfAbsent(call, ignored -> new ArrayDeque<>()).add(errno);
        }
        return this;
    }

    /** From now on a send takes a random number of bytes up to this one. */
    public FaultyCalls shortSends(int maxBytes) {
        maxSendBytes = maxBytes;
        return this;
    }

    /** How many faults were injected. */
    public long injected() {
        return injected;
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        final int failure = next(Call.SOCKET);
        return failure < 0 ? failure : super.socket(domain, type, protocol);
    }

    @Override
    public int connect(int fd, long sockaddrAddress, int lengthBytes) {
        final int failure = next(Call.CONNECT);
        return failure < 0 ? failure : super.connect(fd, sockaddrAddress, lengthBytes);
    }

    @Override
    public int accept4(int fd, long sockaddrAddress, long lengthAddress, int flags) {
        final int failure = next(Call.ACCEPT);
        return failure < 0 ? failure : super.accept4(fd, sockaddrAddress, lengthAddress, flags);
    }

    @Override
    public int recv(int fd, long address, int lengthBytes, int flags) {
        final int failure = next(Call.RECV);
        return failure < 0 ? failure : super.recv(fd, address, lengthBytes, flags);
    }

    @Override
    public int send(int fd, long address, int lengthBytes, int flags) {
        final int failure = next(Call.SEND);
        return failure < 0 ? failure : super.send(fd, address, shorten(lengthBytes), flags);
    }

    @Override
    public int sendmsg(int fd, long msghdrAddress, int flags) {
        final int failure = next(Call.SEND);
        return failure < 0 ? failure : super.sendmsg(fd, msghdrAddress, flags);
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        final int failure = next(Call.EPOLL_CTL);
        return failure < 0 ? failure : super.epollCtl(epollFd, operation, fd, eventAddress);
    }

    @Override
    public int pipe2(long pairAddress, int flags) {
        final int failure = next(Call.PIPE2);
        return failure < 0 ? failure : super.pipe2(pairAddress, flags);
    }

    @Override
    public int splice(int fromFd, int toFd, int lengthBytes, int flags) {
        final int failure = next(Call.SPLICE);
        return failure < 0 ? failure : super.splice(fromFd, toFd, shorten(lengthBytes), flags);
    }

    private int next(Call call) {
        final Deque<Integer> queue = failures.get(call);
        if (queue == null || queue.isEmpty()) {
            return 0;
        }
        injected++;
        return -queue.remove();
    }

    private int shorten(int lengthBytes) {
        if (lengthBytes <= 1 || maxSendBytes == Integer.MAX_VALUE) {
            return lengthBytes;
        }
        injected++;
        return 1 + random.nextInt(Math.min(lengthBytes, maxSendBytes));
    }
}
