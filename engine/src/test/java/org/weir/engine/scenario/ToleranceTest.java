package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code option accept-invalid-http-request} and {@code -response}: odd names of headers pass, odd framing does not. */
class ToleranceTest {
    private static final String ODD_REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nX(Odd\u00e9): 1\r\n\r\n";
    private static final String ODD_RESPONSE = "HTTP/1.1 200 OK\r\nX[Odd]: 1\r\nContent-Length: 0\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Origin start(String defaults) {
        Origin s1 = scenario.server("s1");
        scenario.log();
        scenario.start(Texts.http(Texts.LONG_TIMEOUTS + defaults) + "backend be\n    server s1 {s1}\n");
        return s1;
    }

    @Test
    void oddNamesAreRefused() {
        Origin s1 = start("");
        scenario.client("fe").send(ODD_REQUEST).expectStatus(400);
        Peer client = scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        server.expectRequest();
        server.send(ODD_RESPONSE);
        client.expectStatus(502);
    }

    @Test
    void oddNamesOfRequestsPassWhereWanted() {
        Origin s1 = start("option accept-invalid-http-request\n");
        Peer client = scenario.client("fe").send(ODD_REQUEST);
        Peer server = s1.accept();
        assertEquals("1", server.expectRequest().header("x(odd\u00e9)"));
        server.send(Origin.ok("hi"));
        client.expectStatus(200);
        for (String broken : new String[] {"X Y: 1", ": 1", "X\u0001: 1", "X : 1"}) {
            scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n" + broken + "\r\n\r\n").expectStatus(400);
        }
        scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n").expectStatus(400);
    }

    @Test
    void oddNamesOfResponsesPassWhereWanted() {
        Origin s1 = start("option accept-invalid-http-response\n");
        Peer client = scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        server.expectRequest();
        server.send(ODD_RESPONSE);
        assertEquals("1", client.expectStatus(200).header("x[odd]"));
        scenario.client("fe").send(ODD_REQUEST).expectStatus(400);
    }

    @Test
    void aSessionStaysWithItsServerWhereWanted() {
        scenario.server("s1").answerWithName();
        scenario.server("s2").answerWithName();
        Weir weir = scenario.start(Texts.HTTP + "backend be\n    option prefer-last-server\n    server s1 {s1}\n    server s2 {s2}\n");
        Peer client = scenario.client("fe");
        String first = client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200).text();
        for (int i = 0; i < 4; i++) {
            assertEquals(first, client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200).text());
        }
        weir.cli("disable server be/" + first);
        assertNotEquals(first, client.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200).text());
    }

    /** Manual: "to which HAProxy still holds a connection". */
    @Test
    void aSessionDoesNotStayWithAServerThatItHoldsNoConnectionTo() {
        scenario.server("s1").answerWithName();
        scenario.server("s2").answerWithName();
        scenario.start(Texts.HTTP + "backend be\n    option http-server-close\n    option prefer-last-server\n    server s1 {s1}\n    server s2 {s2}\n");
        Peer client = scenario.client("fe");
        String first = client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200).text();
        assertNotEquals(first, client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200).text());
    }
}
