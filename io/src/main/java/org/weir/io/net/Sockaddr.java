package org.weir.io.net;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.io.sys.OsConstants;

/** The layouts of struct sockaddr_in, sockaddr_in6 and sockaddr_un; addresses and ports are in network order there. */
final class Sockaddr {
    private Sockaddr() {
    }

    static int writeInet4(long address, int ip, int port) {
        final UnsafeBuffer out = view(address, OsConstants.SIZEOF_SOCKADDR_IN);
        out.putShort(0, (short) OsConstants.AF_INET);
        out.putShort(2, Short.reverseBytes((short) port));
        out.putInt(4, Integer.reverseBytes(ip));
        out.putLong(8, 0);
        return OsConstants.SIZEOF_SOCKADDR_IN;
    }

    static int writeInet6(long address, long high, long low, int scopeId, int port) {
        final UnsafeBuffer out = view(address, OsConstants.SIZEOF_SOCKADDR_IN6);
        out.putShort(0, (short) OsConstants.AF_INET6);
        out.putShort(2, Short.reverseBytes((short) port));
        out.putInt(4, 0);
        out.putLong(8, Long.reverseBytes(high));
        out.putLong(16, Long.reverseBytes(low));
        out.putInt(24, scopeId);
        return OsConstants.SIZEOF_SOCKADDR_IN6;
    }

    /** An abstract name starts with NUL and ends with the given length; a path ends with NUL. */
    static int writeUnix(long address, String name, boolean isAbstract) {
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        final UnsafeBuffer out = view(address, OsConstants.SIZEOF_SOCKADDR_UN);
        out.setMemory(0, OsConstants.SIZEOF_SOCKADDR_UN, (byte) 0);
        out.putShort(0, (short) OsConstants.AF_UNIX);
        out.putBytes(isAbstract ? 3 : 2, bytes);
        return 3 + bytes.length;
    }

    private static UnsafeBuffer view(long address, int lengthBytes) {
        return new UnsafeBuffer(address, lengthBytes);
    }
}
