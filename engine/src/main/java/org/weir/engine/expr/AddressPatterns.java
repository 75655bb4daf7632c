package org.weir.engine.expr;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Engine agent only. {@code ip}: networks of both families, sorted under their prefix length, so that a look-up is one binary search per
 * length in use. An address of one family is compared
 * with patterns of the other as the manual says in section 7.1.6.
 */
final class AddressPatterns extends PatternSet {
    private final boolean resolvesNames;
    private final List<AddressRange> added = new ArrayList<>();
    private Level[] inet4 = {};
    private Level[] inet6 = {};

    /** @param resolvesNames whether a host name stands for its first IPv4 address, which is asked for once */
    AddressPatterns(boolean resolvesNames) {
        this.resolvesNames = resolvesNames;
    }

    /** Networks of one prefix length, in unsigned order. */
    private record Level(int bits, long[] highs, long[] lows) {
        boolean contains(long high, long low) {
            int from = 0;
            int to = lows.length - 1;
            while (from <= to) {
                final int middle = from + to >>> 1;
                int order = Long.compareUnsigned(highs[middle], high);
                if (order == 0) {
                    order = Long.compareUnsigned(lows[middle], low);
                }
                if (order == 0) {
                    return true;
                }
                if (order < 0) {
                    from = middle + 1;
                } else {
                    to = middle - 1;
                }
            }
            return false;
        }
    }

    @Override
    boolean matches(Sample sample) {
        if (!Casts.cast(sample, sample.type() == SampleType.IPV6 ? SampleType.IPV6 : SampleType.IPV4, null)) {
            return false;
        }
        if (sample.type() == SampleType.IPV4) {
            return contains4(sample.number()) || contains6(0, 0xFFFF_0000_0000L | sample.number());
        }
        final long high = sample.high();
        final long low = sample.number();
        if (contains6(high, low)) {
            return true;
        }
        if (high >>> 48 == 0x2002 && low == 0 && (high & 0xFFFF) == 0) {
            return contains4(high >>> 16 & 0xFFFF_FFFFL);
        }
        return high == 0 && (low >>> 32 == 0 || low >>> 32 == 0xFFFF) && contains4(low & 0xFFFF_FFFFL);
    }

    private boolean contains4(long address) {
        for (final Level level : inet4) {
            final long mask = level.bits() == 0 ? 0 : 0xFFFF_FFFFL << 32 - level.bits() & 0xFFFF_FFFFL;
            if (level.contains(0, address & mask)) {
                return true;
            }
        }
        return false;
    }

    private boolean contains6(long high, long low) {
        for (final Level level : inet6) {
            if (level.contains(high & highMask(level.bits()), low & lowMask(level.bits()))) {
                return true;
            }
        }
        return false;
    }

    private static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1 : -1L << 64 - bits;
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << 128 - bits;
    }

    @Override
    void add(String text, boolean ignoreCase) throws ExpressionException {
        final AddressRange named = resolvesNames && AddressRange.parseNumeric(text) == null && isName(text) ? resolve(text) : null;
        added.add(named == null ? AddressRange.parse(text) : named);
    }

    /** A letter tells a name from an address that is misspelt. */
    private static boolean isName(String text) {
        return text.chars().anyMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')
            && text.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_'));
    }

    private static AddressRange resolve(String name) throws ExpressionException {
        try {
            for (final InetAddress address : InetAddress.getAllByName(name)) {
                if (address instanceof Inet4Address) {
                    return new AddressRange(4, 0, ByteBuffer.wrap(address.getAddress()).getInt() & 0xFFFF_FFFFL, 32);
                }
            }
            return null;
        } catch (UnknownHostException e) {
            throw new ExpressionException("'" + name + "' is not a valid IPv4 or IPv6 address", e);
        }
    }

    @Override
    void seal() {
        inet4 = levels(4);
        inet6 = levels(6);
    }

    private Level[] levels(int family) {
        final TreeMap<Integer, List<long[]>> byBits = new TreeMap<>(Comparator.reverseOrder());
        for (final AddressRange range : added) {
            if (range.family() == family) {
                final int bits = range.prefixBits();
                final long mask4 = bits == 0 ? 0 : 0xFFFF_FFFFL << 32 - bits & 0xFFFF_FFFFL;
                final long[] network = family == 4
                    ? new long[] {0, range.low() & mask4}
                    : new long[] {range.high() & highMask(bits), range.low() & lowMask(bits)};
                byBits.computeIfAbsent(bits, key -> new ArrayList<>()).add(network);
            }
        }
        final List<Level> levels = new ArrayList<>();
        byBits.forEach((bits, networks) -> {
            networks.sort((a, b) -> a[0] == b[0] ? Long.compareUnsigned(a[1], b[1]) : Long.compareUnsigned(a[0], b[0]));
            levels.add(new Level(
                    bits, networks.stream().mapToLong(network -> network[0]).toArray(), networks.stream().mapToLong(network -> network[1]).toArray()));
        });
        return levels.toArray(new Level[0]);
    }
}
