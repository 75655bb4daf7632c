package org.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** Anonymous private mappings: zeroed by the kernel at the first touch, so that what is not touched costs no memory. */
public final class AnonymousMemory {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final MethodHandle MMAP;
    private static final MethodHandle MUNMAP;

    static {
        final Linker linker = Linker.nativeLinker();
        final SymbolLookup libc = linker.defaultLookup();
        MMAP = linker.downcallHandle(libc.find("mmap").orElseThrow(),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        MUNMAP = linker.downcallHandle(libc.find("munmap").orElseThrow(),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

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
            final long address = (long) MMAP.invokeExact(
                0L, lengthBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
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
        try {
            result = (int) MUNMAP.invokeExact(address, lengthBytes);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (result != 0) {
            throw new IllegalStateException("munmap refused " + lengthBytes + " bytes");
        }
    }
}
