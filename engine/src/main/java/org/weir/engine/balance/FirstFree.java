package org.weir.engine.balance;

import java.util.Arrays;
import java.util.Comparator;
import org.weir.io.net.NetAddress;

/** Engine agent only. {@code balance first}: the server with the lowest id that has a free slot, so that the others may be switched off. */
final class FirstFree extends Balancer {
    private Candidate[] byId = new Candidate[0];

    @Override
    public void rebuild(Candidate[] usable, int count) {
        byId = Arrays.copyOf(usable, count);
        Arrays.sort(byId, Comparator.comparingInt(Candidate::id));
    }

    @Override
    public Candidate next(NetAddress source, Candidate avoid) {
        boolean avoided = false;
        for (final Candidate candidate : byId) {
            if (!candidate.isFull()) {
                if (!candidate.is(avoid)) {
                    return candidate;
                }
                avoided = true;
            }
        }
        return avoided ? avoid : null;
    }
}
