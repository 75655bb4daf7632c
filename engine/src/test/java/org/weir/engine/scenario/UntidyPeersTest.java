package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers and clients that send more, earlier or in other pieces than usual: nothing is lost, mixed up or left waiting. */
class UntidyPeersTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Origin s1;

    private void start(String server) {
        s1 = scenario.server("s1");
        scenario.start(Texts.HTTP + "backend be\n    http-reuse always\n    server s1 {s1} " + server + "\n");
    }

    @Test
    void bytesBehindALargeBodyAreDropped() {
        start("");
        Peer client = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        String body = "b".repeat(60_000);
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 60001\r\n\r\na");
        client.expectUntil("\r\n\r\na");
        server.send(body + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        client.expect(body);
        server.expectOver();
        client.send(GET);
        Peer second = s1.accept();
        second.expectRequest();
        second.send(Origin.ok("good"));
        assertEquals("good", client.expectStatus(200).text());
    }

    @Test
    void aConnectionThatBroughtInterimResponsesWithTheLastOneIsStillListenedTo() {
        start("");
        Peer client = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        server.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(3) + Origin.ok("one"));
        for (int i = 0; i < 3; i++) {
            client.expectBodiless(103);
        }
        client.expectStatus(200);
        client.send(GET);
        server.expectRequest();
        server.send(Origin.ok("two"));
        assertEquals("two", client.expectStatus(200).text());
    }

    @Test
    void moreInterimResponsesThanABufferHolds() {
        start("");
        Peer client = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        server.send("HTTP/1.1 103 Early Hints\r\nLink: </ab>\r\n\r\n".repeat(2_000) + Origin.ok("one"));
        for (int i = 0; i < 2_000; i++) {
            client.expectBodiless(103);
        }
        assertEquals("one", client.expectStatus(200).text());
    }

    @Test
    void aHeadBehindALargeBodyHasTheUsualLimit() {
        start("");
        Peer client = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        server.send(Origin.ok("b".repeat(100_000)));
        client.expectStatus(200);
        client.send(GET);
        server.expectRequest();
        server.send("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(20_000) + "\r\nContent-Length: 0\r\n\r\n");
        client.expectStatus(502);
    }

    @Test
    void aRequestWhoseAnswerHadBegunIsNotSentAgain() {
        start("");
        Peer client = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        server.send(Origin.ok("one"));
        client.expectStatus(200);
        client.send(GET);
        server.expectRequest();
        server.send("HTTP/1.1 200 OK\r\nContent-");
        server.close();
        client.expectStatus(502);
    }

    /** HTTP/1.0 knows no chunks: such a client takes the end of the connection for the end of the body. */
    @Test
    void chunksThatStopAreNotPassedOffAsCompleteToAnOldClient() {
        start("");
        Peer client = scenario.client("fe").send("GET / HTTP/1.0\r\n\r\n");
        Peer server = s1.accept();
        server.expectRequest();
        server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        client.expectUntil("hello");
        server.close();
        client.expectReset();
    }

    /** The request behind a body lies in a buffer of its own when both came while the first one waited. */
    @Test
    void aRequestBehindABodyKeepsItsPlace() {
        start("maxconn 1");
        Peer other = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        Peer client = scenario.client("fe").send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
        Deadline.await(() -> "a request in the queue", () -> scenario.proxy().cli("show stat").contains("\nbe,BACKEND,1,"));
        client.send(GET.replace("GET /", "GET /2"));
        server.send(Origin.ok("other"));
        other.expectStatus(200);
        assertEquals("/1", server.expectRequest().target());
        server.send(Origin.ok("one"));
        assertEquals("one", client.expectStatus(200).text());
        assertEquals("/2", server.expectRequest().target());
        server.send(Origin.ok("two"));
        assertEquals("two", client.expectStatus(200).text());
    }

    @Test
    void aRequestThatEndsInItsBodyDoesNotWaitForItsTurn() {
        start("maxconn 1");
        Peer other = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        Peer client = scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nbody").finish();
        client.expectOver();
        server.send(Origin.ok("other"));
        other.expectStatus(200);
    }

    @Test
    void anUploadThatNobodyTakesAnyMoreEndsWithItsAnswer() {
        start("");
        Peer client = scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + "b".repeat(1000));
        Peer server = s1.accept();
        server.expectHead();
        server.readBytes(1000);
        server.send("HTTP/1.1 413 Too large\r\nContent-Length: 3\r\n\r\nbig");
        assertEquals("big", client.expectStatus(413).text());
        server.close();
        client.send("b".repeat(1000));
        client.expectClosed();
    }

    /** A client that ended its output while nobody took its body any more still reads. */
    @Test
    void anAnswerReachesAClientThatEndsAnUploadNobodyTakes() {
        s1 = scenario.server("s1");
        scenario.start(Texts.HTTP.replace("threading-mode shared", "threading-mode shared\n    tune.sndbuf.client 4096\n    tune.rcvbuf.server 1000000")
                + "backend be\n    server s1 {s1}\n");
        Peer client = scenario.client("fe", 4096).send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + "b".repeat(1000));
        Peer server = s1.accept();
        server.expectHead();
        server.readBytes(1000);
        String answer = "x".repeat(300_000);
        server.send("HTTP/1.1 413 Too large\r\nContent-Length: 300000\r\n\r\n" + answer).close();
        client.expectUntil("\r\n\r\n");
        for (int i = 0; i < 3; i++) {
            client.send("b".repeat(1000));
            // What it has been sent by now the proxy has seen, and the server has refused.
            scenario.proxy().cli("show info");
        }
        client.send("b".repeat(1000)).finish();
        client.expect(answer);
    }
}
