package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.engine.process.ProcessSignal;

/** Signals that end the process or suspend it: SIGUSR1 lets everything in progress finish, SIGTERM does not, SIGTTOU and SIGTTIN pause. */
class SoftStopTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Half of the time that an idle connection has after a soft stop. */
    private static final long LONG_PAUSE_NANOS = 500_000_000L;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir start(String threads) {
        return scenario.start(Texts.HTTP.replace("threading-mode shared", threads) + """
                backend be
                    server s1 {s1}
                """);
    }

    private boolean isListening() {
        try (Socket probe = new Socket()) {
            probe.connect(scenario.address("fe"), Deadline.DEFAULT_MILLIS);
            return true;
        } catch (SocketException refusedOrReset) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theListenerClosesAtOnceAndRunningStreamsFinish() {
        Origin s1 = scenario.server("s1");
        Weir weir = start("threading-mode shared");
        Peer client = scenario.client("fe");
        client.send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        weir.signal(ProcessSignal.USR1);
        Deadline.await("the listener to be closed", () -> !isListening());
        assertTrue(weir.isRunning());
        server.send(Origin.ok("late"));
        Message response = client.expectStatus(200);
        assertEquals("late", response.text());
        assertEquals("close", response.header("connection"));
        client.expectClosed();
        weir.expectExit(0);
    }

    @Test
    void idleConnectionsAreClosed() {
        scenario.server("s1").answerWithName();
        Weir weir = start("threading-mode shared");
        Peer client = scenario.client("fe");
        client.send(GET);
        client.expectStatus(200);
        weir.signal(ProcessSignal.USR1);
        client.expectClosed();
        weir.expectExit(0);
    }

    @Test
    void tunnelsGoOnUntilTheirEnd() {
        Origin s1 = scenario.server("s1");
        Weir weir = scenario.start(Texts.tcp(Texts.LONG_TIMEOUTS) + """
                backend be
                    server s1 {s1}
                """);
        Peer client = scenario.client("fe");
        Peer server = s1.accept();
        weir.signal(ProcessSignal.USR1);
        client.send("still");
        server.expect("still");
        server.send("there");
        client.expect("there");
        client.finish();
        server.expectClosed();
        server.close();
        client.expectClosed();
        weir.expectExit(0);
    }

    /**
     * Clients that ask without pause lose no request: the last answer of each says that the connection closes. Some may be waiting to be accepted still
     * when the stop comes.
     */
    @ParameterizedTest
    @ValueSource(strings = {"threading-mode shared", "threading-mode dedicated\n    nbthread 2"})
    void noRequestFailsUnderLoad(String threads) throws Exception {
        int clients = 200;
        scenario.server("s1").answerWithName();
        Weir weir = start(threads);
        CountDownLatch warm = new CountDownLatch(clients);
        AtomicInteger answered = new AtomicInteger();
        List<CompletableFuture<Void>> loads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Peer client = scenario.client("fe");
            loads.add(Parallel.run(() -> askUntilClosed(client, warm, answered)));
        }
        warm.await();
        weir.signal(ProcessSignal.USR1);
        for (CompletableFuture<Void> load : loads) {
            load.get();
        }
        assertTrue(answered.get() >= clients);
        weir.expectExit(0);
    }

    /** Who has not asked for a while, be it that the machine had other things to do, finds an idle connection, and that may be closed. */
    private static void askUntilClosed(Peer client, CountDownLatch warm, AtomicInteger answered) {
        long lastNanos = System.nanoTime();
        try {
            while (true) {
                client.sendUnlessBroken(GET);
                long nowNanos = System.nanoTime();
                if (nowNanos - lastNanos > LONG_PAUSE_NANOS && client.isOver()) {
                    return;
                }
                lastNanos = nowNanos;
                Message response = client.expectStatus(200);
                answered.incrementAndGet();
                warm.countDown();
                if ("close".equals(response.header("connection"))) {
                    client.expectClosed();
                    return;
                }
            }
        } finally {
            warm.countDown();
        }
    }

    @Test
    void terminationEndsEverythingAtOnce() {
        Origin s1 = scenario.server("s1");
        Weir weir = start("threading-mode shared");
        Peer client = scenario.client("fe");
        client.send(GET);
        s1.accept().expectRequest();
        weir.signal(ProcessSignal.TERM);
        weir.expectExit(143);
        client.expectOver();
    }

    @ParameterizedTest
    @EnumSource(names = {"TERM", "INT", "USR1"})
    void aSignalThatComesDuringTheStartIsNotLost(ProcessSignal signal) {
        Weir weir = scenario.start("""
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 20s
                    timeout server 20s
                frontend fe
                    bind {fe}
                """, signal);
        weir.expectExit(signal == ProcessSignal.USR1 ? 0 : signal.exitStatus());
    }

    @Test
    void aPausedProxyServesItsConnectionsButAcceptsNone() {
        scenario.server("s1").answerWithName();
        Weir weir = start("threading-mode shared");
        Peer client = scenario.client("fe");
        client.send(GET);
        client.expectStatus(200);
        weir.signal(ProcessSignal.TTOU);
        Deadline.await(() -> "the port to be given back", () -> !isListening());
        client.send(GET);
        client.expectStatus(200);
        weir.signal(ProcessSignal.TTIN);
        Deadline.await(() -> "the port to be taken again", this::isListening);
        Peer other = scenario.client("fe");
        other.send(GET);
        other.expectStatus(200);
    }
}
