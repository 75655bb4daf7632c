package org.weir.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the kernel does with a signal of this process (sigaction(2)), for the cases that {@code sun.misc.Signal} does not cover. Through
 * {@code java.lang.foreign}, which a program that opens sockets with it has loaded already. 64-bit Linux; signal numbers as in signal(7).
 */
public final class SignalActions {
    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;
    /** struct sigaction of glibc and musl: handler, mask of 128 bytes, flags, restorer. */
    private static final long SIGACTION_BYTES = 152;
    private static final long HANDLER_OFFSET = 0;

    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private SignalActions() {
    }

    /**
     * Bit n - 1 is set when signal n is ignored, as {@code nohup} or a shell's {@code &} leave it for the program they start. Read from
     * {@code /proc}, which costs far less at start than a first system call; 0 when there is none.
     */
    public static long ignored() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("SigIgn:")) {
                    return Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16);
                }
            }
            return 0;
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }

    /** Gives the signal its default action back. */
    public static void restoreDefault(int signal) {
        try (Arena arena = Arena.ofConfined()) {
            write(arena, signal, arena.allocate(SIGACTION_BYTES, 8));
        }
    }

    /**
     * Lets the handler of signal {@code as} handle signal {@code signal} too, which is shown to it as {@code as}. So a signal that the JVM keeps
     * for itself (SIGQUIT, its thread dump) reaches Java under the name of one that it does not. The handler is reached through a few bytes
     * of machine code that replace the number and go on to it: nothing in them can fail or be interrupted.
     *
     * @return false when there is no such code for this processor, and nothing was changed
     * @throws OsException           when the kernel refuses
     * @throws IllegalStateException when {@code as} has no handler
     */
    public static boolean deliverAs(int signal, int as) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = read(arena, as);
            long handler = action.get(ValueLayout.JAVA_LONG, HANDLER_OFFSET);
            if (handler == SIG_DFL || handler == SIG_IGN) {
                throw new IllegalStateException("signal " + as + " has no handler");
            }
            ByteBuffer code = trampoline(as, handler);
            if (code == null) {
                return false;
            }
            action.set(ValueLayout.JAVA_LONG, HANDLER_OFFSET, CodePage.install(code));
            write(arena, signal, action);
            return true;
        }
    }

    /** Sends this process a signal. */
    public static void send(int signal) {
        try (Arena arena = Arena.ofConfined()) {
            kill(arena, ProcessHandle.current().pid(), signal);
        }
    }

    /** Ends this process as the signal's default action does, so that its parent sees a process that died of it. */
    public static void dieOf(int signal) {
        restoreDefault(signal);
        send(signal);
    }

    /** Puts {@code signal} into the first argument's register and jumps to {@code handler}; null for other processors. */
    private static ByteBuffer trampoline(int signal, long handler) {
        ByteBuffer code = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> {
                code.put((byte) 0xBF).putInt(signal); // mov edi, signal
                code.put((byte) 0x48).put((byte) 0xB8).putLong(handler); // mov rax, handler
                code.put((byte) 0xFF).put((byte) 0xE0); // jmp rax
            }
            case "aarch64", "arm64" -> {
                code.putInt(0x5280_0000 | signal << 5); // movz w0, #signal
                code.putInt(0x5800_0070); // ldr x16, [pc, #12]
                code.putInt(0xD61F_0200); // br x16
                code.putInt(0xD503_201F); // nop, so that the address is aligned
                code.putLong(handler);
            }
            default -> {
                return null;
            }
        }
        return code.flip();
    }

    private static MemorySegment read(Arena arena, int signal) {
        MemorySegment action = arena.allocate(SIGACTION_BYTES, 8);
        sigaction(arena, signal, MemorySegment.NULL, action);
        return action;
    }

    private static void write(Arena arena, int signal, MemorySegment action) {
        sigaction(arena, signal, action, MemorySegment.NULL);
    }

    private static void sigaction(Arena arena, int signal, MemorySegment action, MemorySegment oldAction) {
        MethodHandle sigaction = Downcalls.blocking4("sigaction");
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        int result;
        try {
            result = (int) (long) sigaction.invokeExact(state, (long) signal, action.address(), oldAction.address(), 0L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        check("sigaction(" + signal + ")", result, state);
    }

    private static void kill(Arena arena, long pid, int signal) {
        MethodHandle kill = Downcalls.blocking4("kill");
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        int result;
        try {
            result = (int) (long) kill.invokeExact(state, pid, (long) signal, 0L, 0L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        check("kill(" + pid + ", " + signal + ")", result, state);
    }

    private static void check(String operation, long result, MemorySegment state) {
        if (result == -1) {
            throw new OsException(operation, (int) ERRNO.get(state, 0L));
        }
    }
}
