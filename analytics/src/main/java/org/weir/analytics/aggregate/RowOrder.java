package org.weir.analytics.aggregate;

import java.util.function.IntToLongFunction;

/** Puts the rows of a key table in order. */
final class RowOrder {
    private RowOrder() {
    }

    /** By key, as unsigned bytes. */
    static int[] ascendingKeys(final KeyTable table) {
        return sort(table, (left, right) -> table.compareKeys(left, right));
    }

    /** By key, the last first. */
    static int[] descendingKeys(final KeyTable table) {
        return sort(table, (left, right) -> table.compareKeys(right, left));
    }

    /** By a number taken as unsigned, the largest first; rows with the same number by key, the last first. */
    static int[] descending(final KeyTable table, final IntToLongFunction number) {
        final long[] numbers = new long[table.rows()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = number.applyAsLong(row);
        }
        return sort(table, (left, right) -> {
            final int order = Long.compareUnsigned(numbers[right], numbers[left]);
            return order != 0 ? order : table.compareKeys(right, left);
        });
    }

    private interface RowComparison {
        int compare(int left, int right);
    }

    /** Merge sort over primitives: a million boxed row numbers would take more memory than the table. */
    private static int[] sort(final KeyTable table, final RowComparison order) {
        int[] from = new int[table.rows()];
        for (int row = 0; row < from.length; row++) {
            from[row] = row;
        }
        int[] to = new int[from.length];
        for (int width = 1; width < from.length; width *= 2) {
            for (int start = 0; start < from.length; start += 2 * width) {
                merge(from, to, start, Math.min(start + width, from.length), Math.min(start + 2 * width, from.length), order);
            }
            final int[] sorted = to;
            to = from;
            from = sorted;
        }
        return from;
    }

    private static void merge(final int[] from, final int[] to, final int start, final int middle, final int end, final RowComparison order) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            final boolean takeLeft = left < middle && (right >= end || order.compare(from[left], from[right]) <= 0);
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }
}
