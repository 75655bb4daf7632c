package org.weir.io.memory;

/** One line of {@code show pools}: an off-heap allocation with its name. All figures may be read by any thread. */
public interface MemoryTag {
    /** The name, such as {@code buffers}; several allocations may share it. */
    String tag();

    /** The size of one object in bytes. */
    int objectBytes();

    /** Objects that exist. */
    long allocated();

    /** Objects that somebody owns now. */
    long used();

    /** Requests refused because of the cap. */
    long failures();

    /** Bytes of address space taken. */
    long bytes();
}
