package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Persistent connections on both sides: HTTP/1.1 and 1.0, pipelining, the modes that close. */
class KeepAliveTest {
    private static final String PROXY = """
            global
                threading-mode shared
            defaults
                mode http
                timeout connect 5s
                timeout client 10s
                timeout server 10s
            frontend fe
                bind {fe}
                default_backend be
            backend be
                %s
                server s1 {s1}
            """;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    @Test
    void manyRequestsGoOverOneConnectionOnEachSide() {
        Origin s1 = scenario.server("s1").answerEach(request -> Origin.ok("for " + request.target()));
        scenario.start(PROXY.formatted(""));
        Peer client = scenario.client("fe");
        for (int i = 0; i < 20; i++) {
            client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            client.expect("HTTP/1.1 200 OK\r\ncontent-length: " + ("for /" + i).length() + "\r\n\r\nfor /" + i);
        }
        assertEquals(1, s1.connections());
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        scenario.server("s1").answerEach(request -> Origin.ok(request.target()));
        scenario.start(PROXY.formatted(""));
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
}
