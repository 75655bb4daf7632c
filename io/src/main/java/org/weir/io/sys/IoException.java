package org.weir.io.sys;

import java.io.IOException;
import org.weir.os.Errno;

/** A system call that failed: says what was tried, the error's number and its meaning. */
public final class IoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Creates the exception.
     *
     * @param what  what was tried, such as {@code cannot bind to 127.0.0.1:80}.
     * @param errno the positive error number.
     */
    public IoException(String what, int errno) {
        super(what + ": " + Errno.meaning(errno) + " (" + Errno.symbol(errno) + ')');
        this.errno = errno;
    }

    /** The positive error number. */
    public int errno() {
        return errno;
    }
}
