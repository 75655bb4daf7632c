package org.weir.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.io.memory.IoBuffer;

/** Sends wait for the end of the duty cycle, and receives are made before the handlers' turn: none of it may be lost or change its order. */
class BatchingTest {
    @Test
    void aLittleWaitsForTheEndOfTheCycle() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            final long before = rig.transport.counters().bytesSent();
            ends[0].channel.send(rig.bytes("one "), true);
            ends[0].channel.send(rig.bytes("two"));
            assertEquals(7, ends[0].channel.pendingBytes());
            assertEquals(before, rig.transport.counters().bytesSent());
            rig.transport.flush();
            assertEquals(0, ends[0].channel.pendingBytes());
            assertTrue(ends[0].sendable);
            rig.until(() -> ends[1].text().equals("one two"));
            assertEquals(List.of("received 7"), ends[1].log);
        }
    }

    @Test
    void aLotIsSentAtOnceWithTheLittleBeforeIt() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            ends[0].channel.send(rig.bytes("head"));
            final IoBuffer body = rig.large.acquire();
            body.end(body.capacity());
            ends[0].channel.send(body);
            assertTrue(rig.transport.counters().bytesSent() > 4);
            rig.until(() -> ends[1].received.size() == 4 + 256 * 1024);
            assertEquals("head", ends[1].text().substring(0, 4));
            assertTrue(ends[0].sendable);
        }
    }

    @Test
    void ofManyTheFirstDoNotWaitForTheLast() throws Exception {
        try (Rig rig = new Rig()) {
            final List<Recorder[]> pairs = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                pairs.add(rig.pair());
            }
            for (final Recorder[] ends : pairs) {
                ends[0].channel.send(rig.bytes("x"));
            }
            assertEquals(0, pairs.getFirst()[0].channel.pendingBytes());
            assertTrue(pairs.getFirst()[0].log.equals(List.of("connected")), "a send called a handler");
            assertEquals(1, pairs.getLast()[0].channel.pendingBytes());
            rig.until(() -> pairs.stream().allMatch(ends -> ends[1].text().equals("x") && ends[0].sendable));
        }
    }

    @Test
    void withoutABufferLeftNothingWaits() throws Exception {
        try (Rig rig = new Rig(1024, 2, TransportLimits.DEFAULT)) {
            final Recorder[] ends = rig.pair();
            ends[0].channel.send(rig.bytes("a"));
            assertEquals(1, rig.small.used());
            ends[0].channel.send(rig.bytes("b"));
            assertEquals(0, rig.small.used());
            rig.until(() -> ends[1].text().equals("ab"));
        }
    }

    /** Of two that have something in one batch, whichever has its turn first pauses the other, whose receive has been made by then. */
    @Test
    void whatArrivedBeforeAPauseIsDeliveredAfterItWithWhatCameSince() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] first = rig.pair();
            final Recorder[] second = rig.pair();
            first[1].paused = second[1].channel;
            second[1].paused = first[1].channel;
            first[0].channel.send(rig.bytes("early "));
            second[0].channel.send(rig.bytes("early "));
            rig.until(() -> first[1].text().length() + second[1].text().length() > 0);
            final Recorder[] held = first[1].text().isEmpty() ? first : second;
            assertEquals("", held[1].text());
            held[0].channel.send(rig.bytes("late"));
            for (int i = 0; i < 20; i++) {
                rig.cycle();
            }
            assertEquals("", held[1].text());
            held[1].channel.receive(true);
            rig.until(() -> held[1].text().equals("early late"));
        }
    }

    @Test
    void aBatchThatClosesAChannelWithAnArrivalLosesNoBuffer() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] first = rig.pair();
            final Recorder[] second = rig.pair();
            first[1].paused = second[1].channel;
            second[1].paused = first[1].channel;
            first[0].channel.send(rig.bytes("x"));
            second[0].channel.send(rig.bytes("x"));
            rig.until(() -> first[1].text().length() + second[1].text().length() > 0);
            first[1].channel.abort();
            second[1].channel.close();
            rig.until(() -> rig.small.used() == 0);
        }
    }
}
