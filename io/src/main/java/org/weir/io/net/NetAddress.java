package org.weir.io.net;

import java.nio.charset.StandardCharsets;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.io.sys.OsConstants;

/**
 * A socket's address as the hot path keeps it: mutable, without references. IPv4 is kept in the lower half of {@code low}.
 * Belongs to whoever owns the object around it.
 */
public final class NetAddress {
    /** The family of an address that is not known. */
    public static final int UNKNOWN = 0;
    /** The family of a UNIX socket; it has no address here, and whoever accepts from it may give it a number for a port. */
    public static final int UNIX = 1;
    /** The family of IPv4. */
    public static final int INET4 = 4;
    /** The family of IPv6. */
    public static final int INET6 = 6;
    /** The longest text of {@link #formatHost}. */
    public static final int MAX_HOST_BYTES = 39;

    private static final int V4_MAPPED_PREFIX = 0xFFFF;

    private int family;
    private int port;
    private long high;
    private long low;

    /** The address of an endpoint; unknown for an inherited descriptor. */
    public static NetAddress of(Endpoint endpoint) {
        final NetAddress address = new NetAddress();
        address.set(endpoint);
        return address;
    }

    /** 0 unknown, 1 UNIX, 4, or 6. */
    public int family() {
        return family;
    }

    /** The upper half of an IPv6 address. */
    public long high() {
        return high;
    }

    /** The lower half of an IPv6 address, or the IPv4 address. */
    public long low() {
        return low;
    }

    /** The port, 0 = none; of a UNIX socket the number it was given. */
    public int port() {
        return port;
    }

    /** Sets all fields. */
    public void set(int family, long high, long low, int port) {
        this.family = family;
        this.high = high;
        this.low = low;
        this.port = port;
    }

    /** Sets the port alone. */
    public void port(int port) {
        this.port = port;
    }

    /** Takes the address of an endpoint. */
    public void set(Endpoint endpoint) {
        switch (endpoint) {
            case Endpoint.Inet4 e -> set(INET4, 0, e.address() & 0xFFFF_FFFFL, e.port());
            case Endpoint.Inet6 e -> set(INET6, e.high(), e.low(), e.port());
            case Endpoint.UnixPath ignored -> set(UNIX, 0, 0, 0);
            case Endpoint.UnixAbstract ignored -> set(UNIX, 0, 0, 0);
            case Endpoint.InheritedFd ignored -> clear();
        }
    }

    /** Makes it unknown. */
    public void clear() {
        set(UNKNOWN, 0, 0, 0);
    }

    /** Takes all fields of another address. */
    public void copyFrom(NetAddress other) {
        set(other.family, other.high, other.low, other.port);
    }

    /**
     * Reads a sockaddr; allocation-free.
     *
     * @param sockaddr    a view that holds it at offset 0.
     * @param lengthBytes as the kernel gave it.
     */
    public void readSockaddr(UnsafeBuffer sockaddr, int lengthBytes) {
        if (lengthBytes < 2) {
            clear();
            return;
        }
        switch (sockaddr.getShort(0)) {
            case OsConstants.AF_INET ->
                set(INET4, 0, Integer.reverseBytes(sockaddr.getInt(4)) & 0xFFFF_FFFFL, portOf(sockaddr));
            case OsConstants.AF_INET6 ->
                set(INET6, Long.reverseBytes(sockaddr.getLong(8)), Long.reverseBytes(sockaddr.getLong(16)), portOf(sockaddr));
            case OsConstants.AF_UNIX -> set(UNIX, 0, 0, 0);
            default -> clear();
        }
    }

    /** Reads a sockaddr at a native address. */
    public void readSockaddr(long address, int lengthBytes) {
        readSockaddr(new UnsafeBuffer(address, OsConstants.SIZEOF_SOCKADDR_STORAGE), lengthBytes);
    }

    /** Whether it is an IPv6 address that stands for an IPv4 one ({@code ::ffff:a.b.c.d}). */
    public boolean isV4Mapped() {
        return family == INET6 && high == 0 && low >>> 32 == V4_MAPPED_PREFIX;
    }

    /**
     * Writes the host's text without port and brackets: dotted IPv4, IPv6 after RFC 5952, {@code unix}, or nothing.
     *
     * @return the number of bytes, at most {@link #MAX_HOST_BYTES}.
     */
    public int formatHost(MutableDirectBuffer out, int offset) {
        return switch (family) {
            case INET4 -> formatInet4(out, offset, (int) low);
            case INET6 -> formatInet6(out, offset);
            case UNIX -> out.putStringWithoutLengthAscii(offset, "unix");
            default -> 0;
        };
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof NetAddress other && family == other.family && port == other.port && high == other.high
            && low == other.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low) * 31 + port + family;
    }

    /** {@code 127.0.0.1:80}, {@code [::1]:80}, {@code unix}, {@code unix:1}, or {@code unknown}. */
    @Override
    public String toString() {
        final ExpandableArrayBuffer text = new ExpandableArrayBuffer(64);
        final String host = new String(text.byteArray(), 0, formatHost(text, 0), StandardCharsets.US_ASCII);
        return switch (family) {
            case INET4 -> host + ':' + port;
            case INET6 -> '[' + host + "]:" + port;
            case UNIX -> port == 0 ? host : host + ':' + port;
            default -> "unknown";
        };
    }

    private static int portOf(UnsafeBuffer sockaddr) {
        return Short.reverseBytes(sockaddr.getShort(2)) & 0xFFFF;
    }

    private static int formatInet4(MutableDirectBuffer out, int offset, int ip) {
        int at = offset;
        for (int shift = 24; shift >= 0; shift -= 8) {
            at += out.putNaturalIntAscii(at, ip >>> shift & 0xFF);
            if (shift > 0) {
                out.putByte(at++, (byte) '.');
            }
        }
        return at - offset;
    }

    private int formatInet6(MutableDirectBuffer out, int offset) {
        int at = offset;
        if (isV4Mapped()) {
            at += out.putStringWithoutLengthAscii(at, "::ffff:");
            return at + formatInet4(out, at, (int) low) - offset;
        }
        final int gap = longestZeroRun();
        final int gapStart = gap >>> 4;
        final int gapEnd = gapStart + (gap & 0xF);
        for (int i = 0; i < 8; i++) {
            if (i == gapStart && gapEnd > gapStart) {
                out.putByte(at++, (byte) ':');
                out.putByte(at++, (byte) ':');
                i = gapEnd - 1;
            } else {
                if (i > 0 && (i != gapEnd || gapEnd == gapStart)) {
                    out.putByte(at++, (byte) ':');
                }
                at = formatGroup(out, at, group(i));
            }
        }
        return at - offset;
    }

    /** The first longest run of two or more zero groups: its index in the upper, its length in the lower four bits. */
    private int longestZeroRun() {
        int bestStart = 0;
        int bestLength = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            length = group(i) == 0 ? length + 1 : 0;
            if (length > bestLength) {
                bestLength = length;
                bestStart = i - length + 1;
            }
        }
        return bestLength < 2 ? 0 : bestStart << 4 | bestLength;
    }

    private int group(int index) {
        final long half = index < 4 ? high : low;
        return (int) (half >>> 48 - 16 * (index & 3)) & 0xFFFF;
    }

    private static int formatGroup(MutableDirectBuffer out, int offset, int group) {
        int at = offset;
        boolean started = false;
        for (int shift = 12; shift >= 0; shift -= 4) {
            final int digit = group >>> shift & 0xF;
            if (digit != 0 || started || shift == 0) {
                started = true;
                out.putByte(at++, (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
            }
        }
        return at;
    }
}
