package org.weir.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Functions of libc that are not mere system calls ({@link KernelCall} has those), through {@code java.lang.foreign}, by one shape for all. The JVM
 * makes new classes for each shape of a call, at some 5 ms of the start; a shape of register-wide integers fits every function of integers and
 * pointers: the callee reads the low half where it wants an {@code int}, and no register that it has no parameter for. Spare arguments are 0. A
 * result is a {@code long} too, to be narrowed to {@code int} where the function returns one. The first argument of a handle is the segment that
 * takes errno ({@link Linker.Option#captureStateLayout()}).
 */
public final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final FunctionDescriptor FOUR = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private Downcalls() {
    }

    /** A function of up to four arguments that may block. */
    public static MethodHandle blocking4(String function) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(function).orElseThrow(() -> new IllegalStateException("libc lacks " + function)), FOUR, ERRNO);
    }
}
