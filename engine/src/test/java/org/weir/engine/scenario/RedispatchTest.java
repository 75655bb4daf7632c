package org.weir.engine.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log line tells of requests that leave a server which cannot be reached, as HAProxy 2.6 was seen to write it. */
class RedispatchTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    private SyslogSink log;

    private Weir start(String backend) {
        return start("300ms", backend);
    }

    private Weir start(String connectTimeout, String backend) {
        log = scenario.log();
        return scenario.start(Texts.http("""
                log-format "Tw=%Tw Tc=%Tc server=%s:%sp from=%bi:%bp %ST %tsc retries=%rc queued=%bq"
                timeout connect CONNECT
                timeout client 100s
                timeout server 100s
            """.replace("CONNECT", connectTimeout).indent(4)).replace("option httplog", "") + "backend be\n" + backend.indent(4));
    }

    private Peer ask() {
        return scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    /** A request at the deaf s0 while s1 has no slot: another has it. Returns it with the server's side of that other. */
    private Peer askWhileOneIsFull(Weir weir, Origin s1) {
        scenario.deafServer("s0");
        ask();
        s1.accept().expectRequest();
        weir.cli("enable server be/s0");
        Peer second = ask();
        Deadline.await(() -> weir.cli("show stat"), () -> weir.cli("show stat").contains("\nbe,s0,0,0,1,"));
        weir.cli("disable server be/s0");
        return second;
    }

    @Test
    void theTimeInVainAtOneServerCountsAsQueuedForTheNext() {
        scenario.deafServer("s0");
        start("option redispatch\nserver s0 {s0}\nserver s1 {s1}");
        scenario.server("s1").answerWithName();
        ask().expectStatus(200);
        log.expectLine("Tw=\\d{3,} Tc=\\d+ server=s1:\\d+ from=127.0.0.1:\\d+ 200 ---- retries=\\+1 queued=0\n$");
    }

    @Test
    void retriesAtTheSameServerCountAsConnecting() {
        scenario.deafServer("s0");
        start("retries 1\nserver s0 {s0}");
        ask().expectStatus(503);
        log.expectLine("Tw=\\d+ Tc=-1 server=s0:\\d+ from=\\S+ 503 sC-- retries=1 queued=0\n$");
    }

    @Test
    void anIntervalChoosesAnewWhereThereIsOneServer() {
        scenario.deafServer("s0");
        start("option redispatch 1\nretries 1\nserver s0 {s0}");
        ask().expectStatus(503);
        log.expectLine("Tw=\\d{3,} Tc=-1 server=s0:\\d+ from=\\S+ 503 sC-- retries=1 queued=0\n$");
    }

    @Test
    void whoFindsNoOtherServerWasTurnedAwayByTheFirst() {
        Origin s1 = scenario.server("s1");
        Weir weir = start("2s", "balance first\noption redispatch\ntimeout queue 100ms\nserver s0 {s0} disabled\nserver s1 {s1} maxconn 1");
        askWhileOneIsFull(weir, s1).expectStatus(503);
        log.expectLine("Tw=\\d{3,} Tc=-1 server=<NOSRV>:- from=-:- 503 sC-- retries=\\+1 queued=1\n$");
    }

    @Test
    void whoGetsThroughAfterWaitingHasNothingToReport() {
        Origin s1 = scenario.server("s1");
        Weir weir = start("2s", "balance first\noption redispatch\nserver s0 {s0} disabled\nserver s1 {s1} maxconn 2");
        Peer client = askWhileOneIsFull(weir, s1);
        Peer server = s1.accept();
        server.expectRequest();
        server.send(Origin.ok("late"));
        client.expectStatus(200);
        log.expectLine("Tw=\\d{3,} Tc=\\d+ server=s1:\\d+ from=\\S+ 200 ---- retries=\\+1 queued=0\n$");
    }

    /** The pause after a refusal is kept, and the server's going counts when it is over. */
    @ParameterizedTest
    @ValueSource(strings = {"roundrobin", "source"})
    void aServerThatWentOutOfServiceIsNotTriedAgain(String algorithm) {
        scenario.deafServer("s0");
        Weir weir = start("2s", "balance " + algorithm + "\noption redispatch\nserver s0 {s0}");
        Peer client = ask();
        Deadline.await(() -> weir.cli("show stat"), () -> weir.cli("show stat").contains("\nbe,s0,0,0,1,"));
        weir.cli("disable server be/s0");
        client.expectStatus(503);
        log.expectLine("Tw=\\d+ Tc=-1 server=<NOSRV>:- from=-:- 503 sC-- retries=\\+1 queued=0\n$");
    }
}
