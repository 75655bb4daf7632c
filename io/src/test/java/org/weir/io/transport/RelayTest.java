package org.weir.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListeningSocket;

/** 64 MiB through a relay in both directions at once, byte for byte, with random chunks, pauses and short sends. */
class RelayTest {
    private static final long TOTAL_BYTES = 64L << 20;

    @Test
    void bothDirectionsOverTcp() throws Exception {
        relay(Endpoint.ofNumeric("127.0.0.1", 0), false, Integer.MAX_VALUE, 0);
    }

    @Test
    void bothDirectionsInBulkOverIpv6() throws Exception {
        relay(Endpoint.ofNumeric("::1", 0), true, Integer.MAX_VALUE, 0);
    }

    @Test
    void bothDirectionsOverUnixSockets() throws Exception {
        relay(new Endpoint.UnixAbstract("weir-relay-" + ProcessHandle.current().pid()), false, Integer.MAX_VALUE, 0);
    }

    @Test
    void bothDirectionsWithShortSends() throws Exception {
        relay(Endpoint.ofNumeric("127.0.0.1", 0), true, 50_000, 0);
    }

    @Test
    void bothDirectionsThroughPipes() throws Exception {
        relay(Endpoint.ofNumeric("127.0.0.1", 0), false, Integer.MAX_VALUE, 2);
    }

    @Test
    void bothDirectionsThroughPipesWithAUnixSocketOnOneSide() throws Exception {
        relay(new Endpoint.UnixAbstract("weir-splice-" + ProcessHandle.current().pid()), false, Integer.MAX_VALUE, 2);
    }

    /** With one pipe for two directions some bytes are spliced, some received. */
    @Test
    void bothDirectionsWithTooFewPipesAndShortSends() throws Exception {
        relay(Endpoint.ofNumeric("::1", 0), true, 50_000, 1);
    }

    private static void relay(Endpoint origin, boolean bulk, int maxSendBytes, int pipes) throws Exception {
        try (Rig rig = new Rig(16 * 1024, 256, TransportLimits.DEFAULT)) {
            rig.calls.shortSends(maxSendBytes);
            rig.transport.splicing(pipes, 0);
            final ListeningSocket originSocket = rig.open(origin);
            final ListeningSocket relaySocket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final Peer server = new Peer(rig, 1, 2);
            final Peer client = new Peer(rig, 2, 1);
            rig.transport.listen(originSocket, (listener, channel) -> {
                server.start(channel);
                return server;
            });
            rig.transport.listen(relaySocket, (listener, channel) -> {
                final Half towardServer = new Half();
                final Half towardClient = new Half();
                towardServer.other = rig.transport.connect(ConnectSpec.of(originSocket.bound()), towardClient);
                towardClient.other = channel;
                channel.bulk(bulk);
                towardServer.other.bulk(bulk);
                channel.splice(towardServer.other, Long.MAX_VALUE);
                towardServer.other.splice(channel, Long.MAX_VALUE);
                return towardServer;
            });
            client.start(rig.connect(relaySocket, client));
            rig.until(() -> {
                client.step();
                server.step();
                return client.done() && server.done();
            });
            assertEquals(TOTAL_BYTES, client.receivedBytes);
            assertEquals(TOTAL_BYTES, server.receivedBytes);
            assertTrue(rig.transport.counters().shortWrites() > 0, "back-pressure was not met");
            assertEquals(pipes > 0, rig.transport.counters().bytesSpliced() > TOTAL_BYTES / 2);
            assertEquals(0, rig.transport.counters().pipesUsed());
            originSocket.close(rig.calls);
            relaySocket.close(rig.calls);
        }
    }

    /** One direction of the relay: stops reading while the other side has something pending. */
    private static final class Half implements ChannelHandler {
        Channel other;
        private Channel paused;

        @Override
        public void onConnected(Channel c) {
            assertTrue(c.isOpen());
        }

        @Override
        public void onReceived(Channel c, IoBuffer data) {
            other.send(data);
            holdBack(c);
        }

        @Override
        public void onSpliced(Channel c, int bytes) {
            holdBack(c);
        }

        private void holdBack(Channel c) {
            if (other.pendingBytes() > 0) {
                c.receive(false);
                ((Half) other.handler()).paused = c;
            }
        }

        @Override
        public void onEndOfInput(Channel c) {
            other.shutdownOutput();
        }

        @Override
        public void onSendable(Channel c) {
            if (paused != null) {
                paused.receive(true);
                paused = null;
            }
        }

        @Override
        public void onSendFailed(Channel c, int errno) {
            throw new AssertionError("send failed: " + errno);
        }

        @Override
        public void onFailed(Channel c, int errno) {
            throw new AssertionError("failed: " + errno);
        }
    }

    /** Sends one pseudo-random stream in random chunks, checks another, and pauses at random. */
    private static final class Peer implements ChannelHandler {
        long receivedBytes;
        private final Rig rig;
        private final Random chunks;
        private final long sendSeed;
        private final long receiveSeed;
        private Channel channel;
        private long sentBytes;
        private boolean ended;
        private boolean shut;

        Peer(Rig rig, long sendSeed, long receiveSeed) {
            this.rig = rig;
            this.sendSeed = sendSeed;
            this.receiveSeed = receiveSeed;
            this.chunks = new Random(sendSeed);
        }

        void start(Channel c) {
            channel = c;
        }

        boolean done() {
            return ended && shut;
        }

        void step() {
            if (channel == null) {
                return;
            }
            if (chunks.nextInt(4) == 0) {
                channel.receive(chunks.nextBoolean());
            } else {
                channel.receive(true);
            }
            while (sentBytes < TOTAL_BYTES && channel.pendingBytes() < 64 * 1024 && rig.small.used() < 128) {
                final IoBuffer buffer = rig.small.acquire();
                final int length = (int) Math.min(TOTAL_BYTES - sentBytes, 1 + chunks.nextInt(buffer.capacity()));
                for (int i = 0; i < length; i++) {
                    buffer.bytes().putByte(i, byteAt(sendSeed, sentBytes + i));
                }
                buffer.end(length);
                sentBytes += length;
                channel.send(buffer);
            }
            if (sentBytes == TOTAL_BYTES && !shut) {
                shut = true;
                channel.shutdownOutput();
            }
        }

        @Override
        public void onConnected(Channel c) {
            assertTrue(c.isOpen());
        }

        @Override
        public void onReceived(Channel c, IoBuffer data) {
            for (int i = data.start(); i < data.end(); i++) {
                if (data.bytes().getByte(i) != byteAt(receiveSeed, receivedBytes)) {
                    throw new AssertionError("wrong byte at " + receivedBytes);
                }
                receivedBytes++;
            }
            data.release();
        }

        @Override
        public void onEndOfInput(Channel c) {
            ended = true;
        }

        @Override
        public void onSendable(Channel c) {
            assertEquals(0, c.pendingBytes());
        }

        @Override
        public void onSendFailed(Channel c, int errno) {
            throw new AssertionError("send failed: " + errno);
        }

        @Override
        public void onFailed(Channel c, int errno) {
            throw new AssertionError("failed: " + errno);
        }

        private static byte byteAt(long seed, long position) {
            final long mixed = (position + seed * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
            return (byte) (mixed >>> 56 ^ mixed >>> 24);
        }
    }
}
