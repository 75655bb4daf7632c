package org.weir.engine.balance;

import java.util.List;
import org.weir.io.net.NetAddress;

/** Engine agent only. {@code balance static-rr}: walks a fixed table; weights do not change while it runs. */
final class StaticRoundRobin extends Balancer {
    private final WeightMap map;
    private int position;

    StaticRoundRobin(List<? extends Candidate> servers) {
        map = new WeightMap(servers);
    }

    @Override
    public void rebuild(Candidate[] usable, int count) {
        map.build(usable, count);
    }

    @Override
    public Candidate next(NetAddress source, Candidate avoid) {
        Candidate avoided = null;
        int avoidedAt = 0;
        for (int tries = map.length(); tries > 0; tries--) {
            if (position >= map.length()) {
                position = 0;
            }
            final Candidate candidate = map.at(position++);
            if (!candidate.isFull()) {
                if (!candidate.is(avoid)) {
                    return candidate;
                }
                avoided = candidate;
                avoidedAt = position;
            }
        }
        if (avoided != null) {
            position = avoidedAt;
        }
        return avoided;
    }

    @Override
    public boolean isDynamic() {
        return false;
    }
}
