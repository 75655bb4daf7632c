package org.weir.engine.balance;

import java.util.List;

/** Engine agent only. A table in which every server stands as often as its weight says, its entries spread evenly; for static algorithms. */
final class WeightMap {
    private final int divisor;
    private Candidate[] slots = new Candidate[0];

    /** The weights are cut by what divides those of all servers, usable or not: on the table's length depends where a walk goes on in the next one. */
    WeightMap(List<? extends Candidate> servers) {
        int common = 0;
        for (final Candidate server : servers) {
            common = gcd(server.effectiveWeight(), common);
        }
        divisor = common;
    }

    int length() {
        return slots.length;
    }

    Candidate at(int index) {
        return slots[index];
    }

    /**
     * Lays the table out anew: each step credits every server with its weight, and the one with most credit gets the slot and pays the total. Only whole
     * totals of credit are compared, and the first of equals wins: so HAProxy 2.6 was observed to do, and a client's address finds the same server.
     */
    void build(Candidate[] usable, int count) {
        int total = 0;
        for (int i = 0; i < count; i++) {
            total += usable[i].effectiveWeight() / divisor;
        }
        slots = new Candidate[total];
        final long[] credit = new long[count];
        for (int slot = 0; slot < total; slot++) {
            int best = 0;
            for (int i = 0; i < count; i++) {
                credit[i] += usable[i].effectiveWeight() / divisor;
                if (Math.floorDiv(credit[i], total) > Math.floorDiv(credit[best], total)) {
                    best = i;
                }
            }
            credit[best] -= total;
            slots[slot] = usable[best];
        }
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
