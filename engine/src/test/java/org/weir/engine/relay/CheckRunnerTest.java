package org.weir.engine.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weir.engine.message.CheckJob;
import org.weir.io.memory.BufferPool;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;
import org.weir.io.transport.EpollTransport;
import org.weir.io.transport.TransportLimits;
import org.weir.os.Errno;

/** Health checks over real sockets. */
class CheckRunnerTest {
    private static final long DEADLINE_NANOS = 60_000_000_000L;

    private final List<CheckJob> done = new ArrayList<>();
    private final CachedClock clock = new CachedClock();
    private final Timers timers = new Timers();
    private BufferPool buffers;
    private BufferPool bulk;
    private EpollTransport transport;
    private CheckRunner runner;
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        buffers = new BufferPool("check-small", 4096, 64);
        bulk = new BufferPool("check-bulk", 65536, 4);
        transport = new EpollTransport(new LinuxSystemCalls(), null, buffers, bulk, TransportLimits.DEFAULT);
        runner = new CheckRunner(transport, timers, clock, done::add);
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        assertEquals(0, timers.size());
        transport.close();
        assertEquals(0, buffers.used());
        buffers.close();
        bulk.close();
    }

    private CheckJob job(String request, boolean bodyWanted) {
        CheckJob job = new CheckJob(null);
        job.connect = ConnectSpec.of(Endpoint.ofNumeric("127.0.0.1", server.getLocalPort()));
        job.request = request == null ? null : request.getBytes(StandardCharsets.US_ASCII);
        job.body = bodyWanted ? (response, length) -> new String(response, 0, length, StandardCharsets.US_ASCII).contains("ENOUGH") : null;
        job.connectTimeoutNanos = 30_000_000_000L;
        job.responseTimeoutNanos = 30_000_000_000L;
        return job;
    }

    private void run(CheckJob job) {
        int before = done.size();
        runner.start(job);
        await(job, before);
    }

    private void await(CheckJob job, int before) {
        long deadlineNanos = System.nanoTime() + DEADLINE_NANOS;
        while (done.size() == before) {
            assertTrue(System.nanoTime() - deadlineNanos < 0, "the check did not end");
            clock.update();
            transport.process();
            timers.poll(clock.nanos(), 10);
            transport.poll(transport.hasCachedWork() ? 0 : 1);
        }
        assertEquals(1, done.size() - before);
        assertTrue(job.durationNanos >= 0);
    }

    /** Answers each connection from a thread of its own; stays open if asked to. */
    private Thread answering(String response, boolean stayOpen) {
        return Thread.startVirtualThread(() -> {
            try (Socket socket = server.accept()) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int b = socket.getInputStream().read();
                    if (b < 0) {
                        return;
                    }
                    head.append((char) b);
                }
                for (byte b : response.getBytes(StandardCharsets.US_ASCII)) {
                    socket.getOutputStream().write(b);
                }
                while (stayOpen && socket.getInputStream().read() >= 0) {
                    continue;
                }
            } catch (IOException e) {
                // The check ends by a reset.
                assertTrue(stayOpen, e.toString());
            }
        });
    }

    private static String text(CheckJob job) {
        return new String(job.response, 0, job.responseLength, StandardCharsets.US_ASCII);
    }

    @Test
    void aListeningServerPassesAgainAndAgain() {
        CheckJob job = job(null, false);
        for (int i = 0; i < 3; i++) {
            run(job);
            assertEquals(CheckJob.Result.CONNECTED, job.result);
        }
    }

    /** The reset is there before anybody looks at the connection: it was accepted all the same. */
    @Test
    void aServerThatResetsAtOnceHadAccepted() throws IOException {
        CheckJob plain = job(null, false);
        runner.start(plain);
        acceptAndReset();
        await(plain, 0);
        assertEquals(CheckJob.Result.CONNECTED, plain.result);
        CheckJob asking = job("GET / HTTP/1.0\r\n\r\n", false);
        runner.start(asking);
        acceptAndReset();
        await(asking, 1);
        assertEquals(CheckJob.Result.BROKEN, asking.result);
        assertEquals(Errno.ECONNRESET, asking.errno);
    }

    private void acceptAndReset() throws IOException {
        Socket socket = server.accept();
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Test
    void aClosedPortIsRefused() throws IOException {
        CheckJob job = job(null, false);
        server.close();
        run(job);
        assertEquals(CheckJob.Result.CONNECT_FAILED, job.result);
        assertEquals(Errno.ECONNREFUSED, job.errno);
    }

    @Test
    void theHeadIsEnoughWhenNoBodyIsWanted() throws InterruptedException {
        Thread thread = answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", true);
        CheckJob job = job("GET / HTTP/1.0\r\n\r\n", false);
        run(job);
        assertEquals(CheckJob.Result.RESPONSE, job.result);
        assertTrue(text(job).startsWith("HTTP/1.1 200 OK\r\n"));
        thread.join();
    }

    @Test
    void aWantedBodyIsReadToItsLength() throws InterruptedException {
        Thread thread = answering("HTTP/1.1 200 OK\r\ncontent-length:  5\r\n\r\nhello", true);
        CheckJob job = job("GET / HTTP/1.0\r\n\r\n", true);
        run(job);
        assertEquals(CheckJob.Result.RESPONSE, job.result);
        assertTrue(text(job).endsWith("\r\n\r\nhello"), text(job));
        thread.join();
    }

    @Test
    void aWantedBodyIsReadToItsLastChunk() throws InterruptedException {
        Thread thread = answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", true);
        CheckJob job = job("GET / HTTP/1.1\r\n\r\n", true);
        run(job);
        assertEquals(CheckJob.Result.RESPONSE, job.result);
        assertTrue(text(job).endsWith("lo\r\n0\r\n\r\n"), text(job));
        thread.join();
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() throws InterruptedException {
        Thread thread = answering("HTTP/1.0 200 OK\r\n\r\nhello", false);
        CheckJob job = job("GET / HTTP/1.0\r\n\r\n", true);
        run(job);
        assertEquals(CheckJob.Result.RESPONSE, job.result);
        assertTrue(text(job).endsWith("hello"));
        thread.join();
    }

    @Test
    void anEndlessBodyIsCutAtTheLimit() throws InterruptedException {
        Thread thread = answering("HTTP/1.0 200 OK\r\n\r\n" + "x".repeat(CheckJob.MAX_RESPONSE_BYTES), true);
        CheckJob job = job("GET / HTTP/1.0\r\n\r\n", true);
        run(job);
        assertEquals(CheckJob.Result.RESPONSE, job.result);
        assertEquals(CheckJob.MAX_RESPONSE_BYTES, job.responseLength);
        thread.join();
    }

    @Test
    void aSilentServerRunsOutOfTime() {
        CheckJob job = job("GET / HTTP/1.0\r\n\r\n", false);
        job.responseTimeoutNanos = 50_000_000;
        run(job);
        assertEquals(CheckJob.Result.RESPONSE_TIMEOUT, job.result);
        assertTrue(job.durationNanos >= 50_000_000);
    }

    @Test
    void aRequestLargerThanABufferArrivesWhole() throws InterruptedException {
        Thread thread = answering("HTTP/1.1 204 No\r\n\r\n", true);
        CheckJob job = job("GET / HTTP/1.0\r\nx: " + "y".repeat(10_000) + "\r\n\r\n", false);
        run(job);
        assertEquals(CheckJob.Result.RESPONSE, job.result);
        thread.join();
    }
}
