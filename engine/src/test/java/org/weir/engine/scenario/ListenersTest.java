package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.weir.engine.process.ProcessSignal;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListenSpec;
import org.weir.io.net.ListeningSocket;
import org.weir.io.sys.IoException;
import org.weir.io.sys.LinuxSystemCalls;

/** Every kind of address that a {@code bind} line may name, and abstract UNIX sockets towards servers. */
class ListenersTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    /** Listens with these lines and relays to a server that answers with its name. */
    private void start(String... binds) {
        scenario.server("s1").answerWithName();
        StringBuilder lines = new StringBuilder();
        for (String bind : binds) {
            lines.append("    bind ").append(bind).append('\n');
        }
        scenario.start("""
                global
                    nbthread 2
                defaults
                    mode http
                """ + Texts.LONG_TIMEOUTS + "frontend fe\n" + lines + """
                    default_backend be
                backend be
                    server s1 {s1}
                """);
    }

    private static void expectAnswer(SocketAddress address) {
        try (Peer client = Peer.connect("client", address, 0)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("s1", client.expectStatus(200).text());
        }
    }

    private static void expectRefused(SocketAddress address) {
        assertThrows(UncheckedIOException.class, () -> Peer.connect("client", address, 0));
    }

    private InetSocketAddress at(String host, String name) {
        return new InetSocketAddress(host, scenario.port(name));
    }

    private static boolean hasInet6() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress("::1", 0));
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    /** Some sockets take privileges that a test may not have. */
    private static void assumeAllowed(ListenSpec spec) {
        LinuxSystemCalls calls = new LinuxSystemCalls();
        try {
            ListeningSocket.open(calls, spec).close(calls);
        } catch (IoException e) {
            assumeTrue(false, e.getMessage());
        }
    }

    @Test
    void aRangeOfPortsIsOneListenerEach() {
        int i = 0;
        while (scenario.port("r" + (i + 2)) - scenario.port("r" + i) != 2) {
            i++;
        }
        int first = scenario.port("r" + i);
        start("127.0.0.1:" + first + '-' + (first + 2));
        for (int port = first; port <= first + 2; port++) {
            expectAnswer(new InetSocketAddress("127.0.0.1", port));
        }
    }

    @Test
    void withoutReusePortAllAgentsAcceptOnOneSocket() {
        scenario.server("s1").answerWithName();
        Weir weir = scenario.start("global\n    noreuseport\n    nbthread 3\n    threading-mode dedicated\n    stats socket {path:cli} level admin\n"
                + Texts.HTTP.substring(Texts.HTTP.indexOf("defaults")) + "backend be\n    server s1 {s1}\n");
        for (int i = 0; i < 10; i++) {
            expectAnswer(at("127.0.0.1", "fe"));
        }
        weir.cli("disable frontend fe");
        weir.cli("enable frontend fe");
        Deadline.await("the port to be open again", () -> isOpen("fe"));
        for (int i = 0; i < 10; i++) {
            expectAnswer(at("127.0.0.1", "fe"));
        }
    }

    private boolean isOpen(String name) {
        try (Socket probe = new Socket(scenario.address(name).getAddress(), scenario.port(name))) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void aSuccessorListensWhereItsPredecessorStillDoes() {
        for (int i = 0; i < 2; i++) {
            scenario.start("global\n    stats socket ipv4@{operators}\ndefaults\n    mode http\n" + Texts.LONG_TIMEOUTS
                    + "frontend fe\n    bind {fe}\n    http-request return status 200\n");
        }
    }

    @Test
    void anAbstractNameIsGivenBackWhileTheProxyIsPaused() {
        String name = "weir-paused-" + UUID.randomUUID();
        ListenSpec spec = ListenSpec.of(new Endpoint.UnixAbstract(name));
        start("abns@" + name);
        assertFalse(isFree(spec));
        scenario.proxy().signal(ProcessSignal.TTOU);
        Deadline.await(() -> "the name to be free", () -> isFree(spec));
        scenario.proxy().signal(ProcessSignal.TTIN);
        Deadline.await(() -> "the name to be taken again", () -> !isFree(spec));
    }

    private static boolean isFree(ListenSpec spec) {
        LinuxSystemCalls calls = new LinuxSystemCalls();
        try {
            ListeningSocket.open(calls, spec).close(calls);
            return true;
        } catch (IoException taken) {
            return false;
        }
    }

    @Test
    void aListOfAddressesIsOneListenerEach() {
        start("{a},{b},unix@{path:list.sock}");
        expectAnswer(at("127.0.0.1", "a"));
        expectAnswer(at("127.0.0.1", "b"));
        try (Peer client = scenario.unixClient("list.sock")) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
        }
    }

    @Test
    void anInheritedDescriptorIsListenedOnAsItIs() throws IoException {
        int port = scenario.port("inherited");
        ListeningSocket inherited = ListeningSocket.open(new LinuxSystemCalls(), ListenSpec.builder(new Endpoint.Inet4(0x7F000001, port)).backlog(9).build());
        start("fd@" + inherited.fd());
        expectAnswer(at("127.0.0.1", "inherited"));
        expectAnswer(at("127.0.0.1", "inherited"));
    }

    @Test
    void anInheritedDescriptorIsShownWithItsAddress() throws IoException {
        int port = scenario.port("inherited");
        ListeningSocket inherited = ListeningSocket.open(new LinuxSystemCalls(), ListenSpec.builder(new Endpoint.Inet4(0x7F000001, port)).backlog(9).build());
        Weir weir = scenario.start("global\n    stats socket {path:cli}\ndefaults\n    mode http\n" + Texts.LONG_TIMEOUTS
                + "frontend fe\n    option socket-stats\n    bind fd@" + inherited.fd() + '\n');
        String listener = weir.cli("show stat").lines().filter(line -> line.startsWith("fe,sock-1,")).findFirst().orElseThrow();
        assertEquals("127.0.0.1:" + port, listener.split(",", -1)[73]);
    }

    @Test
    void anAbstractNameIsPaddedAsHaproxyDoes() throws IOException {
        String name = scenario.path("abstract").toString();
        scenario.server("s1").answerWithName();
        scenario.start("defaults\n    mode http\n" + Texts.LONG_TIMEOUTS + """
                listen outer
                    bind {fe}
                    server inner abns@{path:abstract} check inter 500ms
                listen inner
                    bind abns@{path:abstract}
                    server s1 {s1}
                """);
        expectAnswer(at("127.0.0.1", "fe"));
        String sockets = Files.readString(Path.of("/proc/net/unix"), StandardCharsets.ISO_8859_1);
        assertTrue(sockets.contains(" @" + name + "@".repeat(107 - name.length()) + '\n'), sockets);
    }

    @Test
    void anInet6WildcardAloneLeavesInet4Alone() {
        assumeTrue(hasInet6(), "the machine has no IPv6");
        start(":::{port:six} v6only", "[::1]:{port:loop}");
        expectAnswer(at("::1", "six"));
        expectAnswer(at("::1", "loop"));
        expectRefused(at("127.0.0.1", "six"));
    }

    @Test
    void anInet6WildcardMayServeBoth() {
        assumeTrue(hasInet6(), "the machine has no IPv6");
        start(":::{port:both} v4v6", "ipv6@:{port:plain}");
        expectAnswer(at("::1", "both"));
        expectAnswer(at("127.0.0.1", "both"));
        expectAnswer(at("::1", "plain"));
    }

    @Test
    void anInterfaceLimitsWhereConnectionsComeFrom() {
        assumeAllowed(ListenSpec.builder(new Endpoint.Inet4(0x7F000001, 0)).interfaceName("lo").build());
        start("127.0.0.1:{port:lo} interface lo");
        expectAnswer(at("127.0.0.1", "lo"));
    }

    @Test
    void aTransparentListenerTakesForeignAddresses() {
        assumeAllowed(ListenSpec.builder(new Endpoint.Inet4(0xCB007107, 0)).transparent(true).build());
        scenario.server("s1").answerWithName();
        scenario.start("defaults\n    mode http\n" + Texts.LONG_TIMEOUTS + "listen fe\n    bind 203.0.113.7:{port:foreign} transparent\n    server s1 {s1}\n");
    }

    @Test
    void aListenersOwnLimitLeavesTheOthersAlone() {
        start("{few} maxconn 1", "{many}");
        Peer first = scenario.client("few");
        first.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
        Peer second = scenario.client("few").send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        expectAnswer(at("127.0.0.1", "many"));
        expectAnswer(at("127.0.0.1", "many"));
        assertEquals(false, second.hasInput());
        first.close();
        second.expectStatus(200);
    }
}
