package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Each {@code timeout} keyword ends what it is for; the others of the scenario are far longer. What ends too early or late shows as another state. */
class TimeoutsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private SyslogSink log;
    private Origin s1;

    private void start(String mode, String timeouts) {
        log = scenario.log();
        s1 = scenario.server("s1");
        String defaults = Texts.LONG_TIMEOUTS + timeouts.indent(4);
        scenario.start((mode.equals("http") ? Texts.http(defaults) : Texts.tcp(defaults)) + "backend be\n    server s1 {s1}\n");
    }

    private long millisUntil(Runnable end) {
        long from = System.nanoTime();
        end.run();
        return (System.nanoTime() - from) / 1_000_000;
    }

    @Test
    void httpKeepAliveEndsAnIdleConnectionWithoutAWord() {
        start("http", "timeout http-keep-alive 100ms");
        s1.answerWithName();
        Peer client = scenario.client("fe");
        assertTrue(millisUntil(() -> {
            client.send(GET);
            client.expectStatus(200);
            client.expectClosed();
        }) >= 90);
        log.expectLine(" 200 ");
        assertTrue(log.hasNo("408"), log::toString);
    }

    @Test
    void httpRequestLimitsTheHeadNotTheIdleTime() {
        start("http", "timeout http-request 3s\ntimeout http-keep-alive 100s");
        s1.answerWithName();
        Peer client = scenario.client("fe");
        client.send(GET);
        client.expectStatus(200);
        client.send("GET / HTTP/1.1\r\n");
        client.expectStatus(408);
        client.expectClosed();
        log.expectLine(" fe fe/<NOSRV> -1/-1/-1/-1/\\d{2,} 408 \\d+ - - cR-- ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHo"})
    void clientBoundsHttpRequest(String sent) {
        start("http", "timeout client 200ms\ntimeout http-request 1h");
        Peer client = scenario.client("fe").send(sent);
        client.expectStatus(408);
        client.expectClosed();
    }

    @Test
    void clientBoundsHttpKeepAlive() {
        start("http", "timeout client 200ms\ntimeout http-keep-alive 1h");
        Peer client = scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        server.expectRequest();
        server.send(Origin.ok("ok"));
        client.expectStatus(200);
        client.expectClosed();
    }

    @Test
    void httpRequestDoesNotLimitTheBody() {
        start("http", "timeout http-request 3s");
        Peer client = scenario.client("fe");
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
        Peer server = s1.accept();
        server.expectHead();
        Peer other = scenario.client("fe");
        other.expectStatus(408);
        client.send("ab");
        server.expect("ab");
        server.send(Origin.ok("ok"));
        client.expectStatus(200);
    }

    @Test
    void tunnelReplacesBothSidesTimeoutsAfterAnUpgrade() {
        start("http", "timeout http-request 100s\ntimeout client 100ms\ntimeout server 3s\ntimeout tunnel 4s");
        Peer client = scenario.client("fe");
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
        Peer server = s1.accept();
        server.expectHead();
        server.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
        client.expectHead();
        client.expectOver();
        server.expectOver();
        Matcher line = log.expectLine("/(\\d+) 101 \\d+ - - cD-- ");
        assertTrue(Integer.parseInt(line.group(1)) >= 4000, line.group());
    }

    @ParameterizedTest
    @CsvSource({"client, c", "server, s"})
    void aSilentTcpConnectionEnds(String side, String cause) {
        start("tcp", "timeout " + side + " 100ms");
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        client.expectOver();
        server.expectOver();
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d{3,} 0 " + cause + "D ");
    }

    @Test
    void activityOfEitherSideKeepsATcpTunnel() {
        start("tcp", "timeout client 3s\ntimeout server 3s");
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        server.send("x");
        client.expect("x");
        Peer silent = scenario.client("fe");
        while (!silent.hasInput()) {
            server.send("x");
            client.expect("x");
        }
        silent.expectOver();
        server.send("still there").finish();
        client.expect("still there").expectClosed();
    }

    @Test
    void clientFinEndsAClientThatDoesNotCloseAfterItsServerDid() {
        start("tcp", "timeout client-fin 100ms");
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        server.finish();
        client.expectClosed();
        server.expectClosed();
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d{3,} 0 cD ");
    }

    @Test
    void serverFinEndsAServerThatDoesNotCloseAfterItsClientDid() {
        start("tcp", "timeout server-fin 100ms");
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        client.finish();
        server.expectClosed();
        client.expectClosed();
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d{3,} 0 sD ");
    }

    /** Who has closed its side owes nothing any more: the other one's timeout counts, be it the longer one. */
    @Test
    void aClientThatHasClosedItsSideIsNotLate() {
        start("tcp", "timeout client 3s\ntimeout server 4s");
        Peer client = scenario.client("fe").finish();
        Peer server = s1.accept();
        server.expectClosed();
        client.expectClosed();
        Matcher line = log.expectLine(" fe be/s1 \\d+/\\d+/(\\d+) 0 sD ");
        assertTrue(Integer.parseInt(line.group(1)) >= 4000, line.group());
    }

    /** A half-closed client waits for its server, not the other way round: another connection shows that client-fin has long passed. */
    @Test
    void clientFinDoesNotEndAClientThatAwaitsTheServersAnswer() {
        start("tcp", "timeout client-fin 100ms\ntimeout tunnel 100s");
        Peer client = scenario.client("fe").send("question").finish();
        Peer server = s1.accept();
        server.expect("question").expectClosed();
        for (int i = 0; i < 2; i++) {
            Peer late = scenario.client("fe");
            s1.accept().finish();
            late.expectClosed();
            log.expectLine(" fe be/s1 \\d+/\\d+/\\d{3,} 0 cD ");
        }
        server.send("answer").close();
        client.expect("answer").expectClosed();
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d{3,} 6 -- ");
    }

    @Test
    void aTcpConnectionThatIsSilentTooLongIsClosedInOrder() {
        start("tcp", "timeout client 100ms\ntimeout server 200ms");
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        client.expectClosed();
        server.expectClosed();
    }
}
