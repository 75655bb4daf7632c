package org.weir.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * C functions through {@code java.lang.foreign}, by few shapes for all. The JVM makes new classes for each shape of a call, at some 5 ms of the
 * start; a shape of register-wide integers fits every function of integers and pointers: the callee reads the low half where it wants an
 * {@code int}, and no register that it has no parameter for. Spare arguments are 0. A result is a {@code long} too, to be narrowed to {@code int} where
 * the function returns one. The first argument of a handle is the segment that takes errno ({@link Linker.Option#captureStateLayout()}).
 */
public final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final Linker.Option CRITICAL = Linker.Option.critical(false);
    private static final FunctionDescriptor THREE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor FOUR = THREE.appendArgumentLayouts(JAVA_LONG);
    private static final FunctionDescriptor SIX = FOUR.appendArgumentLayouts(JAVA_LONG, JAVA_LONG);

    private Downcalls() {
    }

    /** A function of up to three arguments that never blocks: called without a change of the thread's state. */
    public static MethodHandle brief3(String function) {
        return handle(function, THREE, CRITICAL, ERRNO);
    }

    /** A function of up to six arguments that never blocks. */
    public static MethodHandle brief6(String function) {
        return handle(function, SIX, CRITICAL, ERRNO);
    }

    /** A function of up to four arguments that may block. */
    public static MethodHandle blocking4(String function) {
        return handle(function, FOUR, ERRNO);
    }

    private static MethodHandle handle(String function, FunctionDescriptor shape, Linker.Option... options) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(function).orElseThrow(() -> new IllegalStateException("libc lacks " + function)), shape, options);
    }
}
