package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Persistent connections on both sides: HTTP/1.1 and 1.0, pipelining, the modes that close. */
class KeepAliveTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private void start(String backendLine) {
        scenario.start(Texts.HTTP + """
                backend be
                    %s
                    server s1 {s1}
                """.formatted(backendLine));
    }

    @Test
    void manyRequestsGoOverOneConnectionOnEachSide() {
        Origin s1 = scenario.server("s1").answerEach(request -> Origin.ok("for " + request.target()));
        start("");
        Peer client = scenario.client("fe");
        for (int i = 0; i < 20; i++) {
            client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            client.expect("HTTP/1.1 200 OK\r\ncontent-length: " + ("for /" + i).length() + "\r\n\r\nfor /" + i);
        }
        assertEquals(1, s1.connections());
    }

    @Test
    void aThousandPipelinedRequestsAreAnsweredInOrder() {
        scenario.server("s1").answerEach(request -> Origin.ok(request.target()));
        start("");
        Peer client = scenario.client("fe");
        StringBuilder requests = new StringBuilder();
        StringBuilder responses = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            String body = "/" + i;
            responses.append("HTTP/1.1 200 OK\r\ncontent-length: ").append(body.length()).append("\r\n\r\n").append(body);
        }
        client.send(requests.toString());
        client.expect(responses.toString());
    }

    @Test
    void pipelinedRequestsWithBodiesAreToldApart() {
        scenario.server("s1").answerEach(request -> Origin.ok(request.target() + ':' + request.text()));
        start("");
        Peer client = scenario.client("fe");
        client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                + "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n"
                + "GET /c HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("/a:abc", client.expectStatus(200).text());
        assertEquals("/b:def", client.expectStatus(200).text());
        assertEquals("/c:", client.expectStatus(200).text());
    }

    @Test
    void pipelinedRequestsThatComeByteByByteAreUnderstood() {
        scenario.server("s1").answerEach(request -> Origin.ok(request.target()));
        start("");
        Peer client = scenario.client("fe");
        byte[] bytes = "GET /one HTTP/1.1\r\nHost: a\r\n\r\nGET /two HTTP/1.1\r\nHost: a\r\n\r\n".getBytes();
        for (byte b : bytes) {
            client.send(new byte[] {b});
        }
        assertEquals("/one", client.expectStatus(200).text());
        assertEquals("/two", client.expectStatus(200).text());
    }

    @Test
    void anOldClientIsKeptOnlyWhenItAsks() {
        Origin s1 = scenario.server("s1").answerWithName();
        start("");
        Peer asking = scenario.client("fe");
        asking.send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
        asking.expect("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\ns1");
        asking.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
        asking.expect("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\ns1");
        asking.expectClosed();
        assertEquals("GET / HTTP/1.0\r\nhost: a\r\nconnection: keep-alive\r\n\r\n", s1.requests().getFirst().head());
    }

    @Test
    void aClientThatWantsTheEndGetsIt() {
        scenario.server("s1").answerWithName();
        start("");
        Peer client = scenario.client("fe");
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertEquals("close", client.expectStatus(200).header("connection"));
        client.expectClosed();
    }

    @Test
    void aClientThatHalfClosesGetsItsAnswers() {
        scenario.server("s1").answerEach(request -> Origin.ok(request.target()));
        start("");
        Peer client = scenario.client("fe");
        client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n").finish();
        assertEquals("/1", client.expectStatus(200).text());
        assertEquals("/2", client.expectStatus(200).text());
        client.expectClosed();
    }

    @Test
    void aServerThatClosesDoesNotCloseTheClient() {
        Origin s1 = scenario.server("s1").answerEach(request -> "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
        start("");
        Peer client = scenario.client("fe");
        for (int i = 0; i < 3; i++) {
            client.send(GET);
            assertNull(client.expectStatus(200).header("connection"));
        }
        assertEquals(3, s1.connections());
    }

    @Test
    void httpServerCloseClosesTheServersSideAfterEachRequest() {
        Origin s1 = scenario.server("s1").answerWithName();
        start("option http-server-close");
        Peer client = scenario.client("fe");
        for (int i = 0; i < 3; i++) {
            client.send(GET);
            client.expect("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\ns1");
        }
        assertEquals(3, s1.connections());
        assertEquals("close", s1.requests().getFirst().header("connection"));
    }

    /** Manual 2.6: "Only the frontend is considered for client connections". */
    @Test
    void httpcloseOfABackendClosesTheServersSideAlone() {
        Origin s1 = scenario.server("s1").answerWithName();
        start("option httpclose");
        Peer client = scenario.client("fe");
        for (int i = 0; i < 2; i++) {
            client.send(GET);
            client.expect("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\ns1");
        }
        assertEquals(2, s1.connections());
        assertEquals("close", s1.requests().getFirst().header("connection"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"httpclose", "forceclose"})
    void httpcloseOfAFrontendClosesBothSides(String option) {
        Origin s1 = scenario.server("s1").answerWithName();
        scenario.start(Texts.http(Texts.LONG_TIMEOUTS + "    option " + option + "\n") + "backend be\n    server s1 {s1}\n");
        Peer client = scenario.client("fe");
        client.send(GET);
        client.expect("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\ns1");
        client.expectClosed();
        assertEquals("close", s1.requests().getFirst().header("connection"));
    }

    @Test
    void aClosedIdleServerConnectionIsNoticed() {
        Origin s1 = scenario.server("s1");
        start("");
        Peer client = scenario.client("fe");
        for (int i = 0; i < 3; i++) {
            client.send(GET);
            Peer connection = s1.accept();
            connection.expectRequest();
            connection.send(Origin.ok("hi"));
            client.expectStatus(200);
            connection.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"http-request deny, 403", "http-request return status 200, 200", "http-request redirect location /x, 302", "acl unused always_true, 503"})
    void httpcloseOfAFrontendClosesAfterTheProxysOwnAnswersToo(String rule, int status) {
        scenario.start(Texts.http(Texts.LONG_TIMEOUTS + "    option httpclose\n") + "    " + rule + "\nbackend be\n");
        Peer client = scenario.client("fe").send(GET);
        assertEquals("close", client.expectStatus(status).header("connection"));
        client.expectClosed();
    }
}
