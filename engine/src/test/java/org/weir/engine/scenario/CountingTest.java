package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code show stat} has counted after one stream each, as HAProxy 2.6 was seen to count. */
class CountingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir weir;

    private void start(String backend) {
        weir = scenario.start(Texts.http(Texts.LONG_TIMEOUTS + "    retries 1\n") + "backend be\n" + backend.indent(4));
    }

    private Peer ask() {
        return scenario.client("fe").send(GET);
    }

    /** Waits until the stream is counted. */
    private void expect(String row, String... counts) {
        Deadline.await(() -> row + " with " + List.of(counts) + " in\n" + weir.cli("show stat"), () -> {
            Map<String, String> fields = row(row);
            return List.of(counts).stream().allMatch(count -> count.equals(count.split("=")[0] + '=' + fields.get(count.split("=")[0])));
        });
    }

    private Map<String, String> row(String name) {
        String[] lines = weir.cli("show stat").split("\n");
        String[] names = lines[0].substring(2).split(",");
        Map<String, String> fields = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith(name + ',')) {
                String[] values = line.split(",", -1);
                for (int i = 0; i < names.length; i++) {
                    fields.put(names[i], values[i]);
                }
            }
        }
        return fields;
    }

    private void expectOfServer(String... counts) {
        expect("be,s1", counts);
        expect("be,BACKEND", counts);
    }

    @Test
    void aBodyCutOffByTheServerIsAnAbortAndAnError() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = ask();
        Peer server = s1.accept();
        server.expectHead();
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").close();
        client.expectUntil("abc");
        expectOfServer("srv_abrt=1", "eresp=1", "hrsp_2xx=1");
    }

    @Test
    void aServerThatClosesInsteadOfAnsweringMakesAnErrorAndAbortsNoTransfer() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = ask();
        Peer server = s1.accept();
        server.expectHead();
        server.close();
        client.expectStatus(502);
        expectOfServer("srv_abrt=0", "eresp=1");
        expect("be,s1", "req_tot=0", "stot=1");
    }

    @Test
    void aBodyThatDoesNotGoOnIsAnAbortAndNoError() {
        Origin s1 = scenario.server("s1");
        start("timeout server 100ms\nserver s1 {s1}");
        Peer client = scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
        Peer server = s1.accept();
        server.expectHead();
        // Before the request is complete nobody waits for the server.
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        client.expectUntil("abc");
        expectOfServer("srv_abrt=1", "eresp=0", "hrsp_2xx=1");
    }

    @Test
    void aMalformedChunkIsAnErrorAndNoAbort() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = ask();
        Peer server = s1.accept();
        server.expectHead();
        server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.expectHead();
        server.send("what\r\n");
        expectOfServer("srv_abrt=0", "eresp=1", "hrsp_2xx=1");
    }

    @Test
    void aServerCountsTheStatusItSentAndNotTheOneThatRulesMadeOfIt() {
        scenario.server("s1").answerWithName();
        start("http-response set-status 503 if { status 200 }\nserver s1 {s1}");
        ask().expectStatus(503);
        expect("be,s1", "hrsp_2xx=1", "hrsp_5xx=0", "req_tot=1");
        expect("be,BACKEND", "hrsp_2xx=0", "hrsp_5xx=1");
    }

    @Test
    void aRequestWithoutAResponseCountsAmongTheOthers() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
        s1.accept().expectHead();
        client.close();
        expect("fe,FRONTEND", "hrsp_other=1", "hrsp_4xx=0", "hrsp_5xx=0");
        expect("be,BACKEND", "hrsp_other=1", "cli_abrt=1");
        expect("be,s1", "hrsp_other=0");
    }

    @Test
    void aRequestThatEndsWithinItsHeadIsA400() {
        start("server s1 {s1}");
        scenario.client("fe").send("GET / HT").finish();
        expect("fe,FRONTEND", "hrsp_4xx=1", "ereq=1", "req_tot=1");
    }

    @Test
    void aConnectionWithoutARequestIsA400Too() {
        start("server s1 {s1}");
        scenario.client("fe").finish();
        expect("fe,FRONTEND", "hrsp_4xx=1", "ereq=1", "req_tot=1");
    }

    @Test
    void whatTheServerDidNotAnswerIsNoMeasureOfItsTimes() {
        Origin s1 = scenario.server("s1");
        start("timeout server 100ms\nserver s1 {s1}");
        Peer client = ask();
        s1.accept().expectHead();
        client.expectStatus(504);
        expect("fe,FRONTEND", "hrsp_5xx=1");
        expectOfServer("ttime=0", "ttime_max=0", "rtime_max=0");
    }

    @Test
    void everyAttemptToConnectIsCounted() {
        start("server s1 {s1}");
        ask().expectStatus(503);
        expectOfServer("connect=2", "wretr=1", "wredis=0", "econ=1");
        expect("be,s1", "stot=2", "req_tot=0");
        expect("be,BACKEND", "stot=1", "req_tot=1");
    }

    @Test
    void anAttemptElsewhereIsARedispatchAndNoRetry() {
        Origin s2 = scenario.server("s2").answerWithName();
        start("option redispatch\nserver s1 {s1}\nserver s2 {s2}");
        ask().expectStatus(200);
        assertEquals(1, s2.connections());
        expect("be,s1", "connect=1", "wretr=0", "wredis=1", "econ=0");
        expect("be,s2", "connect=1", "hrsp_2xx=1");
        expect("be,BACKEND", "connect=2", "wretr=0", "wredis=1");
    }

    @Test
    void anAttemptElsewhereTakesAnIdleConnection() {
        Origin s2 = scenario.server("s2").answerWithName();
        start("option redispatch\nserver s1 {s1}\nserver s2 {s2}");
        Peer client = ask();
        client.expectStatus(200);
        client.send(GET).expectStatus(200);
        client.send(GET).expectStatus(200);
        assertEquals(1, s2.connections());
        expect("be,s2", "connect=1", "reuse=2", "hrsp_2xx=3");
    }

    @Test
    void aChunkThatIsMalformedAfterTheAnswerBeganIsABadRequest() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        Peer server = s1.accept();
        server.expectHead();
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        client.expectUntil("abc");
        client.send("nonsense\r\n");
        expect("fe,FRONTEND", "ereq=1", "hrsp_2xx=1");
    }

    @Test
    void aServerThatASessionStaysWithCountsAsChosen() {
        scenario.server("s1").answerWithName();
        start("option prefer-last-server\nserver s1 {s1}");
        Peer client = ask();
        client.expectStatus(200);
        client.send(GET).expectStatus(200);
        expect("be,s1", "lbtot=2");
        expect("be,BACKEND", "lbtot=2");
    }

    @Test
    void aRedispatchToTheServerThatFailedIsARetry() {
        Origin s1 = scenario.server("s1");
        start("option redispatch\nserver s1 {s1} maxconn 1\nserver s2 {s2}");
        ask();
        s1.accept().expectHead();
        ask().expectStatus(503);
        expect("be,s2", "connect=2", "wretr=1", "wredis=0", "econ=1", "lbtot=1");
        expect("be,BACKEND", "wretr=1", "wredis=0", "lbtot=2");
    }

    @Test
    void interimResponsesCountWithTheirServerAlone() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = ask();
        Peer server = s1.accept();
        server.expectHead();
        server.send("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + Origin.ok("ok"));
        client.expectUntil("ok");
        expect("be,s1", "hrsp_1xx=2", "hrsp_2xx=1", "req_tot=3");
        expect("be,BACKEND", "hrsp_1xx=0", "hrsp_2xx=1", "req_tot=1");
        expect("fe,FRONTEND", "hrsp_1xx=0", "hrsp_2xx=1", "req_tot=1");
    }

    @Test
    void aResetOfTheServerDuringAnUploadIsAnAbortAndAnError() {
        Origin s1 = scenario.server("s1");
        start("server s1 {s1}");
        Peer client = scenario.client("fe").send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        Peer server = s1.accept();
        server.expectHead();
        server.expect("abc");
        server.reset();
        client.expectClosed();
        expectOfServer("srv_abrt=1", "eresp=1", "cli_abrt=0");
        expect("fe,FRONTEND", "hrsp_5xx=0", "hrsp_other=1");
    }

    @Test
    void anAnswerOfABackendsRulesIsNoInterceptionOfTheFrontend() {
        start("http-request return status 200\nserver s1 {s1}");
        ask().expectStatus(200);
        expect("fe,FRONTEND", "intercepted=0", "hrsp_2xx=1");
        expect("be,BACKEND", "hrsp_2xx=1");
    }

    /** A service that is not there is no fault of the request. */
    @Test
    void aRequestForWhichThereIsNoBackendIsNoRequestError() {
        weir = scenario.start(Texts.http(Texts.LONG_TIMEOUTS).replace("    default_backend be\n", ""));
        ask().expectStatus(503);
        expect("fe,FRONTEND", "ereq=0", "hrsp_5xx=1", "req_tot=1");
    }

    @Test
    void theLimitOfIdleConnectionsIsShownWhereThereIsOne() {
        start("server s1 {s1} pool-max-conn 3\nserver s2 {s2}");
        expect("be,s1", "src_ilim=3");
        expect("be,s2", "src_ilim=");
    }

    /** Configuration manual, section 8.2.4: %rt is "HTTP req or TCP session". */
    @Test
    void aTcpSessionIsARequestOfTheProcess() {
        SyslogSink log = scenario.log();
        Origin s1 = scenario.server("s1");
        weir = scenario.start(Texts.tcp(Texts.LONG_TIMEOUTS).replace("option tcplog", "log-format \"rt=%rt.\"") + "backend be\n    server s1 {s1}\n");
        for (int i = 0; i < 2; i++) {
            Peer client = scenario.client("fe");
            s1.accept().close();
            client.close();
            log.expectLine(" rt=" + i + "\\.");
        }
        Deadline.await("two requests", () -> weir.cli("show info").contains("\nCumReq: 2\n"));
    }

    /** It is not with the server, though it keeps its slot: the next waits. */
    @Test
    void whoPausesBeforeAnotherAttemptIsNoSessionOfTheServer() {
        start("retries 1000\nserver s1 {s1} maxconn 1");
        Peer first = ask();
        expect("be,s1", "scur=0", "smax=1");
        Peer second = ask();
        expect("be,BACKEND", "scur=2", "qcur=1");
        expect("be,s1", "scur=0", "smax=1");
        first.reset();
        second.reset();
    }

    @Test
    void whatATcpClientSentBeforeItsServerRefusedIsCountedAndLogged() {
        SyslogSink log = scenario.log();
        weir = scenario.start(Texts.tcp("timeout connect 1s\ntimeout client 100s\ntimeout server 100s\nretries 1\noption dontlognull\n")
                .replace("option tcplog", "log-format \"%U %B %ts\"") + "backend be\n    server s1 {s1}\n");
        scenario.client("fe").send("hello").expectOver();
        log.expectLine(" 5 0 SC");
        expect("fe,FRONTEND", "bin=5", "bout=0");
        expectOfServer("bin=5", "econ=1");
    }
}
