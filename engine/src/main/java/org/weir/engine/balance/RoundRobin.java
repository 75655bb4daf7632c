package org.weir.engine.balance;

import org.weir.io.net.NetAddress;

/**
 * Engine agent only. {@code balance roundrobin}: each server in turn, as often as its weight says, its turns spread evenly.
 *
 * <p>Virtual time advances by {@link #CYCLE} per cycle, in which a server of weight w has w turns, the k-th at {@code cycleStart + k * CYCLE / w}: multiplied
 * before it is divided, so that no rounding adds up. The server whose turn is earliest comes next; O(log n). A server that is full leaves the
 * order until it has a slot again, and comes back at the present time: it does not catch up on what it missed.
 */
final class RoundRobin extends Balancer {
    private static final long CYCLE = 1L << 32;
    private static final long TIE_BREAK = 1L << 16;
    /** Virtual time at which all keys are moved back, long before they overflow. */
    private static final long REBASE_AT = 1L << 61;

    private final CandidateHeap heap;
    private Candidate[] parked;
    private int parkedCount;
    private Candidate[] all = new Candidate[0];
    private int generation;
    private long now;

    RoundRobin(int servers) {
        heap = new CandidateHeap(servers);
        parked = new Candidate[Math.max(4, servers)];
    }

    @Override
    public void rebuild(Candidate[] usable, int count) {
        final boolean fresh = all.length == 0;
        final int last = generation++;
        for (final Candidate candidate : all) {
            leave(candidate);
        }
        parkedCount = 0;
        if (parked.length < count) {
            parked = new Candidate[count];
        }
        for (int i = 0; i < count; i++) {
            final Candidate candidate = usable[i];
            final boolean stayed = !fresh && candidate.generation == last;
            candidate.generation = generation;
            candidate.tie = candidate.order();
            if (stayed) {
                reweigh(candidate);
            } else {
                start(candidate, fresh ? firstTurn(rankByWeight(usable, count, i), count) : CYCLE);
            }
            heap.add(candidate);
        }
        all = java.util.Arrays.copyOf(usable, count);
    }

    @Override
    public Candidate next(NetAddress source, Candidate avoid) {
        Candidate skipped = null;
        Candidate chosen = null;
        for (Candidate first = heap.first(); first != null; first = heap.first()) {
            if (first.isFull()) {
                heap.remove(first);
                first.parked = true;
                parked[parkedCount++] = first;
            } else if (first.is(avoid) && skipped == null) {
                heap.remove(first);
                skipped = first;
            } else {
                chosen = first;
                break;
            }
        }
        if (chosen == null) {
            chosen = unparked();
        }
        if (skipped != null) {
            heap.add(skipped);
            if (chosen == null) {
                chosen = skipped;
            }
        }
        if (chosen != null) {
            take(chosen);
        }
        return chosen;
    }

    @Override
    public void loadChanged(Candidate candidate) {
        if (candidate.parked && !candidate.isFull()) {
            unpark(candidate);
        }
    }

    /** A limit that follows the backend's load may have risen meanwhile: looks at those left out, when nobody else is left. */
    private Candidate unparked() {
        for (int i = 0; i < parkedCount; i++) {
            final Candidate candidate = parked[i];
            if (!candidate.isFull()) {
                unpark(candidate);
                return candidate;
            }
        }
        return null;
    }

    private void unpark(Candidate candidate) {
        candidate.parked = false;
        for (int i = 0; i < parkedCount; i++) {
            if (candidate.is(parked[i])) {
                parked[i] = parked[--parkedCount];
                parked[parkedCount] = null;
                break;
            }
        }
        if (candidate.key < now) {
            candidate.cycleStart = now;
            candidate.turn = 0;
            candidate.key = now;
        }
        heap.add(candidate);
    }

    private void take(Candidate candidate) {
        now = Math.max(now, candidate.key);
        if (candidate.turn >= candidate.keyWeight) {
            candidate.cycleStart += CYCLE;
            candidate.turn = 0;
        }
        candidate.turn++;
        candidate.key = candidate.cycleStart + CYCLE * candidate.turn / candidate.keyWeight;
        heap.moved(candidate);
        if (now > REBASE_AT) {
            rebase();
        }
    }

    private void start(Candidate candidate, long share) {
        candidate.keyWeight = weight(candidate);
        candidate.cycleStart = now + share / candidate.keyWeight;
        candidate.turn = 0;
        candidate.key = candidate.cycleStart;
    }

    /** A changed weight stretches or shrinks what is left to the server's turn. */
    private void reweigh(Candidate candidate) {
        final int weight = weight(candidate);
        if (weight != candidate.keyWeight) {
            final long left = Math.max(0, candidate.key - now);
            candidate.cycleStart = now + left * candidate.keyWeight / weight;
            candidate.key = candidate.cycleStart;
            candidate.turn = 0;
            candidate.keyWeight = weight;
        }
    }

    private void rebase() {
        for (final Candidate candidate : all) {
            candidate.key -= now;
            candidate.cycleStart -= now;
        }
        now = 0;
    }

    private void leave(Candidate candidate) {
        if (candidate.heapIndex >= 0) {
            heap.remove(candidate);
        }
        candidate.parked = false;
    }

    /** The lighter one wins where two would have their turn at once: it waits longer for its next. */
    private static long firstTurn(int rank, int count) {
        return CYCLE * (rank + 1) / count - rank * TIE_BREAK;
    }

    /** The heavier start earlier, and servers of one weight start spread over their cycle. */
    private static int rankByWeight(Candidate[] usable, int count, int index) {
        int rank = 0;
        for (int i = 0; i < count; i++) {
            final int difference = usable[i].effectiveWeight() - usable[index].effectiveWeight();
            if (difference > 0 || difference == 0 && i < index) {
                rank++;
            }
        }
        return rank;
    }

    private static int weight(Candidate candidate) {
        return candidate.effectiveWeight();
    }
}
