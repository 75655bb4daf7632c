package org.weir.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.weir.io.sys.FaultyCalls;
import org.weir.os.Errno;

/** An idle channel goes from one transport to another. */
class MovingChannelTest {
    /** Its own side of a connection, in {@link #giver} at first, and its peer's, which stays there. */
    private Recorder moving;

    private Recorder peer;
    private Rig giver;
    private Rig taker;

    private void play(Executable script) throws Exception {
        try (Rig first = new Rig(); Rig second = new Rig()) {
            giver = first;
            taker = second;
            final Recorder[] ends = first.pair();
            moving = ends[0];
            peer = ends[1];
            moving.log.clear();
            script.execute();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Duty cycles of both, whoever it is whose turn it would be. */
    private void untilBoth(BooleanSupplier condition) {
        giver.until(() -> {
            taker.cycle();
            return condition.getAsBoolean();
        });
    }

    @Test
    void bytesPassBothWaysAtTheOther() throws Exception {
        play(() -> {
            assertTrue(giver.transport.detach(moving.channel));
            assertEquals(1, giver.transport.counters().open());
            assertTrue(taker.transport.attach(moving.channel));
            assertEquals(1, taker.transport.counters().open());
            moving.channel.send(taker.bytes("question"));
            untilBoth(() -> peer.text().equals("question"));
            peer.channel.send(giver.bytes("answer"));
            untilBoth(() -> moving.text().equals("answer"));
            assertEquals(List.of("sendable", "received 6"), moving.log);
            assertEquals("127.0.0.1", moving.channel.remote().toString().split(":")[0]);
            moving.channel.close();
            assertEquals(0, taker.transport.counters().open());
            giver.until(() -> peer.ended);
        });
    }

    @Test
    void thereAndBack() throws Exception {
        play(() -> {
            for (int i = 1; i <= 20; i++) {
                assertTrue(giver.transport.detach(moving.channel));
                assertTrue(taker.transport.attach(moving.channel));
                assertTrue(taker.transport.detach(moving.channel));
                assertTrue(giver.transport.attach(moving.channel));
                peer.channel.send(giver.bytes("a"));
                final int received = i;
                giver.until(() -> moving.text().length() == received);
            }
            assertEquals(0, giver.transport.counters().staleEvents());
        });
    }

    @Test
    void whatThePeerSentMeanwhileForbidsItsUse() throws Exception {
        play(() -> {
            assertTrue(giver.transport.detach(moving.channel));
            peer.channel.send(giver.bytes("unasked-for"));
            giver.transport.flush();
            assertFalse(taker.transport.attach(moving.channel));
            moving.channel.abort();
            giver.until(peer::over);
            assertEquals(List.of(), moving.log);
        });
    }

    @Test
    void thePeersEndForbidsItsUse() throws Exception {
        play(() -> {
            assertTrue(giver.transport.detach(moving.channel));
            peer.channel.shutdownOutput();
            assertFalse(taker.transport.attach(moving.channel));
            moving.channel.close();
            giver.until(peer::over);
        });
    }

    @Test
    void aResetForbidsItsUse() throws Exception {
        play(() -> {
            assertTrue(giver.transport.detach(moving.channel));
            peer.channel.abort();
            assertFalse(taker.transport.attach(moving.channel));
            moving.channel.abort();
        });
    }

    /** The giver's poller has fetched what the peer sent, but its turn has not come. */
    @Test
    void readinessThatTheGiverHasNotSeenIsSeenByTheTaker() throws Exception {
        play(() -> {
            peer.channel.send(giver.bytes("unasked-for"));
            giver.transport.flush();
            giver.transport.poll(1000);
            assertTrue(giver.transport.detach(moving.channel));
            giver.transport.process();
            assertEquals(1, giver.transport.counters().staleEvents());
            assertEquals(List.of(), moving.log);
            assertFalse(taker.transport.attach(moving.channel));
            moving.channel.abort();
            giver.until(peer::over);
        });
    }

    @Test
    void whatComesAfterTheLookIsReported() throws Exception {
        play(() -> {
            assertTrue(giver.transport.detach(moving.channel));
            assertTrue(taker.transport.attach(moving.channel));
            peer.channel.shutdownOutput();
            taker.until(() -> moving.ended);
            assertFalse(moving.channel.isReusable());
            assertFalse(taker.transport.detach(moving.channel));
        });
    }

    @Test
    void aChannelWithInputStays() throws Exception {
        play(() -> {
            moving.channel.receive(false);
            peer.channel.send(giver.bytes("unasked-for"));
            giver.until(() -> !moving.channel.isReusable());
            assertFalse(giver.transport.detach(moving.channel));
            moving.channel.receive(true);
            giver.until(() -> moving.text().equals("unasked-for"));
            assertTrue(giver.transport.detach(moving.channel));
            assertTrue(taker.transport.attach(moving.channel));
        });
    }

    @Test
    void aChannelWithOutputStays() throws Exception {
        play(() -> {
            moving.channel.send(giver.bytes("staged"));
            assertFalse(giver.transport.detach(moving.channel));
            giver.until(() -> peer.text().equals("staged"));
            assertTrue(giver.transport.detach(moving.channel));
            assertTrue(taker.transport.attach(moving.channel));
        });
    }

    /** The kernel has what was sent, and the handler is still to be told: by this transport. */
    @Test
    void aChannelWhoseHandlerIsStillToBeToldStays() throws Exception {
        play(() -> {
            moving.channel.send(giver.bytes("question"));
            giver.transport.poll(0);
            assertEquals(0, moving.channel.pendingBytes());
            assertFalse(giver.transport.detach(moving.channel));
            giver.until(() -> moving.sendable);
            assertTrue(giver.transport.detach(moving.channel));
            assertTrue(taker.transport.attach(moving.channel));
        });
    }

    @Test
    void aChannelThatCannotBeWatchedIsNotUsed() throws Exception {
        play(() -> {
            assertTrue(giver.transport.detach(moving.channel));
            taker.calls.fail(FaultyCalls.Call.EPOLL_CTL, Errno.ENOMEM, 1);
            assertFalse(taker.transport.attach(moving.channel));
            moving.channel.abort();
            assertEquals(0, taker.transport.counters().open());
            giver.until(peer::over);
        });
    }

    /** All agents have ended: nobody takes it in any more. */
    @Test
    void aChannelOfNobodyCanBeClosed() throws Exception {
        play(() -> {
            assertTrue(giver.transport.detach(moving.channel));
            moving.channel.close();
            assertEquals(-1, moving.channel.fd());
            giver.until(peer::over);
        });
    }
}
