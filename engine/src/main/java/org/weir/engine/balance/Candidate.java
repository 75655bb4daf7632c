package org.weir.engine.balance;

/**
 * Engine agent only. What a balancer has to know of a server. The fields belong to the balancer that the candidate is in, so that choosing
 * and moving a server allocates and searches nothing.
 */
public abstract class Candidate {
    /** A weight of 1 in a {@code server} line, in units of {@link #effectiveWeight()}. */
    public static final int WEIGHT_UNIT = 16;

    /** Position in the heap, -1 = not in it. */
    int heapIndex = -1;
    /** What the heap is ordered by, then {@link #tie}. */
    long key;
    long tie;
    /** The heap that it is in, or was taken out of for a moment. */
    CandidateHeap heap;
    /** Slot of a cycle in which it is due, and the fraction of a slot beyond it in parts of 1 / {@link #keyWeight}. */
    long slot;
    int remainder;
    /** Weight that {@link #key} was computed with. */
    int keyWeight;
    /** Left out of the heap because it was full. */
    boolean parked;
    /** Number of the last rebuild that contained it. */
    int generation;

    protected Candidate() {}

    /** Whether it is the very same server; {@code other} may be null. */
    @SuppressWarnings("ReferenceEquality")
    final boolean is(Candidate other) {
        return this == other;
    }

    /** Number in the order of declaration, from 0. */
    public abstract int order();

    /** The number given by {@code id}. */
    public abstract int id();

    /** Weight in units of 1/16, so that a slow start has steps to climb; more than 0 in a balancer. */
    public abstract int effectiveWeight();

    /** Whether another stream would have to wait for it. */
    public abstract boolean isFull();

    /** Whether it has a bounded queue of its own with room in it. */
    public boolean mayQueue() {
        return false;
    }

    /** Streams that it has or that wait for it. */
    public abstract int load();
}
