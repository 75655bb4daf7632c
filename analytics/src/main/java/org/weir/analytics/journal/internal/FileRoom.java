package org.weir.analytics.journal.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Journal agent only. Sees that a file has blocks on the disk where it is about to be written through a mapping: a mapped write for which there is no
 * room does not fail, it kills with SIGBUS. fallocate(2) never touches what another process has written.
 */
final class FileRoom implements AutoCloseable {
    private static final int STEP_BYTES = 1 << 20;

    /** Where fallocate is unknown, so much must be free on the file system. */
    private static final long LEAST_FREE_BYTES = 64L << 20;

    private static final String PROBE = "room.probe";
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MODE = 0644;
    private static final int EINTR = 4;
    private static final int EOPNOTSUPP = 95;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = libc("open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
            Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FALLOCATE = libc("fallocate",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"));
    private static final MethodHandle CLOSE = libc("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle STRERROR = libc("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(CAPTURE);
    private Path file;
    private int fd = -1;
    private long reservedBytes;
    private boolean unsupported;

    private static MethodHandle libc(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), descriptor, options);
    }

    /**
     * Sees that a file has room up to an offset, and makes the file when it is not there.
     *
     * @throws IOException when the disk is full, or the file cannot be written
     */
    void reserve(Path path, long upToBytes) throws IOException {
        reserve(path, upToBytes, STEP_BYTES);
    }

    /** The same, in steps of another size. */
    void reserve(Path path, long upToBytes, int stepBytes) throws IOException {
        if (!path.equals(file)) {
            open(path);
        }
        if (upToBytes > reservedBytes) {
            long wantedBytes = (upToBytes + stepBytes - 1) / stepBytes * stepBytes;
            if (unsupported) {
                checkFree(path);
            } else {
                allocate(path, wantedBytes);
            }
            reservedBytes = wantedBytes;
        }
    }

    /**
     * Sees that a new file would find room. It must not be there before Chronicle makes it, so that the room is taken with another and given back.
     *
     * @throws IOException when the disk is full, or the directory cannot be written
     */
    void probe(Path directory) throws IOException {
        Path probe = directory.resolve(PROBE);
        try {
            reserve(probe, STEP_BYTES);
        } finally {
            close(fd);
            fd = -1;
            file = null;
            Files.deleteIfExists(probe);
        }
    }

    private void open(Path path) throws IOException {
        close(fd);
        fd = -1;
        file = null;
        reservedBytes = 0;
        try (Arena call = Arena.ofConfined()) {
            fd = (int) OPEN.invokeExact(state, call.allocateFrom(path.toString()), O_RDWR | O_CREAT | O_CLOEXEC, MODE);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        if (fd < 0) {
            throw failure(path, (int) ERRNO.get(state, 0L));
        }
        file = path;
    }

    private void allocate(Path path, long wantedBytes) throws IOException {
        int result;
        int errno;
        try {
            do {
                result = (int) FALLOCATE.invokeExact(state, fd, 0, reservedBytes, wantedBytes - reservedBytes);
                errno = result == 0 ? 0 : (int) ERRNO.get(state, 0L);
            } while (errno == EINTR);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        if (errno == EOPNOTSUPP) {
            unsupported = true;
            checkFree(path);
        } else if (errno != 0) {
            throw failure(path, errno);
        }
    }

    private static void checkFree(Path path) throws IOException {
        if (Files.getFileStore(path).getUsableSpace() < LEAST_FREE_BYTES) {
            throw new IOException(path + ": less than " + (LEAST_FREE_BYTES >> 20) + " MiB free");
        }
    }

    private static IOException failure(Path path, int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return new IOException(path + ": " + text.reinterpret(256).getString(0));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void close(int descriptor) {
        if (descriptor >= 0) {
            try {
                // Nothing was written through it that could be lost.
                int ignored = (int) CLOSE.invokeExact(descriptor);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        close(fd);
        fd = -1;
        file = null;
        arena.close();
    }
}
