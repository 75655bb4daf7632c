package org.weir.io.agent;

import java.util.ArrayDeque;

/**
 * Objects of one kind that wait to be used again, the last one first: the processor's caches may still hold it. Used by the agent that owns them.
 *
 * @param <T> their class.
 */
public final class FreeList<T> {
    /**
     * Room beforehand. Growing is a path that compiled code has seldom seen: it gives itself up there, with all that it is part of, and the agent runs
     * without it for tenths of a second.
     */
    private static final int ROOM = 1 << 13;

    private final ArrayDeque<T> objects = new ArrayDeque<>(ROOM);

    /** Takes one; null without. */
    public T take() {
        return objects.pollFirst();
    }

    /** Gives one back. */
    public void give(T object) {
        objects.addFirst(object);
    }
}
