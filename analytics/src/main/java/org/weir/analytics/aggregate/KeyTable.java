package org.weir.analytics.aggregate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.weir.analytics.text.MemoryText;

/**
 * Sums by a key of bytes, in an open hash table: each key has a row of {@code columns} numbers, the first of which counts. Memory is bounded:
 * with more than the highest number of keys, those counted least are dropped (lossy counting, Manku and Motwani 2002), and what they had is
 * added up, so that a key that is kept may lack at most {@link #maxMissed()}.
 */
public final class KeyTable {
    /** How many keys a table holds unless told otherwise, and how many bytes of keys. */
    public static final int MAX_KEYS = 1 << 20;
    private static final int MAX_KEY_BYTES = 1 << 26;
    /** Keys are cut to this length. */
    static final int MAX_KEY_LENGTH = 1 << 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INITIAL_SLOTS = 1 << 10;
    /** The golden ratio, as 64 bits of its fraction. */
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    /** The hash of no words. */
    static final long NO_HASH = MULTIPLIER;

    private final int columns;
    private final int maxKeys;
    private final int maxKeyBytes;
    /** The key's hash in the upper half, the row's number plus one in the lower; 0 is an empty slot. */
    private long[] slots = new long[INITIAL_SLOTS];
    private int rows;
    private int[] keyStart = new int[INITIAL_SLOTS / 2 + 1];
    /** A word can be read from wherever a key has a byte. */
    private byte[] keyBytes = new byte[INITIAL_SLOTS * 16];
    private long[] sums;
    private long droppedKeys;
    private long maxMissed;

    /** An empty table. */
    public KeyTable(final int columns) {
        this(columns, MAX_KEYS, MAX_KEY_BYTES);
    }

    /** An empty table of another size than usual. */
    public KeyTable(final int columns, final int maxKeys, final int maxKeyBytes) {
        this.columns = columns;
        this.maxKeys = maxKeys;
        this.maxKeyBytes = maxKeyBytes;
        sums = new long[INITIAL_SLOTS / 2 * columns];
    }

    /** The row of a key, made if it is new. Rows stay valid until the next call. */
    public int row(final byte[] bytes, final int offset, final int length) {
        final int cutLength = Math.min(length, MAX_KEY_LENGTH);
        final int hash = hash(bytes, offset, cutLength);
        int slot = hash & slots.length - 1;
        while (true) {
            final long entry = slots[slot];
            if (entry == 0) {
                return insert(bytes, offset, cutLength, hash, slot);
            }
            if ((int) (entry >>> Integer.SIZE) == hash && isKey((int) entry - 1, bytes, offset, cutLength)) {
                return (int) entry - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
    }

    /**
     * The row of a key that lies outside the heap, -1 if it is new.
     *
     * @param hash the key's, by {@link #finalHash}
     * @param address readable as {@link MemoryText} demands
     */
    int find(final int hash, final long address, final int length) {
        int slot = hash & slots.length - 1;
        while (true) {
            final long entry = slots[slot];
            if (entry == 0) {
                return -1;
            }
            if ((int) (entry >>> Integer.SIZE) == hash && isKey((int) entry - 1, address, length)) {
                return (int) entry - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
    }

    /** Adds to a row's column. */
    public void add(final int row, final int column, final long amount) {
        sums[row * columns + column] += amount;
    }

    /** A row's column. */
    public long get(final int row, final int column) {
        return sums[row * columns + column];
    }

    /** How many keys there are; rows are numbered from 0. */
    public int rows() {
        return rows;
    }

    /** The bytes that hold the keys. */
    public byte[] keyBytes() {
        return keyBytes;
    }

    /** Where a row's key starts. */
    public int keyStart(final int row) {
        return keyStart[row];
    }

    /** Where a row's key ends. */
    public int keyEnd(final int row) {
        return keyStart[row + 1];
    }

    /** How many keys were dropped; one that came back counts again. */
    public long droppedKeys() {
        return droppedKeys;
    }

    /** How much a key's first column may be too small at most. */
    public long maxMissed() {
        return maxMissed;
    }

    /** The order of two rows' keys as unsigned bytes. */
    public int compareKeys(final int left, final int right) {
        return Arrays.compareUnsigned(keyBytes, keyStart[left], keyStart[left + 1], keyBytes, keyStart[right], keyStart[right + 1]);
    }

    /** Adds another table's sums. */
    public void merge(final KeyTable other) {
        for (int row = 0; row < other.rows; row++) {
            final int into = row(other.keyBytes, other.keyStart[row], other.keyStart[row + 1] - other.keyStart[row]);
            for (int column = 0; column < columns; column++) {
                add(into, column, other.get(row, column));
            }
        }
        addDropped(other);
    }

    /** Takes over how many keys another table, merged row by row, has dropped. */
    public void addDropped(final KeyTable other) {
        droppedKeys += other.droppedKeys;
        maxMissed += other.maxMissed;
    }

    private int insert(final byte[] bytes, final int offset, final int length, final int hash, final int slot) {
        if (rows >= maxKeys || keyStart[rows] + length > maxKeyBytes && rows > 1) {
            dropLeastCounted();
            return row(bytes, offset, length);
        }
        if (rows == keyStart.length - 1) {
            keyStart = Arrays.copyOf(keyStart, rows * 2 + 1);
            sums = Arrays.copyOf(sums, rows * 2 * columns);
        }
        final int row = rows++;
        final int start = keyStart[row];
        if (keyBytes.length < start + length + Long.BYTES) {
            keyBytes = Arrays.copyOf(keyBytes, Math.max(keyBytes.length * 2, start + length + Long.BYTES));
        }
        System.arraycopy(bytes, offset, keyBytes, start, length);
        keyStart[row + 1] = start + length;
        slots[slot] = entry(hash, row);
        if (rows > slots.length / 2) {
            fillSlots(slots.length * 2);
        }
        return row;
    }

    private boolean isKey(final int row, final byte[] bytes, final int offset, final int length) {
        final int start = keyStart[row];
        return keyStart[row + 1] - start == length && Arrays.equals(keyBytes, start, start + length, bytes, offset, offset + length);
    }

    private boolean isKey(final int row, final long address, final int length) {
        final int start = keyStart[row];
        if (keyStart[row + 1] - start != length) {
            return false;
        }
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            if (MemoryText.word(keyBytes, start + at) != MemoryText.word(address + at)) {
                return false;
            }
        }
        return at == length || (MemoryText.word(keyBytes, start + at) ^ MemoryText.word(address + at)) << Byte.SIZE * (at + Long.BYTES - length) == 0;
    }

    private void fillSlots(final int count) {
        slots = new long[count];
        for (int row = 0; row < rows; row++) {
            final int hash = hash(keyBytes, keyStart[row], keyStart[row + 1] - keyStart[row]);
            int slot = hash & count - 1;
            while (slots[slot] != 0) {
                slot = slot + 1 & count - 1;
            }
            slots[slot] = entry(hash, row);
        }
    }

    private static long entry(final int hash, final int row) {
        return (long) hash << Integer.SIZE | row + 1;
    }

    /** Drops the half of the keys that was counted least. */
    private void dropLeastCounted() {
        final long[] counted = new long[rows];
        for (int row = 0; row < rows; row++) {
            counted[row] = sums[row * columns];
        }
        Arrays.sort(counted);
        final long threshold = counted[rows / 2];
        int equalToDrop = 0;
        for (int index = 0; index <= rows / 2; index++) {
            if (counted[index] == threshold) {
                equalToDrop++;
            }
        }
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            final long count = sums[row * columns];
            if (count < threshold || count == threshold && equalToDrop-- > 0) {
                droppedKeys++;
            } else {
                move(row, kept++);
            }
        }
        rows = kept;
        Arrays.fill(sums, rows * columns, sums.length, 0);
        maxMissed += threshold;
        fillSlots(slots.length);
    }

    private void move(final int from, final int to) {
        final int length = keyStart[from + 1] - keyStart[from];
        System.arraycopy(keyBytes, keyStart[from], keyBytes, keyStart[to], length);
        keyStart[to + 1] = keyStart[to] + length;
        System.arraycopy(sums, from * columns, sums, to * columns, columns);
    }

    private static int hash(final byte[] bytes, final int offset, final int length) {
        long hash = NO_HASH;
        int at = offset;
        final int end = offset + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = hash(hash, (long) LONG.get(bytes, at));
        }
        long tail = 0;
        for (int shift = 0; at < end; shift += Byte.SIZE) {
            tail |= (bytes[at++] & 0xffL) << shift;
        }
        return finalHash(hash, tail, length);
    }

    /** Adds a word of a key to its hash, which starts as {@link #NO_HASH}. */
    static long hash(final long hash, final long word) {
        final long product = (hash ^ word) * MULTIPLIER;
        return product ^ product >>> 29;
    }

    /**
     * A key's hash.
     *
     * @param hash that of all its whole words
     * @param tail its other bytes, the first one lowest
     */
    static int finalHash(final long hash, final long tail, final int length) {
        return (int) ((hash(hash, tail) ^ length) * MULTIPLIER >>> Integer.SIZE);
    }
}
