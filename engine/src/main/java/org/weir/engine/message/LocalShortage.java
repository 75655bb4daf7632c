package org.weir.engine.message;

import org.weir.os.Errno;

/** Any agent. Tells failures to connect for want of something here, such as descriptors or ports, from those that are the server's or the network's. */
public final class LocalShortage {
    private LocalShortage() {}

    /** Whether this error number of a call means that the server was not even asked. */
    public static boolean is(int errno) {
        return switch (errno) {
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.ENOBUFS, Errno.EADDRINUSE, Errno.EADDRNOTAVAIL -> true;
            default -> false;
        };
    }
}
