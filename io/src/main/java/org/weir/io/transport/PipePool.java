package org.weir.io.transport;

import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;

/** The pipes of one transport, made as they are needed and kept for the next one who needs one. I/O agent only. */
final class PipePool {
    private final SystemCalls calls;
    private final SocketMemory memory;
    private final TransportCounters counters;
    private int maxPipes;
    private int pipeBytes;
    private Pipe free;

    PipePool(SystemCalls calls, SocketMemory memory, TransportCounters counters) {
        this.calls = calls;
        this.memory = memory;
        this.counters = counters;
    }

    /** At most so many pipes, none at first, of so many bytes; 0 for what the kernel gives. */
    void limit(int pipes, int bytesOfEach) {
        maxPipes = pipes;
        pipeBytes = bytesOfEach;
    }

    /** An empty pipe; null when all are in use, or descriptors or memory are short. */
    Pipe acquire() {
        Pipe pipe = free;
        if (pipe != null) {
            free = pipe.next;
            pipe.next = null;
            counters.pipesFree--;
        } else if (counters.pipesUsed >= maxPipes) {
            return null;
        } else {
            pipe = open();
            if (pipe == null) {
                return null;
            }
        }
        counters.pipesUsed++;
        return pipe;
    }

    private Pipe open() {
        if (calls.pipe2(memory.address(), OsConstants.O_NONBLOCK | OsConstants.O_CLOEXEC) < 0) {
            return null;
        }
        final int writeFd = memory.secondInt();
        if (pipeBytes > 0) {
            calls.fcntl(writeFd, OsConstants.F_SETPIPE_SZ, pipeBytes); // Refused above the system's limit: the pipe then stays as it is.
        }
        return new Pipe(this, memory.firstInt(), writeFd);
    }

    /** Keeps an empty pipe; one with bytes in it is closed, which drops them. */
    void release(Pipe pipe) {
        counters.pipesUsed--;
        if (pipe.bytes() > 0) {
            pipe.close(calls);
        } else {
            pipe.next = free;
            free = pipe;
            counters.pipesFree++;
        }
    }

    /** Closes the pipes that are not in use. */
    void close() {
        for (Pipe pipe = free; pipe != null; pipe = pipe.next) {
            pipe.close(calls);
        }
        free = null;
        counters.pipesFree = 0;
    }
}
