package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

class KernelCallTest {
    private static final MethodHandle PIPE2 = KernelCall.PIPE2.brief();
    private static final MethodHandle READ = KernelCall.READ.brief();
    private static final MethodHandle WRITE = KernelCall.WRITE.blocking();
    private static final MethodHandle CLOSE = KernelCall.CLOSE.brief();
    private static final MethodHandle MMAP = KernelCall.MMAP.brief();
    private static final MethodHandle MUNMAP = KernelCall.MUNMAP.brief();

    /** Six arguments, of which x86-64 moves the fourth: a private anonymous mapping takes note of all of them but the last. */
    @Test
    void argumentsArriveInTheirOrder() throws Throwable {
        long address = (long) MMAP.invokeExact(0L, 8192L, 3L, 0x22L, -1L, 0L);
        assertTrue(address > 0, "mmap: " + address);
        MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(8192);
        memory.set(ValueLayout.JAVA_LONG, 8184, 42);
        assertEquals(42, memory.get(ValueLayout.JAVA_LONG, 8184));
        assertEquals(0L, (long) MUNMAP.invokeExact(address, 8192L, 0L, 0L, 0L, 0L));
    }

    @Test
    void resultsAndErrorsAreTheKernelsOwn() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(8, 8);
            assertEquals(0L, (long) PIPE2.invokeExact(pair.address(), 0x800L, 0L, 0L, 0L, 0L));
            long in = pair.get(ValueLayout.JAVA_INT, 0);
            long out = pair.get(ValueLayout.JAVA_INT, 4);
            MemorySegment text = arena.allocateFrom("through");
            assertEquals((long) -Errno.EAGAIN, (long) READ.invokeExact(in, text.address(), 7L, 0L, 0L, 0L));
            assertEquals(7L, (long) WRITE.invokeExact(out, text.address(), 7L, 0L, 0L, 0L));
            assertEquals(7L, (long) READ.invokeExact(in, text.address(), 100L, 0L, 0L, 0L));
            assertEquals(0L, (long) CLOSE.invokeExact(in, 0L, 0L, 0L, 0L, 0L));
            assertEquals(0L, (long) CLOSE.invokeExact(out, 0L, 0L, 0L, 0L, 0L));
            assertEquals(-9L, (long) CLOSE.invokeExact(-1L, 0L, 0L, 0L, 0L, 0L));
        }
    }
}
