package org.weir.os;

/**
 * A system call that failed: what was asked, which error number came back and what that means, as in
 * {@code sched_setaffinity(5) failed: EINVAL (Invalid argument)}.
 */
public final class OsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param operation the call with the arguments that matter, as the message shows it
     * @param errno     the error number the call left behind
     */
    public OsException(String operation, int errno) {
        super(operation + " failed: " + Errno.symbol(errno) + " (" + Errno.meaning(errno) + ")");
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    /** What the error number means, without the call: what HAProxy shows in its own messages. */
    public String meaning() {
        return Errno.meaning(errno);
    }
}
