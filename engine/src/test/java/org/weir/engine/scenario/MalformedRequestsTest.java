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
            log.expectLine(" fe fe/<NOSRV> -1/-1/-1/-1/\\d+ " + entry.status() + " \\d+ - - PR-- 1/1/0/0/0 0/0 \"<BADREQ>\"\n$");
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
            refused(entry, true, faults);
        }
        assertEquals(List.of(), faults);
        answering.requests().forEach(request -> assertEquals("/good", request.target()));
    }

    /** What came before the fault is with the server by then. */
    @Test
    void aChunkThatIsMalformedWhenItArrivesLaterEndsTheRequest() {
        SyslogSink log = scenario.log();
        start();
        Peer client = beginUpload();
        Peer server = s1.accept();
        assertTrue(server.expectHead().startsWith("POST / HTTP/1.1\r\n"));
        server.expectUntil("ab");
        client.send("x\r\n");
        client.expectStatus(400);
        client.expectOver();
        server.expectNoEndOfChunks();
        log.expectLine(" fe be/s1 .* 400 \\d+ - - PH-- ");
    }

    @Test
    void aChunkThatIsMalformedBehindTheBeginningOfTheResponseCutsTheResponse() {
        SyslogSink log = scenario.log();
        start();
        Peer client = beginUpload();
        Peer server = s1.accept();
        server.expectUntil("ab");
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
        client.expectUntil("12345");
        client.send("x\r\n");
        log.expectLine(" fe be/s1 .* 200 \\d+ - - PD-- ");
    }

    /** Often enough in the middle of the engine's look at the response, when the stream is not the I/O agent's to end. */
    @Test
    void aChunkThatIsMalformedWhileTheResponseIsLookedAtEndsOnlyItsRequest() {
        SyslogSink log = scenario.log();
        s1 = scenario.server("s1");
        scenario.start(Texts.HTTP + """
                    http-response set-header seen yes
                backend be
                    server s1 {s1}
                """);
        for (int i = 0; i < 100; i++) {
            Peer client = beginUpload();
            Peer server = s1.accept();
            server.expectUntil("ab");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            client.send("x\r\n");
            log.expectLine(" fe be/s1 .* (200|400) \\d+ - - ");
        }
        assertTrue(scenario.proxy().isRunning(), () -> scenario.proxy().messages());
    }

    /** They are kept until all of them are there, and leave in one buffer. */
    @Test
    void trailersLongerThanABufferEndTheRequest() {
        SyslogSink log = scenario.log();
        s1 = scenario.server("s1");
        scenario.start("global\n    tune.bufsize 2k\n" + Texts.HTTP + """
                backend be
                    server s1 {s1}
                """);
        Peer client = beginUpload();
        Peer server = s1.accept();
        server.expectUntil("ab");
        client.send("0\r\nx-long: " + "a".repeat(3000) + "\r\n\r\n");
        client.expectStatus(400);
        client.expectOver();
        server.expectNoEndOfChunks();
        log.expectLine(" fe be/s1 .* 400 \\d+ - - PH-- ");
    }

    private Peer beginUpload() {
        return scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
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
                assertFalse(s1.hasConnection(), "the server was connected to");
            }
        } catch (AssertionError fault) {
            faults.add(entry.name() + ": " + fault.getMessage());
        }
    }
}
