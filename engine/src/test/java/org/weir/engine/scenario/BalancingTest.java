package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code balance}, weights and backups, as clients see which server answers. */
class BalancingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir start(String backend) {
        return scenario.start(Texts.HTTP + "backend be\n" + backend.indent(4));
    }

    private void serve(String... names) {
        for (String name : names) {
            scenario.server(name).answerWithName();
        }
    }

    /** Who answers so many requests, each on a connection of its own that is closed before the next. */
    private List<String> ask(int times) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            try (Peer client = scenario.client("fe")) {
                client.send(GET);
                answers.add(client.expectStatus(200).text());
            }
        }
        return answers;
    }

    @ParameterizedTest
    @CsvSource({"roundrobin", "static-rr"})
    void roundRobinTakesTurns(String algorithm) {
        serve("s1", "s2", "s3");
        start("balance " + algorithm + "\nserver s1 {s1}\nserver s2 {s2}\nserver s3 {s3}");
        List<String> answers = ask(9);
        for (String server : List.of("s1", "s2", "s3")) {
            assertEquals(3, Collections.frequency(answers, server), answers::toString);
        }
        assertEquals(answers.subList(0, 3), answers.subList(3, 6));
    }

    @ParameterizedTest
    @CsvSource({"roundrobin", "static-rr"})
    void weightsDivideRequests(String algorithm) {
        serve("s1", "s2");
        start("balance " + algorithm + "\nserver s1 {s1} weight 3\nserver s2 {s2} weight 1");
        List<String> answers = ask(16);
        assertEquals(12, Collections.frequency(answers, "s1"), answers::toString);
    }

    @Test
    void aWeightOfZeroGetsNothing() {
        serve("s1", "s2");
        start("balance roundrobin\nserver s1 {s1} weight 0\nserver s2 {s2}");
        assertEquals(Collections.nCopies(4, "s2"), ask(4));
    }

    @Test
    void leastconnPrefersTheServerWithFewerConnections() {
        Origin s1 = scenario.server("s1");
        Origin s2 = scenario.server("s2");
        start("balance leastconn\nserver s1 {s1}\nserver s2 {s2}");
        Peer first = scenario.client("fe");
        first.send(GET);
        Peer busy = s1.accept();
        busy.expectRequest();
        for (int i = 0; i < 3; i++) {
            Peer client = scenario.client("fe");
            client.send(GET);
            Peer server = s2.accept();
            server.expectRequest();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            server.close();
            client.expectStatus(200);
        }
        busy.send(Origin.ok("done"));
        first.expectStatus(200);
    }

    @Test
    void firstFillsOneServerAfterTheOther() {
        Origin s1 = scenario.server("s1");
        Origin s2 = scenario.server("s2");
        start("balance first\nserver s1 {s1} maxconn 2\nserver s2 {s2} maxconn 2");
        List<Peer> clients = new ArrayList<>();
        for (Origin expected : List.of(s1, s1, s2)) {
            Peer client = scenario.client("fe");
            client.send(GET);
            clients.add(client);
            expected.accept().expectRequest();
        }
    }

    @Test
    void sourceBindsAClientToAServer() {
        serve("s1", "s2", "s3");
        start("balance source\nserver s1 {s1}\nserver s2 {s2}\nserver s3 {s3}");
        List<String> answers = ask(6);
        assertEquals(Collections.nCopies(6, answers.getFirst()), answers);
    }

    @Test
    void disabledServersGetNothing() {
        serve("s1", "s2");
        start("balance roundrobin\nserver s1 {s1} disabled\nserver s2 {s2}");
        assertEquals(List.of("s2", "s2"), ask(2));
    }

    @Test
    void backupsServeOnceTheOthersAreGone() {
        serve("s1", "b1", "b2");
        Weir weir = start("server s1 {s1}\nserver b1 {b1} backup\nserver b2 {b2} backup");
        assertEquals(List.of("s1", "s1"), ask(2));
        weir.cli("disable server be/s1");
        assertEquals(List.of("b1", "b1"), ask(2));
        weir.cli("disable server be/b1");
        assertEquals(List.of("b2", "b2"), ask(2));
        weir.cli("enable server be/s1");
        assertEquals(List.of("s1", "s1"), ask(2));
    }

    @Test
    void allBackupsServeTogetherWhenAsked() {
        serve("b1", "b2");
        start("option allbackups\nserver s1 {s1} disabled\nserver b1 {b1} backup\nserver b2 {b2} backup");
        List<String> answers = ask(4);
        assertEquals(2, Collections.frequency(answers, "b1"), answers::toString);
    }
}
