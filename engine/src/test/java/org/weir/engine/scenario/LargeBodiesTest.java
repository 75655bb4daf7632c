package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large transfers arrive byte for byte, in pieces of any size, and a slow receiver slows the sender down instead of filling memory. */
class LargeBodiesTest {
    private static final int TOTAL = 64 << 20;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private static long receiveChunks(Peer from) {
        CRC32C sum = new CRC32C();
        while (true) {
            int length = Integer.parseInt(from.readLine(), 16);
            if (length == 0) {
                assertEquals("", from.readLine());
                return sum.getValue();
            }
            sum.update(from.readBytes(length));
            assertEquals("", from.readLine());
        }
    }

    private Origin startHttp(String threads) {
        Origin s1 = scenario.server("s1");
        scenario.start(Texts.HTTP.replace("threading-mode shared", threads) + """
                backend be
                    server s1 {s1}
                """);
        return s1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"threading-mode shared", "threading-mode dedicated\n    nbthread 2"})
    void sixtyFourMebibytesBothWaysAtOnceWithLengths(String threads) throws Exception {
        Origin s1 = startHttp(threads);
        Peer client = scenario.client("fe");
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + TOTAL + "\r\n\r\n");
        Peer server = s1.accept();
        server.expectHead();
        server.send("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
        client.expectHead();
        BulkTransfer.bothWays(client, server, TOTAL);
    }

    @Test
    void sixtyFourMebibytesDownInRandomChunks() throws Exception {
        Origin s1 = startHttp("threading-mode shared");
        Peer client = scenario.client("fe");
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        server.expectHead();
        server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        CompletableFuture<Long> sent = Parallel.start(() -> BulkTransfer.send(server, TOTAL, 44, true));
        client.expectHead();
        assertEquals(receiveChunks(client), sent.get());
    }

    @Test
    void sixtyFourMebibytesUpInRandomChunks() throws Exception {
        Origin s1 = startHttp("threading-mode shared");
        Peer client = scenario.client("fe");
        client.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        CompletableFuture<Long> sent = Parallel.start(() -> BulkTransfer.send(client, TOTAL, 45, true));
        Peer server = s1.accept();
        server.expectHead();
        assertEquals(receiveChunks(server), sent.get());
        server.send(Origin.ok("stored"));
        assertEquals("stored", client.expectStatus(200).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"threading-mode shared", "threading-mode dedicated\n    nbthread 2"})
    void sixtyFourMebibytesBothWaysOverTcp(String threads) throws Exception {
        Origin s1 = scenario.server("s1");
        scenario.start(Texts.tcp(Texts.LONG_TIMEOUTS).replace("threading-mode shared", threads) + """
                backend be
                    server s1 {s1}
                """);
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        BulkTransfer.bothWays(client, server, TOTAL);
        client.finish();
        server.expectClosed();
        server.finish();
        client.expectClosed();
    }

    @Test
    void aClientThatDoesNotReadStopsTheServer() {
        Origin s1 = startHttp("threading-mode shared");
        Peer client = scenario.client("fe", 4096);
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        server.expectHead();
        server.send("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
        byte[] block = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
        long sent = server.sendUntilFull(block, TOTAL);
        assertTrue(sent < TOTAL / 2, () -> "the proxy took " + sent + " bytes for a client that reads none");
        client.expectHead();
        CompletableFuture<Long> rest = Parallel.start(() -> BulkTransfer.send(server, (int) (TOTAL - sent), 46, false));
        for (long from = 0; from < sent; from += block.length) {
            int length = (int) Math.min(block.length, sent - from);
            assertEquals(-1, Arrays.mismatch(block, 0, length, client.readBytes(length), 0, length));
        }
        assertEquals(BulkTransfer.receive(client, (int) (TOTAL - sent)), rest.join());
    }

    @Test
    void aServerThatDoesNotReadStopsTheClient() {
        Origin s1 = startHttp("threading-mode shared");
        Peer client = scenario.client("fe");
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + TOTAL + "\r\n\r\n");
        Peer server = s1.accept();
        server.expectHead();
        long sent = client.sendUntilFull(new byte[65_536], TOTAL);
        assertTrue(sent < TOTAL / 2, () -> "the proxy took " + sent + " bytes for a server that reads none");
        CompletableFuture<Long> rest = Parallel.start(() -> BulkTransfer.send(client, (int) (TOTAL - sent), 47, false));
        BulkTransfer.receive(server, (int) sent);
        assertEquals(BulkTransfer.receive(server, (int) (TOTAL - sent)), rest.join());
        server.send(Origin.ok("stored"));
        client.expectStatus(200);
    }
}
