package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as they pass: bodies in every framing, bodiless responses, interim responses, tunnels, forms of targets. */
class HttpMessagesTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Origin s1;
    private Peer client;

    @BeforeEach
    void start() {
        s1 = scenario.server("s1");
        scenario.start(Texts.HTTP + """
                backend be
                    server s1 {s1}
                """);
        client = scenario.client("fe");
    }

    private Peer ask(String request, String seenByServer) {
        client.send(request);
        Peer server = s1.accept();
        server.expect(seenByServer);
        return server;
    }

    private Peer askGet() {
        return ask(GET, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    }

    /** Both connections carry on behind what came before. */
    private void expectAnotherRequest(Peer server) {
        client.send(GET);
        server.expectRequest();
        server.send(Origin.ok("next"));
        assertEquals("next", client.expectStatus(200).text());
    }

    // --- bodies

    @Test
    void chunksLoseTheirExtensionsAndKeepTheirTrailers() {
        Peer server = ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n0;last\r\nX-Trailer: t\r\n\r\n",
                "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n");
        assertEquals("3", server.readLine());
        assertEquals("abc", server.readLine());
        assertEquals("0", server.readLine());
        assertEquals("x-trailer: t", server.readLine().toLowerCase(java.util.Locale.ROOT));
        assertEquals("", server.readLine());
        server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=\"b;c\"\r\nx\r\n2\r\nyz\r\n0\r\nX-Sum: 3\r\n\r\n");
        assertEquals("xyz", client.expectStatus(200).text());
        server.close();
    }

    @Test
    void aChunkedBodyMayBeCutAnywhere() {
        Peer server = askGet();
        for (byte b : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n".getBytes()) {
            server.send(new byte[] {b});
        }
        assertEquals("hello world", client.expectStatus(200).text());
    }

    @Test
    void aBodyUntilTheCloseEndsWithTheClientsConnection() {
        Peer server = askGet();
        server.send("HTTP/1.1 200 OK\r\n\r\nuntil the close");
        server.close();
        assertEquals("until the close", client.expectStatus(200).text());
        client.expectClosed();
    }

    @Test
    void anOldClientGetsAChunkedBodyUntilTheClose() {
        Peer server = ask("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", "GET / HTTP/1.0\r\nhost: a\r\nconnection: keep-alive\r\n\r\n");
        server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        client.expect("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nabc");
        client.expectClosed();
    }

    @Test
    void aBodyMayComeLongAfterItsHead() {
        Peer server = ask("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n", "PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\n");
        client.send("ab");
        server.expect("ab");
        client.send("cd");
        server.expect("cd");
        server.send("HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\n");
        assertEquals("HTTP/1.1 201 Created\r\ncontent-length: 4\r\n\r\n", client.expectHead());
        server.send("12");
        client.expect("12");
        server.send("34");
        client.expect("34");
    }

    @Test
    void aServerMayAnswerBeforeTheRequestsBodyIsThere() {
        Peer server = ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n", "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\n");
        server.send(Origin.ok("early"));
        assertEquals("early", client.expectStatus(200).text());
        client.send("body");
        server.expect("body");
    }

    // --- responses without a body

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void someResponsesHaveNoBody(String status) {
        Peer server = askGet();
        server.send("HTTP/1.1 " + status + "\r\nX: y\r\n\r\n");
        client.expect("HTTP/1.1 " + status + "\r\nx: y\r\n\r\n");
        expectAnotherRequest(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 1000", "transfer-encoding: chunked"})
    void theAnswerToHeadAnnouncesABodyThatDoesNotCome(String announced) {
        Peer server = ask("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD / HTTP/1.1\r\nhost: a\r\n\r\n");
        server.send("HTTP/1.1 200 OK\r\n" + announced + "\r\n\r\n");
        client.expect("HTTP/1.1 200 OK\r\n" + announced + "\r\n\r\n");
        expectAnotherRequest(server);
    }

    // --- interim responses

    @Test
    void theServersContinueReachesTheClientBeforeTheBody() {
        Peer server = ask("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n",
                "POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\n");
        server.send("HTTP/1.1 100 Continue\r\n\r\n");
        client.expect("HTTP/1.1 100 Continue\r\n\r\n");
        client.send("body");
        server.expect("body");
        server.send(Origin.ok("done"));
        assertEquals("done", client.expectStatus(200).text());
    }

    @Test
    void severalInterimResponsesPassBeforeTheLastOne() {
        Peer server = askGet();
        server.send("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n" + Origin.ok("done"));
        client.expect("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </s.css>\r\n\r\n");
        assertEquals("done", client.expectStatus(200).text());
    }

    @Test
    void anOldClientIsSparedInterimResponses() {
        Peer server = ask("GET / HTTP/1.0\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\nhost: a\r\nconnection: keep-alive\r\n\r\n");
        server.send("HTTP/1.1 100 Continue\r\n\r\n" + Origin.ok("done"));
        assertEquals("done", client.expectStatus(200).text());
    }

    @Test
    void aRefusalInPlaceOfContinueIsPassedOn() {
        Peer server = ask("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n",
                "POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\n");
        server.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        server.close();
        client.expectStatus(417);
    }

    // --- tunnels

    @Test
    void anUpgradeMakesATunnel() {
        Peer server = ask("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "GET /chat HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n");
        server.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nfrom server");
        Message response = new Message(client.expectHead(), new byte[0]);
        assertEquals(101, response.status());
        assertEquals("upgrade", response.header("connection").toLowerCase(java.util.Locale.ROOT));
        assertEquals("websocket", response.header("upgrade"));
        client.expect("from server");
        client.send("GET / HTTP/1.1\r\n\r\nraw bytes");
        server.expect("GET / HTTP/1.1\r\n\r\nraw bytes");
        client.finish();
        server.expectClosed();
        server.send("last words");
        server.close();
        client.expect("last words");
        client.expectClosed();
    }

    /** RFC 9110 section 7.8: a server must not switch to a protocol that the client did not ask for. */
    @Test
    void aSwitchOfProtocolsThatNobodyAskedForIsRefused() {
        askGet().send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nfrom server");
        client.expectStatus(502);
    }

    @Test
    void theServersEndIsTheEndOfAnUpgradedConnection() {
        Peer server = ask("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "GET /chat HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n");
        server.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nbye").finish();
        client.expectHead();
        client.expect("bye");
        client.expectClosed();
        server.expectClosed();
    }

    /** RFC 9110 section 7.8: Upgrade means nothing in HTTP/1.0. */
    @Test
    void anOldClientCannotUpgrade() {
        Peer server = ask("GET /chat HTTP/1.0\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "GET /chat HTTP/1.0\r\nhost: a\r\nconnection: keep-alive\r\n\r\n");
        server.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nfrom server");
        client.expectStatus(502);
    }

    /** What is outstanding of the body would run into the tunnel. */
    @ParameterizedTest
    @ValueSource(strings = {"POST /chat", "CONNECT a:1"})
    void noTunnelBeginsWithinTheBodyOfTheRequest(String request) {
        client.send(request + " HTTP/1.1\r\nHost: a:1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
        Peer server = s1.accept();
        server.expectHead();
        server.expect("2\r\nab\r\n");
        server.send(request.startsWith("POST") ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                : "HTTP/1.1 200 OK\r\n\r\n");
        client.expectStatus(502);
    }

    @Test
    void anUpgradeThatTheServerDeclinesIsAnOrdinaryResponse() {
        Peer server = ask("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "GET /chat HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n");
        server.send(Origin.ok("no"));
        assertEquals("no", client.expectStatus(200).text());
        expectAnotherRequest(server);
    }

    @Test
    void connectMakesATunnelOnceTheServerAgrees() {
        Peer server = ask("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
                "CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n");
        server.send("HTTP/1.1 200 Connection established\r\n\r\n");
        client.expect("HTTP/1.1 200 Connection established\r\n\r\n");
        client.send("\u0016\u0003\u0001hello");
        server.expect("\u0016\u0003\u0001hello");
        server.send("there");
        client.expect("there");
        server.close();
        client.expectClosed();
    }

    // --- heads

    @Test
    void foldedHeadersAreUnfolded() {
        Peer server = ask("GET / HTTP/1.1\r\nHost: a\r\nX-Long: one\r\n  two\r\n\tthree\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\n");
        String line = server.readLine();
        assertEquals("x-long: one two three", line.replaceAll("\\s+", " "));
        assertFalse(line.contains("\n"));
    }

    @Test
    void anAbsoluteTargetIsPassedOn() {
        ask("GET http://a/b?c=d HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://a/b?c=d HTTP/1.1\r\nhost: a\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"http://a:80/b?c=d, a, http://a/b?c=d, a", "http://A:80, a:80, http://A, A", "http://a:/, a:, http://a/, a", "https://a:443/, a, https://a/, a",
        "http://a/, a:80, http://a/, a:80", "http://a:443/, a:443, http://a:443/, a:443", "ftp://a:80/, a:80, ftp://a:80/, a:80",
        "http://a:080/, a:080, http://a:080/, a:080"})
    void thePortThatGoesWithoutSayingIsDropped(String target, String host, String passedOn, String hostPassedOn) {
        ask("GET " + target + " HTTP/1.1\r\nX: y\r\nHost: " + host + "\r\nZ: z\r\n\r\n",
                "GET " + passedOn + " HTTP/1.1\r\nx: y\r\nhost: " + hostPassedOn + "\r\nz: z\r\n\r\n");
    }

    /** It closes by default. */
    @Test
    void anOldServersEndNeedsNoHeader() {
        Peer server = ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        server.send("HTTP/1.0 200 OK\r\n\r\nok").close();
        client.expect("HTTP/1.0 200 OK\r\n\r\nok");
        client.expectClosed();
    }

    @Test
    void headersOfOneConnectionStayThere() {
        ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nKeep-Alive: 5\r\nX: y\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\n");
    }

    @Test
    void emptyLinesBeforeARequestAreSkipped() {
        ask("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    }
}
