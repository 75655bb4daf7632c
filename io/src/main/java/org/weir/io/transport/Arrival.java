package org.weir.io.transport;

import org.weir.io.memory.IoBuffer;
import org.weir.io.sys.SystemCalls;

/** The outcome of one receive on a channel, until the channel's turn comes. I/O agent only. */
final class Arrival {
    private IoBuffer buffer;
    private int result;
    private boolean all;

    boolean isHere() {
        return buffer != null;
    }

    /** Receives into an empty buffer, which belongs to this from now on. */
    void receive(SystemCalls calls, int fd, IoBuffer into, int askedBytes) {
        result = calls.recv(fd, into.address(), askedBytes, 0);
        all = result < askedBytes;
        buffer = into;
    }

    /** The bytes received, 0 at the peer's end, or a negated error number. */
    int result() {
        return result;
    }

    /** Whether the socket had no more. */
    boolean isAll() {
        return all;
    }

    /** It waits for longer, and the socket may get more in the meantime. */
    void age() {
        all = false;
    }

    /** Passes on the buffer, with the bytes in it. */
    IoBuffer take() {
        final IoBuffer taken = buffer;
        buffer = null;
        taken.end(Math.max(0, result));
        return taken;
    }

    void drop() {
        if (buffer != null) {
            take().release();
        }
    }
}
