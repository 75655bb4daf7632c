package org.weir.engine.balance;

import java.util.List;
import org.weir.io.net.NetAddress;

/**
 * Engine agent only. {@code balance source} with {@code hash-type map-based}: the client's address modulo the total weight selects the slot of a fixed table. A
 * client stays with its server, full or not, as long as the set of usable servers does not change.
 */
final class SourceHash extends Balancer {
    private final WeightMap map;
    private int position;

    SourceHash(List<? extends Candidate> servers) {
        map = new WeightMap(servers);
    }

    @Override
    public void rebuild(Candidate[] usable, int count) {
        map.build(usable, count);
    }

    @Override
    public Candidate next(NetAddress source, Candidate avoid) {
        final int length = map.length();
        if (length == 0) {
            return null;
        }
        final int slot;
        if (isHashable(source)) {
            slot = Integer.remainderUnsigned(hash(source), length);
        } else {
            // No address to hash, as of a UNIX socket: all in turn.
            position = position + 1 >= length ? 0 : position + 1;
            slot = position;
        }
        Candidate candidate = map.at(slot);
        for (int i = 1; candidate.is(avoid) && i < length; i++) {
            candidate = map.at((slot + i) % length);
        }
        return candidate;
    }

    @Override
    public boolean isDynamic() {
        return false;
    }

    static boolean isHashable(NetAddress source) {
        return source != null && (source.family() == NetAddress.INET4 || source.family() == NetAddress.INET6);
    }

    /** The address as one word: IPv4 as it is, the four words of IPv6 folded. */
    static int hash(NetAddress source) {
        if (source.family() == NetAddress.INET4) {
            return (int) source.low();
        }
        final long folded = source.high() ^ source.low();
        return (int) (folded ^ folded >>> 32);
    }
}
