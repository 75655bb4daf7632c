package org.weir.io.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/**
 * What the kernel says of one descriptor. Any thread; the descriptor may be another's, and be closed meanwhile.
 *
 * @param kind whether it is a socket, and of what kind
 * @param local its own address, empty when it has none
 * @param localPath of a UNIX socket with a name: the path, or {@code @} and the abstract name; else empty
 * @param remote the other end's, likewise
 */
public record DescriptorView(int fd, Kind kind, NetAddress local, String localPath, NetAddress remote, String remotePath) {
    private static final int MAX_UNIX_NAME_BYTES = OsConstants.SIZEOF_SOCKADDR_UN - 2;

    /** What it may be. */
    public enum Kind { CLOSED, LISTENER, STREAM, DATAGRAM, NO_SOCKET }

    /** Asks the kernel. */
    public static DescriptorView read(SystemCalls calls, int fd) {
        final int type = calls.getsockoptInt(fd, OsConstants.SOL_SOCKET, OsConstants.SO_TYPE);
        if (type < 0) {
            final Kind kind = type == -Errno.EBADF ? Kind.CLOSED : Kind.NO_SOCKET;
            return new DescriptorView(fd, kind, new NetAddress(), "", new NetAddress(), "");
        }
        final boolean listens = calls.getsockoptInt(fd, OsConstants.SOL_SOCKET, OsConstants.SO_ACCEPTCONN) > 0;
        final Kind kind = listens ? Kind.LISTENER : type == OsConstants.SOCK_STREAM ? Kind.STREAM : Kind.DATAGRAM;
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment sockaddr = arena.allocate(OsConstants.SIZEOF_SOCKADDR_STORAGE, Long.BYTES);
            final MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            final NetAddress local = new NetAddress();
            length.set(ValueLayout.JAVA_INT, 0, OsConstants.SIZEOF_SOCKADDR_STORAGE);
            final String localPath = read(calls.getsockname(fd, sockaddr.address(), length.address()), sockaddr, length, local);
            final NetAddress remote = new NetAddress();
            length.set(ValueLayout.JAVA_INT, 0, OsConstants.SIZEOF_SOCKADDR_STORAGE);
            final String remotePath = read(calls.getpeername(fd, sockaddr.address(), length.address()), sockaddr, length, remote);
            return new DescriptorView(fd, kind, local, localPath, remote, remotePath);
        }
    }

    private static String read(int result, MemorySegment sockaddr, MemorySegment length, NetAddress into) {
        if (result < 0) {
            return "";
        }
        final int bytes = length.get(ValueLayout.JAVA_INT, 0);
        into.readSockaddr(sockaddr.address(), bytes);
        return into.family() == NetAddress.UNIX ? unixName(sockaddr, Math.min(bytes - 2, MAX_UNIX_NAME_BYTES)) : "";
    }

    private static String unixName(MemorySegment sockaddr, int nameBytes) {
        if (nameBytes <= 0) {
            return "";
        }
        final boolean isAbstract = sockaddr.get(ValueLayout.JAVA_BYTE, 2) == 0;
        final int from = isAbstract ? 3 : 2;
        int to = 2 + nameBytes;
        while (to > from && sockaddr.get(ValueLayout.JAVA_BYTE, to - 1) == 0) {
            to--;
        }
        return (isAbstract ? "@" : "") + new String(sockaddr.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
