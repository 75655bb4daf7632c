package org.weir.analytics.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

/** Times of a day are counted as a map would, also where a byte is not enough. */
class DayTimesTest {
    private final Random random = new Random(7);

    @Test
    void countsAsAMapDoesAlsoWhenMerged() {
        final Map<Integer, Long> expected = new TreeMap<>();
        final DayTimes[] days = {new DayTimes(), new DayTimes()};
        for (int index = 0; index < 200_000; index++) {
            final int kind = random.nextInt(4);
            final int millis = kind == 0 ? random.nextInt(DayTimes.MILLIS_A_DAY) : kind == 1 ? random.nextInt(50)
                : DayTimes.MILLIS_A_DAY - 1 - random.nextInt(3);
            days[random.nextInt(2)].add(millis, 1);
            expected.merge(millis, 1L, Long::sum);
        }
        for (final long count : new long[] {1, 254, 255, 256, 509, 510, 511, 1L << 40}) {
            final int millis = random.nextInt(DayTimes.MILLIS_A_DAY);
            days[1].add(millis, count);
            expected.merge(millis, count, Long::sum);
        }
        days[0].merge(days[1]);
        final Map<Integer, Long> counted = new TreeMap<>();
        for (int at = days[0].next(0); at >= 0; at = days[0].next(at + 1)) {
            counted.put(at, days[0].count(at));
        }
        assertEquals(expected, counted);
    }
}
