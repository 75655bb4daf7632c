package org.weir.engine.scenario;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A steady keep-alive load costs the agents' thread no heap. */
class AllocationTest {
    private static final int REQUESTS_PER_ROUND = 2_000;

    /** What a round may cost for all its requests together: room for what a timer does now and then, not for an object per request. */
    private static final long BYTES_PER_ROUND = 8L * REQUESTS_PER_ROUND;

    private static final byte[] GET =
            "GET /path?a=b HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @RegisterExtension
    final Scenario scenario = new Scenario();

    /** Rounds go on until one costs next to nothing: before the code is compiled, foreign calls allocate. */
    @Test
    void aRequestAllocatesNothing() {
        scenario.server("s1").answerWithName();
        scenario.log();
        scenario.start(Texts.HTTP + """
                backend be
                    balance roundrobin
                    option forwardfor
                    http-request set-header X-Path %[path]
                    server s1 {s1}
                """);
        Peer client = scenario.client("fe");
        client.send(GET);
        client.expectStatus(200);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long agent = agentThread();
        long[] last = new long[1];
        Deadline.await(() -> "a round of " + REQUESTS_PER_ROUND + " requests that costs less than " + BYTES_PER_ROUND + " bytes; the last one cost " + last[0],
                () -> {
                    long before = threads.getThreadAllocatedBytes(agent);
                    for (int i = 0; i < REQUESTS_PER_ROUND; i++) {
                        client.send(GET);
                        client.expectStatus(200);
                    }
                    last[0] = threads.getThreadAllocatedBytes(agent) - before;
                    return last[0] < BYTES_PER_ROUND;
                });
    }

    private static long agentThread() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("weir-io-1+engine")) {
                return thread.threadId();
            }
        }
        throw new AssertionError("no thread runs the agents");
    }
}
