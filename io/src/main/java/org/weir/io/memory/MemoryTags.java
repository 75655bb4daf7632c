package org.weir.io.memory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All off-heap allocations of the process, in the order of their creation; for {@code show pools} and for leak checks. */
public final class MemoryTags {
    private static final CopyOnWriteArrayList<MemoryTag> TAGS = new CopyOnWriteArrayList<>();

    private MemoryTags() {
    }

    /** Adds an allocation. */
    public static void register(MemoryTag tag) {
        TAGS.add(tag);
    }

    /** Removes an allocation that was returned to the system. */
    public static void unregister(MemoryTag tag) {
        TAGS.remove(tag);
    }

    /** What exists now. */
    public static List<MemoryTag> all() {
        return List.copyOf(TAGS);
    }

    /**
     * The leak check that ends a test.
     *
     * @throws AssertionError that names every tag with objects in use.
     */
    public static void assertNothingUsed() {
        final StringBuilder leaks = new StringBuilder();
        for (final MemoryTag tag : TAGS) {
            if (tag.used() != 0) {
                leaks.append(' ').append(tag.tag()).append('=').append(tag.used());
            }
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError("off-heap objects still in use:" + leaks);
        }
    }
}
