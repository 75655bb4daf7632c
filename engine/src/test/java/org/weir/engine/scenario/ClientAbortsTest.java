package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave or fall silent, at each phase: what the log says, and that the server is let go. */
class ClientAbortsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private SyslogSink log;

    /** @param defaults what differs from long timeouts */
    private void start(String defaults, String backend) {
        log = scenario.log();
        scenario.start(Texts.http(Texts.LONG_TIMEOUTS + defaults.indent(4)) + "backend be\n" + backend.indent(4));
    }

    private void expectLog(String times, String status, String state, String request) {
        log.expectLine(" " + times + ' ' + status + " \\d+ - - " + state + " \\d+/\\d+/\\d+/\\d+/\\d+ \\d+/\\d+ \"" + request + "\"\n$");
    }

    // --- leaving

    @Test
    void beforeARequest() {
        start("", "server s1 {s1}");
        scenario.client("fe").close();
        expectLog("fe fe/<NOSRV> -1/-1/-1/-1/\\d+", "400", "CR--", "<BADREQ>");
    }

    @Test
    void beforeARequestUnnoticedWhereNullConnectionsDoNotCount() {
        start("option dontlognull", "server s1 {s1}");
        scenario.client("fe").close();
        scenario.client("fe").send("GET /").close();
        expectLog("fe fe/<NOSRV> -1/-1/-1/-1/\\d+", "400", "CR--", "<BADREQ>");
        assertTrue(log.hasNo("CR--"), log::toString);
    }

    @Test
    void inTheHead() {
        start("", "server s1 {s1}");
        scenario.client("fe").send("GET / HTTP/1.1\r\nHo").close();
        expectLog("fe fe/<NOSRV> -1/-1/-1/-1/\\d+", "400", "CR--", "<BADREQ>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHo"})
    void aClientThatClosedItsOutputAloneLearnsWhatIsWrong(String sent) {
        start("", "server s1 {s1}");
        Peer client = scenario.client("fe").send(sent).finish();
        client.expectStatus(400);
        client.expectClosed();
        expectLog("fe fe/<NOSRV> -1/-1/-1/-1/\\d+", "400", "CR--", "<BADREQ>");
    }

    @Test
    void inTheQueue() {
        Origin s1 = scenario.server("s1");
        start("", "option abortonclose\nserver s1 {s1} maxconn 1");
        Peer first = scenario.client("fe");
        first.send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        Peer second = scenario.client("fe");
        second.send(GET);
        Deadline.await("the second request to be queued", () -> scenario.proxy().cli("show stat").contains("\nbe,BACKEND,1,"));
        second.close();
        expectLog("fe be/<NOSRV> \\d+/\\d+/-1/-1/\\d+", "(400|-1)", "CQ--", "GET / HTTP/1\\.1");
        server.send(Origin.ok("hi"));
        first.expectStatus(200);
    }

    @Test
    void whileTheServerIsConnectedTo() {
        scenario.deafServer("s1");
        start("", "option abortonclose\nserver s1 {s1}");
        Peer client = scenario.client("fe");
        client.send(GET);
        Deadline.await("the stream to be there", () -> scenario.proxy().cli("show sess").contains("be=be"));
        client.close();
        expectLog("fe be/s1 \\d+/\\d+/-1/-1/\\d+", "(-1|503|400)", "CC--", "GET / HTTP/1\\.1");
    }

    /** Ends its output in the middle of a body: nothing that a server could do would be of use. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4##", "Content-Length: 4##abc", "Transfer-Encoding: chunked##", "Transfer-Encoding: chunked##3#abc#"})
    void inTheMiddleOfABodyThatWaitsForAServer(String sent) {
        Origin s1 = scenario.server("s1");
        start("", "server s1 {s1} maxconn 1");
        Peer first = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        Peer second = scenario.client("fe").send(("POST / HTTP/1.1#Host: a#" + sent).replace("#", "\r\n"));
        Deadline.await("the second request to be queued", () -> scenario.proxy().cli("show stat").contains("\nbe,BACKEND,1,"));
        second.finish().expectOver();
        expectLog("fe be/<NOSRV> \\d+/\\d+/-1/-1/\\d+", "-1", "CQ--", "POST / HTTP/1\\.1");
        server.send(Origin.ok("hi"));
        first.expectStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4##abc", "Transfer-Encoding: chunked##3#abc#0#"})
    void inTheMiddleOfABodyWhileTheServerIsConnectedTo(String sent) {
        scenario.deafServer("s1");
        start("", "server s1 {s1}");
        Peer client = scenario.client("fe").send(("POST / HTTP/1.1#Host: a#" + sent).replace("#", "\r\n"));
        Deadline.await("the stream to be there", () -> scenario.proxy().cli("show sess").contains("be=be"));
        client.finish().expectOver();
        expectLog("fe be/s1 \\d+/\\d+/-1/-1/\\d+", "-1", "CC--", "POST / HTTP/1\\.1");
    }

    /** All of it is there, so the client's end is none of the request. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 3##abc", "Transfer-Encoding: chunked##3#abc#0##"})
    void closingBehindABodyThatWaitsForAServerIsNoLeaving(String sent) {
        Origin s1 = scenario.server("s1");
        start("", "http-reuse always\nserver s1 {s1} maxconn 1");
        Peer first = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        Peer second = scenario.client("fe").send(("POST / HTTP/1.1#Host: a#" + sent).replace("#", "\r\n")).finish();
        Deadline.await("the second request to be queued", () -> scenario.proxy().cli("show stat").contains("\nbe,BACKEND,1,"));
        server.send(Origin.ok("hi"));
        first.expectStatus(200);
        server.expectRequest();
        server.send(Origin.ok("ho"));
        assertEquals("ho", second.expectStatus(200).text());
    }

    /** It may have closed its output alone; once the server has the request, the option does not apply any more. */
    @Test
    void closingBeforeTheResponseIsNoLeaving() {
        Origin s1 = scenario.server("s1");
        start("", "option abortonclose\nserver s1 {s1}");
        Peer client = scenario.client("fe");
        client.send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        client.finish();
        server.send(Origin.ok("hi"));
        client.expectStatus(200);
        expectLog("fe be/s1 \\d+/\\d+/\\d+/\\d+/\\d+", "200", "----", "GET / HTTP/1\\.1");
    }

    @Test
    void closingBehindPipelinedRequestsIsNoLeaving() {
        Origin s1 = scenario.server("s1");
        start("", "option abortonclose\nserver s1 {s1}");
        Peer client = scenario.client("fe");
        client.send(GET + GET.replace("/ ", "/2 ")).finish();
        Peer server = s1.accept();
        server.expectRequest();
        server.send(Origin.ok("one"));
        client.expectStatus(200);
        server.expectRequest();
        server.send(Origin.ok("two"));
        assertEquals("two", client.expectStatus(200).text());
        client.expectClosed();
        expectLog("fe be/s1 \\d+/\\d+/\\d+/\\d+/\\d+", "200", "----", "GET /2 HTTP/1\\.1");
    }

    @Test
    void beforeTheResponse() {
        Origin s1 = scenario.server("s1");
        start("", "server s1 {s1}");
        Peer client = scenario.client("fe");
        client.send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        client.reset();
        server.expectOver();
        expectLog("fe be/s1 \\d+/\\d+/\\d+/-1/\\d+", "-1", "CH--", "GET / HTTP/1\\.1");
    }

    /** No response came, but its interim one did: the status of such a line is 0. */
    @Test
    void behindAnInterimResponse() {
        Origin s1 = scenario.server("s1");
        start("", "server s1 {s1}");
        Peer client = scenario.client("fe");
        client.send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        String interim = "HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n";
        server.send(interim);
        client.expect(interim).reset();
        server.expectOver();
        expectLog("fe be/s1 \\d+/\\d+/\\d+/-1/\\d+", "0", "CH--", "GET / HTTP/1\\.1");
    }

    @Test
    void inTheRequestsBody() {
        Origin s1 = scenario.server("s1");
        start("", "server s1 {s1}");
        Peer client = scenario.client("fe");
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        Peer server = s1.accept();
        server.expectHead();
        server.expect("abc");
        client.close();
        server.expectOver();
        expectLog("fe be/s1 \\d+/\\d+/\\d+/-1/\\d+", "-1", "CD--", "POST / HTTP/1\\.1");
    }

    @Test
    void inTheResponsesBody() {
        Origin s1 = scenario.server("s1");
        start("", "server s1 {s1}");
        Peer client = scenario.client("fe");
        client.send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
        client.expectHead();
        client.reset();
        server.sendUntilBroken();
        expectLog("fe be/s1 \\d+/\\d+/\\d+/\\d+/\\d+", "200", "CD--", "GET / HTTP/1\\.1");
    }

    // --- falling silent

    @Test
    void silentBeforeARequest() {
        start("timeout http-request 100ms", "server s1 {s1}");
        Peer client = scenario.client("fe");
        client.expectStatus(408);
        client.expectClosed();
        expectLog("fe fe/<NOSRV> -1/-1/-1/-1/\\d+", "408", "cR--", "<BADREQ>");
    }

    @Test
    void silentInTheHead() {
        start("timeout client 1s", "server s1 {s1}");
        Peer client = scenario.client("fe");
        client.send("GET / HTTP/1.1\r\nHo");
        Message response = client.expectStatus(408);
        assertEquals("close", response.header("connection"));
        client.expectClosed();
        expectLog("fe fe/<NOSRV> -1/-1/-1/-1/\\d+", "408", "cR--", "<BADREQ>");
    }

    @Test
    void silentInTheRequestsBody() {
        Origin s1 = scenario.server("s1");
        start("timeout http-request 100s\ntimeout client 200ms", "server s1 {s1}");
        Peer client = scenario.client("fe");
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        Peer server = s1.accept();
        client.expectStatus(408);
        server.expectHead();
        server.expect("abc");
        server.expectOver();
        expectLog("fe be/s1 \\d+/\\d+/\\d+/-1/\\d+", "408", "cH--", "POST / HTTP/1\\.1");
    }

    @Test
    void notTakingTheResponse() {
        Origin s1 = scenario.server("s1");
        start("timeout http-request 100s\ntimeout client 200ms", "server s1 {s1}");
        Peer client = scenario.client("fe", 4096);
        client.send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
        server.sendUntilBroken();
        expectLog("fe be/s1 \\d+/\\d+/\\d+/\\d+/\\d+", "200", "cD--", "GET / HTTP/1\\.1");
    }
}
