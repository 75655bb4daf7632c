package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stats socket while traffic flows. */
class RuntimeCommandsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir start(String backend) {
        return scenario.start(Texts.HTTP + "backend be\n" + backend.indent(4));
    }

    private List<String> ask(int times) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            try (Peer client = scenario.client("fe")) {
                client.send(GET);
                Message response = client.expectResponse();
                answers.add(response.status() == 200 ? response.text() : Integer.toString(response.status()));
            }
        }
        return answers;
    }

    @Test
    void aQueuedStreamIsShownAndShutDown() {
        Origin s1 = scenario.server("s1");
        SyslogSink log = scenario.log();
        Weir weir = start("server s1 {s1} maxconn 1");
        Peer first = scenario.client("fe");
        first.send(GET);
        Peer server = s1.accept();
        server.expectHead();
        Peer second = scenario.client("fe");
        second.send("GET /queued HTTP/1.1\r\nHost: a\r\n\r\n");
        String port = "127.0.0.1:" + second.localPort();
        Deadline.await(() -> "the queued stream:\n" + weir.cli("show sess"), () -> weir.cli("show sess").contains(port));
        String line = weir.cli("show sess").lines().filter(l -> l.contains("src=" + port)).findFirst().orElseThrow();
        assertTrue(line.contains(" fe=fe be=be srv="), line);
        assertTrue(line.matches(".* ts=queued .* scb=\\[2,fd=-1] exp=([0-9]+s) rc=0 c_exp=\\1"), line);
        assertEquals("\n", weir.cli("shutdown session " + line.substring(0, line.indexOf(':'))));
        second.expectOver();
        log.expectLine("- - K[A-Z]-- .*\"GET /queued ");
        server.send(Origin.ok("hi"));
        first.expectStatus(200);
    }

    @Test
    void aServerThatTookTheClientsPortGetsOneOfItsOwn() {
        scenario.server("s1").answerWithName();
        SyslogSink log = scenario.log();
        int offset = scenario.port("s1") - scenario.port("fe");
        Weir weir = scenario.start(Texts.HTTP.replace("option httplog", "log-format \"to %si:%sp\"") + """
                backend be
                    server s1 127.0.0.1:%+d
                """.formatted(offset));
        assertEquals(List.of("s1"), ask(1));
        log.expectLine("to " + scenario.fill("{s1}"));
        scenario.server("s2").answerWithName();
        int port = scenario.port("s2");
        assertEquals("no need to change the addr, port changed from '%+d' to '%d' by 'stats socket command'\n\n".formatted(offset, port),
                weir.cli("set server be/s1 addr 127.0.0.1 port " + port));
        assertEquals(List.of("s2"), ask(1));
        log.expectLine("to " + scenario.fill("{s2}"));
    }

    @Test
    void aRunningStreamIsShutDown() {
        Origin s1 = scenario.server("s1");
        SyslogSink log = scenario.log();
        Weir weir = start("server s1 {s1}");
        Peer client = scenario.client("fe");
        client.send(GET);
        Peer server = s1.accept();
        server.expectHead();
        String line = weir.cli("show sess").lines().filter(l -> l.contains("src=127.0.0.1:" + client.localPort())).findFirst().orElseThrow();
        assertTrue(line.contains("be=be srv=s1"), line);
        weir.cli("shutdown session " + line.substring(0, line.indexOf(':')));
        client.expectStatus(502);
        client.expectOver();
        server.expectOver();
        log.expectLine(" fe be/s1 \\d+/\\d+/\\d+/-1/\\d+ 502 \\d+ - - KH-- ");
    }

    @Test
    void aServerIsDisabledAndEnabled() {
        scenario.server("s1").answerWithName();
        scenario.server("s2").answerWithName();
        Weir weir = start("server s1 {s1}\nserver s2 {s2}");
        assertEquals("\n", weir.cli("disable server be/s1"));
        assertEquals(Collections.nCopies(4, "s2"), ask(4));
        assertTrue(weir.cli("show stat").contains("\nbe,s1,0,0,0,"));
        assertTrue(weir.cli("show servers state").lines().anyMatch(line -> line.contains(" s1 127.0.0.1 0 1 ")), () -> weir.cli("show servers state"));
        weir.cli("enable server be/s1");
        assertTrue(ask(4).contains("s1"));
    }

    @Test
    void aServerInDrainGetsNoNewStreams() {
        scenario.server("s1").answerWithName();
        scenario.server("s2").answerWithName();
        Weir weir = start("server s1 {s1}\nserver s2 {s2}");
        weir.cli("set server be/s1 state drain");
        assertEquals(Collections.nCopies(4, "s2"), ask(4));
        weir.cli("set server be/s1 state maint");
        weir.cli("set server be/s1 state ready");
        assertTrue(ask(4).contains("s1"));
    }

    @Test
    void weightsChangeTheShares() {
        scenario.server("s1").answerWithName();
        scenario.server("s2").answerWithName();
        Weir weir = start("balance roundrobin\nserver s1 {s1} weight 10\nserver s2 {s2} weight 10");
        weir.cli("set server be/s1 weight 30");
        assertEquals(12, Collections.frequency(ask(16), "s1"));
        weir.cli("set weight be/s1 0%");
        assertEquals(Collections.nCopies(4, "s2"), ask(4));
        assertEquals("0 (initial 10)\n\n", weir.cli("get weight be/s1"));
    }

    @Test
    void aBadRequestIsKeptForTheOperator() {
        scenario.server("s1");
        Weir weir = start("server s1 {s1}");
        scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n").expectStatus(400);
        String errors = weir.cli("show errors");
        assertTrue(errors.contains("frontend fe (#"), errors);
        assertTrue(errors.contains("invalid request"), errors);
        assertTrue(errors.contains("bad header\\r\\n"), errors);
    }

    @Test
    void countersCountWhatHappened() {
        scenario.server("s1").answerWithName();
        Weir weir = start("server s1 {s1}");
        ask(3);
        Deadline.await(() -> weir.cli("show stat"), () -> weir.cli("show stat").lines().anyMatch(line -> line.startsWith("fe,FRONTEND,,,0,")
                && line.split(",", -1)[7].equals("3")));
        String backend = weir.cli("show stat").lines().filter(line -> line.startsWith("be,BACKEND,")).findFirst().orElseThrow();
        assertEquals("3", backend.split(",", -1)[7]);
        assertTrue(weir.cli("show info").contains("\nCumReq: "), () -> weir.cli("show info"));
    }

    @Test
    void severalCommandsAndAnInteractivePromptWork() {
        scenario.server("s1");
        Weir weir = start("server s1 {s1}");
        String both = weir.cli("show info;show stat");
        assertTrue(both.contains("\nPid: ") && both.contains("# pxname,svname,"), both);
        Peer operator = scenario.unixClient("cli");
        operator.send("prompt\n");
        operator.expectUntil("\n> ");
        operator.send("show info\n");
        operator.expectUntil("\nPid: ");
        operator.expectUntil("\n> ");
        operator.send("quit\n");
        operator.expectClosed();
    }
}
