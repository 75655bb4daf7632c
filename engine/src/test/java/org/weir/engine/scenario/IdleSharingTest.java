package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.engine.process.ProcessSignal;

/** Several I/O agents, among which the kernel spreads the clients, and their connections to servers. */
class IdleSharingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** So many that they hardly are all on one agent. */
    private static final int CLIENTS = 24;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir start(int agents, String global, String backends) {
        return scenario.start(Texts.HTTP.replace("threading-mode shared", "threading-mode dedicated\n    nbthread " + agents + "\n    " + global) + backends);
    }

    private Weir start(int agents, String server) {
        return start(agents, "", "backend be\n    http-reuse always\n    server s1 {s1} " + server + '\n');
    }

    private void ask(Peer client) {
        client.send(GET);
        client.expectStatus(200);
    }

    /** Asks on a connection of its own, which the scenario need not remember. */
    private void askOnce() {
        try (Peer client = Peer.connect("client", scenario.address("fe"), 0)) {
            ask(client);
        }
    }

    /** What {@code show servers conn} says of the idle connections to the first server: unproven, proven, and those of each agent. */
    private static List<Integer> idle(Weir weir) {
        String[] fields = weir.cli("show servers conn").lines().filter(line -> line.contains("/s1 ")).findFirst().orElseThrow().split(" ");
        List<Integer> counts = new ArrayList<>();
        for (int field : new int[] {9, 10}) {
            counts.add(Integer.valueOf(fields[field]));
        }
        Arrays.stream(fields).skip(13).map(Integer::valueOf).forEach(counts::add);
        return counts;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void oneConnectionServesClientsOfEveryAgent(int agents) {
        Origin s1 = scenario.server("s1").answerWithName();
        Weir weir = start(agents, "");
        Set<Integer> owners = new TreeSet<>();
        for (int i = 0; i < CLIENTS; i++) {
            ask(scenario.client("fe"));
            List<Integer> idle = idle(weir);
            assertEquals(i == 0 ? List.of(1, 0) : List.of(0, 1), idle.subList(0, 2));
            owners.add(idle.subList(2, idle.size()).indexOf(1));
        }
        assertTrue(owners.size() > 1 && !owners.contains(-1), owners::toString);
        assertEquals(1, s1.connections());
    }

    @Test
    void poolsThatAreNotSharedHaveAConnectionEach() {
        Origin s1 = scenario.server("s1").answerWithName();
        Weir weir = start(2, "tune.idle-pool.shared off", "backend be\n    http-reuse always\n    server s1 {s1}\n");
        for (int i = 0; i < 8 * CLIENTS && s1.connections() < 2; i++) {
            askOnce();
        }
        assertEquals(List.of(1, 1), idle(weir).subList(2, 4));
        for (int i = 0; i < CLIENTS; i++) {
            askOnce();
        }
        assertEquals(2, s1.connections());
    }

    /** As many as were ever needed at once, however the clients are spread over the agents from one time to the next. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void connectionsDoNotMultiplyByTheNumberOfAgents(int agents) throws Exception {
        int atOnce = 6;
        CyclicBarrier allAreBusy = new CyclicBarrier(atOnce);
        Origin s1 = scenario.server("s1").answerEach(request -> {
            meet(allAreBusy);
            return Origin.ok("s1");
        });
        start(agents, "");
        for (int round = 0; round < 15; round++) {
            List<CompletableFuture<Void>> requests = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                requests.add(Parallel.run(this::askOnce));
            }
            for (CompletableFuture<Void> request : requests) {
                request.get();
            }
            assertEquals(atOnce, s1.connections(), "connections after round " + round);
        }
        assertEquals(List.of(), s1.faults());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(Deadline.DEFAULT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the others did not come", e);
        }
    }

    /** As with one agent, see {@link HttpReuseTest}. */
    @ParameterizedTest
    @CsvSource({"never, 6", "safe, 6", "aggressive, 1", "always, 1"})
    void reuseIsWhatItIsWithOneAgent(String mode, int connections) {
        Origin s1 = scenario.server("s1").answerWithName();
        start(4, "", "backend be\n    http-reuse " + mode + "\n    server s1 {s1}\n");
        for (int i = 0; i < 6; i++) {
            Peer client = scenario.client("fe");
            ask(client);
            ask(client);
        }
        assertEquals(connections, s1.connections());
    }

    @Test
    void belowTheLowMarkEveryAgentOpensItsOwn() {
        Origin s1 = scenario.server("s1").answerWithName();
        Weir weir = start(2, "pool-low-conn 2");
        for (int i = 0; i < 8 * CLIENTS && s1.connections() < 2; i++) {
            askOnce();
        }
        assertEquals(List.of(1, 1), idle(weir).subList(2, 4));
        assertEquals(2, s1.connections());
    }

    @Test
    void theServersLimitHoldsForAllAgentsTogether() throws Exception {
        int atOnce = 8;
        CyclicBarrier allAreBusy = new CyclicBarrier(atOnce);
        scenario.server("s1").answerEach(request -> {
            meet(allAreBusy);
            return Origin.ok("s1");
        });
        Weir weir = start(4, "pool-max-conn 2");
        for (int round = 0; round < 5; round++) {
            List<CompletableFuture<Void>> requests = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                requests.add(Parallel.run(this::askOnce));
            }
            for (CompletableFuture<Void> request : requests) {
                request.get();
            }
            List<Integer> idle = idle(weir);
            assertTrue(idle.get(0) + idle.get(1) <= 2, idle::toString);
        }
    }

    /** The descriptors of the process are counted for as many connections to servers as clients may have. */
    @Test
    void idleConnectionsOfEveryAgentMakeRoom() {
        StringBuilder backends = new StringBuilder();
        List<Origin> servers = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            servers.add(scenario.server("s" + i).answerWithName());
            backends.append("backend b").append(i).append("\n    server s1 {s").append(i).append("}\n");
        }
        Weir weir = scenario.start(Texts.HTTP.replace("threading-mode shared", "threading-mode dedicated\n    nbthread 3\n    maxconn 3")
                .replace("default_backend be", "use_backend %[path,field(2,/)]") + backends);
        for (int i = 0; i < CLIENTS; i++) {
            try (Peer client = scenario.client("fe")) {
                client.send(GET.replace("GET /", "GET /b" + (1 + i % 6)));
                client.expectStatus(200);
            }
            int idle = weir.cli("show servers conn").lines().filter(line -> line.contains("/s1 ")).map(line -> line.split(" ")[12])
                    .mapToInt(Integer::parseInt).sum();
            assertTrue(idle <= 3, () -> idle + " idle connections");
        }
        assertTrue(servers.stream().mapToInt(Origin::connections).sum() > 6, "none had to make room");
    }

    /** What a server says unasked must not become somebody's answer. */
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"})
    void aServerMayEndTheConnectionAtAnyTime(String lastWords) {
        Origin s1 = scenario.server("s1");
        start(2, "");
        for (int i = 0; i < CLIENTS; i++) {
            Peer first = scenario.client("fe").send(GET);
            Peer server = s1.accept();
            answer(server, "first");
            assertEquals("first", first.expectStatus(200).text());
            server.send(lastWords).close();
            Peer second = scenario.client("fe").send(GET);
            Peer another = s1.accept();
            answer(another, "second");
            assertEquals("second", second.expectStatus(200).text());
            another.reset();
        }
    }

    private static void answer(Peer server, String name) {
        server.expectRequest();
        server.send(Origin.ok(name));
    }

    @Test
    void clientsThatComeAndGoGetTheirOwnAnswers() throws Exception {
        Origin s1 = scenario.server("s1").answerEach(request -> Origin.ok(request.target()));
        Weir weir = start(4, "");
        List<CompletableFuture<Void>> loads = new ArrayList<>();
        int workers = 8;
        for (int i = 0; i < workers; i++) {
            String name = "/" + i + '.';
            loads.add(Parallel.run(() -> comeAndGo(name)));
        }
        for (CompletableFuture<Void> load : loads) {
            load.get();
        }
        assertEquals(List.of(), s1.faults());
        // One that is refused an idle connection, which was used meanwhile, opens one although another may have become idle.
        assertTrue(s1.connections() <= 2 * workers, () -> s1.connections() + " connections for " + workers + " clients at once");
        weir.signal(ProcessSignal.USR1);
        weir.expectExit(0);
    }

    private void comeAndGo(String name) {
        for (int j = 0; j < 100; j++) {
            try (Peer client = Peer.connect("client", scenario.address("fe"), 0)) {
                for (int k = 0; k <= j % 3; k++) {
                    client.send("GET " + name + j + '.' + k + " HTTP/1.1\r\nHost: a\r\n\r\n");
                    assertEquals(name + j + '.' + k, client.expectStatus(200).text());
                }
            }
        }
    }

    /** Whatever connections are on their way between agents then, none is left behind: the scenario counts descriptors at its end. */
    @ParameterizedTest
    @ValueSource(strings = {"USR1", "TERM"})
    void theEndFindsConnectionsOnTheirWay(ProcessSignal signal) throws Exception {
        Origin s1 = scenario.server("s1").answerWithName();
        Weir weir = start(4, "");
        List<CompletableFuture<Void>> loads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            loads.add(Parallel.run(this::comeAndGoUntilClosed));
        }
        Deadline.await("some requests", () -> s1.requests().size() > 200);
        weir.signal(signal);
        weir.expectExit(signal == ProcessSignal.USR1 ? 0 : signal.exitStatus());
        for (CompletableFuture<Void> load : loads) {
            load.get();
        }
    }

    /** Clients that leave in the middle of their request, at times. */
    private void comeAndGoUntilClosed() {
        for (int i = 0;; i++) {
            try (Peer client = Peer.connect("client", scenario.address("fe"), 0)) {
                client.sendUnlessBroken(GET);
                if (i % 4 == 0) {
                    client.reset();
                } else {
                    client.expectStatus(200);
                }
            } catch (AssertionError | RuntimeException ended) {
                return;
            }
        }
    }
}
