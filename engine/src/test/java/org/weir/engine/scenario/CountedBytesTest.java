package org.weir.engine.scenario;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code %U} and {@code %B}: what crossed the client's connection, framing and interim responses included. */
class CountedBytesTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private SyslogSink log;
    private Origin s1;
    private Peer client;

    @BeforeEach
    void start() {
        log = scenario.log();
        s1 = scenario.server("s1");
        scenario.start("""
            global
                log {log} format raw local0
            defaults
                mode http
                log global
                log-format "%ST %U %B"
                timeout connect 100s
                timeout client 100s
                timeout server 100s
            frontend fe
                bind {fe}
                http-request deny if { path /denied }
                default_backend be
            backend be
                server s1 {s1}
            """);
        client = scenario.client("fe");
    }

    private Peer ask(String request) {
        client.send(request);
        Peer server = s1.accept();
        server.expectHead();
        return server;
    }

    private void expectCounted(int status, String request, String response) {
        client.expect(response);
        log.expectLine("^%d %d %d\\n$".formatted(status, request.length(), response.length()));
    }

    @Test
    void chunksCountWithTheirFraming() {
        String request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n003;ext=1\r\nabc\r\n0\r\n\r\n";
        Peer server = ask(request);
        server.expect("3\r\nabc\r\n0\r\n\r\n");
        String response = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-trailer: t\r\n\r\n";
        server.send(response);
        expectCounted(200, request, response);
    }

    @Test
    void aResponseInTheVeryFormOfOursCountsInWhateverPiecesItComes() {
        String head = "HTTP/1.1 200 OK\r\nserver: x\r\ncontent-length: 10\r\n\r\n";
        Peer server = ask(REQUEST);
        server.send(head + "0123456789");
        expectCounted(200, REQUEST, head + "0123456789");
        client.send(REQUEST);
        server.expectHead();
        server.send(head);
        client.expect(head);
        server.send("01234");
        client.expect("01234");
        server.send("56789");
        client.expect("56789");
        log.expectLine("^200 %d %d\\n$".formatted(REQUEST.length(), head.length() + 10));
        client.send(REQUEST);
        server.expectHead();
        server.send(head + "012");
        client.expect(head + "012");
        server.send("3456789");
        client.expect("3456789");
        log.expectLine("^200 %d %d\\n$".formatted(REQUEST.length(), head.length() + 10));
    }

    @Test
    void whatFollowsAResponseInTheVeryFormOfOursIsNobodys() {
        String response = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc";
        Peer server = ask(REQUEST);
        server.send(response + response);
        expectCounted(200, REQUEST, response);
        server.expectOver();
        client.send(REQUEST);
        Peer next = s1.accept();
        next.expectHead();
        next.send(response);
        expectCounted(200, REQUEST, response);
    }

    @Test
    void anInterimResponseInTheSameSegmentGoesBeforeIt() {
        String response = "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc";
        Peer server = ask(REQUEST);
        server.send(response);
        expectCounted(200, REQUEST, response);
    }

    @Test
    void interimResponsesCountWhereTheProxyHasToAnswerAfterThem() {
        Peer server = ask(REQUEST);
        String interim = "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
        server.send(interim);
        server.send("nonsense\r\n\r\n");
        client.expect(interim);
        Message answer = client.expectStatus(502);
        int head = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 107\r\ncache-control: no-cache\r\ncontent-type: text/html\r\n\r\n".length();
        log.expectLine("^502 %d %d\\n$".formatted(REQUEST.length(), interim.length() + head + answer.text().length()));
    }

    @Test
    void aBodyThatNobodyWantsIsReceivedToo() {
        String request = "POST /denied HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
        client.send(request);
        client.expectStatus(403);
        log.expectLine("^403 %d \\d+\\n$".formatted(request.length()));
    }
}
