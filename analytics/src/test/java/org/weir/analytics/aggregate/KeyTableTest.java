package org.weir.analytics.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** A key table sums as a hash map does, and keeps what is frequent when there are too many keys. */
class KeyTableTest {
    private final Random random = new Random(3);

    @Test
    void sumsAsAMapDoesAlsoWhenMerged() {
        final Map<String, Long> expected = new HashMap<>();
        final KeyTable[] tables = {new KeyTable(2), new KeyTable(2)};
        for (int index = 0; index < 100_000; index++) {
            final String key = "k".repeat(random.nextInt(20)) + random.nextInt(5000);
            final int amount = random.nextInt(100);
            add(tables[random.nextInt(2)], key, amount);
            expected.merge(key, (long) amount, Long::sum);
        }
        tables[0].merge(tables[1]);
        assertEquals(expected.size(), tables[0].rows());
        for (int row = 0; row < tables[0].rows(); row++) {
            assertEquals(expected.get(key(tables[0], row)), tables[0].get(row, 1));
        }
        assertEquals(0, tables[0].droppedKeys());
    }

    @Test
    void keepsTheFrequentWithinTheBoundItStates() {
        final int limit = 1000;
        final KeyTable table = new KeyTable(2, limit, 1 << 20);
        final Map<String, Long> expected = new HashMap<>();
        for (int index = 0; index < 200_000; index++) {
            final String key = random.nextInt(4) == 0 ? "rare" + random.nextInt(1_000_000) : "frequent" + random.nextInt(50);
            add(table, key, 1);
            expected.merge(key, 1L, Long::sum);
        }
        assertTrue(table.rows() <= limit);
        assertTrue(table.droppedKeys() > 0);
        int frequent = 0;
        for (int row = 0; row < table.rows(); row++) {
            final long exact = expected.get(key(table, row));
            final long counted = table.get(row, 0);
            assertTrue(counted <= exact && counted >= exact - table.maxMissed(), key(table, row) + ' ' + counted + " of " + exact);
            frequent += key(table, row).startsWith("frequent") ? 1 : 0;
        }
        assertEquals(50, frequent);
    }

    @Test
    void keysAreBoundedInLengthToo() {
        final KeyTable table = new KeyTable(2, 1 << 20, 1 << 16);
        for (int index = 0; index < 1000; index++) {
            add(table, index + "x".repeat(1000), 1);
        }
        assertTrue(table.keyEnd(table.rows() - 1) <= 1 << 16);
    }

    private static void add(final KeyTable table, final String key, final int amount) {
        final byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        final int row = table.row(bytes, 0, bytes.length);
        table.add(row, 0, 1);
        table.add(row, 1, amount);
    }

    private static String key(final KeyTable table, final int row) {
        return new String(table.keyBytes(), table.keyStart(row), table.keyEnd(row) - table.keyStart(row), StandardCharsets.UTF_8);
    }
}
