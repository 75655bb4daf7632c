package org.weir.io.net;

import java.nio.charset.StandardCharsets;
import org.weir.io.sys.OsConstants;

/** Where a socket listens or connects to; immutable, for configuration. The text form is HAProxy's. */
public sealed interface Endpoint {

    /** An IPv4 address and port, the address in host order ({@code 0x7F000001} is 127.0.0.1). */
    record Inet4(int address, int port) implements Endpoint {
        @Override
        public String toString() {
            return NetAddress.of(this).toString();
        }
    }

    /** An IPv6 address in two halves, high first, its scope (0 for none) and port. */
    record Inet6(long high, long low, int scopeId, int port) implements Endpoint {
        @Override
        public String toString() {
            return NetAddress.of(this).toString();
        }
    }

    /** A UNIX socket in the file system. */
    record UnixPath(String path) implements Endpoint {
        /** Checks the length that the kernel allows. */
        public UnixPath {
            checkUnixName(path);
        }

        @Override
        public String toString() {
            return "unix@" + path;
        }
    }

    /** A UNIX socket of Linux's abstract name space; the name without its leading NUL. */
    record UnixAbstract(String name) implements Endpoint {
        /** Checks the length that the kernel allows. */
        public UnixAbstract {
            checkUnixName(name);
        }

        @Override
        public String toString() {
            return "abns@" + name;
        }
    }

    /** A descriptor that the process inherited. */
    record InheritedFd(int fd) implements Endpoint {
        @Override
        public String toString() {
            return "fd@" + fd;
        }
    }

    /** The address family for socket(2), or -1 for an inherited descriptor. */
    default int domain() {
        return switch (this) {
            case Inet4 ignored -> OsConstants.AF_INET;
            case Inet6 ignored -> OsConstants.AF_INET6;
            case UnixPath ignored -> OsConstants.AF_UNIX;
            case UnixAbstract ignored -> OsConstants.AF_UNIX;
            case InheritedFd ignored -> -1;
        };
    }

    /** Whether it is an IPv4 or IPv6 endpoint. */
    default boolean isInet() {
        return this instanceof Inet4 || this instanceof Inet6;
    }

    /** The same endpoint with another port; UNIX sockets and descriptors, which have none, stay as they are. */
    default Endpoint withPort(int port) {
        return switch (this) {
            case Inet4 e -> new Inet4(e.address, port);
            case Inet6 e -> new Inet6(e.high, e.low, e.scopeId, port);
            case UnixPath e -> e;
            case UnixAbstract e -> e;
            case InheritedFd e -> e;
        };
    }

    /** The port; 0 for UNIX sockets and descriptors. */
    default int portNumber() {
        return switch (this) {
            case Inet4 e -> e.port;
            case Inet6 e -> e.port;
            case UnixPath ignored -> 0;
            case UnixAbstract ignored -> 0;
            case InheritedFd ignored -> 0;
        };
    }

    /**
     * Writes the sockaddr.
     *
     * @param address of {@link OsConstants#SIZEOF_SOCKADDR_STORAGE} bytes.
     * @return its length in bytes.
     * @throws IllegalStateException for an inherited descriptor, which has none.
     */
    default int writeSockaddr(long address) {
        return switch (this) {
            case Inet4 e -> Sockaddr.writeInet4(address, e.address, e.port);
            case Inet6 e -> Sockaddr.writeInet6(address, e.high, e.low, e.scopeId, e.port);
            case UnixPath e -> Sockaddr.writeUnix(address, e.path, false);
            case UnixAbstract e -> Sockaddr.writeUnix(address, e.name, true);
            case InheritedFd e -> throw new IllegalStateException("fd@" + e.fd + " has no address");
        };
    }

    /**
     * Writes the sockaddr with another port, without an object for it.
     *
     * @param address of {@link OsConstants#SIZEOF_SOCKADDR_STORAGE} bytes.
     * @return its length in bytes.
     */
    default int writeSockaddr(long address, int port) {
        return switch (this) {
            case Inet4 e -> Sockaddr.writeInet4(address, e.address, port);
            case Inet6 e -> Sockaddr.writeInet6(address, e.high, e.low, e.scopeId, port);
            case UnixPath ignored -> writeSockaddr(address);
            case UnixAbstract ignored -> writeSockaddr(address);
            case InheritedFd ignored -> writeSockaddr(address);
        };
    }

    /**
     * Reads a numeric address: IPv4 in dotted form, IPv6 with or without brackets and with an optional {@code %scope} number.
     *
     * @return null when {@code host} is not numeric.
     * @throws IllegalArgumentException for a port outside 0 to 65535.
     */
    static Endpoint ofNumeric(String host, int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
        final String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        final long v4 = NumericAddress.parseInet4(bare);
        if (v4 >= 0) {
            return new Inet4((int) v4, port);
        }
        return NumericAddress.parseInet6(bare, port);
    }

    private static void checkUnixName(String name) {
        final int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > OsConstants.MAX_UNIX_PATH_BYTES) {
            throw new IllegalArgumentException("UNIX socket name of " + bytes + " bytes; allowed are 1 to "
                + OsConstants.MAX_UNIX_PATH_BYTES);
        }
    }
}
