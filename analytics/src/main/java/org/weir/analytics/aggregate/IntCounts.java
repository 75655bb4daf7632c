package org.weir.analytics.aggregate;

import java.util.Arrays;

/**
 * Counts of 32-bit values: small ones in an array, others in an open hash table. With more than {@link #MAX_DISTINCT} of them, values are rounded
 * towards zero to fewer binary digits, so that memory stays bounded.
 */
public final class IntCounts {
    /** How many distinct values outside the array are told apart. */
    public static final int MAX_DISTINCT = 1 << 20;

    private static final int USUAL_SMALL = 1 << 15;
    private static final int INITIAL_SLOTS = 1 << 8;

    private final long[] small;
    private int[] keys = new int[INITIAL_SLOTS];
    private long[] counts = new long[INITIAL_SLOTS];
    private int used;
    private int droppedBits;
    private long total;

    /** No counts yet. */
    public IntCounts() {
        this(USUAL_SMALL);
    }

    /**
     * No counts yet.
     *
     * @param smallValues values from 0 to below this one are counted in the array
     */
    IntCounts(final int smallValues) {
        small = new long[smallValues];
    }

    /** The counts of small values, to be added to; {@link #addTotal} is to be told. */
    long[] small() {
        return small;
    }

    /** Tells how many values were counted in {@link #small()}. */
    void addTotal(final long count) {
        total += count;
    }

    /** Counts a value once. */
    public void add(final int value) {
        add(value, 1);
    }

    /** Counts a value. */
    public void add(final int value, final long count) {
        total += count;
        if (value >= 0 && value < small.length) {
            small[value] += count;
        } else {
            addLarge(value, count);
        }
    }

    /** Adds another table's counts. */
    public void merge(final IntCounts other) {
        for (int value = 0; value < small.length; value++) {
            small[value] += other.small[value];
        }
        for (int slot = 0; slot < other.keys.length; slot++) {
            if (other.counts[slot] != 0) {
                addLarge(other.keys[slot], other.counts[slot]);
            }
        }
        total += other.total;
        while (droppedBits < other.droppedBits) {
            coarsen();
        }
    }

    /** The sum of all counts. */
    public long total() {
        return total;
    }

    /** How many distinct values there are. */
    public int distinct() {
        int distinct = used;
        for (final long count : small) {
            if (count != 0) {
                distinct++;
            }
        }
        return distinct;
    }

    /** How many binary digits of large values were given up to bound memory; 0 if all counts are exact. */
    public int droppedBits() {
        return droppedBits;
    }

    /** The distinct values in ascending order. */
    public int[] sortedValues() {
        final int[] values = new int[distinct()];
        int at = 0;
        for (int value = 0; value < small.length; value++) {
            if (small[value] != 0) {
                values[at++] = value;
            }
        }
        for (int slot = 0; slot < keys.length; slot++) {
            if (counts[slot] != 0) {
                values[at++] = keys[slot];
            }
        }
        Arrays.sort(values);
        return values;
    }

    /** How often a value was counted. */
    public long count(final int value) {
        return value >= 0 && value < small.length ? small[value] : counts[slotOf(value)];
    }

    private void addLarge(final int value, final long count) {
        final int key = round(value);
        if (key >= 0 && key < small.length) {
            small[key] += count;
            return;
        }
        final int slot = slotOf(key);
        if (counts[slot] == 0) {
            keys[slot] = key;
            used++;
        }
        counts[slot] += count;
        if (used > keys.length / 2) {
            if (used > MAX_DISTINCT) {
                coarsen();
            } else {
                rebuild(keys.length * 2);
            }
        }
    }

    private int round(final int value) {
        return value < 0 ? -(-value >>> droppedBits << droppedBits) : value >>> droppedBits << droppedBits;
    }

    private int slotOf(final int key) {
        int slot = (key * 0x9E3779B9 >>> 8) & keys.length - 1;
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void coarsen() {
        droppedBits++;
        rebuild(keys.length);
    }

    private void rebuild(final int slots) {
        final int[] oldKeys = keys;
        final long[] oldCounts = counts;
        keys = new int[slots];
        counts = new long[slots];
        used = 0;
        for (int slot = 0; slot < oldKeys.length; slot++) {
            if (oldCounts[slot] != 0) {
                addLarge(oldKeys[slot], oldCounts[slot]);
            }
        }
    }
}
