package org.weir.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * System calls straight into the kernel, past libc: the handle of each takes six {@code long}s (spare ones are 0) and returns the kernel's own answer, a
 * result or a negated error number.
 *
 * <p>libc hands the error number over in a variable of the thread. The JVM must fetch it in the same downcall, and makes a view of the memory that
 * takes it for every call: 32 bytes of heap wherever the compiler does not see that nobody keeps it. Here there is nothing to fetch: the code below is
 * what libc's functions are, without that variable, and no call can allocate. Numbers are those of x86-64 and AArch64 (the kernel's asm/unistd.h).
 */
public enum KernelCall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    MMAP(9, 222),
    MUNMAP(11, 215),
    MADVISE(28, 233),
    DUP(32, 23),
    DUP3(292, 24),
    SOCKET(41, 198),
    CONNECT(42, 203),
    SENDTO(44, 206),
    RECVFROM(45, 207),
    SENDMSG(46, 211),
    SHUTDOWN(48, 210),
    BIND(49, 200),
    LISTEN(50, 201),
    GETSOCKNAME(51, 204),
    GETPEERNAME(52, 205),
    SOCKETPAIR(53, 199),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    FCNTL(72, 25),
    CLOCK_GETTIME(228, 113),
    /** epoll_pwait on AArch64, which has no epoll_wait; a mask of 0 is none. */
    EPOLL_WAIT(232, 22),
    EPOLL_CTL(233, 21),
    OPENAT(257, 56),
    FCHOWNAT(260, 54),
    UNLINKAT(263, 35),
    RENAMEAT(264, 38),
    FCHMODAT(268, 53),
    PPOLL(271, 73),
    SPLICE(275, 76),
    ACCEPT4(288, 242),
    EVENTFD2(290, 19),
    EPOLL_CREATE1(291, 20),
    PIPE2(293, 59),
    SENDMMSG(307, 269);

    static final FunctionDescriptor SHAPE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final int SLOT_BYTES = 16;

    private final int x86Number;
    private final int armNumber;

    KernelCall(int x86Number, int armNumber) {
        this.x86Number = x86Number;
        this.armNumber = armNumber;
    }

    /** For a call that does not block: made without a change of the thread's state, so that it holds up a collection while it lasts. */
    public MethodHandle brief() {
        return Linker.nativeLinker().downcallHandle(entry(), SHAPE, Linker.Option.critical(false));
    }

    /** For a call that may block. */
    public MethodHandle blocking() {
        return Linker.nativeLinker().downcallHandle(entry(), SHAPE);
    }

    private MemorySegment entry() {
        return MemorySegment.ofAddress(Code.ADDRESS + (long) ordinal() * SLOT_BYTES);
    }

    /** One slot a call. Arguments arrive in the registers where the kernel wants them, but for the fourth of x86-64. */
    private static final class Code {
        static final long ADDRESS = CodePage.install(assemble(System.getProperty("os.arch").toLowerCase(Locale.ROOT)));

        private static ByteBuffer assemble(String processor) {
            ByteBuffer code = ByteBuffer.allocateDirect(values().length * SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (KernelCall call : values()) {
                code.position(call.ordinal() * SLOT_BYTES);
                switch (processor) {
                    case "amd64", "x86_64" -> {
                        code.putInt(0xFA1E_0FF3); // endbr64
                        code.put((byte) 0xB8).putInt(call.x86Number); // mov eax, number
                        code.put((byte) 0x49).put((byte) 0x89).put((byte) 0xCA); // mov r10, rcx
                        code.put((byte) 0x0F).put((byte) 0x05); // syscall
                        code.put((byte) 0xC3); // ret
                    }
                    case "aarch64", "arm64" -> {
                        code.putInt(0xD503_245F); // bti c
                        code.putInt(0x5280_0008 | call.armNumber << 5); // mov w8, #number
                        code.putInt(0xD400_0001); // svc #0
                        code.putInt(0xD65F_03C0); // ret
                    }
                    default -> throw new IllegalStateException("no system calls for processor " + processor);
                }
            }
            return code.clear();
        }
    }
}
