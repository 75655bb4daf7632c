package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code mode tcp}: bytes both ways, half-closes and resets passed on. */
class TcpModeTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Origin s1;

    private void start(String timeouts) {
        s1 = scenario.server("s1");
        scenario.start(Texts.tcp(timeouts) + """
                backend be
                    server s1 {s1}
                """);
    }

    @Test
    void eitherSideMaySpeakFirst() {
        start(Texts.LONG_TIMEOUTS);
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        server.send("220 ready\r\n");
        client.expect("220 ready\r\n");
        client.send("HELO\r\n");
        server.expect("HELO\r\n");
        client.close();
        server.expectClosed();
    }

    @Test
    void bytesSentBeforeTheServerIsThereAreNotLost() {
        start(Texts.LONG_TIMEOUTS);
        Peer client = scenario.client("fe");
        client.send("hello");
        client.send(" world");
        Peer server = s1.accept();
        server.expect("hello world");
    }

    @Test
    void aHalfCloseOfTheClientIsPassedOn() {
        start(Texts.LONG_TIMEOUTS);
        Peer client = scenario.client("fe");
        client.send("question").finish();
        Peer server = s1.accept();
        server.expect("question");
        server.expectClosed();
        server.send("answer").finish();
        client.expect("answer");
        client.expectClosed();
    }

    @Test
    void aHalfCloseOfTheServerIsPassedOn() {
        start(Texts.LONG_TIMEOUTS);
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        server.send("bye").finish();
        client.expect("bye");
        client.expectClosed();
        client.send("still here").finish();
        server.expect("still here");
        server.expectClosed();
    }

    @Test
    void aResetOfTheClientResetsTheServer() {
        start(Texts.LONG_TIMEOUTS);
        Peer client = scenario.client("fe");
        client.send("x");
        Peer server = s1.accept();
        server.expect("x");
        client.reset();
        server.expectOver();
    }

    @Test
    void aResetOfTheServerEndsTheClientsConnectionInOrder() {
        start(Texts.LONG_TIMEOUTS);
        Peer client = scenario.client("fe");
        client.send("x");
        Peer server = s1.accept();
        server.expect("x");
        server.send("bye");
        client.expect("bye");
        server.reset();
        client.expectClosed();
    }

    @Test
    void whatTheServerSentBeforeItsResetStillArrives() {
        start(Texts.LONG_TIMEOUTS);
        // Enough for the kernel to send without its persist timer, which may take minutes for all of this.
        int windowBytes = 1 << 16;
        Peer client = scenario.client("fe", windowBytes);
        Peer server = s1.accept();
        long sent = server.sendUntilFull("0123456789abcdef".getBytes(StandardCharsets.US_ASCII), Long.MAX_VALUE);
        server.reset();
        byte[] received = client.readToEnd();
        assertTrue(received.length > windowBytes && received.length <= sent, () -> received.length + " of " + sent);
    }

    @Test
    void aServerThatClosedAndTakesNothingMoreEndsTheRelay() {
        start(Texts.LONG_TIMEOUTS);
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        server.send("bye").close();
        client.expect("bye");
        client.expectClosed();
        client.send("to nobody");
        Deadline.await("the relay to be over", () -> !scenario.proxy().cli("show sess").contains("be=be"));
    }

    @Test
    void aRefusedConnectionEndsTheClients() {
        scenario.start(Texts.tcp(Texts.LONG_TIMEOUTS) + """
                backend be
                    retries 0
                    server s1 {s1}
                """);
        scenario.client("fe").expectClosed();
    }

    @Test
    void unixSocketsWorkOnBothSides() {
        Origin local = scenario.unixServer("origin.sock");
        scenario.start("""
                defaults
                    mode tcp
                    timeout connect 100s
                    timeout client 100s
                    timeout server 100s
                listen local
                    bind unix@{path:front.sock} mode 600
                    server s1 unix@{path:origin.sock}
                """);
        Peer client = scenario.unixClient("front.sock");
        client.send("ping");
        Peer server = local.accept();
        server.expect("ping");
        server.send("pong").close();
        client.expect("pong");
        client.expectClosed();
        assertTrue(Files.exists(scenario.path("front.sock")));
    }
}
