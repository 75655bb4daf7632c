package org.weir.os;

import java.util.Arrays;

/**
 * An immutable set of CPU numbers, 0 to {@link #MAX_CPUS} - 1, written as the kernel writes it: {@code 0-3,5} (cpuset(7), "List format").
 */
public final class CpuSet {
    /** The largest CPU count a Linux kernel can be built for on our platforms. */
    public static final int MAX_CPUS = 8192;
    public static final CpuSet EMPTY = new CpuSet(new long[0]);

    /** Bit n of word n / 64 is CPU n; the last word is never zero, so equal sets have equal arrays. */
    private final long[] words;

    private CpuSet(long[] words) {
        int length = words.length;
        while (length > 0 && words[length - 1] == 0) {
            length--;
        }
        this.words = length == words.length ? words : Arrays.copyOf(words, length);
    }

    /** @throws IllegalArgumentException for a CPU number out of range */
    public static CpuSet of(int... cpus) {
        long[] words = new long[MAX_CPUS >> 6];
        for (int cpu : cpus) {
            checkRange(cpu, Integer.toString(cpu));
            words[cpu >> 6] |= 1L << cpu;
        }
        return new CpuSet(words);
    }

    /** The CPUs {@code first} to {@code last}, both included. */
    public static CpuSet range(int first, int last) {
        if (first > last) {
            throw new IllegalArgumentException("CPU range " + first + "-" + last + " is empty");
        }
        checkRange(first, Integer.toString(first));
        checkRange(last, Integer.toString(last));
        long[] words = new long[(last >> 6) + 1];
        for (int cpu = first; cpu <= last; cpu++) {
            words[cpu >> 6] |= 1L << cpu;
        }
        return new CpuSet(words);
    }

    /** Reads the kernel's mask: bit n of byte n / 8 is CPU n. */
    static CpuSet ofMask(byte[] mask, int lengthBytes) {
        long[] words = new long[(lengthBytes + 7) / 8];
        for (int i = 0; i < lengthBytes; i++) {
            words[i >> 3] |= (mask[i] & 0xFFL) << ((i & 7) * 8);
        }
        return new CpuSet(words);
    }

    /**
     * Reads a list such as {@code 0-3,5}. Blanks around the whole are ignored, an empty list is the empty set.
     *
     * @throws IllegalArgumentException for anything else than numbers, ranges and commas, or a CPU out of range
     */
    public static CpuSet parse(CharSequence text) {
        String list = text.toString().strip();
        if (list.isEmpty()) {
            return EMPTY;
        }
        long[] words = new long[MAX_CPUS >> 6];
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            int end = comma < 0 ? list.length() : comma;
            addRange(words, list, from, end);
            from = end + 1;
        }
        return new CpuSet(words);
    }

    private static void addRange(long[] words, String list, int from, int end) {
        int dash = list.indexOf('-', from);
        int firstEnd = dash < 0 || dash > end ? end : dash;
        int first = number(list, from, firstEnd);
        int last = firstEnd == end ? first : number(list, firstEnd + 1, end);
        if (first > last) {
            throw new IllegalArgumentException("CPU range " + first + "-" + last + " is empty in '" + list + "'");
        }
        for (int cpu = first; cpu <= last; cpu++) {
            words[cpu >> 6] |= 1L << cpu;
        }
    }

    private static int number(String list, int from, int end) {
        if (from == end || end - from > 5) {
            throw new IllegalArgumentException("CPU number expected in '" + list + "'");
        }
        int value = 0;
        for (int i = from; i < end; i++) {
            char c = list.charAt(i);
            if (c < '0' || c > '9') {
                throw new IllegalArgumentException("unexpected '" + c + "' in CPU list '" + list + "'");
            }
            value = value * 10 + (c - '0');
        }
        checkRange(value, list);
        return value;
    }

    private static void checkRange(int cpu, String shown) {
        if (cpu < 0 || cpu >= MAX_CPUS) {
            throw new IllegalArgumentException("CPU number out of range 0-" + (MAX_CPUS - 1) + " in '" + shown + "'");
        }
    }

    public boolean contains(int cpu) {
        return cpu >= 0 && (cpu >> 6) < words.length && (words[cpu >> 6] >>> cpu & 1) != 0;
    }

    public boolean isEmpty() {
        return words.length == 0;
    }

    public int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** The lowest CPU number, -1 of the empty set. */
    public int first() {
        return next(0);
    }

    /** The lowest CPU number from {@code from} on, -1 when there is none. */
    public int next(int from) {
        for (int cpu = Math.max(from, 0); cpu < words.length << 6; cpu++) {
            if (contains(cpu)) {
                return cpu;
            }
        }
        return -1;
    }

    public CpuSet and(CpuSet other) {
        long[] both = new long[Math.min(words.length, other.words.length)];
        for (int i = 0; i < both.length; i++) {
            both[i] = words[i] & other.words[i];
        }
        return new CpuSet(both);
    }

    public CpuSet or(CpuSet other) {
        long[] either = Arrays.copyOf(words, Math.max(words.length, other.words.length));
        for (int i = 0; i < other.words.length; i++) {
            either[i] |= other.words[i];
        }
        return new CpuSet(either);
    }

    /** The CPU numbers in ascending order. */
    public int[] toArray() {
        int[] cpus = new int[count()];
        int cpu = first();
        for (int i = 0; i < cpus.length; i++) {
            cpus[i] = cpu;
            cpu = next(cpu + 1);
        }
        return cpus;
    }

    /** The kernel's mask in whole 8-byte words, at least one. */
    byte[] toMask() {
        byte[] mask = new byte[Math.max(1, words.length) * 8];
        for (int i = 0; i < words.length * 8; i++) {
            mask[i] = (byte) (words[i >> 3] >>> ((i & 7) * 8));
        }
        return mask;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuSet set && Arrays.equals(words, set.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    /** The list form, {@code 0-3,5}; what {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder list = new StringBuilder();
        int first = first();
        while (first >= 0) {
            int last = first;
            while (contains(last + 1)) {
                last++;
            }
            if (!list.isEmpty()) {
                list.append(',');
            }
            list.append(first);
            if (last > first) {
                list.append('-').append(last);
            }
            first = next(last + 1);
        }
        return list.toString();
    }
}
