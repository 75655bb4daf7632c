package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.weir.engine.process.ProcessSignal;

/** The runtime CLI over its UNIX socket, with traffic to look at. */
class CliTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir start() {
        return scenario.start("""
                global
                    stats socket {path:cli} mode 600 level admin
                    stats timeout 100s
                defaults
                    mode http
                    timeout connect 100s
                    timeout client 100s
                    timeout server 100s
                frontend fe
                    bind {fe}
                    default_backend be
                backend be
                    server s1 {s1}
                """);
    }

    @Test
    void oneShotCommandsAreAnsweredAndTheConnectionCloses() {
        scenario.server("s1").answerEach(request -> Origin.ok("x"));
        Weir weir = start();
        scenario.client("fe").send(GET).expectStatus(200);
        Deadline.await(() -> weir.cli("show stat be 4 -1"), () -> weir.cli("show stat be 4 -1").contains("\nbe,s1,0,0,0,1,,1,"));
        String info = weir.cli("show info;show version");
        assertTrue(info.startsWith("Name: Weir\nVersion: "), info);
        assertTrue(info.contains("\nCumReq: 1\n") && info.contains("\nCurrConns: 1\n") && info.contains("\nUnstoppable Jobs: 2\n"), info);
        assertEquals("admin\n\n# socket lvl processes\nunix@" + scenario.path("cli") + " admin all\n\n", weir.cli("show cli level;show cli sockets"));
    }

    @Test
    void variablesThatTheConfigurationSetsAreSeenByCommandsAndExpressions() {
        Weir weir = scenario.start("""
                global
                    setenv TEXT "gr\\xc3\\xbcn"
                    stats socket {path:cli}
                defaults
                    mode http
                    timeout client 100s
                frontend fe
                    bind {fe}
                    http-request return status 200 content-type text/plain lf-string %[env(TEXT)]
                """);
        assertEquals("TEXT=gr\u00c3\u00bcn\n\n", weir.cli("show env TEXT"));
        assertEquals("gr\u00c3\u00bcn", scenario.client("fe").send(GET).expectStatus(200).text());
    }

    @Test
    void interactiveConnectionsGetPrompts() {
        start();
        Peer operator = scenario.unixClient("cli");
        operator.send("prompt\n").expect("\n> ");
        operator.send("show backend;get weight be/s1\n").expect("# name\nbe\n\n> 1 (initial 1)\n\n> ");
        operator.send("disable server be/s1\n").expect("\n> ");
        operator.send("quit\n").expectClosed();
    }

    @Test
    void aStreamInProgressIsListedAndCanBeShutDown() {
        Origin s1 = scenario.server("s1");
        Weir weir = start();
        Peer client = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        String listed = weir.cli("show sess");
        assertTrue(listed.matches("0x1: proto=tcpv4 src=127\\.0\\.0\\.1:[0-9]+ fe=fe be=be srv=s1 ts=forwarded age=[0-9]+s"
                + " scf=\\[8,fd=[0-9]+] scb=\\[8,fd=[0-9]+] exp=[0-9]+s rc=0 c_exp=\n\n"), listed);
        for (String side : List.of("client fe=fe", "server be=be srv=s1")) {
            String fd = listed.replaceAll((side.startsWith("c") ? ".*scf=" : ".*scb=") + "\\[8,fd=([0-9]+).*\\s*", "$1");
            assertTrue(weir.cli("show fd " + fd).contains(side), listed + weir.cli("show fd " + fd));
        }
        assertTrue(weir.cli("show sess 0x1").contains("\n  backend=be (id=3)\n  server=s1 (id=1) addr=127.0.0.1:"), listed);
        assertEquals("\n", weir.cli("shutdown session 0x1"));
        client.expectStatus(502);
        client.expectOver();
        Deadline.await(() -> weir.cli("show sess"), () -> weir.cli("show sess").equals("\n"));
    }

    @Test
    void aFaultyRequestIsKeptWithTheBytesAroundTheFault() {
        Weir weir = start();
        Peer client = scenario.client("fe").send("GET /a b c HTTP/1.1\r\nHost: a\r\nLong: " + "x".repeat(100) + "\r\n\r\n");
        client.expectStatus(400);
        List<String> errors = weir.cli("show errors").lines().toList();
        assertTrue(errors.get(0).matches("Total events captured on \\[.*\\] : 1"), errors::toString);
        assertEquals(" ", errors.get(1));
        assertTrue(errors.get(2).endsWith("] frontend fe (#2): invalid request"), errors::toString);
        assertTrue(errors.get(3).matches("  backend <NONE> \\(#-1\\), server <NONE> \\(#-1\\), event #0, src 127\\.0\\.0\\.1:\\d+"), errors::toString);
        assertTrue(errors.contains("  00000  GET /a b c HTTP/1.1\\r\\n"), errors::toString);
        assertTrue(errors.contains("  00030  Long: " + "x".repeat(64)), errors::toString);
        assertTrue(errors.contains("  00100+ " + "x".repeat(36) + "\\r\\n"), errors::toString);
    }

    @Test
    void aFaultyResponseIsKeptWithTheFrontendAndServerItCameThrough() {
        scenario.server("s1").answerEach(request -> "HTTP/1.1 2x0 bad\r\n\r\n");
        Weir weir = start();
        scenario.client("fe").send(GET).expectStatus(502);
        List<String> errors = weir.cli("show errors be response").lines().toList();
        assertTrue(errors.get(2).endsWith("] backend be (#3): invalid response"), errors::toString);
        assertTrue(errors.get(3).startsWith("  frontend fe (#2), server s1 (#1), event #0, src 127.0.0.1:"), errors::toString);
    }

    @Test
    void aServerInMaintenanceGetsNoTraffic() {
        scenario.server("s1").answerEach(request -> Origin.ok("x"));
        Weir weir = start();
        assertEquals("\n", weir.cli("set server be/s1 state maint"));
        scenario.client("fe").send(GET).expectStatus(503);
        assertEquals("\n", weir.cli("set server be/s1 state ready"));
        scenario.client("fe").send(GET).expectStatus(200);
    }

    private boolean refuses(String place) {
        try (Socket client = new Socket()) {
            client.connect(scenario.address(place));
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    @Test
    void aDisabledFrontendGivesItsPortBackUntilItIsEnabled() throws IOException {
        scenario.server("s1").answerEach(request -> Origin.ok("x"));
        Weir weir = start();
        assertEquals("\n", weir.cli("disable frontend fe"));
        Deadline.await(weir::messages, () -> refuses("fe"));
        assertTrue(weir.cli("show stat fe 1 -1").contains(",PAUSED,"));
        try (ServerSocket other = new ServerSocket()) {
            other.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            other.bind(new InetSocketAddress("127.0.0.1", scenario.port("fe")));
        }
        assertEquals("\n", weir.cli("enable frontend fe"));
        Deadline.await(weir::messages, () -> !refuses("fe"));
        scenario.client("fe").send(GET).expectStatus(200);
        weir.cli("shutdown frontend fe");
        for (String message : List.of(" : Paused frontend fe.\n", " : Resumed frontend fe.\n", " : Proxy fe stopped (cumulated conns: FE: ")) {
            Deadline.await(weir::messages, () -> weir.messages().contains(message));
        }
    }

    @Test
    void threadsReportTheirLoadAfterASecond() {
        Weir weir = start();
        Deadline.await(() -> weir.cli("show threads"), () -> weir.cli("show threads").matches("(?s)Thread 1 : weir-io-1.* cpu_ms=[0-9]+ busy_pct=[0-9]+\n.*"));
    }

    @Test
    void aStatsSocketAloneIsEnoughToStart() {
        Weir weir = scenario.start("global\n    stats socket {path:cli} level admin\n");
        assertTrue(weir.isStartable());
        assertTrue(weir.cli("show info").startsWith("Name: Weir\n"));
        weir.signal(ProcessSignal.USR1);
        weir.expectExit(0);
    }

    @Test
    void listenersCountForThemselvesWhereThatIsWanted() {
        Weir weir = scenario.start("""
                global
                    stats socket {path:cli} level admin
                defaults
                    mode http
                """ + Texts.LONG_TIMEOUTS + """
                frontend fe
                    option socket-stats
                    bind {fe}
                    bind {alt} name alt maxconn 1
                    http-request deny if { path /deny }
                    http-request return status 200
                frontend other
                    bind {other}
                """);
        scenario.client("fe").send(GET).expectStatus(200);
        Peer second = scenario.client("alt").send("GET /deny HTTP/1.1\r\nHost: a\r\n\r\n");
        second.expectStatus(403);
        Deadline.await(() -> weir.cli("show stat"), () -> weir.cli("show stat -1 8 2").contains(",1,0,0,,,,,FULL,"));
        String sizes = ",1,1,0,1," + GET.length() + ",38,0,0,0,";
        String[] rows = weir.cli("show stat -1 8 -1").split("\n");
        assertTrue(rows[1].startsWith("fe,sock-1,," + sizes + ",,,,OPEN,,,,,,,,,1,2,1,,,,3,"), rows[1]);
        assertTrue(rows[1].contains(",127.0.0.1:" + scenario.port("fe") + ",,http,"), rows[1]);
        assertTrue(rows[2].startsWith("fe,alt,,,1,1,1,1,"), rows[2]);
        assertEquals(3, rows.length);
        assertTrue(weir.cli("show stat typed").contains("\nL.2.2.1.svname.1:KNS:str:alt\n"));
        second.close();
        Deadline.await(() -> weir.cli("show stat -1 8 2"), () -> weir.cli("show stat -1 8 2").contains(",OPEN,"));
    }

    @Test
    void operatorsDoNotHoldUpASoftStop() {
        Weir weir = start();
        Peer operator = scenario.unixClient("cli");
        operator.send("prompt\n").expect("\n> ");
        weir.signal(ProcessSignal.USR1);
        weir.expectExit(0);
    }

    @Test
    void theMessagesOfTheStartAreRepeated() {
        scenario.server("s1").answerWithName();
        Weir weir = scenario.start(Texts.HTTP + """
                backend be
                    option contstats
                    server s1 {s1}
                """);
        String started = weir.messages();
        assertTrue(started.contains("'contstats' ignored because backend 'be' has no frontend capability."), started);
        weir.signal(ProcessSignal.HUP);
        Deadline.await(weir::messages, () -> weir.messages().contains("SIGHUP: Server be/s1 is UP."));
        assertEquals(started + "\n", weir.cli("show startup-logs"));
    }

    @Test
    void signalsDumpStatesAndPools() {
        Weir weir = start();
        weir.signal(ProcessSignal.HUP);
        Deadline.await(weir::messages, () -> weir.messages().contains("SIGHUP: Server be/s1 is UP. Conn: 0 act, 0 pend, 0 tot."));
        weir.signal(ProcessSignal.QUIT);
        Deadline.await(weir::messages, () -> weir.messages().contains("Dumping pools usage.") && weir.messages().contains("Total: "));
    }
}
