package org.weir.io.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.os.Errno;

class LinuxSystemCallsTest {
    private static final int SOCK_STREAM_NONBLOCK = OsConstants.SOCK_STREAM | OsConstants.SOCK_NONBLOCK;

    private final SystemCalls calls = new LinuxSystemCalls();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(64, 8);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void pollTellsWhatHappenedOrThatNothingDid() {
        assertEquals(0, calls.socketpair(OsConstants.AF_UNIX, SOCK_STREAM_NONBLOCK, 0, memory.address()));
        int near = memory.get(ValueLayout.JAVA_INT, 0);
        int far = memory.get(ValueLayout.JAVA_INT, 4);
        assertEquals(0, calls.poll(near, OsConstants.POLLIN, 0));
        assertEquals(0, calls.poll(near, OsConstants.POLLIN, 1));
        assertEquals(5, calls.send(far, memory.address(), 5, 0));
        assertEquals(OsConstants.POLLIN, calls.poll(near, OsConstants.POLLIN, 20_000));
        assertEquals(OsConstants.POLLIN, calls.poll(near, OsConstants.POLLIN, -1));
        assertEquals(5, calls.recv(near, memory.address(), 64, 0));
        assertEquals(-Errno.EAGAIN, calls.recv(near, memory.address(), 64, 0));
        assertTrue((calls.fcntl(near, OsConstants.F_GETFL, 0) & OsConstants.SOCK_NONBLOCK) != 0, "O_NONBLOCK");
        assertEquals(0, calls.close(near));
        assertEquals(0, calls.close(far));
        assertEquals(-Errno.EBADF, calls.close(far));
    }

    @Test
    void pathsAreRelativeToTheWorkingDirectoryAndErrorsAreNumbers(@TempDir Path folder) throws Exception {
        Path from = Files.createFile(folder.resolve("from"));
        Path to = folder.resolve("to");
        assertEquals(0, calls.chmod(from.toString(), 0640));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(from)));
        assertEquals(0, calls.chown(from.toString(), -1, -1));
        assertEquals(0, calls.rename(from.toString(), to.toString()));
        assertFalse(Files.exists(from));
        assertEquals(0, calls.unlink(to.toString()));
        assertEquals(-Errno.ENOENT, calls.unlink(to.toString()));
    }

    /** Also before anything is compiled: nothing is left to the compiler. The first calls make the classes. */
    @Test
    void aCallAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertEquals(0, calls.socketpair(OsConstants.AF_UNIX, SOCK_STREAM_NONBLOCK, 0, memory.address()));
        int near = memory.get(ValueLayout.JAVA_INT, 0);
        int far = memory.get(ValueLayout.JAVA_INT, 4);
        long bytes = 0;
        for (int round = 0; round < 2; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                calls.recv(near, memory.address(), 64, 0);
                calls.getsockoptInt(near, OsConstants.SOL_SOCKET, OsConstants.SO_ERROR);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(bytes < 1_000, bytes + " bytes");
        calls.close(near);
        calls.close(far);
    }
}
