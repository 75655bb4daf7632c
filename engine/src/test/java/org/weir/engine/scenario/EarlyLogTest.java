package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code option logasap}: the line is there while the transfer goes on, with a plus sign before what is not final, and no second one follows. */
class EarlyLogTest {
    private static final String EARLY = Texts.LONG_TIMEOUTS + "option logasap\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    @Test
    void aTcpConnectionIsLoggedWhenTheServersIsThere() {
        SyslogSink log = scenario.log();
        Origin s1 = scenario.server("s1");
        Weir weir = scenario.start(Texts.tcp(EARLY) + "backend be\n    server s1 {s1}\n");
        Peer client = scenario.client("fe").send("ping");
        Peer server = s1.accept();
        log.expectLine(" fe be/s1 \\d+/\\d+/\\+\\d+ \\+0 -- 1/1/1/1/0 0/0$");
        server.expect("ping").send("pong").close();
        client.expect("pong").close();
        Deadline.await("the stream to end", () -> weir.cli("show sess").equals("\n"));
        assertTrue(log.hasNo(" fe be/s1 "), log::toString);
    }

    @Test
    void aServerThatRefusesIsLoggedAtTheEnd() {
        SyslogSink log = scenario.log();
        scenario.start(Texts.tcp(EARLY) + "backend be\n    retries 0\n    server s1 {s1}\n");
        scenario.client("fe").expectOver();
        log.expectLine(" fe be/s1 \\d+/-1/\\+\\d+ \\+0 SC 1/1/0/0/0 0/0$");
    }

    @Test
    void anHttpRequestIsLoggedWhenTheResponsesHeadIsThere() {
        SyslogSink log = scenario.log();
        Origin s1 = scenario.server("s1");
        Weir weir = scenario.start(Texts.http(EARLY).replace("    bind {fe}", "    bind {fe}\n    capture response header content-length len 10")
                + "backend be\n    server s1 {s1}\n");
        Peer client = scenario.client("fe").send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        server.expectRequest();
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d+/\\d+/\\+\\d+ 200 \\+\\d+ - - ---- 1/1/1/1/0 0/0 \\{10} \"GET /large HTTP/1.1\"$");
        server.send("world");
        assertEquals("helloworld", client.expectStatus(200).text());
        client.close();
        Deadline.await("the stream to end", () -> weir.cli("show sess").equals("\n"));
        assertTrue(log.hasNo(" fe be/s1 "), log::toString);
    }

    @Test
    void anAnswerOfTheProxyHasItsPlusSignsToo() {
        SyslogSink log = scenario.log();
        scenario.start(Texts.http(EARLY + "retries 0\n") + "backend be\n    server s1 {s1}\n");
        scenario.client("fe").send("GET /down HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(503);
        log.expectLine(" fe be/s1 \\d+/\\d+/-1/-1/\\+\\d+ 503 \\+\\d+ - - SC-- 1/1/0/0/0 0/0 \"GET /down HTTP/1.1\"$");
    }

    @Test
    void timersAndBytesOfALogFormatHaveThemToo() {
        SyslogSink log = scenario.log();
        scenario.server("s1").answerWithName();
        scenario.start(Texts.http(EARLY).replace("option httplog", "log-format \"T=%Ta Tt=%Tt B=%B Tr=%Tr st=%ST\"") + "backend be\n    server s1 {s1}\n");
        scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
        log.expectLine(" T=\\+\\d+ Tt=\\+\\d+ B=\\+\\d+ Tr=\\d+ st=200$");
    }

    /** What was normal up to the response had no line, so that its end can still have one. */
    @Test
    void anErrorAfterANormalBeginningIsLoggedWhereErrorsAloneAre() {
        SyslogSink log = scenario.log();
        Origin s1 = scenario.server("s1");
        scenario.start(Texts.http(EARLY + "option dontlog-normal\n") + "backend be\n    server s1 {s1}\n");
        Peer client = scenario.client("fe").send("GET /cut HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        server.expectRequest();
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        client.expectUntil("hello");
        server.close();
        client.expectOver();
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d+/\\d+/\\+\\d+ 200 \\+\\d+ - - SD-- 1/1/0/0/0 0/0 \"GET /cut HTTP/1.1\"$");
    }
}
