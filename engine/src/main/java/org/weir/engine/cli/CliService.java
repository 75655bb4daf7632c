package org.weir.engine.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.log.Journal;
import org.weir.engine.message.CliJob;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.ProcessStatistics;
import org.weir.engine.proxy.ProxyStatistics;

/**
 * Engine agent only. Carries out operators' commands, one piece of output at a time: between two pieces the engine does its other work.
 * Framing is that of HAProxy 2.6: every command's output ends with an empty line, after which an interactive connection gets its prompt.
 */
public final class CliService {
    private static final String PROMPT = "> ";

    private final CommandTable table;
    private final EngineParts engine;
    private final Consumer<RuntimeException> faults;
    private final StringBuilder scratch = new StringBuilder();
    private int sessions;

    /**
     * What commands need of the process around the engine.
     *
     * @param sockets those that commands come by
     * @param threads the threads that carry traffic
     * @param journal null when nothing is logged
     * @param environment variables as the configuration left them
     * @param startMessages what was said to the operator at the start, as it was printed
     * @param faults told of a command that failed by a fault of the program: traffic goes on
     */
    public record Surroundings(ProxyStatistics proxies, ProcessStatistics process, List<GlobalConfig.StatsSocket> sockets, Threads threads,
            Journal journal, Map<String, String> environment, Supplier<List<String>> startMessages, Consumer<RuntimeException> faults) {}

    /** Reports on threads. Any thread may ask. */
    public interface Threads {
        /** A line for each thread. */
        List<String> report();

        /** What the I/O agents counted: a line for each figure, the sum and each agent's. */
        String activity();
    }

    public CliService(EngineParts engine, Surroundings surroundings) {
        this.engine = engine;
        faults = surroundings.faults();
        table = table(engine, surroundings, () -> sessions);
    }

    /** All commands. For the reference page, which carries none out, the table does without what they need. */
    static CommandTable table(EngineParts engine, Surroundings surroundings, IntSupplier operators) {
        CommandTable table = new CommandTable();
        ConnectionCommands.addTo(table, surroundings);
        ProcessCommands.addTo(table, surroundings, operators);
        new SessionCommands(engine).addTo(table);
        new ServerCommands(engine).addTo(table);
        new FrontendCommands(engine, surroundings).addTo(table);
        new StatisticsCommands(engine, surroundings).addTo(table);
        new LatencyCommands(engine).addTo(table);
        new ErrorCommands(engine).addTo(table);
        DescriptorCommands.addTo(table, engine, surroundings);
        JournalCommands.addTo(table, surroundings);
        return table;
    }

    /** An operator's connection has a command, wants more output, or is closed. */
    public void serve(CliJob job) {
        if (job.step == CliJob.Step.CLOSED) {
            sessions--;
            job.session = null;
            return;
        }
        if (job.session == null) {
            sessions++;
            job.session = new CliSession(job.socket.level());
        }
        CliSession session = (CliSession) job.session;
        if (job.step == CliJob.Step.COMMAND) {
            session.begin(job.line);
            job.line = null;
        }
        job.outputLength = 0;
        job.after = run(job, session);
        job.interactive = session.interactive;
        job.idleNanos = session.idleNanos;
        session.idleNanos = 0;
        engine.commands().cliOutput(job);
    }

    private CliJob.After run(CliJob job, CliSession session) {
        while (job.outputLength < CliJob.PIECE_BYTES) {
            if (session.output == null) {
                if (session.closing) {
                    return CliJob.After.CLOSE;
                }
                if (!session.hasCommand()) {
                    return CliJob.After.DONE;
                }
            }
            scratch.setLength(0);
            boolean more = write(session);
            if (!more) {
                session.output = null;
                if (!session.closing) {
                    scratch.append('\n').append(session.interactive ? PROMPT : "");
                }
            }
            job.append(scratch);
        }
        return CliJob.After.MORE;
    }

    /** The next piece of a command's output; false if it was the last one. */
    private boolean write(CliSession session) {
        try {
            if (session.output == null) {
                session.output = start(session);
            }
            return session.output.write(scratch);
        } catch (RuntimeException e) {
            faults.accept(e);
            scratch.append("Internal error: the command failed.\n");
            return false;
        }
    }

    private Output start(CliSession session) {
        List<String> words = session.takeCommand();
        Command command = table.find(words);
        if (command == null) {
            return Output.of(table.unknown(words));
        }
        if (session.level.compareTo(command.level()) < 0) {
            return Output.line("Permission denied");
        }
        try {
            return command.action().run(new Call(session, words.subList(command.wordCount(), words.size())));
        } catch (CliRefusal e) {
            return Output.line(e.getMessage());
        }
    }
}
