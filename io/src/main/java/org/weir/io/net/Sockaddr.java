package org.weir.io.net;

import java.nio.charset.StandardCharsets;
import org.agrona.UnsafeApi;
import org.weir.io.sys.OsConstants;

/** The layouts of struct sockaddr_in, sockaddr_in6 and sockaddr_un; addresses and ports are in network order there. */
final class Sockaddr {
    private Sockaddr() {
    }

    static int writeInet4(long address, int ip, int port) {
        UnsafeApi.putShort(address, (short) OsConstants.AF_INET);
        UnsafeApi.putShort(address + 2, Short.reverseBytes((short) port));
        UnsafeApi.putInt(address + 4, Integer.reverseBytes(ip));
        UnsafeApi.putLong(address + 8, 0);
        return OsConstants.SIZEOF_SOCKADDR_IN;
    }

    static int writeInet6(long address, long high, long low, int scopeId, int port) {
        UnsafeApi.putShort(address, (short) OsConstants.AF_INET6);
        UnsafeApi.putShort(address + 2, Short.reverseBytes((short) port));
        UnsafeApi.putInt(address + 4, 0);
        UnsafeApi.putLong(address + 8, Long.reverseBytes(high));
        UnsafeApi.putLong(address + 16, Long.reverseBytes(low));
        UnsafeApi.putInt(address + 24, scopeId);
        return OsConstants.SIZEOF_SOCKADDR_IN6;
    }

    /** An abstract name starts with NUL and fills the whole structure, padded with NUL, as HAProxy has it; a path ends with NUL. */
    static int writeUnix(long address, String text, boolean isAbstract) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        UnsafeApi.putShort(address, (short) OsConstants.AF_UNIX);
        final long name = isAbstract ? address + 3 : address + 2;
        UnsafeApi.putByte(address + 2, (byte) 0);
        for (int i = 0; i < bytes.length; i++) {
            UnsafeApi.putByte(name + i, bytes[i]);
        }
        UnsafeApi.setMemory(name + bytes.length, address + OsConstants.SIZEOF_SOCKADDR_UN - name - bytes.length, (byte) 0);
        return isAbstract ? OsConstants.SIZEOF_SOCKADDR_UN : 3 + bytes.length;
    }
}
