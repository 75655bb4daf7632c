package org.weir.analytics.latency;

/** Engine agent only. What all {@link RecentLatency} share: their precision, their memory, and room to work in. */
final class RecentScratch {
    final int bits;
    final MemoryBudget budget;
    final int[] counts;
    final ByteSink sink = new ByteSink();
    final ByteSource source = new ByteSource();

    /** @param digits significant digits of what is kept */
    RecentScratch(int digits, MemoryBudget budget) {
        this.budget = budget;
        bits = BucketLayout.bits(digits);
        counts = new int[BucketLayout.size(bits)];
    }
}
