package org.weir.engine.config;

import java.util.HashSet;
import java.util.Set;

/** Numbers things that may have a number of their own: another takes the next free one. One with its own uses up a turn all the same, as HAProxy counts. */
final class Numbering {
    private final Set<Integer> taken = new HashSet<>();
    private int next;

    Numbering(int first) {
        next = first;
    }

    /** Keeps a number from being given away; to be said of all that have one, before the first asks. */
    void reserve(int own) {
        taken.add(own);
    }

    /**
     * The number of the thing whose turn it is.
     *
     * @param own its own, or 0
     */
    int number(int own) {
        while (own == 0 && taken.contains(next)) {
            next++;
        }
        int turn = next++;
        return own == 0 ? turn : own;
    }
}
