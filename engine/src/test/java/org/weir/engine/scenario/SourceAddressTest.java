package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code source}: where connections to servers come from, and what happens when there is no port for them. */
class SourceAddressTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private SyslogSink log;

    private Weir start(String backend) {
        log = scenario.log();
        return scenario.start(Texts.HTTP + backend);
    }

    /** Sends a request that keeps its connection until the server's side, which is returned, answers. */
    private Peer begin(Origin server, List<Peer> clients) {
        clients.add(scenario.client("fe").send(GET));
        Peer accepted = server.accept();
        accepted.expectRequest();
        return accepted;
    }

    @Test
    void aRangeOfPortsBoundsTheConnectionsToItsServer() {
        Origin s1 = scenario.server("s1");
        Weir weir = start("""
                backend be
                    option http-server-close
                    retries 1
                    server s1 {s1} source 127.83.7.6:21000-21001
                """);
        List<Peer> clients = new ArrayList<>();
        Peer first = begin(s1, clients);
        assertEquals(21000, first.remotePort());
        assertEquals(21001, begin(s1, clients).remotePort());
        Peer third = scenario.client("fe").send(GET);
        third.expectStatus(503);
        log.expectLine("^<128>.*: Cannot bind to source address before connect\\(\\) for backend be\\.\n$");
        log.expectLine(" fe be/s1 \\d+/\\d+/-1/-1/\\d+ 503 \\d+ - - SC-- 3/3/2/2/1 0/0 \"GET / HTTP/1.1\"\n$");
        String statistics = weir.cli("show stat").lines().filter(line -> line.startsWith("be,s1,")).findFirst().orElseThrow();
        assertEquals(List.of("1", "0", "1"), List.of(statistics.split(",", -1)).subList(13, 16));
        first.send(Origin.ok("done"));
        assertEquals("done", clients.getFirst().expectResponse().text());
        first.expectReset();
        assertEquals(21000, begin(s1, clients).remotePort());
    }

    @Test
    void aFixedPortThatIsInUseLeavesNothingToTry() {
        Origin s1 = scenario.server("s1");
        start("""
                backend be
                    retries 0
                    source 127.83.7.6:21010
                    server s1 {s1}
                    server s2 {s1} source 127.83.7.6:21011 disabled
                """);
        List<Peer> clients = new ArrayList<>();
        assertEquals(21010, begin(s1, clients).remotePort());
        scenario.client("fe").send(GET).expectStatus(503);
    }

    /** The server's end shows such attempts with their port, and so does the log. */
    @Test
    void anAttemptInVainIsLoggedWithWhereItCameFrom() {
        log = scenario.log();
        scenario.start(Texts.HTTP.replace("option httplog", "log-format \"from %bi:%bp to %si:%sp %ST\"") + """
                backend be
                    retries 0
                    server s1 {s1} source 127.83.7.6
                """);
        scenario.client("fe").send(GET).expectStatus(503);
        log.expectLine("from 127\\.83\\.7\\.6:[1-9]\\d+ to 127\\.0\\.0\\.1:" + scenario.port("s1") + " 503\n$");
    }

    @Test
    void checksComeFromTheRangeToo() {
        Origin s1 = scenario.server("s1");
        Weir weir = start("""
                backend be
                    option httpchk
                    server s1 {s1} source 127.83.7.6:21020-21021 check fall 1 inter 20s downinter 50ms
                    server s2 {s1} source 192.0.2.1:21020-21021 check inter 50ms
                """);
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Peer check = s1.accept();
            ports.add(check.remotePort());
            check.expectRequest();
            check.send("HTTP/1.0 500 No\r\n\r\n").finish();
            check.expectOver();
        }
        assertEquals(List.of(21020, 21021, 21020), ports);
        String down = "Server be/s2 is DOWN, reason: Layer4 connection problem, info: \"Can't bind to source address (Cannot assign requested address)\"";
        Deadline.await(weir::messages, () -> weir.messages().contains(down));
    }
}
