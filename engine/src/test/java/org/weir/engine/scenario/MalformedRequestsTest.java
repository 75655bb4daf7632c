package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.weir.engine.http.MalformedRequests;

/** Every malformed request of the table gets its answer and the end of its connection, and the server sees none of it. */
class MalformedRequestsTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Origin s1;

    private void start() {
        s1 = scenario.server("s1");
        scenario.start(Texts.HTTP + """
                backend be
                    server s1 {s1}
                """);
    }

    @Test
    void eachIsRefused() {
        SyslogSink log = scenario.log();
        start();
        List<String> faults = new ArrayList<>();
        for (MalformedRequests.Entry entry : MalformedRequests.load()) {
            refused(entry, false, faults);
            log.expectLine(isInBody(entry) ? " fe be/s1 .* 400 \\d+ - - PD-- "
                    : " fe fe/<NOSRV> -1/-1/-1/-1/\\d+ 400 \\d+ - - PR-- 1/1/0/0/0 0/0 \"<BADREQ>\"\n$");
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void eachIsRefusedWhenItComesBehindAGoodOne() {
        Origin answering = scenario.server("s1").answerWithName();
        s1 = answering;
        scenario.start(Texts.HTTP + """
                backend be
                    server s1 {s1}
                """);
        List<String> faults = new ArrayList<>();
        for (MalformedRequests.Entry entry : MalformedRequests.load()) {
            if (!isInBody(entry)) {
                refused(entry, true, faults);
            }
        }
        assertEquals(List.of(), faults);
        answering.requests().forEach(request -> assertEquals("/good", request.target()));
    }

    private static boolean isInBody(MalformedRequests.Entry entry) {
        return entry.name().startsWith("chunk-");
    }

    private void refused(MalformedRequests.Entry entry, boolean behindAGoodOne, List<String> faults) {
        try (Peer client = scenario.client("fe")) {
            if (behindAGoodOne) {
                client.send("GET /good HTTP/1.1\r\nHost: a\r\n\r\n");
                client.expectStatus(200);
            }
            client.send(entry.bytes());
            Message response = client.expectStatus(entry.status());
            assertEquals("close", response.header("connection"), response::head);
            client.expectOver();
            if (!behindAGoodOne) {
                serverSawNothing(entry);
            }
        } catch (AssertionError fault) {
            faults.add(entry.name() + ": " + fault.getMessage());
        }
    }

    /** Where the fault is in a body, the server sees the head, and then that the request does not end well. */
    private void serverSawNothing(MalformedRequests.Entry entry) {
        if (!isInBody(entry)) {
            assertFalse(s1.hasConnection(), "the server was connected to");
            return;
        }
        try (Peer server = s1.accept()) {
            assertTrue(server.expectHead().startsWith("POST / HTTP/1.1\r\n"));
            server.expectNoEndOfChunks();
        }
    }
}
