package org.weir.io.sys;

import java.lang.invoke.MethodHandle;
import org.agrona.UnsafeApi;
import org.weir.os.KernelCall;

/** Anonymous private mappings: zeroed by the kernel at the first touch, so that what is not touched costs no memory. */
public final class AnonymousMemory {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final MethodHandle MMAP = KernelCall.MMAP.brief();
    private static final int MADV_DONTNEED = 4;
    private static final MethodHandle MUNMAP = KernelCall.MUNMAP.brief();
    private static final MethodHandle MADVISE = KernelCall.MADVISE.blocking();

    private AnonymousMemory() {
    }

    /**
     * Maps memory.
     *
     * @param lengthBytes rounded up to whole pages by the kernel.
     * @return the address, or 0 when the kernel refuses.
     */
    public static long map(long lengthBytes) {
        try {
            final long address = (long) MMAP.invokeExact(0L, lengthBytes, (long) PROT_READ_WRITE, (long) MAP_PRIVATE_ANONYMOUS_NORESERVE, -1L, 0L);
            return address < 0 ? 0 : address;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gives the pages that lie wholly in this part of a mapping back to the kernel; the addresses stay valid, and what is touched again is zero.
     *
     * @return how many bytes that were.
     */
    public static long release(long address, long lengthBytes) {
        final long pageBytes = UnsafeApi.pageSize();
        final long from = (address + pageBytes - 1) & -pageBytes;
        final long to = (address + lengthBytes) & -pageBytes;
        if (from >= to) {
            return 0;
        }
        try {
            final long result = (long) MADVISE.invokeExact(from, to - from, (long) MADV_DONTNEED, 0L, 0L, 0L);
            return result == 0 ? to - from : 0;
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
        try {
            result = (int) (long) MUNMAP.invokeExact(address, lengthBytes, 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (result != 0) {
            throw new IllegalStateException("munmap refused " + lengthBytes + " bytes");
        }
    }
}
