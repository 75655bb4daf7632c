package org.weir.engine.balance;

import java.util.Arrays;
import org.weir.io.net.NetAddress;

/**
 * Engine agent only. {@code balance roundrobin}: each server in turn, as often as its weight says, its turns spread evenly; O(log n).
 *
 * <p>The order is the one that HAProxy 2.6 was observed to have. A cycle has as many slots as the servers weigh together. In its beginning all servers wait,
 * the heaviest first. One that waits gets the first slot that nobody else is due for; from then on it is due again every {@code total / weight} slots,
 * until that lies beyond the cycle's end: then it waits for the next cycle.
 *
 * <p>Fractions of slots are carried exactly. Of those due in the same slot the one with the least {@code remainder - weight} goes first, the remainder in
 * parts of {@code 1 / weight} of a slot; then the one that was put in order earlier. A server that is full leaves the order until it has room again, and comes
 * back at the present slot: it does not catch up on what it missed.
 */
final class RoundRobin extends Balancer {
    /** Bits of a key below the slot: a heaviest server's {@code remainder - weight} fits in. */
    private static final int RANK_BITS = 13;
    private static final int RANK_OFFSET = 256 * Candidate.WEIGHT_UNIT;

    /** Those that have had a turn in this cycle, by when they are due. */
    private final CandidateHeap due;
    /** Those that wait for their first turn in this cycle, and in the next one. */
    private CandidateHeap waiting;
    private CandidateHeap nextCycle;
    private Candidate[] parked;
    private int parkedCount;
    private Candidate[] all = new Candidate[0];
    private int generation;
    private long arrivals;
    private long slot;
    private long totalWeight;

    RoundRobin(int servers) {
        due = new CandidateHeap(servers);
        waiting = new CandidateHeap(servers);
        nextCycle = new CandidateHeap(servers);
        parked = new Candidate[Math.max(4, servers)];
    }

    @Override
    public void rebuild(Candidate[] usable, int count) {
        final int last = generation++;
        boolean stayed = false;
        totalWeight = 0;
        for (int i = 0; i < count; i++) {
            final Candidate candidate = usable[i];
            if (candidate.generation != last || last == 0) {
                candidate.generation = generation;
                candidate.parked = false;
                wait(candidate, waiting);
            } else {
                candidate.generation = generation;
                reweigh(candidate);
                stayed = true;
            }
            totalWeight += candidate.keyWeight;
        }
        for (final Candidate candidate : all) {
            if (candidate.generation != generation) {
                leave(candidate);
            }
        }
        slot = stayed ? slot : 0;
        parked = Arrays.copyOf(parked, Math.max(parked.length, count));
        all = Arrays.copyOf(usable, count);
    }

    @Override
    public Candidate next(NetAddress source, Candidate avoid) {
        Candidate skipped = null;
        Candidate chosen = null;
        for (Candidate first = first(); first != null; first = first()) {
            if (first.isFull()) {
                first.heap.remove(first);
                first.parked = true;
                parked[parkedCount++] = first;
            } else if (first.is(avoid) && skipped == null) {
                first.heap.remove(first);
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
            skipped.heap.add(skipped);
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

    /** Whose turn it is: who is due, or else who waits, or else who is due next; begins the next cycle when this one is through. */
    private Candidate first() {
        final Candidate earliest = due.first();
        if (earliest != null && (earliest.slot <= slot || waiting.size() == 0)) {
            return earliest;
        }
        if (waiting.size() == 0) {
            final CandidateHeap empty = waiting;
            waiting = nextCycle;
            nextCycle = empty;
            slot = 0;
        }
        return waiting.first();
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
        removeParked(candidate);
        putInOrder(candidate, slot, 0);
    }

    private void removeParked(Candidate candidate) {
        candidate.parked = false;
        for (int i = 0; i < parkedCount; i++) {
            if (candidate.is(parked[i])) {
                parked[i] = parked[--parkedCount];
                parked[parkedCount] = null;
                break;
            }
        }
    }

    private void take(Candidate candidate) {
        final boolean wasDue = candidate.heap == due;
        candidate.heap.remove(candidate);
        // Slots that belonged to a server that left are passed over.
        slot = wasDue ? Math.max(slot, candidate.slot) : slot;
        final long parts = (wasDue ? candidate.remainder : 0) + totalWeight;
        final long dueSlot = (wasDue ? candidate.slot : slot) + parts / candidate.keyWeight;
        if (dueSlot < totalWeight) {
            putInOrder(candidate, dueSlot, (int) (parts % candidate.keyWeight));
        } else {
            wait(candidate, nextCycle);
        }
        slot++;
    }

    private void wait(Candidate candidate, CandidateHeap queue) {
        candidate.keyWeight = candidate.effectiveWeight();
        candidate.key = -candidate.keyWeight;
        candidate.tie = arrivals++;
        candidate.heap = queue;
        queue.add(candidate);
    }

    private void putInOrder(Candidate candidate, long dueSlot, int remainder) {
        candidate.slot = dueSlot;
        candidate.remainder = remainder;
        candidate.key = (dueSlot << RANK_BITS) + (remainder - candidate.keyWeight + RANK_OFFSET);
        candidate.tie = arrivals++;
        candidate.heap = due;
        due.add(candidate);
    }

    /** A changed weight stretches or shrinks what is left to the server's turn. */
    private void reweigh(Candidate candidate) {
        final int weight = candidate.effectiveWeight();
        final int former = candidate.keyWeight;
        if (weight == former) {
            return;
        }
        candidate.keyWeight = weight;
        if (candidate.parked) {
            return;
        }
        candidate.heap.remove(candidate);
        if (candidate.heap == due) {
            putInOrder(candidate, slot + Math.max(0, candidate.slot - slot) * former / weight, 0);
        } else {
            wait(candidate, candidate.heap);
        }
    }

    private void leave(Candidate candidate) {
        if (candidate.parked) {
            removeParked(candidate);
        } else {
            candidate.heap.remove(candidate);
        }
    }
}
