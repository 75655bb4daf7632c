package org.weir.perf.bench;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.weir.halog.LogGenerator;
import org.weir.perf.bench.Results.Spread;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir-bench halog}: the original and ours over the same log, each run a process of its own. */
@Command(name = "halog", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures HAProxy's halog and ours in turn over a generated log in the page cache, from the start of the process to its end.")
final class HalogBenchCommand implements Callable<Integer> {

    /** Wall-clock and CPU time of one run. */
    private record Run(double wallMillis, double cpuMillis) {
    }

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MICROS_PER_MILLI = 1e3;

    @Option(names = "--lines", defaultValue = "2000000", description = "Lines of the log (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Option(names = "--rounds", defaultValue = "5", description = "Measured rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--output", split = ",", paramLabel = "OPTION", defaultValue = "-c,-st,-tc,-srv,-pct,-u,-ic",
            description = "Options to run, one at a time (default: ${DEFAULT-VALUE}).")
    private List<String> outputs;

    @Option(names = "--log", paramLabel = "FILE", description = "Use this log; do not generate one.")
    private Path givenLog;

    @Option(names = "--reference", paramLabel = "FILE", defaultValue = "halog", description = "The original (default: ${DEFAULT-VALUE}, from PATH).")
    private String reference;

    @Option(names = "--halog", paramLabel = "FILE", defaultValue = "${sys:weir.home:-.}/bin/halog",
            description = "Our launcher (default: ${DEFAULT-VALUE}).")
    private String halog;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lines < 1 || rounds < 1) {
            throw new IllegalArgumentException("--lines and --rounds must be at least 1");
        }
        if (givenLog != null && (!Files.isRegularFile(givenLog) || !Files.isReadable(givenLog))) {
            throw new IllegalArgumentException("--log: cannot read " + givenLog);
        }
        Path log = givenLog == null ? generate() : givenLog;
        try {
            System.out.printf("%-6s %12s %12s %26s %14s %14s%n", "", "halog ms", "weir ms", "halog/weir (min .. max)", "halog cpu ms", "weir cpu ms");
            for (String output : outputs) {
                measure(output, log.toFile());
            }
        } finally {
            if (givenLog == null) {
                Files.delete(log);
            }
        }
        return 0;
    }

    private Path generate() throws IOException {
        Path log = Files.createTempFile("weir-bench", ".log");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log), 1 << 20)) {
            new LogGenerator(1, 0).write(out, lines);
        }
        return log;
    }

    /** Interleaved, after one run of each that is not counted and leaves the log in the page cache. */
    private void measure(String output, File log) throws IOException, InterruptedException {
        List<Run> references = new ArrayList<>();
        List<Run> ours = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Run original = run(reference, output, log);
            Run weir = run(halog, output, log);
            if (round > 0) {
                references.add(original);
                ours.add(weir);
                ratios.add(original.wallMillis / weir.wallMillis);
            }
        }
        Spread ratio = Spread.of(ratios);
        System.out.printf("%-6s %12.0f %12.0f %26s %14.0f %14.0f%n", output, median(references, false), median(ours, false),
                "%.2f (%.2f .. %.2f)".formatted(ratio.median(), ratio.min(), ratio.max()), median(references, true), median(ours, true));
    }

    private static double median(List<Run> runs, boolean ofCpu) {
        return Spread.of(runs.stream().map(run -> ofCpu ? run.cpuMillis : run.wallMillis).toList()).median();
    }

    private static Run run(String program, String output, File log) throws IOException, InterruptedException {
        long cpuBefore = ProcFiles.endedChildrenCpuMicros();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(program, output).redirectInput(log).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        int status = process.waitFor();
        double wallMillis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        if (status != 0) {
            throw new IOException(program + " " + output + " ended with status " + status);
        }
        return new Run(wallMillis, (ProcFiles.endedChildrenCpuMicros() - cpuBefore) / MICROS_PER_MILLI);
    }
}
