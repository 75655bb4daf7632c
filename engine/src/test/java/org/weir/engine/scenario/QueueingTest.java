package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code maxconn} of servers, frontends and the process: who waits, in which order, for how long. */
class QueueingTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir start(String global, String frontend, String backend) {
        return scenario.start(Texts.HTTP.replace("threading-mode shared", "threading-mode shared\n" + global)
                .replace("    bind {fe}", "    bind {fe}\n    " + frontend) + "backend be\n" + backend.indent(4));
    }

    private Peer ask(String path) {
        Peer client = scenario.client("fe");
        client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        return client;
    }

    private void awaitQueued(String who, int count) {
        Deadline.await(() -> count + " in the queue of " + who + ":\n" + scenario.proxy().cli("show stat"),
                () -> scenario.proxy().cli("show stat").contains("\nbe," + who + ',' + count + ','));
    }

    private static void answer(Peer server, String expectedPath) {
        Message request = server.expectRequest();
        assertEquals(expectedPath, request.target());
        server.send(Origin.ok("for " + expectedPath));
    }

    @Test
    void requestsWaitForTheServersSlotInTheOrderOfTheirArrival() {
        Origin s1 = scenario.server("s1");
        SyslogSink log = scenario.log();
        start("", "", "http-reuse always\nserver s1 {s1} maxconn 1");
        List<Peer> clients = new ArrayList<>();
        clients.add(ask("/0"));
        Peer server = s1.accept();
        for (int i = 1; i < 5; i++) {
            clients.add(ask("/" + i));
            awaitQueued("BACKEND", i);
        }
        assertFalse(s1.hasConnection());
        answer(server, "/0");
        clients.getFirst().expectStatus(200);
        for (int i = 1; i < 5; i++) {
            answer(server, "/" + i);
            assertEquals("for /" + i, clients.get(i).expectStatus(200).text());
        }
        log.expectLine("be/s1 \\d+/\\d+/\\d+/\\d+/\\d+ 200 \\d+ - - ---- 5/5/\\d/\\d/0 0/4 \"GET /4 ");
    }

    @Test
    void whoWaitsTooLongIsTurnedAway() {
        Origin s1 = scenario.server("s1");
        SyslogSink log = scenario.log();
        start("", "", "timeout queue 100ms\nserver s1 {s1} maxconn 1");
        Peer first = ask("/first");
        Peer server = s1.accept();
        server.expectHead();
        Peer second = ask("/second");
        second.expectStatus(503);
        log.expectLine("be/<NOSRV> \\d+/\\d{2,}/-1/-1/\\d{3,} 503 \\d+ - - sQ-- 2/2/1/0/0 0/1 \"GET /second ");
        server.send(Origin.ok("hi"));
        first.expectStatus(200);
    }

    /** As with HAProxy: such a one has its server, which is to blame. */
    @Test
    void whoWaitsForOneServerIsLoggedWithIt() {
        Origin s1 = scenario.server("s1");
        SyslogSink log = scenario.log();
        start("", "", "balance source\nserver s1 {s1} maxconn 1 maxqueue 1");
        ask("/first");
        s1.accept().expectHead();
        ask("/second");
        awaitQueued("s1", 1);
        ask("/third").expectStatus(503);
        log.expectLine("be/s1 \\d+/-1/-1/-1/\\d+ 503 \\d+ - - SQ-- 3/3/2/1/0 0/0 \"GET /third ");
        assertEquals("1", connectionErrorsOfServer());
    }

    @Test
    void whoWaitsForOneServerTooLongIsLoggedWithIt() {
        Origin s1 = scenario.server("s1");
        SyslogSink log = scenario.log();
        start("", "", "balance source\ntimeout queue 100ms\nserver s1 {s1} maxconn 1 maxqueue 1");
        ask("/first");
        s1.accept().expectHead();
        ask("/second").expectStatus(503);
        log.expectLine("be/s1 \\d+/\\d{2,}/-1/-1/\\d{3,} 503 \\d+ - - sQ-- 2/2/1/1/0 1/0 \"GET /second ");
        assertEquals("1", connectionErrorsOfServer());
    }

    private String connectionErrorsOfServer() {
        return scenario.proxy().cli("show stat be 4 -1").lines().filter(line -> line.startsWith("be,s1,")).findFirst().orElseThrow().split(",")[13];
    }

    @Test
    void withoutAQueueTimeoutTheConnectTimeoutCounts() {
        Origin s1 = scenario.server("s1");
        SyslogSink log = scenario.log();
        start("", "", "timeout connect 100ms\nserver s1 {s1} maxconn 1");
        ask("/first");
        s1.accept().expectHead();
        ask("/second").expectStatus(503);
        log.expectLine(" 503 \\d+ - - sQ-- ");
    }

    @Test
    void theFrontendsLimitLeavesConnectionsUnserved() {
        scenario.server("s1").answerWithName();
        start("", "maxconn 2", "server s1 {s1}");
        Peer first = ask("/1");
        Peer second = ask("/2");
        first.expectStatus(200);
        second.expectStatus(200);
        Peer third = ask("/3");
        Deadline.await("the frontend to be full", () -> scenario.proxy().cli("show stat").contains("\nfe,FRONTEND,,,2,2,2,"));
        assertFalse(third.hasInput());
        first.close();
        third.expectStatus(200);
    }

    @Test
    void theProcesssLimitLeavesConnectionsUnserved() {
        scenario.server("s1").answerWithName();
        start("maxconn 2", "", "server s1 {s1}");
        Peer first = ask("/1");
        first.expectStatus(200);
        ask("/2").expectStatus(200);
        Peer third = ask("/3");
        first.close();
        third.expectStatus(200);
    }

    @Test
    void aDisabledServersQueueMovesOn() {
        Origin s1 = scenario.server("s1");
        Weir weir = start("", "", "option redispatch\nserver s1 {s1} maxconn 1\nserver s2 {s2} disabled");
        scenario.server("s2").answerWithName();
        ask("/1");
        s1.accept().expectHead();
        Peer waiting = ask("/2");
        awaitQueued("BACKEND", 1);
        weir.cli("enable server be/s2");
        assertEquals("s2", waiting.expectStatus(200).text());
    }
}
