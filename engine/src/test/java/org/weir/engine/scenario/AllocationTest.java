package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A steady load on connections that stay costs the agents' thread no heap. */
class AllocationTest {
    private static final int REQUESTS_PER_ROUND = 2_000;

    /** What a round may cost for all its requests together: room for what a timer does now and then, not for an object per request. */
    private static final long BYTES_PER_ROUND = 8L * REQUESTS_PER_ROUND;

    /** Until the code is compiled, on a machine whose compiler threads get little time. */
    private static final int COMPILED_MILLIS = 100_000;

    private static final byte[] GET =
            "GET /path?a=b HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private void start() {
        scenario.log();
        scenario.start(Texts.HTTP + """
                backend be
                    balance roundrobin
                    option forwardfor
                    http-request set-header X-Path %[path]
                    server s1 {s1}
                """);
    }

    @Test
    void aRequestAllocatesNothing() {
        scenario.server("s1").answerWithName();
        start();
        Peer client = scenario.client("fe");
        expectNoAllocation(() -> {
            client.send(GET);
            client.expectStatus(200);
        });
    }

    @Test
    void aRequestWithABodyAllocatesNothing() {
        scenario.server("s1").answerWithName();
        start();
        Peer client = scenario.client("fe");
        byte[] post = ("POST /form HTTP/1.1\r\nHost: example.org\r\nContent-Length: 3000\r\n\r\n" + "b".repeat(3000)).getBytes(StandardCharsets.US_ASCII);
        expectNoAllocation(() -> {
            client.send(post);
            client.expectStatus(200);
        });
    }

    @Test
    void chunksBothWaysAllocateNothing() {
        String chunks = "10;x=y\r\n0123456789abcdef\r\n".repeat(40) + "0\r\nX-Trailer: 1\r\n\r\n";
        scenario.server("s1").answerEach(request -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
        start();
        Peer client = scenario.client("fe");
        byte[] post = ("POST /form HTTP/1.1\r\nHost: example.org\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks).getBytes(StandardCharsets.US_ASCII);
        expectNoAllocation(() -> {
            client.send(post);
            client.expectStatus(200);
        });
    }

    @Test
    void aRelayedByteAllocatesNothing() {
        Origin s1 = scenario.server("s1");
        scenario.start(Texts.tcp(Texts.LONG_TIMEOUTS) + "backend be\n    server s1 {s1}\n");
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        byte[] block = new byte[1000];
        expectNoAllocation(() -> {
            client.send(block);
            server.readBytes(block.length);
            server.send(block);
            client.readBytes(block.length);
        });
    }

    /** Two clients of two I/O agents, for whose requests one connection goes back and forth. */
    @Test
    void aConnectionThatChangesItsAgentAllocatesNothing() {
        Origin s1 = scenario.server("s1").answerWithName();
        scenario.log();
        Weir weir = scenario.start(Texts.HTTP.replace("threading-mode shared", "threading-mode shared\n    nbthread 2") + """
                backend be
                    http-reuse always
                    server s1 {s1}
                """);
        Peer[] clients = new Peer[2];
        for (int i = 0; clients[0] == null || clients[1] == null; i++) {
            assertTrue(i < 100, "all clients are on one agent");
            Peer client = scenario.client("fe");
            client.send(GET);
            client.expectStatus(200);
            clients[weir.cli("show servers conn").contains(" 1 0\n") ? 0 : 1] = client;
        }
        expectNoAllocation(() -> {
            for (Peer client : clients) {
                client.send(GET);
                client.expectStatus(200);
            }
        });
        assertEquals(1, s1.connections());
    }

    /** Rounds go on until one costs next to nothing: before the code is compiled, foreign calls allocate. */
    private static void expectNoAllocation(Runnable exchange) {
        exchange.run();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] agents = agentThreads();
        long[] last = new long[1];
        Deadline.await(Deadline.inMillis(COMPILED_MILLIS),
                () -> "a round of " + REQUESTS_PER_ROUND + " requests that costs less than " + BYTES_PER_ROUND + " bytes; the last one cost " + last[0],
                () -> {
                    long before = allocatedBytes(threads, agents);
                    for (int i = 0; i < REQUESTS_PER_ROUND; i++) {
                        exchange.run();
                    }
                    last[0] = allocatedBytes(threads, agents) - before;
                    return last[0] < BYTES_PER_ROUND;
                });
    }

    private static long allocatedBytes(ThreadMXBean threads, long[] agents) {
        long bytes = 0;
        for (long agent : agents) {
            bytes += threads.getThreadAllocatedBytes(agent);
        }
        return bytes;
    }

    private static long[] agentThreads() {
        long[] agents = Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("weir-io-")).mapToLong(Thread::threadId)
                .toArray();
        assertTrue(agents.length > 0, "no thread runs the agents");
        return agents;
    }
}
