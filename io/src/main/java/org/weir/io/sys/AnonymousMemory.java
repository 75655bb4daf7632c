package org.weir.io.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.weir.os.Downcalls;

/** Anonymous private mappings: zeroed by the kernel at the first touch, so that what is not touched costs no memory. */
public final class AnonymousMemory {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final MethodHandle MMAP = Downcalls.brief6("mmap");
    private static final MethodHandle MUNMAP = Downcalls.brief3("munmap");

    private AnonymousMemory() {
    }

    /**
     * Maps memory.
     *
     * @param lengthBytes rounded up to whole pages by the kernel.
     * @return the address, or 0 when the kernel refuses.
     */
    public static long map(long lengthBytes) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment errnoState = arena.allocate(Linker.Option.captureStateLayout());
            final long address = (long) MMAP.invokeExact(
                errnoState, 0L, lengthBytes, (long) PROT_READ_WRITE, (long) MAP_PRIVATE_ANONYMOUS_NORESERVE, -1L, 0L);
            return address == -1L ? 0 : address;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns a mapping to the kernel.
     *
     * @throws IllegalStateException if the address was not mapped.
     */
    public static void unmap(long address, long lengthBytes) {
        final int result;
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment errnoState = arena.allocate(Linker.Option.captureStateLayout());
            result = (int) (long) MUNMAP.invokeExact(errnoState, address, lengthBytes, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (result != 0) {
            throw new IllegalStateException("munmap refused " + lengthBytes + " bytes");
        }
    }
}
