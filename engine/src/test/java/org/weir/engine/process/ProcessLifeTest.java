package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.engine.config.ConfigurationLoader;
import org.weir.engine.config.LoadResult;
import org.weir.engine.config.Overrides;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.log.StreamOutcome;
import org.weir.engine.message.ClientLink;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.IoEvent;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.server.Backend;
import org.weir.engine.stats.Counters;
import org.weir.io.net.NetAddress;
import org.weir.io.ring.AgentRing;
import org.weir.io.ring.Wakeup;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;

/** The engine on a thread of its own, and two I/O agents that take their time: the test plays them. */
class ProcessLifeTest {
    private static final int AGENTS = 2;
    private static final String CONFIGURATION = """
            defaults
                mode http
                timeout connect 5s
                timeout client 20s
                timeout server 20s
            frontend fe
                bind 127.0.0.1:1
            """;

    @TempDir
    Path directory;

    private final List<EngineCommand.Kind> commanded = new ArrayList<>();
    private final Counters counters = new Counters(null, 64);
    private AgentRing<IoEvent>[] events;
    private AgentRing<EngineCommand>[] commands;
    private EngineParts engine;
    private Wakeup wakeup;
    private ProcessLife life;

    private static final class NoLogs implements EngineParts.Logs {
        @Override
        public boolean record(StreamOutcome outcome, SampleContext context) {
            return false;
        }

        @Override
        public void serverMessage(Backend backend, int level, String text) {}
    }

    private static final class Link extends ClientLink {
        Link() {
            super(1);
        }
    }

    @BeforeEach
    @SuppressWarnings({"unchecked", "rawtypes"})
    void start() throws IOException {
        LoadResult result = ConfigurationLoader.load(List.of(Files.writeString(directory.resolve("weir.cfg"), CONFIGURATION)), Overrides.NONE);
        events = new AgentRing[AGENTS];
        commands = new AgentRing[AGENTS];
        for (int i = 0; i < AGENTS; i++) {
            events[i] = new AgentRing<>(IoEvent::new, 64, null);
            commands[i] = new AgentRing<>(EngineCommand::new, 64, null);
        }
        engine = EngineParts.of(result.configuration(), counters, events, commands, new CachedClock(), new Timers(), new NoLogs(), 100);
        wakeup = new Wakeup();
        life = new ProcessLife(engine, wakeup, () -> { }, () -> { }, () -> { });
        engine.agent().add(life);
    }

    @AfterEach
    void end() {
        wakeup.close();
        counters.close();
    }

    private int statusAfterSomeCycles() {
        for (int i = 0; i < 5; i++) {
            engine.agent().doWork();
        }
        return life.exitStatus();
    }

    private void publish(int agent, IoEvent.Kind kind, ClientLink link) {
        IoEvent event = events[agent].claim();
        event.kind = kind;
        event.link = link;
        event.number = 0;
        events[agent].publish();
    }

    /** An agent that has nothing to report does not wake the engine when there is room again. */
    @Test
    void commandsThatFoundTheirRingFullKeepTheEngineAwake() {
        for (int i = 0; i < 65; i++) {
            engine.commands().flushPools();
        }
        engine.agent().doWork();
        assertTrue(engine.agent().hasWork());
        commands[0].drain(command -> { }, 64);
        commands[1].drain(command -> { }, 64);
        engine.agent().doWork();
        assertFalse(engine.agent().hasWork());
        assertEquals(1, commands[1].drain(command -> { }, 64));
    }

    /** Until an agent has closed its listening socket it may accept connections that waited there. */
    @Test
    void aSoftStopWaitsForEveryAgentToAcceptTheLast() {
        life.onSignal(ProcessSignal.USR1);
        assertEquals(ProcessLife.RUNNING, statusAfterSomeCycles());
        commands[1].drain(command -> commanded.add(command.kind), 64);
        assertEquals(EngineCommand.Kind.CLOSE_LISTENER, commanded.getFirst());
        publish(0, IoEvent.Kind.LISTENER_CLOSED, null);
        assertEquals(ProcessLife.RUNNING, statusAfterSomeCycles());
        ClientLink late = new Link();
        late.listener = engine.listeners().getFirst();
        late.remote = new NetAddress();
        late.local = new NetAddress();
        publish(1, IoEvent.Kind.ACCEPTED, late);
        publish(1, IoEvent.Kind.LISTENER_CLOSED, null);
        assertEquals(ProcessLife.RUNNING, statusAfterSomeCycles());
        publish(1, IoEvent.Kind.CLIENT_CLOSED, late);
        assertEquals(ExitStatus.OK, statusAfterSomeCycles());
    }
}
