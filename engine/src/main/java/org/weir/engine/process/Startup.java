package org.weir.engine.process;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.weir.os.Errno;
import org.weir.os.OsException;
import org.weir.os.ProcessControl;

/** One start of the program, from the command line to the exit status (management guide, sections 3 and 4). */
public final class Startup {
    private final Messages messages;
    private final PrintStream out;
    private final PrintStream err;
    private final CoreFactory factory;

    public Startup(CoreFactory factory, Messages messages, PrintStream out, PrintStream err) {
        this.factory = factory;
        this.messages = messages;
        this.out = out;
        this.err = err;
    }

    /** @return the exit status; see {@link Core#run} for one above 128 */
    public int run(String... arguments) {
        return switch (CommandLine.parse(arguments)) {
            case CommandLine.Outcome.ShowVersion version -> {
                out.print(version.details() ? Version.details() : Version.text());
                out.flush();
                yield ExitStatus.OK;
            }
            case CommandLine.Outcome.ShowHelp _ -> {
                out.print(Version.text() + Version.usage());
                out.flush();
                yield ExitStatus.OK;
            }
            case CommandLine.Outcome.ShowUsage usage -> usage(usage.error());
            case CommandLine.Outcome.Refuse refusal -> fail(refusal.error());
            case CommandLine.Outcome.Run run -> run(run.options());
        };
    }

    private int usage(String error) {
        if (error != null) {
            messages.alert(error);
        }
        out.print(Version.text());
        out.flush();
        err.print(Version.usage());
        err.flush();
        return ExitStatus.FAILURE;
    }

    private int fail(String alert) {
        messages.release();
        messages.alert(alert);
        return ExitStatus.FAILURE;
    }

    private int run(Options options) {
        messages.quiet(options.quiet());
        boolean mayDetach = !options.check() && !options.foreground() && !Background.isChild();
        try {
            if (options.daemon() && mayDetach) {
                return Background.start(out);
            }
            if (options.directory() != null) {
                changeDirectory(options.directory());
            }
            List<Path> files = ConfigurationPaths.expand(options.paths());
            if (files.isEmpty()) {
                return usage("no configuration file in " + String.join(", ", options.paths()));
            }
            // The keyword 'daemon' hands the whole start, with its messages, to a child; and 'quiet' silences those of its own section too.
            messages.hold();
            Core core = factory.load(files, options, messages);
            if (core.settings().daemon() && mayDetach) {
                messages.discard();
                return Background.start(out);
            }
            if (core.settings().quiet() && !options.verbose()) {
                messages.quiet(true);
            }
            messages.release();
            return start(core, options);
        } catch (StartFailure | IOException e) {
            return fail(e.getMessage());
        }
    }

    private static void changeDirectory(String directory) throws StartFailure {
        try {
            ProcessControl.changeDirectory(directory);
        } catch (OsException e) {
            throw new StartFailure("Could not change to directory " + directory + " : " + e.meaning(), e);
        }
    }

    private int start(Core core, Options options) throws StartFailure {
        boolean warned = messages.warnings() > 0;
        if (warned && (options.zeroWarning() || core.settings().zeroWarning())) {
            return fail("config : Some warnings were found and 'zero-warning' is set. Aborting.");
        }
        if (options.check()) {
            return report(core, warned);
        }
        if (!core.hasListeners()) {
            return fail("[weir.main()] No enabled listener found (check for 'bind' directives) ! Exiting.");
        }
        serveable(core, options);
        messages.detach();
        try {
            return core.run();
        } finally {
            messages.finish();
        }
    }

    /** The words of {@code -c}. */
    private int report(Core core, boolean warned) {
        if (!messages.quiet()) {
            out.print(warned ? "Warnings were found.\n" : "");
            out.print(core.hasListeners() ? "Configuration file is valid\n"
                    : "Configuration file has no error but will not start (no listener) => exit(2).\n");
            out.flush();
        }
        return core.hasListeners() ? ExitStatus.OK : ExitStatus.NO_LISTENER;
    }

    /** All that lies between a good configuration and serving. The processes to replace are told only once nothing can fail any more. */
    private void serveable(Core core, Options options) throws StartFailure {
        boolean background = Background.isChild();
        core.settings().descriptors().raise(messages);
        SignalReader.install(core.signals(), messages);
        Predecessors predecessors = new Predecessors(Stream.of(options.finishPids(), options.terminatePids()).flatMap(List::stream).toList());
        try {
            bind(core, options, predecessors);
        } catch (StartFailure e) {
            predecessors.carryOn();
            throw e;
        }
        signalAll(options.finishPids(), ProcessSignal.USR1);
        signalAll(options.terminatePids(), ProcessSignal.TERM);
        if (background) {
            Background.ready(out);
        }
    }

    private static void bind(Core core, Options options, Predecessors predecessors) throws StartFailure {
        core.bind(predecessors);
        ProcessSettings settings = core.settings();
        String pidFileName = options.pidFile() != null ? options.pidFile() : settings.pidFile();
        try (PidFile pidFile = Background.isChild() && pidFileName != null ? PidFile.create(pidFileName) : null) {
            PrivilegeDrop.apply(settings);
            if (pidFile != null) {
                pidFile.write();
            }
        }
    }

    /** A process that is gone already is what was wanted. */
    private void signalAll(List<Integer> pids, ProcessSignal signal) {
        for (int pid : pids) {
            try {
                ProcessControl.signal(pid, signal.number());
            } catch (OsException e) {
                if (e.errno() != Errno.ESRCH) {
                    messages.warning("Cannot send SIG" + signal + " to process " + pid + ": " + e.meaning());
                }
            }
        }
    }
}
