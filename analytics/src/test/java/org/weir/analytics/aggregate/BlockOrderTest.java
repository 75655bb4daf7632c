package org.weir.analytics.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

final class BlockOrderTest {
    @Test
    void linesCountOnceAllBlocksBeforeAreDone() {
        final BlockOrder order = new BlockOrder();
        order.done(2, 30);
        order.done(1, 0);
        assertEquals(0, order.lines());
        assertTrue(order.isNext(0));
        order.done(0, 10);
        assertEquals(40, order.lines());
        assertTrue(order.isNext(3));
    }

    @Test
    void aBlockTooFarAheadHasToWait() {
        final BlockOrder order = new BlockOrder();
        long sequence = 0;
        while (order.isNear(sequence + 1)) {
            order.done(++sequence, 1);
        }
        assertEquals(0, order.lines());
        order.done(0, 1);
        assertEquals(sequence + 1, order.lines());
        assertTrue(order.isNear(2 * sequence + 1));
        assertFalse(order.isNear(2 * sequence + 2));
    }

    @Test
    void anyOrderComesToTheSame() {
        final Random random = new Random(5);
        final BlockOrder order = new BlockOrder();
        final List<Long> waiting = new ArrayList<>();
        long taken = 0;
        while (taken < 100_000) {
            while (waiting.size() < 100) {
                waiting.add(taken++);
            }
            Collections.swap(waiting, random.nextInt(waiting.size()), waiting.size() - 1);
            final long sequence = waiting.getLast();
            if (order.isNear(sequence)) {
                order.done(waiting.removeLast(), sequence % 7);
            }
        }
        Collections.sort(waiting);
        for (final long sequence : waiting) {
            order.done(sequence, sequence % 7);
        }
        long lines = 0;
        for (long sequence = 0; sequence < taken; sequence++) {
            lines += sequence % 7;
        }
        assertEquals(lines, order.lines());
    }
}
