package org.weir.io.transport;

import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.SocketOptions;
import org.weir.io.net.SourcePorts;
import org.weir.io.sys.IoException;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/** Opens outgoing sockets. I/O agent only. */
final class Connector {
    /** How many ports of a range are tried that something else on this machine holds: a call or two each. */
    private static final int MAX_PORT_ATTEMPTS = 64;

    private final SystemCalls calls;
    private final SocketMemory memory;
    private SourcePorts claimedFrom;
    private int claimedPort;
    private boolean sourceBound;

    Connector(SystemCalls calls, SocketMemory memory) {
        this.calls = calls;
        this.memory = memory;
    }

    /** Returns a descriptor that connects or is connected, or a negated error number. */
    int open(ConnectSpec spec) {
        claimedFrom = spec.remote().isInet() ? spec.sourcePorts() : null;
        if (claimedFrom == null) {
            return open(spec, spec.source() == null ? 0 : spec.source().portNumber());
        }
        int result = -Errno.EADDRINUSE;
        for (int left = MAX_PORT_ATTEMPTS; left > 0; left--) {
            claimedPort = claimedFrom.claim();
            if (claimedPort == SourcePorts.NONE) {
                return result;
            }
            result = open(spec, claimedPort);
            if (result >= 0) {
                return result;
            }
            claimedFrom.release(claimedPort);
            // The port is another program's, or a connection of before still rests on it; with others there may be more luck.
            final boolean next = result == -Errno.EADDRINUSE || result == -Errno.EADDRNOTAVAIL && sourceBound;
            if (!next) {
                return result;
            }
        }
        return result;
    }

    /** Has the channel of the descriptor just opened give back its port when it ends, if it is one of {@link ConnectSpec#sourcePorts}. */
    void lendPort(EpollChannel channel) {
        channel.sourcePorts = claimedFrom;
        channel.sourcePort = claimedPort;
    }

    private int open(ConnectSpec spec, int sourcePort) {
        if (spec.remote() instanceof Endpoint.InheritedFd) {
            return -Errno.EAFNOSUPPORT;
        }
        sourceBound = false;
        final int fd = calls.socket(spec.remote().domain(),
            OsConstants.SOCK_STREAM | OsConstants.SOCK_NONBLOCK | OsConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        int result = spec.remote().isInet() ? prepare(fd, spec, sourcePort) : 0;
        if (result >= 0) {
            result = calls.connect(fd, memory.address(), spec.remote().writeSockaddr(memory.address()));
        }
        if (result < 0 && result != -Errno.EINPROGRESS && result != -Errno.EINTR) {
            calls.close(fd);
            return result;
        }
        return fd;
    }

    private int prepare(int fd, ConnectSpec spec, int sourcePort) {
        int result = calls.setsockoptInt(fd, OsConstants.IPPROTO_TCP, OsConstants.TCP_NODELAY, 1);
        if (result >= 0 && spec.lateAck()) {
            result = calls.setsockoptInt(fd, OsConstants.IPPROTO_TCP, OsConstants.TCP_QUICKACK, 0);
        }
        if (result >= 0 && !isPlain(spec)) {
            result = setRareOptions(fd, spec);
        }
        return result < 0 || spec.source() == null ? result : bindSource(fd, spec, sourcePort);
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

    private int bindSource(int fd, ConnectSpec spec, int port) {
        if (port == 0) {
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
        final int bound = calls.bind(fd, memory.address(), spec.source().writeSockaddr(memory.address(), port));
        sourceBound = bound >= 0;
        return bound;
    }
}
