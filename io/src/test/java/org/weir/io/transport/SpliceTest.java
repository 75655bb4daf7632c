package org.weir.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.Endpoint;
import org.weir.io.sys.FaultyCalls;
import org.weir.os.Errno;

/** Bytes on their way from one connection to another, past the process. A sender, our two ends, and a receiver. */
class SpliceTest {
    private static final class Relay implements AutoCloseable {
        final Rig rig = new Rig();
        final Recorder sender;
        final Recorder in;
        final Recorder out;
        final Recorder receiver;

        Relay(int pipes) throws Exception {
            rig.transport.splicing(pipes, 0);
            final Recorder[] left = rig.pair();
            final Recorder[] right = rig.pair();
            sender = left[0];
            in = left[1];
            out = right[0];
            receiver = right[1];
        }

        /** Sends a stream of letters, of which no two neighbours are alike. */
        void send(long from, long to) {
            for (long at = from; at < to;) {
                final IoBuffer buffer = rig.small.acquire();
                final int length = (int) Math.min(buffer.capacity(), to - at);
                for (int i = 0; i < length; i++) {
                    buffer.bytes().putByte(i, letter(at + i));
                }
                buffer.end(length);
                sender.channel.send(buffer);
                at += length;
            }
        }

        static byte letter(long at) {
            return (byte) ('a' + at * 7 % 26);
        }

        void assertReceived(long total) {
            final byte[] got = receiver.received.toByteArray();
            assertEquals(total, got.length);
            for (int i = 0; i < got.length; i++) {
                assertEquals(letter(i), got[i], "at " + i);
            }
        }

        /** Stops the receiver and sends until our output is blocked; returns how many bytes were sent. */
        long block() {
            receiver.channel.receive(false);
            in.channel.splice(out.channel, Long.MAX_VALUE);
            in.sink = out.channel;
            long sent = 0;
            while (out.channel.pendingBytes() == 0) {
                send(sent, sent + 256 * 1024);
                sent += 256 * 1024;
                rig.until(() -> sender.channel.pendingBytes() == 0 || out.channel.pendingBytes() > 0);
            }
            return sent;
        }

        @Override
        public void close() {
            rig.close();
        }
    }

    @Test
    void theBytesAskedForPassAndTheNextOnesAreReceived() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.in.channel.splice(relay.out.channel, 100_000);
            relay.send(0, 100_000);
            relay.sender.channel.send(relay.rig.bytes("NEXT"));
            relay.rig.until(() -> relay.receiver.received.size() == 100_000 && relay.in.received.size() == 4);
            relay.assertReceived(100_000);
            assertEquals(100_000, relay.in.spliced);
            assertEquals("NEXT", relay.in.text());
            assertEquals(100_004, relay.in.channel.bytesReceived());
        }
    }

    /** Who gets the connection next must find nothing on it. */
    @Test
    void afterTheLastByteTheChannelKnowsThatNothingIsLeft() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.in.channel.splice(relay.out.channel, 5000);
            relay.send(0, 5000);
            relay.rig.until(() -> relay.in.spliced == 5000);
            assertTrue(relay.in.reusable);
        }
    }

    @Test
    void whatWasSentBeforeGoesFirst() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.out.channel.send(relay.rig.bytes("first "));
            relay.in.channel.splice(relay.out.channel, 4);
            relay.sender.channel.send(relay.rig.bytes("then"));
            relay.rig.until(() -> relay.receiver.received.size() == 10);
            assertEquals("first then", relay.receiver.text());
            assertEquals(4, relay.in.spliced);
        }
    }

    @Test
    void withoutPipesTheBytesAreReceived() throws Exception {
        try (Relay relay = new Relay(0)) {
            relay.in.channel.splice(relay.out.channel, 1000);
            relay.send(0, 1000);
            relay.rig.until(() -> relay.in.received.size() == 1000);
            assertEquals(0, relay.in.spliced);
        }
    }

    /** Otherwise bytes behind a body would pass with it, when a pipe becomes free. */
    @Test
    void bytesThatWereReceivedCountTowardsThoseAskedFor() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.rig.calls.fail(FaultyCalls.Call.PIPE2, Errno.EMFILE, 1);
            relay.in.channel.splice(relay.out.channel, 1000);
            relay.send(0, 600);
            relay.rig.until(() -> relay.in.received.size() == 600);
            relay.send(600, 1200);
            relay.rig.until(() -> relay.in.spliced > 0 && relay.in.received.size() == 800);
            assertEquals(400, relay.in.spliced);
        }
    }

    @Test
    void aSocketThatCannotBeSplicedIsRead() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.rig.calls.fail(FaultyCalls.Call.SPLICE, Errno.EINVAL, 1);
            relay.in.channel.splice(relay.out.channel, Long.MAX_VALUE);
            relay.send(0, 1000);
            relay.rig.until(() -> relay.in.received.size() == 1000);
            relay.send(0, 1000);
            relay.rig.until(() -> relay.in.received.size() == 2000);
            assertEquals(0, relay.in.spliced);
            assertEquals(0, relay.in.failedErrno);
        }
    }

    @Test
    void anInterruptedCallIsMadeAgain() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.rig.calls.fail(FaultyCalls.Call.SPLICE, Errno.EINTR, 1);
            relay.in.channel.splice(relay.out.channel, Long.MAX_VALUE);
            relay.send(0, 1000);
            relay.rig.until(() -> relay.receiver.received.size() == 1000);
            relay.assertReceived(1000);
        }
    }

    @Test
    void theEndOfInputAndAResetAreToldAfterTheBytes() throws Exception {
        for (final boolean reset : new boolean[] {false, true}) {
            try (Relay relay = new Relay(1)) {
                relay.in.channel.splice(relay.out.channel, Long.MAX_VALUE);
                relay.send(0, 3000);
                relay.rig.until(() -> relay.in.spliced == 3000);
                if (reset) {
                    relay.sender.channel.abort();
                } else {
                    relay.sender.channel.shutdownOutput();
                }
                relay.rig.until(relay.in::over);
                assertEquals(reset ? Errno.ECONNRESET : 0, relay.in.failedErrno);
                relay.rig.until(() -> relay.receiver.received.size() == 3000);
            }
        }
    }

    @Test
    void whatAReceiverDoesNotTakeWaitsInThePipe() throws Exception {
        try (Relay relay = new Relay(1)) {
            final long sent = relay.block();
            assertEquals(1, relay.rig.transport.counters().pipesUsed());
            relay.receiver.channel.receive(true);
            relay.rig.until(() -> relay.out.sendable);
            assertEquals(0, relay.out.channel.pendingBytes());
            relay.in.channel.receive(true);
            relay.rig.until(() -> relay.receiver.received.size() == sent);
            relay.assertReceived(sent);
            assertEquals(0, relay.rig.transport.counters().pipesUsed());
            assertEquals(1, relay.rig.transport.counters().pipesFree());
        }
    }

    @Test
    void buffersSentLaterComeBehindThePipe() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.block();
            final long passed = relay.in.spliced;
            relay.out.channel.send(relay.rig.bytes("END"));
            relay.receiver.channel.receive(true);
            relay.rig.until(() -> relay.receiver.received.size() == passed + 3);
            assertTrue(relay.receiver.text().endsWith("END"));
        }
    }

    @Test
    void aCloseStillSendsWhatIsInThePipe() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.block();
            final long passed = relay.in.spliced;
            relay.out.channel.close();
            relay.receiver.channel.receive(true);
            relay.rig.until(() -> relay.receiver.ended);
            relay.assertReceived(passed);
        }
    }

    @Test
    void anAbortDropsThePipe() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.block();
            relay.out.channel.abort();
            assertEquals(0, relay.rig.transport.counters().pipesUsed());
            assertEquals(0, relay.rig.transport.counters().pipesFree());
        }
    }

    @Test
    void aReceiverThatGoesAwayFailsTheOutputOnly() throws Exception {
        try (Relay relay = new Relay(1)) {
            relay.block();
            relay.receiver.channel.abort();
            relay.rig.until(() -> relay.out.sendErrno != 0 || relay.out.failedErrno != 0);
            assertEquals(0, relay.out.channel.pendingBytes());
            relay.in.channel.receive(true);
            relay.send(0, 1000);
            relay.rig.until(() -> relay.in.received.size() >= 1000);
            assertFalse(relay.in.over());
        }
    }

    @Test
    void aUnixSocketIsSplicedToo() throws Exception {
        try (Rig rig = new Rig()) {
            rig.transport.splicing(1, 0);
            final Recorder[] left = rig.pair(new Endpoint.UnixAbstract("weir-pipe-" + ProcessHandle.current().pid()));
            final Recorder[] right = rig.pair();
            left[1].channel.splice(right[0].channel, Long.MAX_VALUE);
            left[0].channel.send(rig.bytes("through"));
            rig.until(() -> right[1].text().equals("through"));
            assertEquals(7, left[1].spliced);
            assertEquals(List.of("connected"), right[0].log);
        }
    }
}
