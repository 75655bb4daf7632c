package org.weir.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code weir-bench jmh}: the microbenchmarks, always with the allocation profiler. JMH's forks take over the flags of this JVM, so that they
 * run with what the launcher read from the flags file.
 */
@Command(name = "jmh", description = "Runs the JMH benchmarks with -prof gc; takes JMH's own arguments (see: weir-bench jmh -h).")
final class JmhCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ARGUMENT", description = "Arguments of JMH, such as a pattern of benchmark names, -f, -wi, -i, -l.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws Exception {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("-prof", "gc"));
        CommandLineOptions options = new CommandLineOptions(all.toArray(String[]::new));
        if (options.shouldHelp()) {
            options.showHelp();
            return 0;
        }
        Runner runner = new Runner(options);
        if (options.shouldList()) {
            runner.list();
            return 0;
        }
        try {
            return runner.run().isEmpty() ? 1 : 0;
        } catch (NoBenchmarksException e) {
            throw new IllegalArgumentException("no benchmark matches " + String.join(" ", options.getIncludes()), e);
        }
    }
}
