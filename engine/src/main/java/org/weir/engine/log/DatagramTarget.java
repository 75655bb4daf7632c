package org.weir.engine.log;

import java.lang.foreign.Arena;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.io.net.Endpoint;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/**
 * Journal agent only. A datagram socket, UDP or UNIX, connected to its target; a batch of lines is one sendmmsg(2). A target that went away is tried
 * again with each batch, and lines that nobody takes are lost and counted, so that a dead log server costs neither memory nor time.
 */
final class DatagramTarget implements LineTarget {
    private static final int MAX_LINES = 256;
    private static final int AREA_BYTES = 256 * 1024;
    private static final int IOVEC_BYTES = 16;
    private static final int MMSGHDR_BYTES = 64;
    private static final int MSGHDR_IOV = 16;
    private static final int MSGHDR_IOVLEN = 24;
    private static final int VECTORS = AREA_BYTES;
    private static final int HEADERS = VECTORS + MAX_LINES * IOVEC_BYTES;
    private static final int SOCKADDR = HEADERS + MAX_LINES * MMSGHDR_BYTES;
    private static final int TOTAL_BYTES = SOCKADDR + OsConstants.SIZEOF_SOCKADDR_STORAGE;
    private static final int NO_SOCKET = -1;

    private final SystemCalls calls;
    private final Endpoint endpoint;
    private final TargetTrouble trouble;
    private final Arena arena = Arena.ofShared();
    private final UnsafeBuffer memory;
    private int fd = NO_SOCKET;
    private int first;
    private int count;
    private int areaEnd;
    private long lost;
    private long delivered;
    private boolean troubleTold;

    DatagramTarget(SystemCalls calls, Endpoint endpoint, TargetTrouble trouble) {
        this.calls = calls;
        this.endpoint = endpoint;
        this.trouble = trouble;
        memory = new UnsafeBuffer(arena.allocate(TOTAL_BYTES, Long.BYTES).address(), TOTAL_BYTES);
        for (int i = 0; i < MAX_LINES; i++) {
            memory.putLong(HEADERS + i * MMSGHDR_BYTES + MSGHDR_IOV, memory.addressOffset() + VECTORS + (long) i * IOVEC_BYTES);
            memory.putLong(HEADERS + i * MMSGHDR_BYTES + MSGHDR_IOVLEN, 1);
        }
    }

    /** Opens the socket ahead of the first line, while the root directory is still the system's; a target that is not there yet is no error. */
    void open() {
        connect();
    }

    @Override
    public int begin(int maxBytes) {
        if (count == MAX_LINES || areaEnd + maxBytes > AREA_BYTES) {
            flush();
            if (count == MAX_LINES || areaEnd + maxBytes > AREA_BYTES) {
                lost++;
                return -1;
            }
        }
        return areaEnd;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return memory;
    }

    @Override
    public void commit(int lengthBytes) {
        int vector = VECTORS + count * IOVEC_BYTES;
        memory.putLong(vector, memory.addressOffset() + areaEnd);
        memory.putLong(vector + Long.BYTES, lengthBytes);
        areaEnd += lengthBytes;
        count++;
    }

    @Override
    public int flush() {
        boolean reconnected = false;
        boolean refused = false;
        while (first < count) {
            if (fd == NO_SOCKET) {
                if (reconnected || connect() < 0) {
                    lost += count - first;
                    first = count;
                    break;
                }
                reconnected = true;
            }
            int result = calls.sendmmsg(fd, memory.addressOffset() + HEADERS + (long) first * MMSGHDR_BYTES, count - first,
                    OsConstants.MSG_DONTWAIT | OsConstants.MSG_NOSIGNAL);
            if (result > 0) {
                first += result;
                delivered += result;
                refused = false;
            } else if (result == -Errno.EAGAIN || result == -Errno.ENOBUFS) {
                return count - first;
            } else if (result == -Errno.ECONNREFUSED && endpoint.isInet() && !refused) {
                // The answer to an earlier datagram; this one was not sent yet.
                refused = true;
                tell(-result);
            } else if (result != -Errno.EINTR) {
                refused = false;
                failed(-result);
            }
        }
        first = 0;
        count = 0;
        areaEnd = 0;
        return 0;
    }

    /** A UNIX socket whose peer is gone is opened anew for the same line; otherwise the line is lost. */
    private void failed(int errno) {
        tell(errno);
        if (endpoint.isInet() || errno == Errno.EMSGSIZE) {
            lost++;
            first++;
        } else {
            disconnect();
        }
    }

    private int connect() {
        int socket = calls.socket(endpoint.domain(), OsConstants.SOCK_DGRAM | OsConstants.SOCK_CLOEXEC | OsConstants.SOCK_NONBLOCK, 0);
        if (socket < 0) {
            tell(-socket);
            return socket;
        }
        long address = memory.addressOffset() + SOCKADDR;
        int result = calls.connect(socket, address, endpoint.writeSockaddr(address));
        if (result < 0) {
            calls.close(socket);
            tell(-result);
            return result;
        }
        fd = socket;
        return 0;
    }

    private void tell(int errno) {
        if (!troubleTold) {
            troubleTold = true;
            trouble.onTrouble(endpoint.toString(), errno);
        }
    }

    private void disconnect() {
        if (fd != NO_SOCKET) {
            calls.close(fd);
            fd = NO_SOCKET;
        }
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public void close() {
        disconnect();
        arena.close();
    }
}
