package org.weir.engine.expr;

import org.weir.io.net.NetAddress;

/**
 * A network: address and prefix.
 *
 * @param family 4 or 6
 * @param high upper half of an IPv6 address, 0 for IPv4
 * @param low lower half, or the IPv4 address
 */
public record AddressRange(int family, long high, long low, int prefixBits) {
    public boolean contains(NetAddress address) {
        return address.family() == family && contains(family, address.high(), address.low());
    }

    /** Whether the address, given in halves, lies in the network. */
    public boolean contains(int ofFamily, long addressHigh, long addressLow) {
        if (ofFamily != family) {
            return false;
        }
        if (family == 4) {
            return prefixBits == 0 || ((addressLow ^ low) & 0xFFFF_FFFFL) >>> (32 - prefixBits) == 0;
        }
        if (prefixBits <= 64) {
            return prefixBits == 0 || (addressHigh ^ high) >>> (64 - prefixBits) == 0;
        }
        return addressHigh == high && (prefixBits == 128 && addressLow == low
                || prefixBits < 128 && (addressLow ^ low) >>> (128 - prefixBits) == 0);
    }
}
