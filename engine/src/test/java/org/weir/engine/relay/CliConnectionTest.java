package org.weir.engine.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.engine.config.model.GlobalConfig.CliLevel;
import org.weir.engine.config.model.GlobalConfig.StatsSocket;
import org.weir.engine.message.CliJob;
import org.weir.io.memory.BufferPool;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListenSpec;
import org.weir.io.net.ListeningSocket;
import org.weir.io.sys.IoException;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;
import org.weir.io.transport.EpollTransport;
import org.weir.io.transport.TransportLimits;

/** Operators' connections at byte level; the engine is a script that by default answers "[line]". */
@Timeout(100)
class CliConnectionTest {
    private static final long DEADLINE_NANOS = 60_000_000_000L;
    private static final int LINE_BYTES = 4096;

    private final LinuxSystemCalls calls = new LinuxSystemCalls();
    private final CachedClock clock = new CachedClock();
    private final Timers timers = new Timers();
    private final ArrayDeque<CliJob> asked = new ArrayDeque<>();
    private final List<String> lines = new ArrayList<>();
    private final List<SocketChannel> clients = new ArrayList<>();
    private BufferPool buffers;
    private BufferPool bulk;
    private EpollTransport transport;
    private CliListeners listeners;
    private ListeningSocket socket;
    private Consumer<CliJob> engine = job -> answer(job, "[" + job.line + "]", CliJob.After.DONE);
    private final List<CliJob> kept = new ArrayList<>();
    private boolean holding;
    private int steps;
    private int farewells;

    @BeforeEach
    void open() throws IoException {
        buffers = new BufferPool("cli-small", LINE_BYTES, 64);
        bulk = new BufferPool("cli-bulk", 65536, 4);
        transport = new EpollTransport(calls, null, buffers, bulk, TransportLimits.DEFAULT);
        listeners = new CliListeners(transport, timers, clock, LINE_BYTES, asked::add);
        socket = ListeningSocket.open(calls, ListenSpec.of(Endpoint.ofNumeric("127.0.0.1", 0)));
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        until(() -> listeners.connections() == 0);
        assertEquals(0, timers.size());
        transport.close();
        socket.close(calls);
        assertEquals(0, buffers.used());
        assertEquals(0, bulk.used());
        buffers.close();
        bulk.close();
    }

    private void listen(long idleMillis, int maxConnections) {
        listeners.listen(new StatsSocket(null, CliLevel.ADMIN, false), socket, idleMillis * 1_000_000, maxConnections);
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", socket.bound().portNumber()));
        client.configureBlocking(false);
        clients.add(client);
        return client;
    }

    private static void answer(CliJob job, String text, CliJob.After after) {
        job.outputLength = 0;
        job.append(text);
        job.after = after;
    }

    private void cycle() {
        clock.update();
        transport.process();
        timers.poll(clock.nanos(), 16);
        for (CliJob job = asked.poll(); job != null; job = asked.poll()) {
            steps++;
            if (job.step == CliJob.Step.CLOSED) {
                farewells++;
                continue;
            }
            if (job.step == CliJob.Step.COMMAND) {
                lines.add(job.line);
            }
            job.session = new CliJob.EngineCli() { };
            if (holding) {
                kept.add(job);
                continue;
            }
            engine.accept(job);
            ((CliConnection) job.carrier).output();
        }
        transport.poll(transport.hasCachedWork() ? 0 : 1);
    }

    private void until(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNanos < 0, () -> "did not come true after " + lines.size() + " lines");
            cycle();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends all of it, however long that takes the other side. */
    private void send(SocketChannel client, String text) {
        ByteBuffer data = bytes(text);
        until(() -> {
            try {
                client.write(data);
                return !data.hasRemaining();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private String readToEnd(SocketChannel client) {
        StringBuilder got = new StringBuilder();
        ByteBuffer piece = ByteBuffer.allocate(65536);
        until(() -> {
            try {
                piece.clear();
                int count = client.read(piece);
                got.append(StandardCharsets.ISO_8859_1.decode(piece.flip()));
                return count < 0;
            } catch (IOException e) {
                throw new AssertionError("reset after " + got.length() + " bytes", e);
            }
        });
        return got.toString();
    }

    private void expect(SocketChannel client, String wanted) {
        ByteBuffer got = ByteBuffer.allocate(wanted.length());
        until(() -> {
            try {
                client.read(got);
                return !got.hasRemaining();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(wanted, StandardCharsets.ISO_8859_1.decode(got.flip()).toString());
    }

    @Test
    void linesOfOneWriteAreDoneInOrderThenTheConnectionCloses() throws IOException {
        listen(5000, 10);
        SocketChannel client = connect();
        send(client, "show one\r\nshow two\n\nshow\tthree\n");
        assertEquals("[show one][show two][][show\tthree]", readToEnd(client));
        until(() -> farewells == 1);
    }

    @Test
    void operatorsAreServedWhileStreamsHaveAllSmallBuffers() throws IOException {
        listen(5000, 10);
        List<IoBuffer> taken = new ArrayList<>();
        while (buffers.hasAvailable()) {
            taken.add(buffers.acquire());
        }
        SocketChannel client = connect();
        send(client, "show one\nshow two\n");
        assertEquals("[show one][show two]", readToEnd(client));
        taken.forEach(IoBuffer::release);
    }

    @Test
    void aLineWithoutItsEndIsNoCommand() throws IOException {
        listen(5000, 10);
        SocketChannel client = connect();
        send(client, "show stat");
        client.shutdownOutput();
        assertEquals("", readToEnd(client));
        assertEquals(List.of(), lines);
    }

    @Test
    void aLineMayComeByteByByte() throws IOException {
        listen(5000, 10);
        SocketChannel client = connect();
        for (char c : "show info\n".toCharArray()) {
            send(client, String.valueOf(c));
            cycle();
        }
        assertEquals("[show info]", readToEnd(client));
    }

    @Test
    void linesOfAPayloadAreNoCommands() throws IOException {
        listen(5000, 10);
        SocketChannel client = connect();
        send(client, "add map #1 <<\nshutdown frontend fe\nquit\n\nshow version\n");
        assertEquals("[add map #1 <<][show version]", readToEnd(client));
    }

    @Test
    void anInteractiveConnectionStaysAndAsksForPayload() throws IOException {
        listen(5000, 10);
        engine = job -> {
            job.interactive = !job.line.equals("bye");
            answer(job, "[" + job.line + "]> ", CliJob.After.DONE);
        };
        SocketChannel client = connect();
        send(client, "prompt\n");
        expect(client, "[prompt]> ");
        send(client, "x <<\n");
        expect(client, "+ ");
        send(client, "payload\n");
        expect(client, "+ ");
        send(client, "\n");
        expect(client, "[x <<]> ");
        send(client, "bye\n");
        assertEquals("[bye]> ", readToEnd(client));
    }

    @Test
    void whatEndsTheInputDoesNotCutTheOutput() throws IOException {
        listen(5000, 10);
        int[] left = {100};
        engine = job -> answer(job, "0123456789".repeat(1000), --left[0] > 0 ? CliJob.After.MORE : CliJob.After.DONE);
        SocketChannel client = connect();
        send(client, "show all\n");
        client.shutdownOutput();
        assertEquals(1_000_000, readToEnd(client).length());
    }

    @Test
    void aLineThatIsTooLongIsRefusedAndWhatFollowsIsDropped() throws IOException {
        listen(5000, 10);
        SocketChannel client = connect();
        send(client, "x".repeat(LINE_BYTES));
        expect(client, "Command line too long: the limit is 4096 bytes (tune.bufsize).\n\n");
        assertEquals("", readToEnd(client));
        assertEquals(List.of(), lines);
    }

    @Test
    void aMegabyteWithoutALineEndTakesNoMemory() throws IOException {
        listen(5000, 10);
        SocketChannel client = connect();
        ByteBuffer junk = bytes("\0\377\r;\\ \t<<".repeat(100_000));
        until(() -> {
            try {
                client.write(junk);
                return !junk.hasRemaining();
            } catch (IOException broken) {
                return true;
            }
        });
        assertTrue(buffers.allocated() < 10, () -> buffers.allocated() + " buffers");
        assertEquals(List.of(), lines);
        client.close();
        until(() -> listeners.connections() == 0);
    }

    @Test
    void tenThousandPipelinedLinesAreDoneOneByOne() throws IOException {
        listen(5000, 10);
        SocketChannel client = connect();
        ByteBuffer commands = bytes("show version\n".repeat(10_000));
        ByteBuffer got = ByteBuffer.allocate(64 * 1024);
        long[] received = {0};
        until(() -> {
            try {
                client.write(commands);
                received[0] += Math.max(0, client.read(got.clear()));
                return received[0] == 10_000L * "[show version]".length();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(Collections.nCopies(10_000, "show version"), lines);
        assertTrue(buffers.allocated() < 10, () -> buffers.allocated() + " buffers");
    }

    @Test
    void aClientThatDoesNotReadIsNotSentMoreAndLosesItsConnection() throws IOException {
        listen(400, 10);
        engine = job -> answer(job, "x".repeat(16 * 1024), CliJob.After.MORE);
        SocketChannel client = connect();
        send(client, "show endless\n");
        until(() -> steps > 0 && listeners.connections() == 0);
        // What the kernel's socket buffers took, a few megabytes at most, and then nothing.
        assertTrue(steps < 2000, () -> steps + " pieces");
        assertTrue(buffers.allocated() < 16, () -> buffers.allocated() + " buffers");
        assertEquals(1, farewells);
    }

    @Test
    void aClientThatIsSilentLosesItsConnection() throws IOException {
        listen(50, 10);
        SocketChannel client = connect();
        assertEquals("", readToEnd(client));
    }

    @Test
    void aCommandMayChangeTheTimeOfSilence() throws IOException {
        listen(60_000, 10);
        engine = job -> {
            job.interactive = true;
            job.idleNanos = 50_000_000;
            answer(job, "> ", CliJob.After.DONE);
        };
        SocketChannel client = connect();
        send(client, "set timeout\n");
        assertEquals("> ", readToEnd(client));
    }

    @Test
    void connectionsAboveTheLimitWait() throws IOException {
        listen(5000, 2);
        engine = job -> {
            job.interactive = true;
            answer(job, "[" + job.line + "]", job.line.equals("quit") ? CliJob.After.CLOSE : CliJob.After.DONE);
        };
        SocketChannel first = connect();
        SocketChannel second = connect();
        until(() -> listeners.connections() == 2);
        SocketChannel third = connect();
        send(third, "three\n");
        send(second, "two\n");
        expect(second, "[two]");
        assertEquals(2, listeners.connections());
        assertFalse(lines.contains("three"));
        send(first, "quit\n");
        assertEquals("[quit]", readToEnd(first));
        expect(third, "[three]");
    }

    @Test
    void aConnectionThatBreaksWhileTheEngineWorksIsForgottenWhenTheAnswerComes() throws IOException {
        listen(5000, 10);
        holding = true;
        SocketChannel client = connect();
        send(client, "slow\n");
        until(() -> kept.size() == 1);
        client.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
        client.close();
        until(() -> listeners.connections() == 0);
        assertEquals(0, farewells);
        answer(kept.get(0), "late", CliJob.After.DONE);
        holding = false;
        ((CliConnection) kept.get(0).carrier).output();
        until(() -> farewells == 1);
    }
}
