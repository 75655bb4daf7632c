package org.weir.analytics.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HdrHistogram's own class is the oracle. */
class LatencyCountsTest {
    private static final int VALUES = 200_000;
    private final SplittableRandom random = new SplittableRandom(42);

    /** Spread over all magnitudes. */
    private long value() {
        return random.nextLong(1L << random.nextInt(1, 37));
    }

    private static LatencyCounts counts(int digits) {
        return new LatencyCounts(MemoryBudget.unlimited(), digits);
    }

    private static void assertSame(Histogram expected, LatencyCounts actual) {
        LatencySummary summary = actual.summary();
        assertEquals(expected.getTotalCount(), summary.count());
        assertEquals(Math.min(expected.getValueAtPercentile(50), summary.maxMicros()), summary.p50Micros());
        assertEquals(Math.min(expected.getValueAtPercentile(90), summary.maxMicros()), summary.p90Micros());
        assertEquals(Math.min(expected.getValueAtPercentile(99), summary.maxMicros()), summary.p99Micros());
        assertEquals(Math.min(expected.getValueAtPercentile(99.9), summary.maxMicros()), summary.p999Micros());
        Histogram copy = new Histogram(1, BucketLayout.MAX_MICROS, actual.digits());
        actual.copyInto(copy);
        assertTrue(expected.equals(copy), "the same buckets");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void bucketsAndPercentilesAreThoseOfHdrHistogram(int digits) {
        Histogram expected = new Histogram(1, BucketLayout.MAX_MICROS, digits);
        LatencyCounts actual = counts(digits);
        long highest = 0;
        long sum = 0;
        for (int i = 0; i < VALUES; i++) {
            long value = value();
            expected.recordValue(value);
            actual.record(value);
            highest = Math.max(highest, value);
            sum += value;
        }
        assertSame(expected, actual);
        assertEquals(highest, actual.maxMicros());
        assertEquals(sum, actual.sumMicros());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 99, 100, 101, 999, 1000, 1001})
    void percentilesOfFewValuesAreThoseOfHdrHistogram(int values) {
        Histogram expected = new Histogram(1, BucketLayout.MAX_MICROS, 3);
        LatencyCounts actual = counts(3);
        for (int i = 1; i <= values; i++) {
            expected.recordValue(i);
            actual.record(i);
        }
        assertSame(expected, actual);
    }

    @Test
    void everyBucketKnowsItsBounds() {
        for (int digits = 1; digits <= 3; digits++) {
            int bits = BucketLayout.bits(digits);
            long next = 0;
            for (int i = 0; i < BucketLayout.size(bits); i++) {
                assertEquals(next, BucketLayout.lowest(i, bits));
                assertEquals(i, BucketLayout.index(next, bits));
                next = BucketLayout.highest(i, bits) + 1;
                assertEquals(i, BucketLayout.index(next - 1, bits));
            }
            assertEquals(BucketLayout.MAX_MICROS, next - 1);
        }
    }

    @Test
    void whatDoesNotFitIsCountedAtTheEnd() {
        LatencyCounts counts = counts(3);
        counts.record(Long.MAX_VALUE / 4);
        assertEquals(1, counts.count());
        assertEquals(BucketLayout.size(counts.bits()) - 1, counts.nextUsed(0));
    }

    @Test
    void aBucketCountsBeyond32Bits() {
        LatencyCounts counts = counts(3);
        counts.add(0, (1L << 33) - 1);
        counts.record(0);
        counts.record(7);
        assertEquals(1L << 33, counts.countAt(0));
        assertEquals((1L << 33) + 1, counts.count());
        assertEquals(1L << 33, counts.countUpTo(0));
        counts.coarsen(1);
        assertEquals(1L << 33, counts.countAt(0));
        assertEquals(1, counts.countAt(7));
    }

    @Test
    void withoutMemoryDigitsAreGivenUp() {
        Histogram expected = new Histogram(1, BucketLayout.MAX_MICROS, 1);
        MemoryBudget budget = new MemoryBudget(10_000);
        LatencyCounts counts = new LatencyCounts(budget, 3);
        counts.record(1);
        assertEquals(3, counts.digits());
        for (int i = 0; i < VALUES; i++) {
            long value = value();
            // A bucket's values became its lowest one when digits were given up; the coarse bucket is the same.
            expected.recordValue(value);
            counts.record(value);
        }
        expected.recordValue(1);
        assertEquals(1, counts.digits());
        assertSame(expected, counts);
        counts.clear();
        assertTrue(budget.has(10_000));
        assertEquals(0, counts.count());
        assertEquals(-1, counts.nextUsed(0));
        counts.record(5);
        assertEquals(new LatencySummary(1, 5, 3, 5, 5, 5, 5, 5), counts.summary());
    }

    @Test
    void cumulativeCountsAreThoseUpToAValue() {
        LatencyCounts counts = counts(3);
        for (int i = 0; i < 2_000; i++) {
            counts.record(i);
        }
        assertEquals(0, counts(3).countUpTo(1_000));
        assertEquals(1_001, counts.countUpTo(1_000));
        assertEquals(2_000, counts.countUpTo(1_000_000));
    }
}
