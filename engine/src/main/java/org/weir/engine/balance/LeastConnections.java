package org.weir.engine.balance;

import org.weir.io.net.NetAddress;

/**
 * Engine agent only. {@code balance leastconn}: the server with the fewest streams for its weight; among equals the one that was touched
 * longest ago, so that idle servers take turns. O(log n) per stream that comes or leaves.
 */
final class LeastConnections extends Balancer {
    private static final long SCALE = 1L << 20;

    private final CandidateHeap heap;
    private Candidate[] skipped;
    private int generation;
    private long touches;

    LeastConnections(int servers) {
        heap = new CandidateHeap(servers);
        skipped = new Candidate[Math.max(4, servers)];
    }

    @Override
    public void rebuild(Candidate[] usable, int count) {
        while (heap.size() > 0) {
            heap.remove(heap.at(heap.size() - 1));
        }
        if (skipped.length < count) {
            skipped = new Candidate[count];
        }
        final int last = generation++;
        for (int i = 0; i < count; i++) {
            final Candidate candidate = usable[i];
            if (candidate.generation != last || last == 0 || candidate.keyWeight != candidate.effectiveWeight()) {
                candidate.tie = touches++;
            }
            candidate.generation = generation;
            candidate.keyWeight = candidate.effectiveWeight();
            candidate.key = key(candidate);
            heap.add(candidate);
        }
    }

    @Override
    public Candidate next(NetAddress source, Candidate avoid) {
        int skippedCount = 0;
        boolean avoided = false;
        Candidate chosen = null;
        for (Candidate first = heap.first(); first != null; first = heap.first()) {
            if (!first.is(avoid) && takesMore(first)) {
                chosen = first;
                break;
            }
            avoided |= first.is(avoid) && takesMore(first);
            heap.remove(first);
            skipped[skippedCount++] = first;
        }
        for (int i = 0; i < skippedCount; i++) {
            heap.add(skipped[i]);
            skipped[i] = null;
        }
        return chosen == null && avoided ? avoid : chosen;
    }

    /** With {@code maxqueue} those who wait for a server are part of its load, so that single slots are shared out evenly. */
    private static boolean takesMore(Candidate candidate) {
        return !candidate.isFull() || candidate.mayQueue();
    }

    @Override
    public void loadChanged(Candidate candidate) {
        if (candidate.heapIndex >= 0) {
            candidate.key = key(candidate);
            candidate.tie = touches++;
            heap.moved(candidate);
        }
    }

    private static long key(Candidate candidate) {
        final int load = candidate.load();
        // The share it would have with one more; but an idle server comes first whatever its weight, as operators know it.
        return load == 0 ? 0 : (load + 1) * SCALE / candidate.effectiveWeight();
    }
}
