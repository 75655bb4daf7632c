package org.weir.analytics.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.collections.Int2ObjectHashMap;

/** What the numbers of names in records stand for, as far as {@link NameRecord}s told. Numbers are given from 0 on. One thread. */
public final class RecordNames {
    /** Names with higher numbers, of which there are few if any, take more time to find. */
    private static final int MAX_FAST = 1 << 12;

    private static final byte[] NONE = {};

    private final Int2ObjectHashMap<String> names = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<byte[]> bytes = new Int2ObjectHashMap<>();
    private byte[][] fast = {};
    private int longest;
    private boolean hasSpaces;

    /** Gives a number its name, in place of one that it may have had. */
    public void put(int number, String name) {
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        names.put(number, name);
        bytes.put(number, text);
        longest = Math.max(longest, text.length);
        hasSpaces |= name.indexOf(' ') >= 0;
        if (number >= 0 && number < MAX_FAST) {
            // No larger than what was told, whatever the numbers.
            if (number >= fast.length && number <= 2 * names.size()) {
                fast = Arrays.copyOf(fast, 2 * number + 1);
            }
            if (number < fast.length) {
                fast[number] = text;
            }
        }
    }

    /** The name; null for -1 and for what no name was given. */
    public String name(int number) {
        return names.get(number);
    }

    /** The name as log lines write it, in Latin-1 as in the configuration; empty when there is none. Not to be written to. */
    public byte[] bytes(int number) {
        byte[] found = number >= 0 && number < fast.length ? fast[number] : null;
        if (found == null) {
            found = bytes.get(number);
        }
        return found == null ? NONE : found;
    }

    /** Whether a name with a space in it was ever told, which moves the fields of lines. */
    public boolean hasSpaces() {
        return hasSpaces;
    }

    /** How many bytes the longest name has. */
    public int longestBytes() {
        return longest;
    }
}
