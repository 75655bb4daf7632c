package org.weir.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.weir.engine.config.ConfigurationLoader;
import org.weir.engine.config.LoadResult;
import org.weir.engine.config.Overrides;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.GlobalConfig.CliLevel;
import org.weir.engine.config.model.GlobalConfig.StatsSocket;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.log.StreamOutcome;
import org.weir.engine.message.CliJob;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.IdleCounts;
import org.weir.engine.message.IoEvent;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.ProcessStatistics;
import org.weir.engine.proxy.ProxyStatistics;
import org.weir.engine.server.Backend;
import org.weir.engine.stats.Counters;
import org.weir.io.ring.AgentRing;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;

/** An engine that nobody drives, and its answers to commands. */
final class EngineFixture implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 200;

    final EngineParts parts;
    private final CliService service;
    private final AgentRing<EngineCommand> commands = new AgentRing<>(EngineCommand::new, 64, null);
    private final List<RuntimeException> faults = new ArrayList<>();
    private Supplier<List<String>> startMessages = List::of;
    private final List<CliJob> answered = new ArrayList<>();
    private final Counters counters = new Counters(null, 64);

    private EngineFixture(Configuration configuration) {
        CachedClock clock = new CachedClock();
        parts = EngineParts.of(configuration, counters, rings(new AgentRing<>(IoEvent::new, 64, null)), rings(commands), clock, new Timers(), new NoLogs(),
                MAX_CONNECTIONS);
        ProcessStatistics.Live live = new ProcessStatistics.Live() {
            @Override
            public int idlePercent() {
                return 42;
            }

            @Override
            public long bytesOutPerSecond() {
                return 0;
            }

            @Override
            public boolean stopping() {
                return false;
            }

            @Override
            public int warnings() {
                return 0;
            }
        };
        ProcessStatistics.Facts facts = new ProcessStatistics.Facts("Weir", "1.2.3", 1, 1, clock.nanos(), clock.epochMicros(), 1000, MAX_CONNECTIONS, 0,
                configuration.global().process().node(), "", false, live);
        service = new CliService(parts, new CliService.Surroundings(new ProxyStatistics(parts, configuration.proxies(), List.of(new IdleCounts(16))),
                new ProcessStatistics(parts, facts, 1), List.of(), new TestThreads(), null, configuration.environment(),
                () -> startMessages.get(), faults::add));
    }

    /** Commands that failed. */
    List<RuntimeException> faults() {
        return faults;
    }

    /** Has {@code show startup-logs} fail from now on. */
    void failStartMessages(RuntimeException fault) {
        startMessages = () -> {
            throw fault;
        };
    }

    private static final class TestThreads implements CliService.Threads {
        @Override
        public List<String> report() {
            return List.of("Thread 1 : test");
        }

        @Override
        public String activity() {
            return "loops: 1 [ 1 ]\n";
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <E extends AgentRing.Event<E>> AgentRing<E>[] rings(AgentRing<E> ring) {
        return new AgentRing[] {ring};
    }

    static EngineFixture of(Path directory, String text) throws IOException {
        Path file = Files.writeString(directory.resolve("weir.cfg"), text);
        LoadResult result = ConfigurationLoader.load(List.of(file), Overrides.NONE);
        assertEquals(List.of(), result.diagnostics());
        return new EngineFixture(result.configuration());
    }

    /** One line on a connection of its own. */
    String run(CliLevel level, String line) {
        StringBuilder all = new StringBuilder();
        play(level, line, job -> all.append(new String(job.output, 0, job.outputLength, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    /** The lengths of the pieces in which the answer comes. */
    List<Integer> pieces(String line) {
        List<Integer> lengths = new ArrayList<>();
        play(CliLevel.ADMIN, line, job -> lengths.add(job.outputLength));
        return lengths;
    }

    private void play(CliLevel level, String line, java.util.function.Consumer<CliJob> reader) {
        CliJob job = new CliJob(new StatsSocket(null, level, false), null);
        job.step = CliJob.Step.COMMAND;
        job.line = line;
        do {
            service.serve(job);
            answered.clear();
            commands.drain(command -> {
                if (command.kind == EngineCommand.Kind.CLI_OUTPUT) {
                    answered.add(command.cli);
                }
            }, 64);
            assertEquals(List.of(job), answered);
            reader.accept(job);
            job.step = CliJob.Step.CONTINUE;
        } while (job.after == CliJob.After.MORE);
        job.step = CliJob.Step.CLOSED;
        service.serve(job);
    }

    @Override
    public void close() {
        counters.close();
    }

    private static final class NoLogs implements EngineParts.Logs {
        @Override
        public boolean record(StreamOutcome outcome, SampleContext context) {
            return false;
        }

        @Override
        public void serverMessage(Backend backend, int level, String text) {}
    }
}
