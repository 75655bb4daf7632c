package org.weir.perf.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.sys.OsConstants;

/** What a system call costs from Java, kernel included: the shortest ones there are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SystemCallBenchmark {
    private static final int SOCK_STREAM_NONBLOCK = OsConstants.SOCK_STREAM | OsConstants.SOCK_NONBLOCK;

    private final LinuxSystemCalls calls = new LinuxSystemCalls();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(64, 8);
    private final long address = memory.address();
    private int near;
    private int far;
    private int epoll;

    /** A pair of connected sockets, with nothing to read. */
    @Setup
    public void setUp() {
        if (calls.socketpair(OsConstants.AF_UNIX, SOCK_STREAM_NONBLOCK, 0, address) != 0) {
            throw new IllegalStateException("no socket pair");
        }
        near = memory.get(ValueLayout.JAVA_INT, 0);
        far = memory.get(ValueLayout.JAVA_INT, 4);
        epoll = calls.epollCreate1(0);
    }

    /** Closes the sockets. */
    @TearDown
    public void tearDown() {
        calls.close(near);
        calls.close(far);
        calls.close(epoll);
        arena.close();
    }

    /** A call that fails: recv(2) without anything to receive, EAGAIN. */
    @Benchmark
    public int recvOfNothing() {
        return calls.recv(near, address, 64, 0);
    }

    /** A call that succeeds, made as one that does not block: epoll_wait(2) without waiting. */
    @Benchmark
    public int epollPoll() {
        return calls.epollPoll(epoll, address, 1);
    }

    /** The same, made as one that may block. */
    @Benchmark
    public int epollWait() {
        return calls.epollWait(epoll, address, 1, 0);
    }
}
