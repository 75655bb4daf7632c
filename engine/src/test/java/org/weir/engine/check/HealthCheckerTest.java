package org.weir.engine.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.weir.engine.config.model.HttpCheck;
import org.weir.engine.message.CheckJob;
import org.weir.engine.server.BackendRig;
import org.weir.engine.server.BackendRig.Line;
import org.weir.engine.server.BackendRig.Options;
import org.weir.engine.server.CheckStatus;
import org.weir.io.net.Endpoint;
import org.weir.os.Errno;

/** When servers are checked, with what, and what comes of it. */
class HealthCheckerTest {
    private final List<CheckJob> sent = new ArrayList<>();

    private HealthChecker start(BackendRig rig, int spreadPercent) {
        HealthChecker checker = new HealthChecker(List.of(rig.backend), spreadPercent, "node1", rig.timers, rig::nanos, new Random(3), sent::add);
        checker.start();
        return checker;
    }

    private void answer(HealthChecker checker, CheckJob.Result result, int errno) {
        CheckJob job = sent.removeFirst();
        job.result = result;
        job.errno = errno;
        checker.onDone(job);
    }

    /** Milliseconds until the next check is sent. */
    private int waitForNext(BackendRig rig) {
        for (int millis = 0; millis < 100_000; millis++) {
            if (!sent.isEmpty()) {
                return millis;
            }
            rig.advanceMillis(1);
        }
        throw new AssertionError("no check");
    }

    private static Line line() {
        return BackendRig.checked("a").with(l -> {
            l.interMillis = 2000;
            l.fastinterMillis = 500;
            l.downinterMillis = 5000;
        });
    }

    @Test
    void intervalsFollowTheState() {
        try (BackendRig rig = BackendRig.of(line())) {
            HealthChecker checker = start(rig, 0);
            waitForNext(rig);
            answer(checker, CheckJob.Result.CONNECTED, 0);
            assertBetween(1998, 2003, waitForNext(rig));
            answer(checker, CheckJob.Result.CONNECT_FAILED, Errno.ECONNREFUSED);
            assertBetween(498, 503, waitForNext(rig));
            answer(checker, CheckJob.Result.CONNECT_TIMEOUT, 0);
            assertBetween(498, 503, waitForNext(rig));
            answer(checker, CheckJob.Result.CONNECT_FAILED, Errno.ECONNREFUSED);
            assertEquals("DOWN", rig.server("a").statusText());
            assertEquals(CheckStatus.L4_CONNECTION, rig.server("a").lastCheck().status());
            assertEquals("Connection refused", rig.server("a").lastCheck().info());
            assertBetween(4998, 5003, waitForNext(rig));
            answer(checker, CheckJob.Result.CONNECTED, 0);
            assertBetween(498, 503, waitForNext(rig));
            answer(checker, CheckJob.Result.CONNECTED, 0);
            assertEquals("UP", rig.server("a").statusText());
            assertEquals(List.of(
                    "<1>Server be/a is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", check duration: 0ms. "
                            + "0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.",
                    "<0>backend be has no server available!",
                    "<5>Server be/a is UP, reason: Layer4 check passed, check duration: 0ms. 1 active and 0 backup servers online. "
                            + "0 sessions requeued, 0 total in queue."), rig.said());
        }
    }

    @Test
    void afterTheStopNoCheckBegins() {
        try (BackendRig rig = BackendRig.of(line(), BackendRig.checked("b"))) {
            HealthChecker checker = start(rig, 0);
            waitForNext(rig);
            checker.stop();
            answer(checker, CheckJob.Result.CONNECTED, 0);
            assertEquals(CheckStatus.L4_OK, rig.server("a").lastCheck().status());
            rig.advanceMillis(10_000);
            assertEquals(List.of(), sent);
        }
    }

    @Test
    void oneCheckAtATimeHoweverLongItTakes() {
        try (BackendRig rig = BackendRig.of(line())) {
            HealthChecker checker = start(rig, 0);
            waitForNext(rig);
            CheckJob job = sent.removeFirst();
            assertTrue(rig.server("a").isChecking());
            rig.advanceMillis(30_000);
            assertEquals(List.of(), sent);
            job.result = CheckJob.Result.CONNECTED;
            checker.onDone(job);
            assertBetween(0, 3, waitForNext(rig));
        }
    }

    @Test
    void firstChecksAreSpreadAndMaintenancePauses() {
        try (BackendRig rig = BackendRig.of(line(), BackendRig.checked("b"), BackendRig.line("c"))) {
            HealthChecker checker = start(rig, 0);
            rig.advanceMillis(2);
            assertEquals(1, sent.size());
            answer(checker, CheckJob.Result.CONNECTED, 0);
            assertBetween(245, 255, waitForNext(rig));
            answer(checker, CheckJob.Result.CONNECTED, 0);
            rig.state().maintenance(rig.server("a"));
            rig.state().maintenance(rig.server("b"));
            rig.advanceMillis(10_000);
            assertEquals(List.of(), sent);
            rig.state().ready(rig.server("a"));
            waitForNext(rig);
            answer(checker, CheckJob.Result.CONNECTED, 0);
            assertEquals("UP", rig.server("a").statusText());
        }
    }

    @Test
    void intervalsAreSpreadAtRandomWithinTheirShare() {
        try (BackendRig rig = BackendRig.of(BackendRig.checked("a"))) {
            HealthChecker checker = start(rig, 20);
            waitForNext(rig);
            int shortest = Integer.MAX_VALUE;
            int longest = 0;
            for (int i = 0; i < 60; i++) {
                answer(checker, CheckJob.Result.CONNECTED, 0);
                int waited = waitForNext(rig);
                shortest = Math.min(shortest, waited);
                longest = Math.max(longest, waited);
            }
            assertBetween(1598, 1750, shortest);
            assertBetween(2250, 2403, longest);
        }
    }

    @Test
    void theCheckGoesToItsOwnPortWithinItsTime() {
        Options options = new Options();
        options.checkTimeoutMillis = 300;
        try (BackendRig rig = new BackendRig(options, BackendRig.checked("a").with(l -> l.checkPort = 9999))) {
            start(rig, 0);
            waitForNext(rig);
            CheckJob job = sent.getFirst();
            assertEquals(Endpoint.ofNumeric("127.0.0.1", 9999), job.connect.remote());
            assertNull(job.request);
            assertEquals(1_000_000_000L, job.connectTimeoutNanos);
            assertEquals(300_000_000L, job.responseTimeoutNanos);
            assertEquals(false, job.responseTimeoutFromStart);
        }
    }

    @Test
    void withoutAnOwnTimeoutTheWholeCheckHasTheInterval() {
        try (BackendRig rig = BackendRig.of(BackendRig.checked("a"))) {
            start(rig, 0);
            waitForNext(rig);
            assertEquals(2_000_000_000L, sent.getFirst().connectTimeoutNanos);
            assertEquals(2_000_000_000L, sent.getFirst().responseTimeoutNanos);
            assertEquals(true, sent.getFirst().responseTimeoutFromStart);
        }
    }

    @Test
    void anHttpCheckSaysHowLongItIs() {
        assertEquals("POST / HTTP/1.0\r\ncontent-length: 0\r\n\r\n", request("POST", "", null, null));
        assertEquals("GET / HTTP/1.0\r\ncontent-length: 2\r\n\r\nzz", request("GET", "zz", "Content-Length", "7"));
        assertEquals("GET / HTTP/1.0\r\n\r\n", request("GET", "", "Content-Length", "7"));
    }

    private static String request(String method, String body, String header, String value) {
        List<String[]> headers = value == null ? List.of() : List.<String[]>of(new String[] {header, value});
        HttpCheck check = new HttpCheck(method, "/", "HTTP/1.0", headers, body, List.of(), false, false);
        return new String(new HttpCheckRequest(check, "node1").bytes(null), StandardCharsets.US_ASCII);
    }

    @Test
    void anHttpCheckTellsTheServerItsState() {
        Options options = new Options();
        options.httpCheck = new HttpCheck("GET", "/x", "HTTP/1.0", List.<String[]>of(new String[] {"Foo", "bar"}), "zz", List.of(), true, true);
        try (BackendRig rig = new BackendRig(options, BackendRig.checked("a"), BackendRig.line("b"))) {
            HealthChecker checker = start(rig, 0);
            waitForNext(rig);
            CheckJob job = sent.getFirst();
            assertArrayEquals(("GET /x HTTP/1.0\r\nfoo: bar\r\nx-haproxy-server-state: UP 1/3; address=127.0.0.1; port=8000; name=be/a; node=node1; "
                    + "weight=1/2; scur=0/0; qcur=0\r\ncontent-length: 2\r\n\r\nzz").getBytes(StandardCharsets.US_ASCII), job.request);
            byte[] answer = "HTTP/1.1 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            job.append(new org.agrona.concurrent.UnsafeBuffer(answer), 0, answer.length);
            answer(checker, CheckJob.Result.RESPONSE, 0);
            assertEquals("NOLB", rig.server("a").statusText());
        }
    }

    @Test
    void outcomesHaveTheirCodes() {
        try (BackendRig rig = BackendRig.of(BackendRig.checked("a"))) {
            HealthChecker checker = start(rig, 0);
            Object[][] table = {
                {CheckJob.Result.NO_RESOURCE, Errno.EMFILE, CheckStatus.SOCKET_ERROR},
                {CheckJob.Result.CONNECT_TIMEOUT, 0, CheckStatus.L4_TIMEOUT},
                {CheckJob.Result.RESPONSE_TIMEOUT, 0, CheckStatus.L7_TIMEOUT},
                {CheckJob.Result.BROKEN, Errno.ECONNRESET, CheckStatus.SOCKET_ERROR},
                {CheckJob.Result.CONNECT_FAILED, Errno.ENETUNREACH, CheckStatus.L4_CONNECTION},
                {CheckJob.Result.CONNECTED, 0, CheckStatus.L4_OK}};
            for (Object[] row : table) {
                waitForNext(rig);
                answer(checker, (CheckJob.Result) row[0], (int) row[1]);
                assertEquals(row[2], rig.server("a").lastCheck().status());
            }
        }
    }

    private static void assertBetween(int low, int high, int value) {
        assertTrue(value >= low && value <= high, value + " is not within " + low + " and " + high);
    }
}
