package org.weir.engine.log;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/**
 * Journal agent only. An inherited descriptor: a terminal, a file, a pipe. It is shared with other processes and may block. What is no file is opened
 * once more where the system allows it, so that it never blocks here, whatever it does for others. Besides, nothing is written before poll(2) says that
 * there is room, and never more than a pipe then takes at once ({@link #PIECE_BYTES}); lines stay whole.
 */
final class DescriptorTarget implements LineTarget {
    /** PIPE_BUF: what a pipe that is ready takes without blocking, and without mixing with other writers. */
    private static final int PIECE_BYTES = 4096;
    private static final int AREA_BYTES = 256 * 1024;

    private final SystemCalls calls;
    private final int fd;
    /** The same thing, opened by this process alone; or {@link #fd}. */
    private final int output;
    private final TargetTrouble trouble;
    private final Arena arena = Arena.ofShared();
    private final UnsafeBuffer memory;
    private int start;
    private int end;
    private int waiting;
    private long lost;
    private long delivered;
    private boolean troubleTold;

    /** @param staying whether the descriptor stays what it is now: in the background it becomes /dev/null */
    DescriptorTarget(SystemCalls calls, int fd, boolean staying, TargetTrouble trouble) {
        this.calls = calls;
        this.fd = fd;
        output = staying ? reopened(calls, fd) : fd;
        this.trouble = trouble;
        memory = new UnsafeBuffer(arena.allocate(AREA_BYTES).address(), AREA_BYTES);
    }

    private static int reopened(SystemCalls calls, int fd) {
        String path = "/proc/self/fd/" + fd;
        try {
            if (Files.readAttributes(Path.of(path), BasicFileAttributes.class).isOther()) {
                int own = calls.open(path, OsConstants.O_WRONLY | OsConstants.O_NONBLOCK | OsConstants.O_NOCTTY | OsConstants.O_CLOEXEC);
                return own >= 0 ? own : fd;
            }
            return fd;
        } catch (IOException unknown) {
            // Without /proc, or without such a descriptor, which writing to it will tell.
            return fd;
        }
    }

    @Override
    public int begin(int maxBytes) {
        if (end + maxBytes > AREA_BYTES) {
            flush();
            if (end + maxBytes > AREA_BYTES) {
                lost++;
                return -1;
            }
        }
        return end;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return memory;
    }

    @Override
    public void commit(int lengthBytes) {
        end += lengthBytes;
        waiting++;
    }

    @Override
    public int flush() {
        while (start < end) {
            int ready = calls.poll(output, OsConstants.POLLOUT, 0);
            if (ready == 0 || ready == -Errno.EINTR) {
                return waiting;
            }
            int written = ready < 0 ? ready : calls.writeBlocking(output, memory.addressOffset() + start, piece());
            if (written > 0) {
                start += written;
            } else if (written == -Errno.EAGAIN || written == -Errno.EINTR) {
                return waiting;
            } else {
                fail(-written);
            }
        }
        delivered += waiting;
        reset();
        return 0;
    }

    private void fail(int errno) {
        lost += waiting;
        reset();
        if (!troubleTold) {
            troubleTold = true;
            trouble.onTrouble("fd@" + fd, errno);
        }
    }

    private void reset() {
        start = 0;
        end = 0;
        waiting = 0;
    }

    /** Whole lines up to the size of a piece; a longer line in pieces. */
    private int piece() {
        if (end - start <= PIECE_BYTES) {
            return end - start;
        }
        for (int length = PIECE_BYTES; length > 0; length--) {
            if (memory.getByte(start + length - 1) == '\n') {
                return length;
            }
        }
        return PIECE_BYTES;
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
        if (output != fd) {
            calls.close(output);
        }
        arena.close();
    }
}
