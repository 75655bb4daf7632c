package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server can do wrong, at each phase: the client's status, and the termination state and times in the log. */
class ServerFailuresTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private SyslogSink log;

    private void start(String backend) {
        start("timeout connect 100s\ntimeout client 100s\ntimeout server 100s", backend);
    }

    private void start(String defaults, String backend) {
        log = scenario.log();
        scenario.start(Texts.http(defaults.indent(4)) + "backend be\n" + backend.indent(4));
    }

    private Peer ask() {
        Peer client = scenario.client("fe");
        client.send(GET);
        return client;
    }

    /** A request whose last byte is still to come: until then nobody waits for the server, however short its timeout. */
    private Peer askWithoutEnd() {
        return scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
    }

    private void expectLog(String server, String times, int status, String state, String retries) {
        expectLog(server, times, status, state, retries, "GET");
    }

    private void expectLog(String server, String times, int status, String state, String retries, String method) {
        log.expectLine(" fe be/" + server + ' ' + times + ' ' + status + " \\d+ - - " + state + " \\d+/\\d+/\\d+/\\d+/" + retries.replace("+", "\\+")
                + " 0/0 \"" + method + " / HTTP/1\\.1\"\n$");
    }

    // --- connecting

    @Test
    void aRefusedConnectionIsTriedAgainEachSecondAsInTheArticle() {
        start("server s1 {s1}");
        Peer client = ask();
        assertEquals(503, client.expectResponse().status());
        expectLog("s1", "\\d+/\\d+/-1/-1/\\d{4,}", 503, "SC--", "3");
    }

    @Test
    void withoutRetriesARefusedConnectionFailsAtOnce() {
        start("retries 0\nserver s1 {s1}");
        ask().expectStatus(503);
        expectLog("s1", "\\d+/\\d+/-1/-1/\\d+", 503, "SC--", "0");
    }

    @Test
    void theTimeBetweenAttemptsIsTheConnectTimeoutAtMost() {
        start("timeout connect 500ms\ntimeout client 100s\ntimeout server 100s", "retries 2\nserver s1 {s1}");
        ask().expectStatus(503);
        expectLog("s1", "\\d+/\\d+/-1/-1/\\d{3,}", 503, "SC--", "2");
    }

    /** For want of descriptors or ports here nobody waits: the second between attempts is for servers that start again. */
    @Test
    void withoutAPortToConnectFromTheAttemptsFollowAtOnce() {
        scenario.server("s1");
        scenario.server("taken");
        start("retries 100\nserver s1 {s1} source {taken}");
        ask().expectStatus(503);
        expectLog("s1", "\\d+/\\d+/-1/-1/\\d+", 503, "SC--", "100");
        log.expectLine("^<128>.*: Cannot bind to source address before connect\\(\\) for backend be\\.\n$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roundrobin", "static-rr", "leastconn", "first"})
    void aRefusedConnectionIsTriedElsewhereAtOnceWhenThatIsAllowed(String algorithm) {
        start("balance " + algorithm + "\noption redispatch\nserver s0 {s0}\nserver s1 {s1}");
        scenario.server("s1").answerWithName();
        ask().expectStatus(200);
        expectLog("s1", "\\d+/\\d+/\\d+/\\d+/\\d+", 200, "----", "+1");
    }

    /** The first one has the port of the client's connection, where nobody listens. */
    @Test
    void theNextServerIsReachedAtAnAddressOfItsOwn() {
        start("option redispatch\nserver s0 127.0.0.2\nserver s1 {s1}");
        scenario.server("s1").answerWithName();
        ask().expectStatus(200);
        expectLog("s1", "\\d+/\\d+/\\d+/\\d+/\\d+", 200, "----", "+1");
    }

    @Test
    void manyServersMayBeTried() {
        start("option redispatch\nserver s0 {s0}\nserver s01 {s01}\nserver s02 {s02}\nserver s1 {s1}");
        scenario.server("s1").answerWithName();
        ask().expectStatus(200);
        expectLog("s1", "\\d+/\\d+/\\d+/\\d+/\\d+", 200, "----", "+3");
    }

    @Test
    void aClientBoundToAServerLeavesItAtTheLastAttempt() {
        start("timeout connect 500ms\ntimeout client 100s\ntimeout server 100s",
                "balance source\noption redispatch\nretries 2\nserver s0 {s0}\nserver s1 {s1}");
        ask().expectStatus(503);
        expectLog("s[01]", "\\d+/\\d+/-1/-1/\\d+", 503, "SC--", "+2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"option redispatch", "option redispatch 1"})
    void whereNoOtherServerIsInUseTheSameIsTriedAgain(String redispatch) {
        start("timeout connect 500ms\ntimeout client 100s\ntimeout server 100s",
                redispatch + "\nretries 2\nserver s0 {s0}\nserver s1 {s1} backup");
        ask().expectStatus(503);
        expectLog("s0", "\\d+/\\d+/-1/-1/\\d{3,}", 503, "SC--", "2");
    }

    @Test
    void aConnectionThatIsNotEstablishedTimesOut() {
        scenario.deafServer("s1");
        start("timeout connect 100ms\ntimeout client 100s\ntimeout server 100s", "retries 1\nserver s1 {s1}");
        ask().expectStatus(503);
        expectLog("s1", "\\d+/\\d+/-1/-1/\\d{3,}", 503, "sC--", "1");
    }

    @Test
    void withoutAServerInServiceTheAnswerComesAtOnce() {
        start("server s1 {s1} disabled");
        ask().expectStatus(503);
        expectLog("<NOSRV>", "\\d+/-1/-1/-1/\\d+", 503, "SC--", "0");
    }

    // --- before and in the head

    /** How the server's connection ends, after what it has sent so far. */
    @ParameterizedTest
    @CsvSource({"close, ''", "reset, ''", "close, HTTP/1.1 200 OK#Conte", "reset, HTTP/1.1 200 OK#Conte", "close, HTTP/1.1 100 Continue##"})
    void anEndWithoutACompleteHeadIsABadGateway(String how, String sent) {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = ask();
        Peer server = s1.accept();
        server.expectRequest();
        server.send(sent.replace("#", "\r\n"));
        end(server, how);
        if (sent.contains("100")) {
            client.expect("HTTP/1.1 100 Continue\r\n\r\n");
        }
        Message response = client.expectStatus(502);
        assertEquals("<html><body><h1>502 Bad Gateway</h1>\nThe server returned an invalid or incomplete response.\n</body></html>\n", response.text());
        expectLog("s1", "\\d+/\\d+/\\d+/-1/\\d+", 502, "SH--", "0");
    }

    private static void end(Peer server, String how) {
        if (how.equals("close")) {
            server.close();
        } else {
            server.reset();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "garbage##", "HTTP/1.1 2xx OK##", "HTTP/1.1 200 OK#Content-Length: 1#Content-Length: 2##", "HTTP/1.1 200 OK#Content-Length: -1##",
        "HTTP/1.1 200 OK#No colon##", "HTTP/1.1 200 OK#Transfer-Encoding: chunked#Content-Length: 5##", "HTTP/1.1 200 OK# folded: first##",
        "HTTP/1.1 200 OK#Transfer-Encoding: chunked##zz#abc"})
    void aHeadThatIsNoneIsABadGateway(String head) {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = ask();
        Peer server = s1.accept();
        server.expectRequest();
        server.send(head.replace("#", "\r\n"));
        client.expectStatus(502);
        server.expectOver();
        expectLog("s1", "\\d+/\\d+/\\d+/-1/\\d+", 502, "PH--", "0");
    }

    @Test
    void aHeadThatIsTooLongIsABadGateway() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = ask();
        Peer server = s1.accept();
        server.expectRequest();
        server.send("HTTP/1.1 200 OK\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");
        client.expectStatus(502);
        expectLog("s1", "\\d+/\\d+/\\d+/-1/\\d+", 502, "PH--", "0");
    }

    @ParameterizedTest
    @CsvSource({"''", "HTTP/1.1 200 OK#Conte"})
    void aServerThatDoesNotAnswerInTimeIsAGatewayTimeout(String sent) {
        Origin s1 = scenario.server("s1");
        start("timeout connect 100s\ntimeout client 100s\ntimeout server 150ms", "server s1 {s1}");
        Peer client = askWithoutEnd();
        Peer server = s1.accept();
        server.expectHead();
        server.send(sent.replace("#", "\r\n"));
        client.send("x");
        client.expectStatus(504);
        server.expect("x").expectOver();
        expectLog("s1", "\\d+/\\d+/\\d+/-1/\\d{3,}", 504, "sH--", "0", "POST");
    }

    @Test
    void aFailureKeepsTheClientsConnection() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = ask();
        s1.accept().close();
        client.expectStatus(502);
        client.send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        server.send(Origin.ok("well again"));
        assertEquals("well again", client.expectStatus(200).text());
    }

    // --- in the body

    @ParameterizedTest
    @CsvSource({"close, SD--, Content-Length: 10##abc", "reset, SD--, Content-Length: 10##abc", "close, SD--, Transfer-Encoding: chunked##5#abc",
        "reset, SD--, X: until the close##abc", "nothing, PD--, Transfer-Encoding: chunked##3#abc#zz#", "nothing, sD--, Content-Length: 10##abc",
        "nothing, sD--, Transfer-Encoding: chunked##5#abc"})
    void aBodyThatStopsIsNotPassedOffAsComplete(String how, String state, String sent) {
        Origin s1 = scenario.server("s1");
        start("timeout connect 100s\ntimeout client 100s\ntimeout server " + (state.equals("sD--") ? "300ms" : "20s"), "server s1 {s1}");
        Peer client = state.equals("sD--") ? askWithoutEnd() : ask();
        Peer server = s1.accept();
        server.expectHead();
        server.send("HTTP/1.1 200 OK\r\n" + sent.substring(0, sent.indexOf("abc") + 3).replace("#", "\r\n"));
        client.expectHead();
        client.expectUntil("abc");
        server.send(sent.substring(sent.indexOf("abc") + 3).replace("#", "\r\n"));
        if (!how.equals("nothing")) {
            end(server, how);
        }
        client.expectIncomplete(sent.startsWith("X"));
        expectLog("s1", "\\d+/\\d+/\\d+/\\d+/\\d+", 200, state, "0", state.equals("sD--") ? "POST" : "GET");
    }

    @Test
    void bytesBehindAResponseEndTheServersConnectionOnly() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = ask();
        Peer server = s1.accept();
        server.expectRequest();
        server.send(Origin.ok("hi") + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        assertEquals("hi", client.expectStatus(200).text());
        server.expectOver();
        client.send(GET);
        Peer second = s1.accept();
        second.expectRequest();
        second.send(Origin.ok("clean"));
        assertEquals("clean", client.expectStatus(200).text());
        assertFalse(s1.hasConnection());
    }

    @Test
    void aServerThatRefusesALargeBodyEarlyIsHeard() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = scenario.client("fe");
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
        Peer server = s1.accept();
        server.expectHead();
        client.send(new byte[100_000]);
        server.readBytes(100_000);
        server.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
        assertEquals("big", client.expectStatus(413).text());
    }
}
