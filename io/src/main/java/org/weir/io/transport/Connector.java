package org.weir.io.transport;

import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.SocketOptions;
import org.weir.io.sys.IoException;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/** Opens outgoing sockets. I/O agent only. */
final class Connector {
    private final SystemCalls calls;
    private final SocketMemory memory;

    Connector(SystemCalls calls, SocketMemory memory) {
        this.calls = calls;
        this.memory = memory;
    }

    /** Returns a descriptor that connects or is connected, or a negated error number. */
    int open(ConnectSpec spec) {
        if (spec.remote() instanceof Endpoint.InheritedFd) {
            return -Errno.EAFNOSUPPORT;
        }
        final int fd = calls.socket(spec.remote().domain(),
            OsConstants.SOCK_STREAM | OsConstants.SOCK_NONBLOCK | OsConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        int result = spec.remote().isInet() ? prepare(fd, spec) : 0;
        if (result >= 0) {
            result = calls.connect(fd, memory.address(), spec.remote().writeSockaddr(memory.address()));
        }
        if (result < 0 && result != -Errno.EINPROGRESS && result != -Errno.EINTR) {
            calls.close(fd);
            return result;
        }
        return fd;
    }

    private int prepare(int fd, ConnectSpec spec) {
        int result = calls.setsockoptInt(fd, OsConstants.IPPROTO_TCP, OsConstants.TCP_NODELAY, 1);
        if (result >= 0 && spec.lateAck()) {
            result = calls.setsockoptInt(fd, OsConstants.IPPROTO_TCP, OsConstants.TCP_QUICKACK, 0);
        }
        if (result >= 0 && !isPlain(spec)) {
            result = setRareOptions(fd, spec);
        }
        return result < 0 || spec.source() == null ? result : bindSource(fd, spec);
    }

    private static boolean isPlain(ConnectSpec spec) {
        return !spec.keepAlive() && spec.interfaceName() == null && spec.tcpUserTimeoutMillis() == 0 && !spec.lingerOff()
            && spec.sendBufferBytes() == 0 && spec.receiveBufferBytes() == 0;
    }

    private int setRareOptions(int fd, ConnectSpec spec) {
        final SocketOptions options = new SocketOptions(calls, fd, spec.remote());
        try {
            options.keepAlive(spec.keepAlive());
            options.bindToDevice(spec.interfaceName());
            options.lingerOff(spec.lingerOff());
            options.userTimeout(spec.tcpUserTimeoutMillis());
            options.bufferSizes(spec.sendBufferBytes(), spec.receiveBufferBytes());
            return 0;
        } catch (IoException e) {
            return -e.errno();
        }
    }

    private int bindSource(int fd, ConnectSpec spec) {
        if (spec.source().portNumber() == 0) {
            // The port is then chosen by connect(2), per destination: many more connections than ports are possible.
            final int result = calls.setsockoptInt(fd, OsConstants.SOL_IP, OsConstants.IP_BIND_ADDRESS_NO_PORT, 1);
            if (result < 0 && result != -Errno.ENOPROTOOPT) {
                return result;
            }
        } else {
            final int result = calls.setsockoptInt(fd, OsConstants.SOL_SOCKET, OsConstants.SO_REUSEADDR, 1);
            if (result < 0) {
                return result;
            }
        }
        return calls.bind(fd, memory.address(), spec.source().writeSockaddr(memory.address()));
    }
}
