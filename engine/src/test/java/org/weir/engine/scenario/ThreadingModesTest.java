package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.engine.process.ProcessSignal;

/** The same traffic over every arrangement of agents and every way of idling. */
class ThreadingModesTest {
    private static final String SHARED = "threading-mode shared";
    private static final String TWO_IO = "threading-mode dedicated\n    nbthread 2";
    private static final String SHARED_TWO = "threading-mode shared\n    nbthread 2";
    private static final String BACKOFF = "threading-mode dedicated\n    nbthread 1\n    idle-strategy backoff";
    private static final String YIELD = "threading-mode shared\n    idle-strategy yield";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir start(String threads, String backend) {
        return scenario.start(Texts.HTTP.replace("threading-mode shared", threads) + "backend be\n" + backend.indent(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARED, TWO_IO, SHARED_TWO, BACKOFF, YIELD})
    void manyClientsAtOnceGetTheirOwnAnswers(String threads) throws Exception {
        Origin s1 = scenario.server("s1").answerEach(request -> Origin.ok(request.target() + request.text()));
        Weir weir = start(threads, "http-reuse always\nserver s1 {s1}");
        List<CompletableFuture<Void>> loads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String name = "/" + i;
            Peer client = scenario.client("fe");
            loads.add(Parallel.run(() -> askAgainAndAgain(client, name)));
        }
        for (CompletableFuture<Void> load : loads) {
            load.get();
        }
        assertEquals(List.of(), s1.faults());
        weir.signal(ProcessSignal.USR1);
        weir.expectExit(0);
    }

    private static void askAgainAndAgain(Peer client, String name) {
        for (int j = 0; j < 25; j++) {
            String body = "b".repeat(j * 100);
            client.send("POST " + name + '.' + j + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertEquals(name + '.' + j + body, client.expectStatus(200).text());
        }
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARED, TWO_IO, SHARED_TWO})
    void clientsOfEveryAgentAreCountedTogether(String threads) {
        Origin s1 = scenario.server("s1");
        Weir weir = start(threads, "server s1 {s1} maxconn 3");
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Peer client = scenario.client("fe");
            client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            clients.add(client);
        }
        Deadline.await(() -> weir.cli("show stat"), () -> weir.cli("show stat").contains("\nbe,BACKEND,5,5,8,8,"));
        List<Peer> busy = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            busy.add(s1.accept());
        }
        assertTrue(!s1.hasConnection());
        busy.forEach(server -> {
            server.expectHead();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").close();
        });
        for (int i = 0; i < 5; i++) {
            Peer server = s1.accept();
            server.expectHead();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").close();
        }
        clients.forEach(client -> client.expectStatus(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARED, TWO_IO, SHARED_TWO})
    void failuresAndRulesWorkFromEveryAgent(String threads) {
        scenario.server("s1").answerWithName();
        start(threads, "option redispatch\nhttp-request deny if { path /no }\nserver s0 {s0}\nserver s1 {s1}");
        Set<Integer> denied = IntStream.range(0, 8).mapToObj(i -> ask("/no")).collect(Collectors.toSet());
        Set<Integer> served = IntStream.range(0, 8).mapToObj(i -> ask("/yes")).collect(Collectors.toSet());
        assertEquals(Set.of(403), denied);
        assertEquals(Set.of(200), served);
    }

    private int ask(String path) {
        try (Peer client = scenario.client("fe")) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            return client.expectResponse().status();
        }
    }
}
