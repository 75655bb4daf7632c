package org.weir.perf.bench;

import org.weir.engine.process.Version;
import org.weir.perf.origin.OriginMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code weir-bench}. */
@Command(name = "weir-bench", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Measures Weir, side by side with other proxies and in the small.")
public final class BenchMain {

    private BenchMain() {
    }

    /** Exits with 0, 1 when a run failed, 2 when the arguments are wrong. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new BenchMain())
                .addSubcommand(new CompareCommand())
                .addSubcommand(new HalogBenchCommand())
                .addSubcommand("origin", new OriginMain())
                .addSubcommand(new JmhCommand());
        // JMH parses its own options.
        line.getSubcommands().get("jmh").setUnmatchedOptionsArePositionalParams(true);
        String[] version = {"weir-bench version " + Version.NUMBER};
        line.getCommandSpec().version(version);
        line.getSubcommands().values().forEach(command -> command.getCommandSpec().version(version));
        line.setParameterExceptionHandler(BenchMain::wrongArguments);
        line.setExecutionExceptionHandler((e, command, result) -> {
            System.err.println("weir-bench: " + (e.getMessage() == null ? e : e.getMessage()));
            return e instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(args.length == 0 ? usage(line) : line.execute(args));
    }

    private static int wrongArguments(ParameterException e, String[] args) {
        boolean isNoCommand = e instanceof UnmatchedArgumentException && e.getCommandLine().getParent() == null;
        System.err.println("weir-bench: " + (isNoCommand ? "no command '" + args[0] + "'" : e.getMessage()));
        return usage(e.getCommandLine());
    }

    private static int usage(CommandLine line) {
        line.usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }
}
