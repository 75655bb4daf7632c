package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.engine.process.ProcessSignal;

/** Lines as HAProxy 2.6 was seen to write them for the same traffic. */
class TrafficLogTest {
    private static final String DATE = "\\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\]";
    private static final String PROXY = """
            global
                threading-mode shared
                log {log} %s local0
            defaults
                mode http
                log global
                timeout connect 100s
                timeout client 100s
                timeout server 100s
            frontend fe
                bind {fe}
                %s
                default_backend be
            backend be
                server s1 {s1}
            """;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private SyslogSink start(String target, String lines) {
        SyslogSink log = scenario.log();
        scenario.server("s1").answerEach(request -> Origin.ok("ok"));
        scenario.start(PROXY.formatted(target, lines));
        return log;
    }

    private void get(String target, String headers) {
        Peer client = scenario.client("fe");
        client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
        client.expect("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    }

    @Test
    void theAddressTowardsTheServerIsThatOfItsConnection() {
        SyslogSink log = start("", "log-format \"from %bi:%bp\"");
        get("/", "");
        log.expectLine("from 127\\.0\\.0\\.1:[1-9]\\d+");
    }

    @Test
    void anHttpLineHasTheFieldsOfTheManual() {
        SyslogSink log = start("", "option httplog");
        get("/index.html?a=%20", "");
        log.expectLine("^<134>[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d haproxy\\[\\d+\\]: 127\\.0\\.0\\.1:\\d+ " + DATE
                + " fe be/s1 \\d+/\\d+/\\d+/\\d+/\\d+ 200 40 - - ---- 1/1/0/0/0 0/0 \"GET /index\\.html\\?a=%20 HTTP/1\\.1\"\\n$");
    }

    @Test
    void capturesStandBetweenBracesAndTheirDelimitersAreEncoded() {
        SyslogSink log = start("format raw", """
                option httplog
                    capture request header X-A len 60
                    capture request header Nope len 20
                    capture response header Nope len 20
                """);
        get("/", "X-A: a \"q\" \u00e9 \\ ] [ # {b|c} \t tab\r\n");
        log.expectLine(" 0/0 \\{a #22q#22 #(C3#A9|E9) \\\\ \\] \\[ #23 #7Bb#7Cc#7D #09 tab\\|\\} \\{\\} \"GET / HTTP/1\\.1\"\\n$");
    }

    @Test
    void aLineOfOnesOwnHasVariablesAndExpressions() {
        SyslogSink log = start("format raw", "log-format \"%HM %HP %HQ %{+Q}b %{+X}fp  %ST %[src] %{+Q}[src_port] end\"");
        get("/p?q=1", "");
        log.expectLine("^GET /p \\?q=1 \"be\" %04X 200 127\\.0\\.0\\.1 \"\\d+\" end\\n$".formatted(scenario.port("fe")));
    }

    /** As in HAProxy the methods that it knows by number are known to the end; the bytes of a head are another's by then. */
    @ParameterizedTest
    @CsvSource({"DELETE, DELETE", "BREW, -"})
    void anExpressionSeesNothingOfAHeadThatIsGone(String method, String seen) {
        SyslogSink log = start("format raw", "log-format \"%[method] %HM %ST\"\n    http-request deny");
        scenario.client("fe").send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(403);
        log.expectLine("^" + seen + ' ' + method + " 403\\n$");
    }

    @Test
    void withoutAFormatALineSaysWhoConnectedToWhat() {
        SyslogSink log = start("format short", "");
        get("/", "");
        log.expectLine("^<6>Connect from 127\\.0\\.0\\.1:\\d+ to 127\\.0\\.0\\.1:%d \\(fe/HTTP\\)\\n$".formatted(scenario.port("fe")));
    }

    @Test
    void aRequestThatIsNoneIsLoggedAsBad() {
        SyslogSink log = start("format short", "option httplog\n    option log-separate-errors");
        scenario.client("fe").send("\u0001\r\n\r\n");
        log.expectLine("^<3>127\\.0\\.0\\.1:\\d+ " + DATE + " fe fe/<NOSRV> -1/-1/-1/-1/\\d+ 400 \\d+ - - PR-- 1/1/0/0/0 0/0 \"<BADREQ>\"\\n$");
    }

    @Test
    void timersThatNeverStartedAreMinusOne() {
        SyslogSink log = start("format raw", "log-format \"%ST TR=%TR Tw=%Tw Tc=%Tc Tr=%Tr Td=%Td\"\n    http-request deny");
        scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        log.expectLine("^403 TR=\\d+ Tw=-1 Tc=-1 Tr=-1 Td=-1\\n$");
        scenario.client("fe").send("\u0001\r\n\r\n");
        log.expectLine("^400 TR=-1 Tw=-1 Tc=-1 Tr=-1 Td=-1\\n$");
    }

    /** HAProxy's line for them: no time of a response, since the client got none of the server's. */
    @Test
    void anAnswerInTheResponsesPlaceIsLoggedAsTheProxys() {
        SyslogSink log = start("format raw", "option httplog\n    http-response return status 200");
        scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d+/-1/\\d+ 200 \\d+ - - LH-- ");
    }

    @Test
    void aDeniedResponseIsLoggedAsThat() {
        SyslogSink log = start("format raw", "option httplog\n    http-response deny");
        scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(502);
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d+/-1/\\d+ 502 \\d+ - - PH-- ");
    }

    @Test
    void theDataOfATcpConnectionBeginWithIt() {
        SyslogSink log = scenario.log();
        Origin s1 = scenario.server("s1");
        scenario.start(PROXY.formatted("format raw", "log-format \"Td=%Td %B\"").replace("mode http", "mode tcp"));
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        client.send("?");
        server.expect("?");
        // By now the proxy knows that it is connected.
        long connectedNanos = System.nanoTime();
        Deadline.await("some time to pass", () -> System.nanoTime() - connectedNanos > 40_000_000L);
        server.send("hi").finish();
        client.expect("hi");
        client.finish();
        log.expectLine("^Td=([3-9]\\d|\\d{3,}) 2\\n$");
    }

    @Test
    void aTcpConnectionThatFailsHasNoDataTime() {
        SyslogSink log = scenario.log();
        scenario.start(PROXY.formatted("format raw", "log-format \"%ts Tc=%Tc Td=%Td\"").replace("mode http", "mode tcp").replace("{s1}", "127.0.0.1:1"));
        scenario.client("fe").expectClosed();
        log.expectLine("^SC Tc=-1 Td=-1\\n$");
    }

    @Test
    void aLineIsCutAtItsLengthAndItsLevelLowered() {
        SyslogSink log = start("len 80 format short", "option httplog");
        get("/" + "a".repeat(200), "");
        assertEquals(81, log.expectLine("^<6>.*\\n$").group().length());
    }

    @Test
    void aLineIsWrittenAsSoonAsTheResponseBeginsWhereThatIsWanted() {
        SyslogSink log = scenario.log();
        Origin s1 = scenario.server("s1");
        scenario.start(PROXY.formatted("format short", "option httplog\n    option logasap\n    capture response header X len 10"));
        Peer client = scenario.client("fe").send("GET /early HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        server.expectRequest();
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX: y\r\n\r\n01234");
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d+/\\d+/\\+\\d+ 200 \\+45 - - ---- 1/1/1/1/0 0/0 \\{y\\} \"GET /early HTTP/1\\.1\"\\n$");
        server.send("56789");
        client.expect("HTTP/1.1 200 OK\r\ncontent-length: 10\r\nx: y\r\n\r\n0123456789");
        client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        server.expectRequest();
        server.send("HTTP/1.1 204 No Content\r\n\r\n");
        assertTrue(!log.expectLine("GET /").group().contains("/early"), log::toString);
    }

    @Test
    void aRelayedConnectionIsLoggedAsSoonAsItIsThereWhereThatIsWanted() {
        SyslogSink log = scenario.log();
        Origin s1 = scenario.server("s1");
        scenario.start(PROXY.formatted("format short", "option tcplog\n    option logasap").replace("mode http", "mode tcp"));
        Peer client = scenario.client("fe").send("ping");
        Peer server = s1.accept();
        log.expectLine(" fe be/s1 \\d+/\\d+/\\+\\d+ \\+0 -- 1/1/1/1/0 0/0\\n$");
        server.expect("ping").send("pong").finish();
        client.expect("pong").finish();
        client.expectClosed();
        Peer second = scenario.client("fe").send("next");
        s1.accept().expect("next").reset();
        second.expectOver();
        log.expectLine(" fe be/s1 \\d+/\\d+/\\+\\d+ \\+0 -- 1/1/1/1/0 0/0\\n$");
    }

    @Test
    void aCapturedCookieIsCutAtItsLength() {
        SyslogSink log = scenario.log();
        scenario.server("s1").answerEach(request -> "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: SESSION=" + "b".repeat(90) + "; path=/\r\n\r\nok");
        scenario.start(PROXY.formatted("format short", "option httplog\n    capture cookie SESS len 70"));
        scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\nCookie: x=y; SESSION=" + "a".repeat(90) + "\r\n\r\n").expectStatus(200);
        log.expectLine(" 200 \\d+ SESSION=a{62} SESSION=b{62} ---- ");
    }

    @Test
    void clientsOfAUnixSocketAreNamedByTheNumberOfItsBindLine() {
        SyslogSink log = start("format short", "bind unix@{path:one}\n    bind unix@{path:two} id 77\n"
                + "    option httplog\n    http-response set-header x \"%[src]/%[src_port]/%ci/%cp/%fi/%fp\"");
        assertEquals("//unix/2/unix/2", scenario.unixClient("one").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200).header("x"));
        log.expectLine("^<6>unix:2 \\[");
        scenario.unixClient("two").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
        log.expectLine("^<6>unix:77 \\[");
    }

    @Test
    void normalLinesAreLeftOutWhereTheyAreNotWanted() {
        SyslogSink log = start("format short", "option httplog\n    option dontlog-normal");
        get("/", "");
        scenario.client("fe").send("\u0001\r\n\r\n");
        log.expectLine("BADREQ");
        assertTrue(log.hasNo("GET"), log::toString);
    }

    @Test
    void whatIsSaidAtTheEndIsStillDelivered() {
        SyslogSink log = scenario.log();
        scenario.server("s1").answerEach(request -> Origin.ok("ok"));
        Weir weir = scenario.start(PROXY.formatted("format short", "option httplog"));
        get("/", "");
        weir.signal(ProcessSignal.USR1);
        weir.expectExit(0);
        log.expectLine("GET / HTTP/1\\.1");
        log.expectLine("^<4>Proxy fe stopped \\(cumulated conns: FE: 1, BE: 0\\)\\.\\n$");
        log.expectLine("^<4>Proxy be stopped \\(cumulated conns: FE: 0, BE: 1\\)\\.\\n$");
        assertTrue(weir.messages().contains(" : Proxy fe stopped (cumulated conns: FE: 1, BE: 0).\n"), weir::messages);
    }

    @Test
    void pauseAndResumeAreSaid() {
        SyslogSink log = scenario.log();
        Weir weir = scenario.start(PROXY.formatted("", ""));
        weir.signal(ProcessSignal.TTOU);
        log.expectLine("^<132>.* haproxy\\[\\d+\\]: Paused frontend fe\\.\\n$");
        weir.signal(ProcessSignal.TTIN);
        log.expectLine("^<132>.* haproxy\\[\\d+\\]: Resumed frontend fe\\.\\n$");
    }

    @Test
    void whatAListenSectionRefusesIsLoggedBesideTheStreamsThatItServes() {
        SyslogSink log = scenario.log();
        Origin s1 = scenario.server("s1");
        scenario.start(Texts.HTTP.replace("frontend fe", "listen fe").replace("default_backend be", "server s1 {s1}\n    http-request deny if { path /no }"));
        Peer served = scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        server.expectRequest();
        scenario.client("fe").send("GET /no HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(403);
        log.expectLine(" fe fe/<NOSRV> \\d+/-1/-1/-1/\\d+ 403 \\d+ - - PR-- 2/2/1/0/0 0/0 ");
        server.send(Origin.ok("hi"));
        served.expectStatus(200);
        log.expectLine(" fe fe/s1 .* 200 \\d+ - - ---- 2/2/0/0/0 0/0 ");
    }
}
