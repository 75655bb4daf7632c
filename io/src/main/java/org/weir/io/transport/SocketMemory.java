package org.weir.io.transport;

import java.lang.foreign.Arena;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.NetAddress;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;

/**
 * The native scratch memory of a transport: a sockaddr with its length, and a msghdr with its vector. I/O agent only.
 * <pre>
 *   0   sockaddr_storage (128)
 *   128 socklen_t, padding (8)
 *   136 struct msghdr (56): name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48
 *   192 struct iovec [16] (16 each): base 0, length 8
 * </pre>
 */
final class SocketMemory {
    static final int MAX_VECTOR = 16;

    private static final int LENGTH_OFFSET = OsConstants.SIZEOF_SOCKADDR_STORAGE;
    private static final int MSGHDR_OFFSET = LENGTH_OFFSET + 8;
    private static final int IOVEC_OFFSET = MSGHDR_OFFSET + 56;
    private static final int TOTAL_BYTES = IOVEC_OFFSET + 16 * MAX_VECTOR;

    private final UnsafeBuffer memory;

    SocketMemory(Arena arena) {
        memory = new UnsafeBuffer(arena.allocate(TOTAL_BYTES, 64).address(), TOTAL_BYTES);
        memory.putLong(MSGHDR_OFFSET + 16, memory.addressOffset() + IOVEC_OFFSET);
    }

    long address() {
        return memory.addressOffset();
    }

    /** The first of two ints at {@link #address()}. */
    int firstInt() {
        return memory.getInt(0);
    }

    /** The second one. */
    int secondInt() {
        return memory.getInt(4);
    }

    long lengthAddress() {
        return memory.addressOffset() + LENGTH_OFFSET;
    }

    long msghdrAddress() {
        return memory.addressOffset() + MSGHDR_OFFSET;
    }

    void resetLength() {
        memory.putInt(LENGTH_OFFSET, OsConstants.SIZEOF_SOCKADDR_STORAGE);
    }

    void readInto(NetAddress out) {
        out.readSockaddr(memory, memory.getInt(LENGTH_OFFSET));
    }

    /** Lays out a vector over a queue of buffers; returns how many buffers it covers. */
    int vectorOf(IoBuffer head) {
        int count = 0;
        for (IoBuffer buffer = head; buffer != null && count < MAX_VECTOR; buffer = buffer.next()) {
            memory.putLong(IOVEC_OFFSET + 16 * count, buffer.address() + buffer.start());
            memory.putLong(IOVEC_OFFSET + 16 * count + 8, buffer.length());
            count++;
        }
        memory.putLong(MSGHDR_OFFSET + 24, count);
        return count;
    }

    /** Has the close that follows reset the connection, where there is a descriptor. */
    void resetOnClose(SystemCalls calls, int fd) {
        if (fd >= 0) {
            memory.putInt(0, 1);
            memory.putInt(4, 0);
            calls.setsockopt(fd, OsConstants.SOL_SOCKET, OsConstants.SO_LINGER, address(), 8);
        }
    }
}
