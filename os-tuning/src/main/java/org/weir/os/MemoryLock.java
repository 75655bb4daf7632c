package org.weir.os;

/** Keeps the process's pages in memory (mlockall(2)); needs CAP_IPC_LOCK or a sufficient {@link ResourceLimits.Resource#MEMLOCK}. */
public final class MemoryLock {
    /** What to lock. */
    public enum Scope {
        /** The pages mapped now. */
        CURRENT(1),
        /** The pages mapped from now on. */
        FUTURE(2),
        /** Now and from now on. */
        ALL(3),
        /** Now and from now on, each page once it is touched: the heap's untouched reserve stays unbacked (Linux 4.4). */
        ALL_ON_FAULT(7);

        private final int flags;

        Scope(int flags) {
            this.flags = flags;
        }
    }

    private MemoryLock() {
    }

    /** @throws OsException ENOMEM over the limit, EPERM without the privilege */
    public static void lock(Scope scope) {
        String operation = Libc.call("mlockall", scope);
        Libc.check(operation, Libc.mlockall(scope.flags));
    }

    /** Ends every lock of this process. */
    public static void unlock() {
        Libc.check("munlockall()", Libc.munlockall());
    }
}
