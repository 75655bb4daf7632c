package org.weir.engine.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.engine.config.ConfigurationLoader;
import org.weir.engine.config.LoadResult;
import org.weir.engine.config.Overrides;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.HttpOptions;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.ForwardPlan;
import org.weir.engine.message.IoEvent;
import org.weir.engine.message.ListenerPlan;
import org.weir.engine.message.ServerPools;
import org.weir.engine.message.ServerTarget;
import org.weir.io.memory.BufferPool;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListeningSocket;
import org.weir.io.ring.AgentRing;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;
import org.weir.io.transport.EpollTransport;
import org.weir.io.transport.TransportLimits;

/** What happens to a stream while the engine has it, and is seen when it comes back. The test plays the engine. */
class HeldStreamTest {
    private static final long DEADLINE_NANOS = 20_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    @TempDir
    Path directory;

    private final LinuxSystemCalls calls = new LinuxSystemCalls();
    private final BufferPool buffers = new BufferPool("test.buffers", 16384, 64);
    private final AgentRing<IoEvent> events = new AgentRing<>(IoEvent::new, 64, null);
    private final AgentRing<EngineCommand> commands = new AgentRing<>(EngineCommand::new, 64, null);
    private final Timers timers = new Timers();
    private EpollTransport transport;
    private IoAgent agent;
    private ListeningSocket listening;
    private ServerSocketChannel origin;
    private ServerTarget target;
    private Exchange exchange;
    private IoEvent.Kind latest;

    private UnixDomainSocketAddress at(String name) {
        return UnixDomainSocketAddress.of(directory.resolve(name));
    }

    private SocketChannel start(String mode) throws IOException {
        String text = """
                defaults
                    mode %s
                    timeout connect 100s
                    timeout client 100s
                    timeout server 100s
                frontend fe
                    bind unix@%s
                """.formatted(mode, directory.resolve("fe"));
        LoadResult loaded = ConfigurationLoader.load(List.of(Files.writeString(directory.resolve("weir.cfg"), text)), Overrides.NONE);
        ProxyConfig frontend = loaded.configuration().proxies().getFirst();
        ListenerPlan plan = new ListenerPlan(0, 0, frontend, frontend.frontend().binds().getFirst());
        listening = ListeningSocket.open(calls, plan.bind().listen());
        agent.listen(plan, listening);
        return SocketChannel.open(at("fe"));
    }

    @BeforeEach
    void begin() throws IOException {
        transport = new EpollTransport(calls, null, buffers, buffers, TransportLimits.DEFAULT);
        GlobalConfig.Tuning tuning = new GlobalConfig.Tuning(16384, 1024, 64, 200, 101, 1024, true, 100, 100, null, 0, 0);
        agent = new IoAgent(0, transport, events, commands, new CachedClock(), timers, tuning, 1, ServerPools.of(1, 1, new ServerPools.Room(8, 16, 16), true));
        origin = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(at("s1"));
        origin.configureBlocking(false);
        target = new ServerTarget(0, ConnectSpec.of(new Endpoint.UnixPath(directory.resolve("s1").toString())), -1, 0, 5000, -1);
    }

    @AfterEach
    void end() throws IOException {
        origin.close();
        transport.close();
        listening.close(calls);
        assertEquals(0, buffers.used());
        buffers.close();
    }

    private interface Attempt {
        /** Whether it is done. */
        boolean succeeds() throws IOException;
    }

    /** Runs duty cycles of the agent until the attempt succeeds. */
    private void until(String what, Attempt attempt) throws IOException {
        long deadlineNanos = System.nanoTime() + DEADLINE_NANOS;
        while (!attempt.succeeds()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("no " + what + ", the latest event is " + latest);
            }
            transport.poll(transport.hasCachedWork() ? 0 : 1);
            agent.turn();
            agent.flush();
        }
    }

    private void expect(IoEvent.Kind kind) throws IOException {
        until(kind.toString(), () -> {
            events.drain(event -> {
                latest = event.kind;
                exchange = event.exchange == null ? exchange : event.exchange;
            }, 1);
            return latest == kind;
        });
    }

    /** The connection that the agent opens to the server. */
    private SocketChannel accept() throws IOException {
        SocketChannel[] accepted = new SocketChannel[1];
        until("connection to the server", () -> {
            accepted[0] = origin.accept();
            return accepted[0] != null;
        });
        return accepted[0];
    }

    private void command(EngineCommand.Kind kind) {
        EngineCommand command = commands.claim();
        command.kind = kind;
        command.exchange = exchange;
        command.generation = exchange.generation;
        commands.publish();
    }

    private void forward() {
        forward(NEVER);
    }

    private void forward(long clientNanos) {
        exchange.plan = new ForwardPlan(HttpOptions.ConnectionMode.KEEP_ALIVE, true, HttpOptions.Reuse.SAFE, NEVER, clientNanos, NEVER, NEVER, NEVER, NEVER,
                false, false, false, false, false);
        exchange.target = target;
        command(EngineCommand.Kind.FORWARD);
    }

    private static void send(SocketChannel to, String text) throws IOException {
        to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aResponseIsNotSentOnceAnOperatorHasEndedItsStream() throws IOException {
        try (SocketChannel client = start("http")) {
            send(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            expect(IoEvent.Kind.REQUEST);
            forward();
            try (SocketChannel server = accept()) {
                send(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                expect(IoEvent.Kind.RESPONSE);
                command(EngineCommand.Kind.ABORT);
                command(EngineCommand.Kind.RESPOND);
                expect(IoEvent.Kind.ENDED);
                assertEquals(EndCause.KILLED, exchange.cause);
                expect(IoEvent.Kind.CLIENT_CLOSED);
                assertEquals(-1, client.read(ByteBuffer.allocate(1)));
            }
        }
    }

    @Test
    void aConnectionIsNotRelayedOnceAnOperatorHasEndedIt() throws IOException {
        try (SocketChannel client = start("tcp")) {
            expect(IoEvent.Kind.REQUEST);
            command(EngineCommand.Kind.ABORT);
            forward();
            expect(IoEvent.Kind.ENDED);
            assertEquals(EndCause.KILLED, exchange.cause);
            expect(IoEvent.Kind.CLIENT_CLOSED);
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
    }

    /** That is past when the object carries the next one. */
    @Test
    void theStreamAfterOneThatAnOperatorEndedLives() throws IOException {
        try (SocketChannel client = start("tcp")) {
            expect(IoEvent.Kind.REQUEST);
            command(EngineCommand.Kind.ABORT);
            forward();
            expect(IoEvent.Kind.CLIENT_CLOSED);
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
        command(EngineCommand.Kind.RECYCLE);
        try (SocketChannel next = SocketChannel.open(at("fe"))) {
            expect(IoEvent.Kind.REQUEST);
            forward();
            expect(IoEvent.Kind.RESPONSE);
            command(EngineCommand.Kind.RESPOND);
            try (SocketChannel server = accept()) {
                send(server, "hello");
                ByteBuffer received = ByteBuffer.allocate(5);
                next.configureBlocking(false);
                until("bytes for the client", () -> next.read(received) < 0 || !received.hasRemaining());
                assertEquals("hello", new String(received.array(), StandardCharsets.US_ASCII));
            }
        }
    }

    /** The agent had fetched its event when the engine's command came, and has sent nothing of the request by then. */
    @Test
    void whatAServerSaysUnaskedIsNoAnswerToTheRequestThatTakesItsConnection() throws IOException {
        try (SocketChannel client = start("http")) {
            send(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            expect(IoEvent.Kind.REQUEST);
            forward();
            try (SocketChannel server = accept()) {
                send(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                expect(IoEvent.Kind.RESPONSE);
                command(EngineCommand.Kind.RESPOND);
                expect(IoEvent.Kind.ENDED);
                command(EngineCommand.Kind.RECYCLE);
                send(client, "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
                expect(IoEvent.Kind.REQUEST);
                send(server, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                forward();
                expect(IoEvent.Kind.FAILED);
                assertEquals(EndCause.SERVER_ABORT, exchange.cause);
                assertFalse(exchange.serverSpoke);

                exchange.freshConnection = true;
                forward();
                try (SocketChannel fresh = accept()) {
                    send(fresh, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nho");
                    expect(IoEvent.Kind.RESPONSE);
                    assertEquals(200, exchange.status);
                    command(EngineCommand.Kind.RESPOND);
                    expect(IoEvent.Kind.ENDED);
                }
            }
        }
    }

    /** The server answers before the request has ended, and the rest of its body never comes: the client's time passes meanwhile, and begins anew. */
    @Test
    void aBodyThatStopsBehindAnEarlyAnswerTimesOut() throws IOException {
        try (SocketChannel client = start("http")) {
            send(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nbody");
            expect(IoEvent.Kind.REQUEST);
            forward(20_000_000);
            try (SocketChannel server = accept()) {
                send(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                expect(IoEvent.Kind.RESPONSE);
                long armed = timers.size();
                until("passing of the deadline", () -> timers.size() < armed);
                command(EngineCommand.Kind.RESPOND);
                expect(IoEvent.Kind.ENDED);
                assertEquals(EndCause.CLIENT_TIMEOUT, exchange.cause);
            }
        }
    }
}
