package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.weir.engine.process.ProcessSignal;

/** Checks take servers out of service and bring them back; the log says so in the article's words. */
class HealthCheckTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private SyslogSink log;

    private Weir start(String backends) {
        log = scenario.log();
        return scenario.start("""
                global
                    threading-mode shared
                    log {log} local0
                    stats socket {path:cli} level admin
                defaults
                    log     global
                    mode    http
                    option  httplog
                    option  dontlognull
                    timeout connect 5000
                    timeout client  50000
                    timeout server  50000
                    timeout check   100s
                    default-server inter 500ms fastinter 50ms downinter 50ms fall 3 rise 2
                frontend web_proxy
                    bind {fe}
                    default_backend    web_servers
                    option             forwardfor
                """ + backends);
    }

    private String ask() {
        try (Peer client = scenario.client("fe")) {
            client.send(GET);
            Message response = client.expectResponse();
            return response.status() == 200 ? response.text() : Integer.toString(response.status());
        }
    }

    @Test
    void checksGoWhereTheOperatorSendsThem() {
        scenario.server("s1").answerWithName();
        scenario.server("s2").answerWithName();
        Weir weir = start("""
                backend web_servers
                    server s1 {s1} check
                """);
        int dead = scenario.port("nobody");
        assertEquals("\n", weir.cli("set server web_servers/s1 check-port " + dead));
        log.expectLine("Server web_servers/s1 is DOWN, reason: Layer4 connection problem");
        assertEquals("\n", weir.cli("set server web_servers/s1 check-addr 127.0.0.1 port " + scenario.port("s2")));
        log.expectLine("Server web_servers/s1 is UP, reason: Layer4 check passed");
    }

    @Test
    void aStoppedServerIsLeftOutAndTakenBackAsInTheArticle() {
        scenario.server("debian11-2").answerWithName();
        Origin second = scenario.server("debian11-3").answerWithName();
        Weir weir = start("""
                backend web_servers
                    balance            roundrobin
                    server             debian11-2 {debian11-2} check
                    server             debian11-3 {debian11-3} check
                """);
        assertEquals("debian11-2", ask());
        assertEquals("debian11-3", ask());
        assertEquals("debian11-2", ask());
        second.stop();
        String down = "Server web_servers/debian11-3 is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", check duration: \\d+ms. "
                + "1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.";
        log.expectLine("^<129>.* haproxy\\[\\d+\\]: " + down.replace(".", "\\.") + "\n$");
        Deadline.await(weir::messages, () -> weir.messages().matches("(?s).*\\[WARNING\\] +\\(\\d+\\) : " + down.replace(".", "\\.") + "\n.*"));
        assertEquals("debian11-2", ask());
        assertEquals("debian11-2", ask());
        scenario.server("debian11-3").answerWithName();
        log.expectLine("^<133>.* haproxy\\[\\d+\\]: Server web_servers/debian11-3 is UP, reason: Layer4 check passed, check duration: \\d+ms\\. "
                + "2 active and 0 backup servers online\\. 0 sessions requeued, 0 total in queue\\.\n$");
        String first = ask();
        String next = ask();
        assertEquals(Set.of("debian11-2", "debian11-3"), Set.of(first, next));
    }

    @Test
    void theLastServersEndIsTheBackendsAsInTheArticle() {
        Origin only = scenario.server("debian11-2").answerWithName();
        Weir weir = start("""
                backend web_servers
                    server             debian11-2 {debian11-2} check
                """);
        assertEquals("debian11-2", ask());
        only.stop();
        log.expectLine(": Server web_servers/debian11-2 is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", check duration: \\d+ms\\. "
                + "0 active and 0 backup servers left\\. 0 sessions active, 0 requeued, 0 remaining in queue\\.\n$");
        log.expectLine("^<128>.* haproxy\\[\\d+\\]: backend web_servers has no server available!\n$");
        Deadline.await(weir::messages, () -> weir.messages().matches("(?s).*\\[ALERT\\] +\\(\\d+\\) : backend 'web_servers' has no server available!\n.*"));
        assertEquals("503", ask());
        log.expectLine(" web_proxy web_servers/<NOSRV> \\d+/-1/-1/-1/\\d+ 503 \\d+ - - SC-- 1/1/0/0/0 0/0 \"GET / HTTP/1\\.1\"\n$");
    }

    @Test
    void anHttpCheckReadsTheStatus() {
        AtomicBoolean healthy = new AtomicBoolean(true);
        scenario.server("s1").answerEach(request -> request.target().equals("/health") && !healthy.get()
                ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" : Origin.ok("s1"));
        start("""
                backend web_servers
                    option httpchk GET /health
                    server s1 {s1} check
                """);
        assertEquals("s1", ask());
        healthy.set(false);
        log.expectLine("Server web_servers/s1 is DOWN, reason: Layer7 wrong status, code: 500, info: \"No\", check duration: \\d+ms\\. ");
        assertEquals("503", ask());
        healthy.set(true);
        log.expectLine("Server web_servers/s1 is UP, reason: Layer7 check passed, code: 200, check duration: \\d+ms\\. ");
        assertEquals("s1", ask());
    }

    @Test
    void aBackupTakesOverAndHandsBack() {
        Origin main = scenario.server("s1").answerWithName();
        scenario.server("b1").answerWithName();
        start("""
                backend web_servers
                    server s1 {s1} check
                    server b1 {b1} check backup
                """);
        assertEquals("s1", ask());
        main.stop();
        log.expectLine("Server web_servers/s1 is DOWN, .* 0 active and 1 backup servers left\\. Running on backup\\. 0 sessions active, ");
        assertEquals("b1", ask());
        scenario.server("s1").answerWithName();
        log.expectLine("Server web_servers/s1 is UP, .* 1 active and 1 backup servers online\\. ");
        assertEquals("s1", ask());
    }

    @Test
    void aCheckMayGoToAnotherPort() {
        scenario.server("s1").answerWithName();
        Origin agent = scenario.server("agent");
        start("""
                backend web_servers
                    server s1 {s1} check port {port:agent}
                """);
        assertEquals("s1", ask());
        agent.stop();
        log.expectLine("Server web_servers/s1 is DOWN, reason: Layer4 connection problem");
        assertEquals("503", ask());
    }

    @Test
    void hangUpAsksForTheStateOfEveryServer() {
        scenario.server("s1").answerWithName();
        Weir weir = start("""
                backend web_servers
                    server s1 {s1} check
                    server s2 {s2} disabled
                """);
        weir.signal(ProcessSignal.HUP);
        log.expectLine("Server web_servers/s1 is UP");
        log.expectLine("Server web_servers/s2 is DOWN");
    }

    @Test
    void everyChangeOfHealthMayBeALineOfItsOwn() {
        AtomicBoolean healthy = new AtomicBoolean(true);
        scenario.server("s1").answerEach(request -> healthy.get() ? Origin.ok("s1") : "HTTP/1.1 500 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        start("""
                backend web_servers
                    option httpchk GET /
                    option log-health-checks
                    server s1 {s1} check rise 2 fall 3
                """);
        String duration = ", check duration: \\d+ms, status: ";
        log.expectLine(": Health check for server web_servers/s1 succeeded, reason: Layer7 check passed, code: 200" + duration + "3/3 UP\\.\n$");
        healthy.set(false);
        String failed = ": Health check for server web_servers/s1 failed, reason: Layer7 wrong status, code: 500, info: \"X\"" + duration;
        log.expectLine(failed + "2/3 UP\\.\n$");
        log.expectLine(failed + "1/3 UP\\.\n$");
        log.expectLine(failed + "0/2 DOWN\\.\n$");
        log.expectLine(": Server web_servers/s1 is DOWN\\. 0 active and 0 backup servers left\\.");
        healthy.set(true);
        log.expectLine(": Health check for server web_servers/s1 succeeded, reason: Layer7 check passed, code: 200" + duration + "1/2 DOWN\\.\n$");
        log.expectLine(": Health check for server web_servers/s1 succeeded, reason: Layer7 check passed, code: 200" + duration + "3/3 UP\\.\n$");
        log.expectLine(": Server web_servers/s1 is UP\\. 1 active and 0 backup servers online\\.");
    }

    @Test
    void aServerWithoutWeightIsSaidToDrain() {
        AtomicBoolean healthy = new AtomicBoolean();
        scenario.server("s1").answerEach(request -> healthy.get() ? Origin.ok("s1") : "HTTP/1.1 500 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        start("""
                backend web_servers
                    option httpchk GET /
                    option log-health-checks
                    server s1 {s1} check rise 2 fall 3 weight 0
                """);
        log.expectLine(": Health check for server web_servers/s1 failed, .*, status: 0/2 DOWN\\.\n$");
        healthy.set(true);
        log.expectLine(": Health check for server web_servers/s1 succeeded, .*, status: 3/3 DRAIN\\.\n$");
    }

    /** Without "node" the name in it is the host's. */
    @Test
    void theServerIsToldWhatIsThoughtOfItAndByWhom() throws IOException {
        Origin s1 = scenario.server("s1");
        start("backend web_servers\n    option httpchk GET /\n    http-check send-state\n    server s1 {s1} check\n");
        String state = s1.accept().expectRequest().header("x-haproxy-server-state");
        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertTrue(state.contains("; name=web_servers/s1; node=" + host + "; weight=1/1; "), state);
    }

    @Test
    void aResetDuringACheckIsASocketError() {
        Origin s1 = scenario.server("s1");
        start("backend web_servers\n    option httpchk GET /\n    server s1 {s1} check fall 1\n");
        Peer server = s1.accept();
        server.expectRequest();
        server.reset();
        log.expectLine("Server web_servers/s1 is DOWN, reason: Socket error, info: \"Connection reset by peer\", check duration: \\d+ms\\. ");
    }

    /** The server keeps both connections open in the middle of a body. */
    @Test
    void aTextThatIsFoundDecidesBeforeTheBodyEnds() {
        Origin s1 = scenario.server("s1");
        start("""
                backend web_servers
                    option httpchk GET /
                    http-check expect string "all is well"
                    server s1 {s1} check fall 1 inter 20s downinter 50ms
                """);
        Peer first = s1.accept();
        first.expectRequest();
        first.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nnothing here").finish();
        log.expectLine("Server web_servers/s1 is DOWN, reason: Layer7 invalid response, info: \"HTTP content check did not match\"");
        for (int i = 0; i < 2; i++) {
            Peer next = s1.accept();
            next.expectRequest();
            next.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nall is");
            next.send(" well, and more is to come");
            next.expectOver();
        }
        log.expectLine("Server web_servers/s1 is UP, reason: Layer7 check passed, code: 200, check duration: \\d+ms\\. ");
    }

    @Test
    void aTcpCheckSaysAtWhichStepItFailed() {
        Origin s1 = scenario.server("s1").answerWithName();
        start("backend web_servers\n    option httpchk\n    option tcp-check\n    server s1 {s1} check fall 1\n");
        assertEquals("s1", ask());
        s1.stop();
        log.expectLine("Server web_servers/s1 is DOWN, reason: Layer4 connection problem, "
                + "info: \"Connection refused at initial connection step of tcp-check\", check duration: \\d+ms\\. ");
    }
}
