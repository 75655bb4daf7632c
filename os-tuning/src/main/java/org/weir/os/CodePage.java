package org.weir.os;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** A few bytes of machine code, on pages of their own that stay for the life of the process and are never writable and executable at once. */
final class CodePage {
    private static final long PROT_READ = 1;
    private static final long PROT_WRITE = 2;
    private static final long PROT_EXEC = 4;
    private static final long MAP_PRIVATE_ANONYMOUS = 0x22;
    /** The largest page of the processors that there is code for. */
    private static final int PAGE_BYTES = 65_536;

    private CodePage() {
    }

    /**
     * Puts code of up to 64 KiB in place.
     *
     * @return the address of its first byte
     * @throws IllegalStateException when the kernel refuses the memory
     */
    static long install(ByteBuffer code) {
        long page = call("mmap", 0, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE_ANONYMOUS, -1);
        MemorySegment.ofAddress(page).reinterpret(PAGE_BYTES).copyFrom(MemorySegment.ofBuffer(code));
        call("mprotect", page, PAGE_BYTES, PROT_READ | PROT_EXEC, 0, 0);
        return page;
    }

    /** A function of libc in the shape of {@link KernelCall#brief()}, so that the JVM need not make another: at the price of the reason for an error. */
    private static long call(String function, long first, long second, long third, long fourth, long fifth) {
        MemorySegment address = Linker.nativeLinker().defaultLookup().findOrThrow(function);
        FunctionDescriptor shape = KernelCall.SHAPE;
        MethodHandle handle = Linker.nativeLinker().downcallHandle(address, shape, Linker.Option.critical(false));
        long result;
        try {
            result = (long) handle.invokeExact(first, second, third, fourth, fifth, 0L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        if (result == -1 || function.equals("mprotect") && (int) result != 0) {
            throw new IllegalStateException("the kernel refuses " + function + "() of memory for code");
        }
        return result;
    }
}
