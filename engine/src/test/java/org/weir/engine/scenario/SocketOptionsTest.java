package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.weir.io.net.NetAddress;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.sys.OsConstants;

/** Options of the configuration that are the kernel's to carry out, read back from the sockets of the proxy, which runs in this process. */
class SocketOptionsTest {
    private static final int SOCKADDR_BYTES = 128;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private final LinuxSystemCalls calls = new LinuxSystemCalls();
    private int listening;
    private int accepted;
    private int connected;
    private Peer client;
    private Peer server;

    /** A connection through a proxy with these lines; its sockets are looked up. */
    private void relay(String global, String defaults, String bind) {
        Origin s1 = scenario.server("s1");
        scenario.start("global\n    threading-mode shared\n    nbthread 1\n" + global.indent(4) + "defaults\n    mode tcp\n" + defaults.indent(4)
                + Texts.LONG_TIMEOUTS + "frontend fe\n    bind {fe} " + bind + "\n    default_backend be\nbackend be\n    server s1 {s1}\n");
        client = scenario.client("fe").send("ping");
        server = s1.accept();
        server.expect("ping").send("pong");
        client.expect("pong");
        listening = descriptor(scenario.port("fe"), true);
        accepted = descriptor(scenario.port("fe"), false);
        connected = descriptor(server.remotePort(), false);
    }

    private int descriptor(int localPort, boolean listens) {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            List<Integer> found = all.map(path -> Integer.parseInt(path.getFileName().toString()))
                    .filter(fd -> option(fd, OsConstants.SOL_SOCKET, OsConstants.SO_ACCEPTCONN) == (listens ? 1 : 0) && localPort(fd) == localPort).toList();
            assertEquals(1, found.size(), () -> "sockets at port " + localPort + ": " + found);
            return found.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int localPort(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sockaddr = arena.allocate(SOCKADDR_BYTES, Long.BYTES);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, SOCKADDR_BYTES);
            NetAddress address = new NetAddress();
            if (calls.getsockname(fd, sockaddr.address(), length.address()) == 0) {
                address.readSockaddr(sockaddr.address(), length.get(ValueLayout.JAVA_INT, 0));
            }
            return address.port();
        }
    }

    private int option(int fd, int level, int option) {
        return calls.getsockoptInt(fd, level, option);
    }

    private int keepAlive(int fd) {
        return option(fd, OsConstants.SOL_SOCKET, OsConstants.SO_KEEPALIVE);
    }

    private int linger(int fd) {
        return option(fd, OsConstants.SOL_SOCKET, OsConstants.SO_LINGER);
    }

    /** The kernel doubles what it is asked for. */
    private int sendBuffer(int fd) {
        return option(fd, OsConstants.SOL_SOCKET, OsConstants.SO_SNDBUF) / 2;
    }

    private int receiveBuffer(int fd) {
        return option(fd, OsConstants.SOL_SOCKET, OsConstants.SO_RCVBUF) / 2;
    }

    @Test
    void byDefaultTheKernelDecides() {
        relay("", "", "");
        assertEquals(0, keepAlive(accepted) + keepAlive(connected) + linger(accepted) + linger(connected));
        assertEquals(1, option(accepted, OsConstants.IPPROTO_TCP, OsConstants.TCP_NODELAY));
        assertEquals(1, option(connected, OsConstants.IPPROTO_TCP, OsConstants.TCP_NODELAY));
    }

    @Test
    void buffersHaveTheSizesOfEachSide() {
        relay("tune.rcvbuf.client 20000\ntune.sndbuf.client 22000\ntune.rcvbuf.server 24000\ntune.sndbuf.server 26000", "", "");
        assertEquals(List.of(20_000, 22_000, 24_000, 26_000),
                List.of(receiveBuffer(accepted), sendBuffer(accepted), receiveBuffer(connected), sendBuffer(connected)));
    }

    @Test
    void keepAliveIsForBothSidesOrOne() {
        relay("", "option tcpka", "");
        assertEquals(List.of(1, 1), List.of(keepAlive(accepted), keepAlive(connected)));
    }

    @Test
    void keepAliveTowardsClientsLeavesServersAlone() {
        relay("", "option clitcpka", "");
        assertEquals(List.of(1, 0), List.of(keepAlive(accepted), keepAlive(connected)));
    }

    @Test
    void keepAliveTowardsServersLeavesClientsAlone() {
        relay("", "option srvtcpka", "");
        assertEquals(List.of(0, 1), List.of(keepAlive(accepted), keepAlive(connected)));
    }

    @Test
    void withoutLingeringAClosedConnectionIsReset() {
        relay("", "option nolinger", "");
        assertEquals(List.of(1, 1), List.of(linger(accepted), linger(connected)));
    }

    @Test
    void bindOptionsReachTheSocket() {
        relay("", "", "mss 900 defer-accept tcp-ut 7s backlog 77");
        assertTrue(option(listening, OsConstants.IPPROTO_TCP, OsConstants.TCP_DEFER_ACCEPT) > 0);
        assertEquals(1, option(listening, OsConstants.SOL_SOCKET, OsConstants.SO_REUSEPORT));
        assertTrue(option(accepted, OsConstants.IPPROTO_TCP, OsConstants.TCP_MAXSEG) <= 900);
        assertEquals(7000, option(accepted, OsConstants.IPPROTO_TCP, OsConstants.TCP_USER_TIMEOUT));
    }

    /** The kernel tells of a listening socket whether those it accepts acknowledge at once. */
    @Test
    void acknowledgementsMayWaitForAnAnswer() {
        relay("", "option tcp-smart-accept", "");
        assertEquals(0, option(listening, OsConstants.IPPROTO_TCP, OsConstants.TCP_QUICKACK));
    }

    @Test
    void thoseOfRelayedConnectionsDoNotWaitByDefault() {
        relay("", "option tcp-smart-accept\ndefault option tcp-smart-accept\noption tcp-smart-connect", "");
        assertEquals(1, option(listening, OsConstants.IPPROTO_TCP, OsConstants.TCP_QUICKACK));
    }

    @Test
    void thatOfARequestWaitsForItsAnswerByDefault() {
        scenario.server("s1");
        scenario.start("global\n    nbthread 1\ndefaults\n    mode http\n" + Texts.LONG_TIMEOUTS + """
                listen waits
                    bind {waits}
                    server s1 {s1}
                listen asked
                    bind {asked}
                    no option tcp-smart-accept
                    default option tcp-smart-accept
                    server s1 {s1}
                listen refused
                    bind {refused}
                    no option tcp-smart-accept
                    server s1 {s1}
                """);
        assertEquals(List.of(0, 0, 1), Stream.of("waits", "asked", "refused")
                .map(name -> option(descriptor(scenario.port(name), true), OsConstants.IPPROTO_TCP, OsConstants.TCP_QUICKACK)).toList());
    }

    @Test
    void noReusePortIsForAllListeners() {
        relay("noreuseport", "", "");
        assertEquals(0, option(listening, OsConstants.SOL_SOCKET, OsConstants.SO_REUSEPORT));
    }
}
