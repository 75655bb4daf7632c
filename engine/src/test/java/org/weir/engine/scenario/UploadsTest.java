package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose body stops, or whose server does, before it is complete: what the client sees and the log says, as with HAProxy 2.6. */
class UploadsTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    private SyslogSink log;
    private Origin s1;
    private Peer client;
    private Peer server;

    /** The head and three bytes of a body of {@code length} have come to the server. */
    private void upload(String timeouts, int length) {
        s1 = scenario.server("s1");
        log = scenario.log();
        scenario.start(Texts.http(Texts.LONG_TIMEOUTS + timeouts.indent(4)) + "backend be\n    server s1 {s1}\n");
        client = scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\nabc");
        server = s1.accept();
        server.expectHead();
        server.expect("abc");
    }

    private void expectLog(int status, String state) {
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d+/-?\\d+/\\d+ " + status + " \\d+ - - " + state + " \\d+/\\d+/\\d+/\\d+/0 0/0 \"POST / HTTP/1\\.1\"\n$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout server 300ms", "timeout server 300ms\ntimeout client 300ms"})
    void theServersTimeoutRunsWhileTheBodyStalls(String timeouts) {
        upload(timeouts, 10);
        client.expectStatus(504);
        server.expectOver();
        expectLog(504, "sH--");
    }

    @Test
    void aShorterTimeoutOfTheClientEndsAStalledBody() {
        upload("timeout client 300ms", 10);
        client.expectStatus(408);
        server.expectOver();
        expectLog(408, "cH--");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 10_000_000})
    void aResetBeforeTheAnswerEndsTheConnectionWithoutOne(int length) {
        upload("", length);
        server.reset();
        client.expectClosed();
        expectLog(-1, "SD--");
    }

    @Test
    void anEndBeforeTheAnswerIsABadGateway() {
        upload("", 10);
        server.finish();
        client.expectStatus(502);
        expectLog(502, "SH--");
    }

    @Test
    void aResetAfterTheBodyIsABadGateway() {
        upload("", 3);
        server.reset();
        client.expectStatus(502);
        expectLog(502, "SH--");
    }

    @Test
    void anEarlyAnswerIsDeliveredThoughAResetFollows() {
        upload("", 10_000_000);
        client.send(new byte[100_000]);
        server.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
        assertEquals("big", client.expectStatus(413).text());
        server.reset();
        expectLog(413, "(--|SD|cD)--");
    }

    @Test
    void aResponseThatStallsEndsInOrderWhereItsLengthIsKnown() {
        upload("timeout server 300ms", 10);
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        client.expectHead();
        client.expect("abc");
        client.expectClosed();
        expectLog(200, "sD--");
    }
}
