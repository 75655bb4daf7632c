package org.weir.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.io.memory.BufferPool;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListeningSocket;
import org.weir.io.net.NetAddress;
import org.weir.io.sys.AnonymousMemory;
import org.weir.io.sys.FaultyCalls;
import org.weir.os.Errno;

class ChannelTest {
    @Test
    void whatIsSentBeforeTheConnectionStandsArrives() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final Recorder server = new Recorder();
            rig.transport.listen(socket, (listener, channel) -> server);
            final Recorder client = new Recorder();
            final Channel channel = rig.connect(socket, client);
            channel.send(rig.bytes("one "), true);
            channel.send(rig.bytes("two"));
            assertEquals(7, channel.pendingBytes());
            channel.shutdownOutput();
            rig.until(() -> server.ended);
            assertEquals("one two", server.text());
            assertEquals(List.of("connected", "sendable"), client.log);
            socket.close(rig.calls);
        }
    }

    @Test
    void halfCloseLeavesTheOtherDirectionOpen() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            ends[0].channel.send(rig.bytes("question"));
            ends[0].channel.shutdownOutput();
            rig.until(() -> ends[1].ended);
            assertEquals(List.of("received 8", "end"), ends[1].log);
            ends[1].channel.send(rig.bytes("answer"));
            rig.until(() -> ends[0].text().equals("answer"));
            ends[1].channel.close();
            rig.until(() -> ends[0].ended);
            assertEquals(0, ends[0].failedErrno);
        }
    }

    @Test
    void dataBeforeAResetIsDeliveredBeforeTheFailure() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            ends[1].channel.receive(false);
            ends[0].channel.send(rig.bytes("last words"));
            ends[0].channel.abort();
            rig.until(() -> !ends[1].channel.isReusable());
            assertTrue(ends[1].log.isEmpty());
            ends[1].channel.receive(true);
            rig.until(ends[1]::over);
            assertEquals(List.of("received 10", "failed " + Errno.ECONNRESET), ends[1].log);
            assertFalse(ends[1].channel.isOpen());
            ends[1].channel.close();
        }
    }

    @Test
    void aSendThatFindsTheResetLeavesTheDataReadableAndTheEndAFailure() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            ends[1].channel.receive(false);
            ends[0].channel.send(rig.bytes("last words"));
            ends[0].channel.abort();
            rig.until(() -> !ends[1].channel.isReusable());
            ends[1].channel.send(rig.bytes("too late"));
            assertTrue(ends[1].log.isEmpty(), "a method called the handler");
            rig.until(() -> ends[1].sendErrno != 0);
            ends[1].channel.receive(true);
            rig.until(ends[1]::over);
            assertEquals(List.of("send failed " + Errno.ECONNRESET, "received 10", "failed " + Errno.ECONNRESET), ends[1].log);
            ends[1].channel.close();
        }
    }

    @Test
    void aResetAfterThePeersEndBreaksTheOutput() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            ends[0].channel.send(rig.bytes("request"));
            ends[0].channel.shutdownOutput();
            rig.until(() -> ends[1].ended);
            ends[0].channel.abort();
            rig.until(() -> ends[1].sendErrno != 0);
            assertEquals(List.of("received 7", "end", "send failed " + Errno.EPIPE), ends[1].log);
            ends[1].channel.close();
        }
    }

    @Test
    void aRefusedConnectionFailsLaterAndDropsWhatWasSent() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            socket.close(rig.calls);
            final Recorder client = new Recorder();
            final Channel channel = rig.connect(socket, client);
            channel.send(rig.bytes("nobody hears"));
            assertTrue(client.log.isEmpty());
            rig.until(client::over);
            assertEquals(List.of("failed " + Errno.ECONNREFUSED), client.log);
            assertEquals(0, rig.small.used());
            channel.close();
            assertEquals(-1, channel.fd());
        }
    }

    @Test
    void anAttemptWithoutADescriptorFailsLater() throws Exception {
        try (Rig rig = new Rig()) {
            rig.calls.fail(FaultyCalls.Call.SOCKET, Errno.EMFILE, 1);
            final Recorder client = new Recorder();
            final Channel channel = rig.transport.connect(ConnectSpec.of(Endpoint.ofNumeric("127.0.0.1", 9)), client);
            assertTrue(client.log.isEmpty());
            rig.until(client::over);
            assertEquals(Errno.EMFILE, client.failedErrno);
            channel.close();
        }
    }

    @Test
    void anAttemptClosedBeforeItFailsIsSilent() throws Exception {
        try (Rig rig = new Rig()) {
            rig.calls.fail(FaultyCalls.Call.CONNECT, Errno.ENETUNREACH, 1);
            final Recorder client = new Recorder();
            rig.transport.connect(ConnectSpec.of(Endpoint.ofNumeric("127.0.0.1", 9)), client).close();
            rig.cycle();
            rig.cycle();
            assertTrue(client.log.isEmpty());
        }
    }

    @Test
    void closingSendsFirstWhatIsPending() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            ends[1].channel.receive(false);
            long sent = 0;
            while (ends[0].channel.pendingBytes() == 0) {
                final IoBuffer buffer = rig.large.acquire();
                buffer.end(buffer.capacity());
                sent += buffer.length();
                ends[0].channel.send(buffer);
            }
            ends[0].channel.close();
            assertEquals(1, rig.transport.counters().lingering());
            ends[1].channel.receive(true);
            rig.until(() -> ends[1].ended);
            assertEquals(sent, ends[1].channel.bytesReceived());
            assertFalse(ends[0].log.contains("sendable"), "a closed channel called its handler");
            rig.until(() -> rig.transport.counters().lingering() == 0);
        }
    }

    @Test
    void lingeringEndsAtItsDeadline() throws Exception {
        try (Rig rig = new Rig(16 * 1024, 64, new TransportLimits(16, 16, 4, 20, 20))) {
            final Recorder[] ends = rig.pair();
            ends[1].channel.receive(false);
            while (ends[0].channel.pendingBytes() == 0) {
                final IoBuffer buffer = rig.large.acquire();
                buffer.end(buffer.capacity());
                ends[0].channel.send(buffer);
            }
            ends[0].channel.close();
            rig.until(() -> rig.transport.counters().lingering() == 0);
            assertEquals(0, rig.large.used());
            assertEquals(1, rig.transport.counters().open());
        }
    }

    @Test
    void lingeringEndsWhenDescriptorsAreShort() throws Exception {
        try (Rig rig = new Rig()) {
            linger(rig);
            linger(rig);
            assertEquals(2, rig.transport.counters().lingering());
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final Recorder client = new Recorder();
            rig.calls.fail(FaultyCalls.Call.SOCKET, Errno.EMFILE, 1);
            rig.connect(socket, client);
            rig.until(() -> client.connected);
            assertEquals(0, rig.transport.counters().lingering());
            socket.close(rig.calls);
            linger(rig);
            rig.calls.fail(FaultyCalls.Call.ACCEPT, Errno.EMFILE, 1);
            rig.pair();
            assertEquals(0, rig.transport.counters().lingering());
            assertEquals(0, rig.transport.counters().acceptFailures());
            assertEquals(0, rig.transport.counters().acceptPauses());
        }
    }

    /** One more channel that is closed and has input that nobody took. */
    private static void linger(Rig rig) throws Exception {
        final Recorder[] ends = rig.pair();
        ends[1].channel.receive(false);
        ends[0].channel.send(rig.bytes("a body that nobody reads"));
        rig.until(() -> !ends[1].channel.isReusable());
        ends[1].channel.close();
    }

    /** A plain close with unread input would reset, and the reset would overtake the reply. */
    @Test
    void closingWithUnreadInputStillDeliversTheReply() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            ends[1].channel.receive(false);
            ends[0].channel.send(rig.bytes("a body that nobody reads"));
            rig.until(() -> !ends[1].channel.isReusable());
            ends[1].channel.send(rig.bytes("go away"));
            ends[1].channel.close();
            rig.until(ends[0]::over);
            assertEquals(List.of("connected", "sendable", "received 7", "end"), ends[0].log);
            ends[0].channel.close();
            rig.until(() -> rig.transport.counters().lingering() == 0);
        }
    }

    /** What the kernel holds back for the end of the connection must not be lost to a reset either. */
    @Test
    void closingWithInputThatNobodyKnowsOfStillDeliversTheReply() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            ends[0].channel.send(rig.bytes("a body that comes at the last moment"));
            rig.transport.flush();
            ends[1].channel.send(rig.bytes("go away"), true);
            ends[1].channel.close();
            rig.until(ends[0]::over);
            assertEquals(List.of("connected", "sendable", "received 7", "end"), ends[0].log);
            ends[0].channel.close();
            rig.until(() -> rig.transport.counters().lingering() == 0);
        }
    }

    @Test
    void anEventOfADescriptorClosedAndReusedMeanwhileIsIgnored() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] first = rig.pair();
            final Recorder[] second = rig.pair();
            while (rig.transport.poll(0) > 0) {
                rig.transport.process();
            }
            final int oldFd = second[1].channel.fd();
            first[0].channel.send(rig.bytes("x"));
            second[0].channel.send(rig.bytes("y"));
            rig.transport.poll(1000);
            final List<Integer> fillers = new ArrayList<>();
            do {
                fillers.add(rig.calls.dup(oldFd));
            } while (fillers.getLast() < oldFd);
            // Both accepted ends have an event fetched now; one is closed and its descriptor is taken by another socket.
            second[1].channel.abort();
            final Recorder newcomer = new Recorder();
            final Channel channel = rig.transport.connect(ConnectSpec.of(Endpoint.ofNumeric("127.0.0.1", 1)), newcomer);
            fillers.forEach(rig.calls::close);
            assertEquals(oldFd, channel.fd());
            rig.transport.process();
            assertTrue(rig.transport.counters().staleEvents() > 0);
            assertTrue(newcomer.log.isEmpty());
            assertEquals("", second[1].text());
            assertEquals("x", first[1].text());
        }
    }

    @Test
    void receivingWaitsForABufferAndLosesNothing() throws Exception {
        try (Rig rig = new Rig(1024, 8, TransportLimits.DEFAULT)) {
            final Recorder[] ends = rig.pair();
            final IoBuffer[] hoard = new IoBuffer[7];
            for (int i = 0; i < hoard.length; i++) {
                hoard[i] = rig.small.acquire();
            }
            ends[0].channel.send(rig.bytes("patience"));
            final IoBuffer last = rig.small.acquire();
            rig.until(() -> rig.transport.counters().receiveStarved() == 1);
            rig.cycle();
            assertEquals("", ends[1].text());
            assertFalse(rig.transport.hasCachedWork(), "a starved channel must not make the agent spin");
            last.release();
            assertTrue(rig.transport.hasCachedWork());
            rig.until(() -> ends[1].text().equals("patience"));
            for (final IoBuffer buffer : hoard) {
                buffer.release();
            }
        }
    }

    @Test
    @Timeout(60)
    void receivingWaitsForMemoryThatTheKernelRefuses() throws Exception {
        final AtomicBoolean refuses = new AtomicBoolean();
        final AtomicLong nanos = new AtomicLong();
        final BufferPool pool =
            new BufferPool("small", 1 << 20, 8, lengthBytes -> refuses.get() ? 0 : AnonymousMemory.map(lengthBytes), nanos::get);
        try (Rig rig = new Rig(pool, TransportLimits.DEFAULT)) {
            final Recorder[] ends = rig.pair();
            ends[0].channel.send(rig.bytes("patience"));
            rig.transport.flush();
            refuses.set(true);
            final IoBuffer hoarded = rig.small.acquire();
            rig.until(() -> rig.transport.counters().receiveStarved() == 1);
            rig.cycle();
            assertEquals("", ends[1].text());
            assertFalse(rig.transport.hasCachedWork(), "a starved channel must not make the agent spin");
            refuses.set(false);
            // No event and no timer of others would end this sleep.
            rig.transport.poll(-1);
            nanos.set(1_000_000_000);
            rig.until(() -> ends[1].text().equals("patience"));
            hoarded.release();
        }
    }

    @Test
    void aBusyChannelLeavesOthersTheirTurn() throws Exception {
        try (Rig rig = new Rig(1024, 64, TransportLimits.DEFAULT)) {
            final Recorder[] ends = rig.pair();
            ends[1].channel.receive(false);
            for (int i = 0; i < 20; i++) {
                final IoBuffer buffer = rig.small.acquire();
                buffer.end(buffer.capacity());
                ends[0].channel.send(buffer);
            }
            rig.until(() -> !ends[1].channel.isReusable());
            ends[1].channel.receive(true);
            rig.cycle();
            assertEquals(TransportLimits.DEFAULT.readsPerCycle(), ends[1].log.size());
            rig.until(() -> ends[1].received.size() == 20 * 1024);
        }
    }

    @Test
    void anIdleConnectionKnowsWhetherItMayBeReused() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            assertTrue(ends[0].channel.isReusable());
            ends[1].channel.close();
            rig.until(() -> ends[0].ended);
            assertFalse(ends[0].channel.isReusable());
            assertTrue(ends[0].channel.inputEnded());
        }
    }

    @Test
    void anAdoptedDescriptorWorksLikeAnyOther() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            final Recorder adopted = new Recorder();
            final Channel channel = rig.transport.adopt(rig.calls.dup(ends[0].channel.fd()), adopted);
            channel.send(rig.bytes("hello"));
            rig.until(() -> ends[1].text().equals("hello"));
            final NetAddress local = new NetAddress();
            channel.readLocal(local);
            assertEquals(ends[1].channel.remote(), local);
            final Recorder nothing = new Recorder();
            rig.transport.adopt(9_999, nothing);
            rig.until(nothing::over);
            assertEquals(Errno.EBADF, nothing.failedErrno);
        }
    }

    /** The poller does not speak again of a socket that never refused a send. */
    @Test
    void aSendInManySmallPartsIsFinished() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair();
            rig.calls.shortSends(1);
            final IoBuffer buffer = rig.small.acquire();
            buffer.end(1000);
            ends[0].channel.send(buffer);
            assertTrue(ends[0].channel.pendingBytes() > 0);
            rig.until(() -> ends[0].sendable);
            rig.until(() -> ends[1].received.size() == 1000);
        }
    }
}
