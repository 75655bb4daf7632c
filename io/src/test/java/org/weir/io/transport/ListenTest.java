package org.weir.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.io.memory.BufferPool;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListenSpec;
import org.weir.io.net.ListeningSocket;
import org.weir.io.net.NetAddress;
import org.weir.io.sys.FaultyCalls;
import org.weir.io.sys.IoException;
import org.weir.io.sys.OsConstants;
import org.weir.os.Errno;

class ListenTest {
    @TempDir
    Path directory;

    @Test
    void everyKindOfAddressServes() throws Exception {
        final List<Endpoint> endpoints = List.of(
            Endpoint.ofNumeric("127.0.0.1", 0), Endpoint.ofNumeric("::1", 0),
            new Endpoint.UnixAbstract("weir-listen-" + UUID.randomUUID()),
            new Endpoint.UnixPath(directory.resolve("s").toString()));
        for (final Endpoint endpoint : endpoints) {
            try (Rig rig = new Rig()) {
                final Recorder[] ends = rig.pair(endpoint);
                ends[0].channel.send(rig.bytes("ping"));
                rig.until(() -> ends[1].text().equals("ping"));
                ends[1].channel.send(rig.bytes("pong"));
                ends[1].channel.close();
                rig.until(() -> ends[0].ended);
                assertEquals("pong", ends[0].text());
            }
        }
    }

    @Test
    void peersAddressesAreKnown() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair(Endpoint.ofNumeric("::1", 0));
            final NetAddress local = new NetAddress();
            ends[0].channel.readLocal(local);
            assertEquals(local, ends[1].channel.remote());
            assertEquals(NetAddress.INET6, local.family());
            assertNotEquals(0, local.port());
        }
    }

    /** Its sender may hold the rest back until then (RFC 896); for the kernel, an answer may take the acknowledgement along for 40 ms. */
    @Test
    void aPartOfAMessageIsAcknowledgedAtOnce() throws Exception {
        try (Rig rig = new Rig()) {
            final Recorder[] ends = rig.pair(ListenSpec.builder(Endpoint.ofNumeric("127.0.0.1", 0)).lateAck(true).build());
            ends[0].channel.send(rig.bytes("part"));
            rig.until(() -> ends[1].text().equals("part"));
            ends[1].channel.awaitRest();
            assertEquals(1, rig.calls.getsockoptInt(ends[1].channel.fd(), OsConstants.IPPROTO_TCP, OsConstants.TCP_QUICKACK));
        }
    }

    @Test
    void aPartOfAnAnswerIsAcknowledgedAtOnce() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final Recorder client = new Recorder();
            client.channel = rig.transport.connect(ConnectSpec.builder(socket.bound()).lateAck(true).build(), client);
            rig.until(() -> client.connected);
            client.channel.awaitRest();
            assertEquals(1, rig.calls.getsockoptInt(client.channel.fd(), OsConstants.IPPROTO_TCP, OsConstants.TCP_QUICKACK));
            client.channel.close();
            socket.close(rig.calls);
        }
    }

    @Test
    void anIpv6WildcardServesIpv4IfAsked() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = ListeningSocket.open(rig.calls,
                ListenSpec.builder(Endpoint.ofNumeric("::", 0)).v4v6(true).build());
            final Recorder server = new Recorder();
            rig.transport.listen(socket, (listener, channel) -> {
                server.channel = channel;
                return server;
            });
            rig.transport.connect(ConnectSpec.of(Endpoint.ofNumeric("127.0.0.1", socket.bound().portNumber())), new Recorder());
            rig.until(() -> server.channel != null);
            assertTrue(server.channel.remote().toString().startsWith("[::ffff:127.0.0.1]:"));
            socket.close(rig.calls);
        }
    }

    @Test
    void aNewOwnerOfAPathReplacesTheOldWithoutAGap() throws Exception {
        final Path path = directory.resolve("admin.sock");
        final Endpoint endpoint = new Endpoint.UnixPath(path.toString());
        try (Rig rig = new Rig()) {
            final ListeningSocket old = rig.open(endpoint);
            final ListeningSocket next = ListeningSocket.open(rig.calls, ListenSpec.builder(endpoint).unixMode(0600).build());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            old.close(rig.calls);
            assertTrue(Files.exists(path));
            final Recorder server = new Recorder();
            rig.transport.listen(next, (listener, channel) -> server);
            final Channel client = rig.connect(next, new Recorder());
            client.send(rig.bytes("x"));
            rig.until(() -> server.text().equals("x"));
            next.closeAndUnlink(rig.calls);
            try (var left = Files.list(directory)) {
                assertEquals(0, left.count(), "nothing is left in the directory");
            }
        }
    }

    @Test
    void aPathIsTheOldOwnersUntilTheNewOneIsPublished() throws Exception {
        final Path path = directory.resolve("admin.sock");
        final Endpoint endpoint = new Endpoint.UnixPath(path.toString());
        try (Rig rig = new Rig()) {
            final ListeningSocket old = rig.open(endpoint);
            final Object owner = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            final ListeningSocket next = ListeningSocket.prepare(rig.calls, ListenSpec.builder(endpoint).build());
            assertEquals(owner, Files.readAttributes(path, BasicFileAttributes.class).fileKey());
            next.discard(rig.calls);
            try (var left = Files.list(directory)) {
                assertEquals(List.of(path), left.toList());
            }
            assertEquals(owner, Files.readAttributes(path, BasicFileAttributes.class).fileKey());
            old.close(rig.calls);
        }
    }

    @Test
    void aFailureNamesTheEndpointAndLeavesNothing() throws Exception {
        try (Rig rig = new Rig()) {
            final Endpoint nowhere = new Endpoint.UnixPath(directory.resolve("none/s").toString());
            final IoException missing = assertThrows(IoException.class, () -> rig.open(nowhere));
            assertEquals(Errno.ENOENT, missing.errno());
            final ListeningSocket first = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final IoException taken = assertThrows(IoException.class, () -> rig.open(first.bound()));
            assertEquals("cannot bind to 127.0.0.1:" + first.bound().portNumber() + ": Address already in use (EADDRINUSE)",
                taken.getMessage());
            first.close(rig.calls);
        }
    }

    @Test
    void anInheritedDescriptorIsCheckedAndServes() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket parent = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final ListeningSocket inherited = rig.open(new Endpoint.InheritedFd(rig.calls.dup(parent.fd())));
            assertEquals(parent.bound(), inherited.bound());
            parent.close(rig.calls);
            final Recorder server = new Recorder();
            rig.transport.listen(inherited, (listener, channel) -> server);
            rig.connect(inherited, new Recorder()).send(rig.bytes("x"));
            rig.until(() -> server.text().equals("x"));
            inherited.close(rig.calls);
            final IoException unknown = assertThrows(IoException.class, () -> rig.open(new Endpoint.InheritedFd(9_999)));
            assertEquals("cannot use fd@9999: Bad file descriptor (EBADF)", unknown.getMessage());
        }
    }

    @Test
    void socketsWithReusePortShareAnAddress() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket first = ListeningSocket.open(rig.calls,
                ListenSpec.builder(Endpoint.ofNumeric("127.0.0.1", 0)).reusePort(true).build());
            final ListeningSocket second = ListeningSocket.open(rig.calls, ListenSpec.builder(first.bound()).reusePort(true).build());
            final int[] accepted = new int[2];
            rig.transport.listen(first, (listener, channel) -> {
                accepted[0]++;
                return null;
            });
            rig.transport.listen(second, (listener, channel) -> {
                accepted[1]++;
                return null;
            });
            for (int i = 0; i < 64; i++) {
                rig.connect(first, new Recorder());
            }
            rig.until(() -> accepted[0] + accepted[1] == 64);
            assertTrue(accepted[0] > 0 && accepted[1] > 0, accepted[0] + " and " + accepted[1]);
            first.close(rig.calls);
            second.close(rig.calls);
        }
    }

    @Test
    void twoTransportsShareOneSocket() throws Exception {
        final BufferPool pool = new BufferPool("second", 1024, 4);
        try (Rig rig = new Rig(); EpollTransport second = new EpollTransport(rig.calls, null, pool, pool, TransportLimits.DEFAULT)) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final Listener first = rig.transport.listen(socket, (listener, channel) -> null);
            final Listener other = second.listen(socket, (listener, channel) -> null);
            rig.connect(socket, new Recorder());
            rig.until(() -> {
                second.poll(0);
                second.process();
                return first.accepted() + other.accepted() == 1;
            });
            first.close();
            other.close();
            socket.close(rig.calls);
        }
        pool.close();
    }

    @Test
    void aBurstOfConnectionsIsAcceptedWhole() throws Exception {
        try (Rig rig = new Rig(1024, 8, new TransportLimits(16, 8, 4, 100, 20))) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final List<Recorder> servers = new ArrayList<>();
            rig.transport.listen(socket, (listener, channel) -> {
                servers.add(new Recorder());
                return servers.getLast();
            });
            for (int i = 0; i < 300; i++) {
                final Channel client = rig.connect(socket, new Recorder());
                client.send(rig.bytes("x"));
                rig.cycle();
            }
            rig.until(() -> servers.size() == 300 && servers.stream().allMatch(s -> s.text().equals("x")));
            socket.close(rig.calls);
        }
    }

    @Test
    void withoutDescriptorsTheListenerRestsInsteadOfSpinning() throws Exception {
        try (Rig rig = new Rig(1024, 8, new TransportLimits(16, 8, 4, 100, 20))) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final Recorder server = new Recorder();
            rig.transport.listen(socket, (listener, channel) -> server);
            rig.calls.fail(FaultyCalls.Call.ACCEPT, Errno.EMFILE, 2);
            rig.connect(socket, new Recorder()).send(rig.bytes("x"));
            rig.until(() -> server.text().equals("x"));
            assertEquals(2, rig.transport.counters().acceptFailures());
            assertEquals(2, rig.transport.counters().acceptPauses());
            socket.close(rig.calls);
        }
    }

    @Test
    void anAbortedConnectionDoesNotStopAccepting() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final Recorder server = new Recorder();
            rig.transport.listen(socket, (listener, channel) -> server);
            rig.calls.fail(FaultyCalls.Call.ACCEPT, Errno.ECONNABORTED, 1);
            rig.connect(socket, new Recorder()).send(rig.bytes("x"));
            rig.until(() -> server.text().equals("x"));
            assertEquals(0, rig.transport.counters().acceptPauses());
            socket.close(rig.calls);
        }
    }

    @Test
    void aPausedListenerLeavesConnectionsWaiting() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final Recorder server = new Recorder();
            final Listener listener = rig.transport.listen(socket, (l, channel) -> server);
            listener.pause();
            final Recorder client = new Recorder();
            rig.connect(socket, client).send(rig.bytes("x"));
            rig.until(() -> client.sendable);
            rig.cycle();
            assertEquals(0, listener.accepted());
            listener.resume();
            assertFalse(listener.isPaused());
            rig.until(() -> server.text().equals("x"));
            socket.close(rig.calls);
        }
    }

    /**
     * A port that is asked for stays the socket's; one that the kernel chose would be another after the release. It is below those that the kernel
     * gives to whoever connects meanwhile.
     */
    private static int freePort() throws IOException {
        for (int port = 18_000 + ThreadLocalRandom.current().nextInt(1_000); port < 20_000; port++) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (BindException taken) {
                continue;
            }
        }
        throw new AssertionError("no free port");
    }

    @Test
    void aReleasedListenerAcceptsWhatWaitsThenRefusesUntilItsPortIsReclaimed() throws Exception {
        try (Rig rig = new Rig()) {
            final int port = freePort();
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", port));
            final Recorder server = new Recorder();
            final Listener listener = rig.transport.listen(socket, (l, channel) -> server);
            new Socket("127.0.0.1", port).close();
            listener.release();
            assertEquals(1, listener.accepted());
            rig.until(() -> server.ended);
            final Recorder refused = new Recorder();
            rig.connect(socket, refused);
            rig.until(() -> refused.failedErrno == Errno.ECONNREFUSED);
            try (Rig other = new Rig()) {
                final ListeningSocket taker = other.open(socket.bound());
                listener.resume();
                taker.close(other.calls);
            }
            rig.until(() -> rig.calls.getsockoptInt(socket.fd(), OsConstants.SOL_SOCKET, OsConstants.SO_ACCEPTCONN) == 1);
            new Socket("127.0.0.1", port).close();
            rig.until(() -> listener.accepted() == 2);
            socket.close(rig.calls);
        }
    }

    /** Two agents may share the socket, and an operator may take a port back that another has by then. */
    @Test
    void oneThatWasReleasedTwiceAcceptsSoundConnectionsAfterwards() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", freePort()));
            final Recorder server = new Recorder();
            final Listener listener = rig.transport.listen(socket, (l, channel) -> server);
            listener.release();
            listener.release();
            listener.resume();
            final Recorder client = new Recorder();
            final Channel channel = rig.connect(socket, client);
            channel.send(rig.bytes("hello"));
            rig.until(() -> server.text().equals("hello"));
            socket.close(rig.calls);
        }
    }

    @Test
    void acceptedSocketsInheritTheListenersOptions() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = ListeningSocket.open(rig.calls, ListenSpec.builder(Endpoint.ofNumeric("127.0.0.1", 0))
                .keepAlive(true).tcpUserTimeoutMillis(1234).mss(900).deferAccept(true).build());
            final Recorder server = new Recorder();
            rig.transport.listen(socket, (listener, channel) -> {
                server.channel = channel;
                return server;
            });
            rig.connect(socket, new Recorder()).send(rig.bytes("x"));
            rig.until(() -> server.text().equals("x"));
            final int fd = server.channel.fd();
            assertEquals(1, rig.calls.getsockoptInt(fd, OsConstants.IPPROTO_TCP, OsConstants.TCP_NODELAY));
            assertEquals(1, rig.calls.getsockoptInt(fd, OsConstants.SOL_SOCKET, OsConstants.SO_KEEPALIVE));
            assertEquals(1234, rig.calls.getsockoptInt(fd, OsConstants.IPPROTO_TCP, OsConstants.TCP_USER_TIMEOUT));
            assertTrue(rig.calls.getsockoptInt(fd, OsConstants.IPPROTO_TCP, OsConstants.TCP_MAXSEG) <= 900);
            socket.close(rig.calls);
        }
    }

    @Test
    void aConnectionComesFromTheAskedSource() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            final Recorder server = new Recorder();
            rig.transport.listen(socket, (listener, channel) -> {
                server.channel = channel;
                return server;
            });
            rig.transport.connect(ConnectSpec.builder(socket.bound()).source(Endpoint.ofNumeric("127.0.0.7", 0)).keepAlive(true).build(),
                new Recorder());
            rig.until(() -> server.channel != null);
            assertTrue(server.channel.remote().toString().startsWith("127.0.0.7:"));
            socket.close(rig.calls);
        }
    }

    @Test
    void aRejectedConnectionIsClosed() throws Exception {
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            rig.transport.listen(socket, (listener, channel) -> {
                final IoBuffer farewell = rig.bytes("busy");
                channel.send(farewell);
                return null;
            });
            final Recorder client = new Recorder();
            rig.connect(socket, client);
            rig.until(() -> client.ended);
            assertEquals("busy", client.text());
            socket.close(rig.calls);
        }
    }
}
