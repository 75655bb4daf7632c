package org.weir.engine.balance;

import java.util.Arrays;
import org.weir.io.net.NetAddress;

/**
 * Engine agent only. {@code balance source} with {@code hash-type consistent}: every server has points on a ring of 2^32, as many as its weight, and a client
 * goes to the first point after its hash; a server that comes or goes moves only its own share of the clients.
 */
final class ConsistentSourceHash extends Balancer {
    /** Hash above, order of the server below. */
    private long[] points = new long[0];
    private Candidate[] byOrder = new Candidate[0];
    private int position;

    @Override
    public void rebuild(Candidate[] usable, int count) {
        int total = 0;
        int orders = 0;
        for (int i = 0; i < count; i++) {
            total += usable[i].effectiveWeight();
            orders = Math.max(orders, usable[i].order() + 1);
        }
        points = new long[total];
        byOrder = new Candidate[orders];
        int at = 0;
        for (int i = 0; i < count; i++) {
            final Candidate candidate = usable[i];
            byOrder[candidate.order()] = candidate;
            for (int k = 0; k < candidate.effectiveWeight(); k++) {
                // The id, not the order: a server keeps its points when lines are moved in the file.
                final int hash = mix(candidate.id() * 0x1_0000 + k);
                points[at++] = (long) (hash ^ Integer.MIN_VALUE) << 32 | candidate.order();
            }
        }
        Arrays.sort(points);
    }

    @Override
    public Candidate next(NetAddress source, Candidate avoid) {
        if (points.length == 0) {
            return null;
        }
        final int start = SourceHash.isHashable(source) ? firstAfter(mix(SourceHash.hash(source))) : ++position % points.length;
        position = start;
        Candidate candidate = byOrder[(int) points[start]];
        for (int i = 1; candidate.is(avoid) && i < points.length; i++) {
            candidate = byOrder[(int) points[(start + i) % points.length]];
        }
        return candidate;
    }

    private int firstAfter(int hash) {
        final int found = Arrays.binarySearch(points, (long) (hash ^ Integer.MIN_VALUE) << 32);
        final int index = found >= 0 ? found : -found - 1;
        return index == points.length ? 0 : index;
    }

    /** A full avalanche (the finaliser of MurmurHash3), since neighbours have neighbouring addresses. */
    private static int mix(int value) {
        int h = value;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }
}
