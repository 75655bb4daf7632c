package org.weir.io.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.weir.io.sys.IoException;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/**
 * A bound, listening descriptor. Options that Linux passes from a listener to its accepted sockets are set here once, not per
 * connection.
 */
public final class ListeningSocket {
    private static final AtomicInteger TEMPORARY_NAMES = new AtomicInteger();

    private final int fd;
    private final ListenSpec spec;
    private final Endpoint bound;

    /** Where a UNIX socket is until it is published, or null. */
    private String temporary;

    private boolean closed;

    private ListeningSocket(int fd, ListenSpec spec, Endpoint bound, String temporary) {
        this.fd = fd;
        this.spec = spec;
        this.bound = bound;
        this.temporary = temporary;
    }

    /**
     * Opens the socket and publishes it.
     *
     * @throws IoException that names the endpoint, the step and the error.
     */
    public static ListeningSocket open(SystemCalls calls, ListenSpec spec) throws IoException {
        final ListeningSocket socket = prepare(calls, spec);
        try {
            socket.publish(calls);
        } catch (IoException e) {
            socket.discard(calls);
            throw e;
        }
        return socket;
    }

    /**
     * Opens the socket; for {@code fd@N}, checks the inherited one. A UNIX socket with a path is bound to a temporary name beside it: until it is
     * published, clients find the old one.
     *
     * @throws IoException that names the endpoint, the step and the error.
     */
    public static ListeningSocket prepare(SystemCalls calls, ListenSpec spec) throws IoException {
        final Endpoint endpoint = spec.endpoint();
        if (endpoint instanceof Endpoint.InheritedFd inherited) {
            return inherit(calls, spec, inherited);
        }
        final int fd = check(calls.socket(endpoint.domain(),
            OsConstants.SOCK_STREAM | OsConstants.SOCK_NONBLOCK | OsConstants.SOCK_CLOEXEC, 0), "cannot create socket for", endpoint);
        try {
            String temporary = null;
            if (endpoint.isInet()) {
                setInetOptions(calls, fd, spec);
            }
            if (endpoint instanceof Endpoint.UnixPath path) {
                temporary = bindTemporary(calls, fd, spec, path);
            } else {
                bind(calls, fd, endpoint);
                check(calls.listen(fd, spec.backlog()), "cannot listen on", endpoint);
                delayAcks(calls, fd, spec);
            }
            return new ListeningSocket(fd, spec, localOf(calls, fd, endpoint), temporary);
        } catch (IoException e) {
            calls.close(fd);
            throw e;
        }
    }

    /** The descriptor. */
    public int fd() {
        return fd;
    }

    /** What it was opened with. */
    public ListenSpec spec() {
        return spec;
    }

    /** Where it listens, with the port that the kernel chose if 0 was asked for. */
    public Endpoint bound() {
        return bound;
    }

    /**
     * Gives a UNIX socket its path, in place of the one that was there.
     *
     * @throws IoException that names the endpoint and the error
     */
    public void publish(SystemCalls calls) throws IoException {
        if (temporary != null && spec.endpoint() instanceof Endpoint.UnixPath path) {
            check(calls.rename(temporary, path.path()), "cannot bind to", path);
            temporary = null;
        }
    }

    /** Whether {@link #release} does anything: a UNIX socket's path and an inherited socket stay as they are. */
    public boolean isReleasable() {
        return spec.endpoint().isInet() || spec.endpoint() instanceof Endpoint.UnixAbstract;
    }

    /** Stops listening, the descriptor stays: connections are refused, and others may bind the address, until {@link #reclaim}. May be called again. */
    public void release(SystemCalls calls) {
        if (spec.endpoint().isInet()) {
            stopListening(calls);
        } else if (isReleasable()) {
            // A name is its socket's for as long as it lives: another takes the descriptor's place.
            final int fresh = calls.socket(spec.endpoint().domain(), OsConstants.SOCK_STREAM | OsConstants.SOCK_NONBLOCK | OsConstants.SOCK_CLOEXEC, 0);
            if (fresh >= 0) {
                calls.dup3(fresh, fd, OsConstants.O_CLOEXEC);
                calls.close(fresh);
            }
        }
    }

    /**
     * Dissolves the association, as connect(2) calls it. A shutdown(2) would do so as well, but only once: where the socket listens no more, be it by another
     * agent's hand, it would remember the shutdown, and hand it on to every connection accepted after the next listen(2).
     */
    private void stopListening(SystemCalls calls) {
        try (Arena arena = Arena.ofConfined()) {
            calls.connect(fd, arena.allocate(OsConstants.SIZEOF_SOCKADDR_IN, 8).address(), OsConstants.SIZEOF_SOCKADDR_IN);
        }
    }

    /**
     * Listens again after {@link #release}. May be called again.
     *
     * @throws IoException that names the endpoint and the error, as when another socket has the port now
     */
    public void reclaim(SystemCalls calls) throws IoException {
        if (!spec.endpoint().isInet()) {
            rebind(calls);
        }
        check(calls.listen(fd, spec.backlog()), "cannot listen on", spec.endpoint());
        delayAcks(calls, fd, spec);
    }

    /** Another agent that accepts on the same descriptor may have been first. */
    private void rebind(SystemCalls calls) throws IoException {
        try {
            bind(calls, fd, spec.endpoint());
        } catch (IoException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
        }
    }

    /** Listening resets the option. */
    private static void delayAcks(SystemCalls calls, int fd, ListenSpec spec) throws IoException {
        if (spec.lateAck() && spec.endpoint().isInet()) {
            new SocketOptions(calls, fd, spec.endpoint()).set(OsConstants.IPPROTO_TCP, OsConstants.TCP_QUICKACK, 0, "TCP_QUICKACK");
        }
    }

    /** Closes a socket that is not to be published. */
    public void discard(SystemCalls calls) {
        if (temporary != null) {
            calls.unlink(temporary);
            temporary = null;
        }
        close(calls);
    }

    /** Closes the descriptor; a UNIX socket's path stays, since a successor may own it by now. */
    public void close(SystemCalls calls) {
        if (!closed) {
            closed = true;
            calls.close(fd);
        }
    }

    /** Closes the descriptor and removes a UNIX socket's path. */
    public void closeAndUnlink(SystemCalls calls) {
        if (!closed && bound instanceof Endpoint.UnixPath path) {
            calls.unlink(path.path());
        }
        close(calls);
    }

    private static ListeningSocket inherit(SystemCalls calls, ListenSpec spec, Endpoint.InheritedFd inherited) throws IoException {
        final int listening = check(
            calls.getsockoptInt(inherited.fd(), OsConstants.SOL_SOCKET, OsConstants.SO_ACCEPTCONN), "cannot use", inherited);
        if (listening == 0) {
            check(calls.listen(inherited.fd(), spec.backlog()), "cannot listen on", inherited);
        }
        final int flags = check(calls.fcntl(inherited.fd(), OsConstants.F_GETFL, 0), "cannot read the flags of", inherited);
        check(calls.fcntl(inherited.fd(), OsConstants.F_SETFL, flags | OsConstants.O_NONBLOCK), "cannot set the flags of", inherited);
        check(calls.fcntl(inherited.fd(), OsConstants.F_SETFD, OsConstants.FD_CLOEXEC), "cannot set the flags of", inherited);
        return new ListeningSocket(inherited.fd(), spec, localOf(calls, inherited.fd(), inherited), null);
    }

    private static void setInetOptions(SystemCalls calls, int fd, ListenSpec spec) throws IoException {
        final SocketOptions options = new SocketOptions(calls, fd, spec.endpoint());
        options.set(OsConstants.SOL_SOCKET, OsConstants.SO_REUSEADDR, 1, "SO_REUSEADDR");
        if (spec.reusePort()) {
            options.set(OsConstants.SOL_SOCKET, OsConstants.SO_REUSEPORT, 1, "SO_REUSEPORT");
        }
        if (spec.endpoint() instanceof Endpoint.Inet6 && (spec.v6only() || spec.v4v6())) {
            options.set(OsConstants.IPPROTO_IPV6, OsConstants.IPV6_V6ONLY, spec.v6only() ? 1 : 0, "IPV6_V6ONLY");
        }
        if (spec.transparent()) {
            options.transparent();
        }
        options.bindToDevice(spec.interfaceName());
        options.keepAlive(spec.keepAlive());
        options.lingerOff(spec.lingerOff());
        options.noDelay();
        options.maxSegment(spec.mss());
        options.userTimeout(spec.tcpUserTimeoutMillis());
        options.bufferSizes(spec.sendBufferBytes(), spec.receiveBufferBytes());
        if (spec.deferAccept()) {
            options.set(OsConstants.IPPROTO_TCP, OsConstants.TCP_DEFER_ACCEPT, 60, "TCP_DEFER_ACCEPT");
        }
    }

    /** Binds to a temporary name beside the path, which is returned. */
    private static String bindTemporary(SystemCalls calls, int fd, ListenSpec spec, Endpoint.UnixPath target) throws IoException {
        final String temporary = target.path() + '.' + ProcessHandle.current().pid() + '.' + TEMPORARY_NAMES.incrementAndGet()
            + ".tmp";
        if (temporary.getBytes(StandardCharsets.UTF_8).length > OsConstants.MAX_UNIX_PATH_BYTES) {
            throw new IoException("cannot bind to " + target + ", which leaves no room for a temporary name",
                Errno.ENAMETOOLONG);
        }
        bind(calls, fd, new Endpoint.UnixPath(temporary));
        try {
            if (spec.unixMode() >= 0) {
                check(calls.chmod(temporary, spec.unixMode()), "cannot set the mode of", target);
            }
            if (spec.unixUid() >= 0 || spec.unixGid() >= 0) {
                check(calls.chown(temporary, spec.unixUid(), spec.unixGid()), "cannot set the owner of", target);
            }
            check(calls.listen(fd, spec.backlog()), "cannot listen on", target);
            return temporary;
        } catch (IoException e) {
            calls.unlink(temporary);
            throw e;
        }
    }

    private static void bind(SystemCalls calls, int fd, Endpoint endpoint) throws IoException {
        try (Arena arena = Arena.ofConfined()) {
            final long address = arena.allocate(OsConstants.SIZEOF_SOCKADDR_STORAGE, 8).address();
            check(calls.bind(fd, address, endpoint.writeSockaddr(address)), "cannot bind to", endpoint);
        }
    }

    private static Endpoint localOf(SystemCalls calls, int fd, Endpoint endpoint) throws IoException {
        if (endpoint instanceof Endpoint.UnixPath || endpoint instanceof Endpoint.UnixAbstract) {
            return endpoint;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment memory = arena.allocate(OsConstants.SIZEOF_SOCKADDR_STORAGE + 8, 8);
            final long lengthAddress = memory.address() + OsConstants.SIZEOF_SOCKADDR_STORAGE;
            memory.set(ValueLayout.JAVA_INT, OsConstants.SIZEOF_SOCKADDR_STORAGE,
                OsConstants.SIZEOF_SOCKADDR_STORAGE);
            check(calls.getsockname(fd, memory.address(), lengthAddress), "cannot read the address of", endpoint);
            final NetAddress local = new NetAddress();
            local.readSockaddr(memory.address(),
                memory.get(ValueLayout.JAVA_INT, OsConstants.SIZEOF_SOCKADDR_STORAGE));
            return switch (local.family()) {
                case NetAddress.INET4 -> new Endpoint.Inet4((int) local.low(), local.port());
                case NetAddress.INET6 -> new Endpoint.Inet6(local.high(), local.low(), 0, local.port());
                default -> endpoint;
            };
        }
    }

    private static int check(int result, String what, Endpoint endpoint) throws IoException {
        if (result < 0) {
            throw new IoException(what + ' ' + endpoint, -result);
        }
        return result;
    }
}
