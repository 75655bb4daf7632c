package org.weir.engine.message;

import org.weir.os.Errno;

/** Any agent. Tells failures to connect for want of something here, such as descriptors or ports, from those that are the server's or the network's. */
public final class LocalShortage {
    /** {@link #what} is wanting when an address and port to connect from could not be had. */
    public static final String PORTS = "ports";

    private LocalShortage() {}

    /** What is wanting, for {@link #is such} an error number. */
    public static String what(int errno) {
        return switch (errno) {
            case Errno.EMFILE, Errno.ENFILE -> "descriptors";
            case Errno.ENOMEM, Errno.ENOBUFS -> "memory";
            default -> PORTS;
        };
    }

    /** Whether this error number of a call means that the server was not even asked. */
    public static boolean is(int errno) {
        return switch (errno) {
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.ENOBUFS, Errno.EADDRINUSE, Errno.EADDRNOTAVAIL -> true;
            default -> false;
        };
    }
}
