package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code option splice-*}: bodies and streams pass within the kernel, and nobody sees a difference. */
class SplicingTest {
    private static final int MIB = 1 << 20;
    private static final String SPLICING = Texts.LONG_TIMEOUTS + "    option splice-auto\n";
    private static final String SERVER = """
            backend be
                server s1 {s1}
            """;

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Origin start(String text) {
        scenario.log();
        Origin s1 = scenario.server("s1");
        scenario.start(text + SERVER);
        return s1;
    }

    private long info(String name) {
        Matcher found = Pattern.compile("(?m)^" + name + ": (\\d+)$").matcher(scenario.proxy().cli("show info"));
        assertTrue(found.find(), name);
        return Long.parseLong(found.group(1));
    }

    private void awaitNoPipesInUse() {
        Deadline.await(() -> scenario.proxy().cli("show info"), () -> info("PipesUsed") == 0);
    }

    /** The server's side of a new connection that has brought a request. */
    private static Peer asked(Origin origin) {
        Peer server = origin.accept();
        server.expectHead();
        return server;
    }

    private static String response(int bytes) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n";
    }

    private static String upload(int bytes) {
        return "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: " + bytes + "\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"threading-mode shared", "threading-mode dedicated\n    nbthread 2"})
    void bodiesPassBothWaysAtOnce(String threads) throws Exception {
        Origin s1 = start(Texts.http(SPLICING).replace("threading-mode shared", threads));
        Peer client = scenario.client("fe");
        client.send(upload(32 * MIB));
        Peer server = asked(s1);
        server.send(response(32 * MIB));
        client.expectHead();
        BulkTransfer.bothWays(client, server, 32 * MIB);
        Deadline.await(() -> scenario.proxy().cli("show info"), () -> info("TotalSplicedBytesOut") > 32 * MIB);
        awaitNoPipesInUse();
        assertTrue(info("PipesFree") > 0);
        assertTrue(info("Maxpipes") > 0);
    }

    @Test
    void streamsPassBothWaysAtOnce() throws Exception {
        Origin s1 = start(Texts.tcp(SPLICING));
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        BulkTransfer.bothWays(client, server, 32 * MIB);
        client.finish();
        server.expectClosed();
        server.finish();
        client.expectClosed();
        Deadline.await(() -> scenario.proxy().cli("show info"), () -> info("TotalSplicedBytesOut") > 8 * MIB);
    }

    /** In a stream that turns into a talk, small messages pass too. */
    @Test
    void aStreamThatBecomesATalkGoesOn() {
        Origin s1 = start(Texts.tcp(SPLICING));
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        for (int round = 0; round < 3; round++) {
            CompletableFuture<Long> sent = Parallel.start(() -> BulkTransfer.send(server, 4 * MIB, 1, false));
            assertEquals(BulkTransfer.receive(client, 4 * MIB), sent.join());
            for (int i = 0; i < 20; i++) {
                client.send("ping " + i);
                server.expect("ping " + i).send("pong " + i);
                client.expect("pong " + i);
            }
        }
    }

    @Test
    void theNextRequestIsNoPartOfTheBody() {
        Origin s1 = start(Texts.http(SPLICING));
        Peer client = scenario.client("fe");
        byte[] body = "0123456789abcdef".repeat(MIB / 16).getBytes(StandardCharsets.US_ASCII);
        CompletableFuture<Void> sent = Parallel.run(() -> client.writer().send(upload(MIB)).send(body).send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n"));
        Peer server = asked(s1);
        assertEquals(-1, Arrays.mismatch(body, server.readBytes(MIB)));
        server.send(Origin.ok("stored"));
        assertEquals("stored", client.expectStatus(200).text());
        assertTrue(server.expectHead().startsWith("GET /next HTTP/1.1"));
        server.send(Origin.ok("next"));
        assertEquals("next", client.expectStatus(200).text());
        sent.join();
    }

    /** The connection is used again at once: nothing of the last body may be left on it, nor seem to be. */
    @Test
    void oneServerConnectionCarriesOneLargeBodyAfterTheOther() {
        Origin s1 = start(Texts.http(SPLICING + "    http-reuse always\n"));
        Peer server = null;
        for (int i = 0; i < 20; i++) {
            Peer client = scenario.client("fe");
            client.send(GET);
            server = server == null ? s1.accept() : server;
            server.expectHead();
            Peer sender = server;
            int seed = i + 1;
            CompletableFuture<Long> sent = Parallel.start(() -> BulkTransfer.send(sender.send(response(MIB)), MIB, seed, false));
            client.expectHead();
            assertEquals(BulkTransfer.receive(client, MIB), sent.join());
            client.close();
        }
    }

    @Test
    void bytesBehindAResponseReachNobody() {
        Origin s1 = start(Texts.http(SPLICING));
        Peer client = scenario.client("fe").send(GET);
        Peer server = asked(s1);
        CompletableFuture<Void> sent = Parallel.run(
                () -> server.writer().send(response(MIB)).send("x".repeat(MIB)).sendUnlessBroken("HTTP/1.1 666 Evil\r\n\r\n"));
        client.expectHead();
        assertEquals("x".repeat(MIB), new String(client.readBytes(MIB), StandardCharsets.US_ASCII));
        sent.join();
        client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer second = s1.accept();
        second.expectHead();
        second.send(Origin.ok("second"));
        assertEquals("second", client.expectStatus(200).text());
    }

    @Test
    void aBodyUpToTheCloseIsComplete() {
        Origin s1 = start(Texts.http(SPLICING));
        Peer client = scenario.client("fe").send(GET);
        Peer server = asked(s1);
        server.send("HTTP/1.0 200 OK\r\n\r\n");
        client.expectHead();
        CompletableFuture<Long> sent = Parallel.start(() -> {
            long sum = BulkTransfer.send(server, 8 * MIB, 5, false);
            server.close();
            return sum;
        });
        assertEquals(BulkTransfer.receive(client, 8 * MIB), sent.join());
        client.expectClosed();
    }

    @Test
    void whatPassedIsCountedAndLogged() {
        Origin s1 = start(Texts.http(SPLICING));
        Peer client = scenario.client("fe");
        client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = asked(s1);
        server.send(response(2 * MIB)).send("x".repeat(2 * MIB));
        int head = client.expectHead().length();
        client.readBytes(2 * MIB);
        scenario.log().expectLine(" be/s1 .* 200 " + (head + 2 * MIB) + " - - ---- .*\"GET /big HTTP/1.1\"");
    }

    @Test
    void aServerThatBreaksOffLeavesTheClientWithAnIncompleteBody() {
        Origin s1 = start(Texts.http(SPLICING));
        Peer client = scenario.client("fe").send(GET);
        Peer server = asked(s1);
        server.send(response(4 * MIB)).send("x".repeat(MIB)).close();
        client.expectHead();
        assertEquals(MIB, client.readToEnd().length);
        scenario.log().expectLine(" SD-- ");
        awaitNoPipesInUse();
    }

    @Test
    void aClientThatGoesAwayLeavesNoPipeBehind() {
        Origin s1 = start(Texts.http(SPLICING));
        Peer client = scenario.client("fe").send(GET);
        Peer server = asked(s1);
        server.send(response(64 * MIB));
        server.sendUntilFull(new byte[65_536], 64 * MIB);
        Deadline.await(() -> scenario.proxy().cli("show info"), () -> info("PipesUsed") == 1);
        client.reset();
        server.expectOver();
        scenario.log().expectLine(" CD-- ");
        awaitNoPipesInUse();
    }

    @Test
    void aClientThatDoesNotReadStopsTheServer() {
        Origin s1 = start(Texts.http(SPLICING));
        Peer client = scenario.client("fe").send(GET);
        Peer server = asked(s1);
        server.send(response(64 * MIB));
        long sent = server.sendUntilFull(new byte[65_536], 64 * MIB);
        assertTrue(sent < 32 * MIB, () -> "the proxy took " + sent + " bytes for a client that reads none");
        CompletableFuture<Void> rest = Parallel.run(() -> BulkTransfer.send(server, (int) (64 * MIB - sent), 3, false));
        client.expectHead();
        BulkTransfer.receive(client, 64 * MIB);
        rest.join();
    }

    @Test
    void withoutEnoughPipesTheOthersAreCopied() {
        Origin s1 = start(Texts.http(SPLICING).replace("threading-mode shared", "threading-mode shared\n    maxpipes 1\n    tune.pipesize 128k"));
        Peer[] clients = new Peer[3];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = scenario.client("fe");
            clients[i].send(GET);
            Peer server = asked(s1);
            server.send(response(64 * MIB));
            server.sendUntilFull(new byte[65_536], 64 * MIB);
        }
        assertEquals(1, info("Maxpipes"));
        assertEquals(1, info("PipesUsed"));
        for (Peer client : clients) {
            client.expectHead();
            client.readBytes(MIB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no option splice-auto", "option splice-request"})
    void onlyWhatIsAskedForIsSpliced(String option) {
        Origin s1 = start(Texts.http(Texts.LONG_TIMEOUTS + "    " + option + "\n"));
        download(s1);
        assertEquals(0, info("TotalSplicedBytesOut"));
    }

    @Test
    void nospliceIsStronger() {
        Origin s1 = start(Texts.http(SPLICING).replace("threading-mode shared", "threading-mode shared\n    nosplice"));
        download(s1);
        assertEquals(0, info("TotalSplicedBytesOut"));
        assertEquals(0, info("Maxpipes"));
    }

    private void download(Origin s1) {
        Peer client = scenario.client("fe").send(GET);
        Peer server = asked(s1);
        server.send(response(MIB)).send("x".repeat(MIB));
        client.expectHead();
        client.readBytes(MIB);
    }
}
