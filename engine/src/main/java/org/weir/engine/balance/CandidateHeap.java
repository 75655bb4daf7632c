package org.weir.engine.balance;

/** Engine agent only. A binary heap of candidates: least key first, then least tie; a candidate knows its place, so moving it is O(log n). */
final class CandidateHeap {
    private Candidate[] nodes;
    private int size;

    CandidateHeap(int capacity) {
        nodes = new Candidate[Math.max(4, capacity)];
    }

    int size() {
        return size;
    }

    Candidate first() {
        return size == 0 ? null : nodes[0];
    }

    Candidate at(int index) {
        return nodes[index];
    }

    void add(Candidate candidate) {
        if (size == nodes.length) {
            nodes = java.util.Arrays.copyOf(nodes, size * 2);
        }
        place(candidate, size++);
        up(candidate.heapIndex);
    }

    void remove(Candidate candidate) {
        final int index = candidate.heapIndex;
        final Candidate last = nodes[--size];
        nodes[size] = null;
        candidate.heapIndex = -1;
        if (!last.is(candidate)) {
            place(last, index);
            moved(last);
        }
    }

    /** The key or tie of a candidate in the heap changed. */
    void moved(Candidate candidate) {
        up(candidate.heapIndex);
        down(candidate.heapIndex);
    }

    private void up(int start) {
        int index = start;
        final Candidate candidate = nodes[index];
        while (index > 0) {
            final int parent = (index - 1) >>> 1;
            if (!before(candidate, nodes[parent])) {
                break;
            }
            place(nodes[parent], index);
            index = parent;
        }
        place(candidate, index);
    }

    private void down(int start) {
        int index = start;
        final Candidate candidate = nodes[index];
        for (int child = 2 * index + 1; child < size; child = 2 * index + 1) {
            if (child + 1 < size && before(nodes[child + 1], nodes[child])) {
                child++;
            }
            if (!before(nodes[child], candidate)) {
                break;
            }
            place(nodes[child], index);
            index = child;
        }
        place(candidate, index);
    }

    private void place(Candidate candidate, int index) {
        nodes[index] = candidate;
        candidate.heapIndex = index;
    }

    private static boolean before(Candidate a, Candidate b) {
        return a.key < b.key || a.key == b.key && a.tie < b.tie;
    }
}
