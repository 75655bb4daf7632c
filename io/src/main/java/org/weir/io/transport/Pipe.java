package org.weir.io.transport;

import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/** A pipe of the kernel, through which bytes pass from one socket to another without coming to us (splice(2)). I/O agent only. */
final class Pipe {
    private static final int FLAGS = OsConstants.SPLICE_F_MOVE | OsConstants.SPLICE_F_NONBLOCK;

    private final PipePool pool;
    private final int readFd;
    private final int writeFd;
    private int bytes;
    Pipe next; // In the pool.

    Pipe(PipePool pool, int readFd, int writeFd) {
        this.pool = pool;
        this.readFd = readFd;
        this.writeFd = writeFd;
    }

    /** Bytes in it. */
    int bytes() {
        return bytes;
    }

    /** Takes bytes from a socket; returns how many, 0 at the peer's end, or a negated error number. */
    int fill(SystemCalls calls, int fd, int maxBytes) {
        final int moved = calls.splice(fd, writeFd, maxBytes, FLAGS);
        if (moved > 0) {
            bytes += moved;
        }
        return moved;
    }

    /** Gives its bytes to a socket; returns how many, or a negated error number. */
    int drain(SystemCalls calls, int fd) {
        final int moved = calls.splice(readFd, fd, bytes, FLAGS);
        if (moved > 0) {
            bytes -= moved;
        }
        return moved == 0 ? -Errno.EIO : moved;
    }

    /** Back to its pool; what is still in it is lost. */
    void release() {
        pool.release(this);
    }

    void close(SystemCalls calls) {
        calls.close(readFd);
        calls.close(writeFd);
    }
}
