package org.weir.analytics.record;

import java.nio.charset.StandardCharsets;
import org.agrona.collections.Int2ObjectHashMap;

/** What the numbers of names in records stand for, as far as {@link NameRecord}s told. One thread. */
public final class RecordNames {
    private static final byte[] NONE = {};

    private final Int2ObjectHashMap<String> names = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<byte[]> bytes = new Int2ObjectHashMap<>();

    /** Gives a number its name, in place of one that it may have had. */
    public void put(int number, String name) {
        names.put(number, name);
        bytes.put(number, name.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The name; null for -1 and for what no name was given. */
    public String name(int number) {
        return names.get(number);
    }

    /** The name as log lines write it, in Latin-1 as in the configuration; empty when there is none. Not to be written to. */
    public byte[] bytes(int number) {
        byte[] found = bytes.get(number);
        return found == null ? NONE : found;
    }
}
