package org.weir.io.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.weir.io.sys.IoException;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;

/** Sets the options of one socket; each failure names the option and the endpoint. */
public final class SocketOptions {
    private final SystemCalls calls;
    private final int fd;
    private final Endpoint endpoint;

    /** The options of a descriptor; the endpoint is for the messages and for the address family. */
    public SocketOptions(SystemCalls calls, int fd, Endpoint endpoint) {
        this.calls = calls;
        this.fd = fd;
        this.endpoint = endpoint;
    }

    /** Sets an int. */
    public void set(int level, int option, int value, String name) throws IoException {
        check(calls.setsockoptInt(fd, level, option, value), name);
    }

    /** Allows foreign addresses ({@code IP_TRANSPARENT}, {@code IPV6_TRANSPARENT}). */
    public void transparent() throws IoException {
        if (endpoint instanceof Endpoint.Inet6) {
            set(OsConstants.IPPROTO_IPV6, OsConstants.IPV6_TRANSPARENT, 1, "IPV6_TRANSPARENT");
        } else {
            set(OsConstants.SOL_IP, OsConstants.IP_TRANSPARENT, 1, "IP_TRANSPARENT");
        }
    }

    /** Binds to an interface, if one is named. */
    public void bindToDevice(String interfaceName) throws IoException {
        if (interfaceName == null) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment name = arena.allocateFrom(interfaceName, StandardCharsets.US_ASCII);
            check(calls.setsockopt(fd, OsConstants.SOL_SOCKET, OsConstants.SO_BINDTODEVICE, name.address(), (int) name.byteSize()),
                "SO_BINDTODEVICE to '" + interfaceName + '\'');
        }
    }

    /** Turns keep-alive probes on. */
    public void keepAlive(boolean on) throws IoException {
        if (on) {
            set(OsConstants.SOL_SOCKET, OsConstants.SO_KEEPALIVE, 1, "SO_KEEPALIVE");
        }
    }

    /** Makes close() reset the connection. */
    public void lingerOff(boolean on) throws IoException {
        if (!on) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment linger = arena.allocate(8, 4);
            linger.set(ValueLayout.JAVA_INT, 0, 1);
            check(calls.setsockopt(fd, OsConstants.SOL_SOCKET, OsConstants.SO_LINGER, linger.address(), 8), "SO_LINGER");
        }
    }

    /** Sends small segments at once. */
    public void noDelay() throws IoException {
        set(OsConstants.IPPROTO_TCP, OsConstants.TCP_NODELAY, 1, "TCP_NODELAY");
    }

    /** Sets the largest segment; 0 leaves the kernel's. */
    public void maxSegment(int bytes) throws IoException {
        if (bytes > 0) {
            set(OsConstants.IPPROTO_TCP, OsConstants.TCP_MAXSEG, bytes, "TCP_MAXSEG");
        }
    }

    /** Sets how long sent data may stay unacknowledged; 0 leaves the kernel's default. */
    public void userTimeout(int millis) throws IoException {
        if (millis > 0) {
            set(OsConstants.IPPROTO_TCP, OsConstants.TCP_USER_TIMEOUT, millis, "TCP_USER_TIMEOUT");
        }
    }

    /** Sets the kernel's buffer sizes; 0 leaves its own tuning. */
    public void bufferSizes(int sendBytes, int receiveBytes) throws IoException {
        if (sendBytes > 0) {
            set(OsConstants.SOL_SOCKET, OsConstants.SO_SNDBUF, sendBytes, "SO_SNDBUF");
        }
        if (receiveBytes > 0) {
            set(OsConstants.SOL_SOCKET, OsConstants.SO_RCVBUF, receiveBytes, "SO_RCVBUF");
        }
    }

    private void check(int result, String name) throws IoException {
        if (result < 0) {
            throw new IoException("cannot set " + name + " for " + endpoint, -result);
        }
    }
}
