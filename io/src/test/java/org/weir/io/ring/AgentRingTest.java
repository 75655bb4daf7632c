package org.weir.io.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AgentRingTest {
    private static final class Message implements AgentRing.Event<Message> {
        private long number;
        private String text;

        @Override
        public void copyFrom(Message other) {
            number = other.number;
            text = other.text;
        }

        @Override
        public void clear() {
            text = null;
        }
    }

    private static void put(AgentRing<Message> ring, long number) {
        final Message message = ring.claim();
        assertNull(message.text, "a slot keeps nothing of its last use");
        message.number = number;
        message.text = "n" + number;
        ring.publish();
    }

    @Test
    void anOverrunKeepsEveryEventInOrder() {
        final AgentRing<Message> ring = new AgentRing<>(Message::new, 8, null);
        final List<Long> seen = new ArrayList<>();
        final AgentRing.Handler<Message> handler = message -> {
            assertEquals("n" + message.number, message.text);
            seen.add(message.number);
        };
        long number = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 7 + round % 13; i++) {
                put(ring, number++);
            }
            ring.drain(handler, 3 + round % 5);
            // The ring has free slots now, but the overflow goes first.
            put(ring, number++);
            ring.flushOverflow();
        }
        assertTrue(ring.overflowing());
        assertTrue(ring.fullCount() > 100);
        assertTrue(ring.overflowHighWater() > 16);
        while (ring.drain(handler, 100) > 0) {
            ring.flushOverflow();
        }
        assertFalse(ring.overflowing());
        assertTrue(ring.isEmpty());
        assertEquals(number, seen.size());
        for (int i = 0; i < seen.size(); i++) {
            assertEquals(i, seen.get(i));
        }
    }

    @Test
    void anEventWhoseHandlerThrowsIsNotDeliveredAgain() {
        final AgentRing<Message> ring = new AgentRing<>(Message::new, 8, null);
        put(ring, 1);
        put(ring, 2);
        assertThrows(ArithmeticException.class, () -> ring.drain(message -> {
            throw new ArithmeticException();
        }, 10));
        final List<Long> seen = new ArrayList<>();
        ring.drain(message -> seen.add(message.number), 10);
        assertEquals(List.of(2L), seen);
    }

    /** Consumer and producer both sleep or overrun all the time; a lost wake-up would hang. */
    @Test
    @Timeout(value = 110, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noWakeUpIsLost() throws Exception {
        final int count = 200_000;
        try (Wakeup wakeup = new Wakeup()) {
            final AgentRing<Message> ring = new AgentRing<>(Message::new, 4, wakeup);
            final Thread producer = new Thread(() -> {
                long sent = 0;
                while (sent < count || ring.overflowing()) {
                    if (sent < count && !ring.overflowing()) {
                        final Message message = ring.claim();
                        message.number = sent++;
                        ring.publish();
                    }
                    if (ring.flushOverflow() == 0 && ring.overflowing()) {
                        Thread.yield();
                    }
                    if ((sent & 0xFF) == 0) {
                        Thread.yield();
                    }
                }
            });
            producer.start();
            final long[] expected = {0};
            int slept = 0;
            while (expected[0] < count) {
                if (ring.drain(message -> assertEquals(expected[0]++, message.number), 64) == 0) {
                    wakeup.prepareToSleep();
                    if (ring.isEmpty()) {
                        slept++;
                        wakeup.await(-1);
                    }
                    wakeup.awake();
                }
            }
            producer.join();
            assertTrue(slept > 0);
        }
    }

    @Test
    void anAwakeConsumerCostsNoSystemCall() throws Exception {
        final Wakeup wakeup = new Wakeup();
        wakeup.signal();
        assertFalse(wakeup.isSignalled());
        assertTrue(wakeup.prepareToSleep());
        wakeup.signal();
        assertTrue(wakeup.isSignalled());
        wakeup.awake();
        wakeup.drain();
        assertFalse(wakeup.isSignalled());
        wakeup.close();
        assertFalse(wakeup.prepareToSleep());
        wakeup.signal();
    }
}
