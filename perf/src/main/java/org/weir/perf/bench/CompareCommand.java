package org.weir.perf.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir-bench compare}: proxies side by side on one machine in one run. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures proxies in turn with the same configuration, one thread each, and prints the ratios to the first one.",
        footer = {"", "Works: keepalive close large fixed-rate httplog idle startup rss", "Needs wrk; everything stays on loopback."})
final class CompareCommand implements Callable<Integer> {

    @Option(names = "--work", split = ",", paramLabel = "WORK", description = "Works to run, in order (default: all).")
    private List<String> works = Stream.of(Work.values()).map(Work::label).toList();

    @Option(names = "--target", paramLabel = "NAME=COMMAND",
            description = "A proxy to measure; {config} stands for its configuration file. Repeat it; the first is the reference "
                    + "(default: haproxy, where it is installed, and the weir beside this program).")
    private List<String> targets = List.of();

    @Option(names = "--global", paramLabel = "NAME=LINE", description = "A line for the global section of that target only; may be repeated.")
    private List<String> globalLines = List.of();

    @Option(names = "--weir", paramLabel = "FILE", description = "Weir's launcher (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:weir.home:-.}/bin/weir")
    private String weir;

    @Option(names = "--rounds", defaultValue = "5", description = "Measured rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "Length of a measured run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "20", description = "Seconds of load before the first round (default: ${DEFAULT-VALUE}).")
    private int warmupSeconds;

    @Option(names = "--connections", defaultValue = "32", description = "Connections of the driver (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--rate", defaultValue = "20000", description = "Requests per second of fixed-rate (default: ${DEFAULT-VALUE}).")
    private int ratePerSecond;

    @Option(names = "--idle-connections", defaultValue = "10000", description = "Connections of idle (default: ${DEFAULT-VALUE}).")
    private int idleConnections;

    @Option(names = "--starts", defaultValue = "10", description = "Starts of startup (default: ${DEFAULT-VALUE}).")
    private int starts;

    @Option(names = "--maxconn", defaultValue = "20000", description = "maxconn of the proxies (default: ${DEFAULT-VALUE}).")
    private int maxconn;

    @Option(names = "--pin", description = "Proxies on CPU 0, origin and driver on CPU 1 (default: the scheduler decides).")
    private boolean pinned;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes all rounds as JSON.")
    private Path jsonFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Work> chosen = works.stream().map(Work::parse).toList();
        List<Target> list = targetList();
        Report report = new Report(list.stream().map(Target::name).toList());
        Path directory = Files.createTempDirectory("weir-bench");
        try (Children children = new Children(directory)) {
            Rig rig = new Rig(children, directory, list, new Rig.Settings(positive("--rounds", rounds), positive("--seconds", seconds),
                    warmupSeconds, positive("--connections", connections), positive("--rate", ratePerSecond),
                    positive("--idle-connections", idleConnections), positive("--starts", starts), positive("--maxconn", maxconn), pinned));
            return runAll(chosen, rig, report, children);
        }
    }

    /** A work that fails does not take the figures of the others with it, but the exit status tells. */
    private int runAll(List<Work> chosen, Rig rig, Report report, Children children) throws IOException, InterruptedException {
        int status = 0;
        for (Work work : chosen) {
            try {
                report.add(work, rig.run(work));
                System.out.println(report.table(work));
            } catch (IOException e) {
                if (children.isClosed()) {
                    return 1;
                }
                System.err.println("weir-bench: " + work.label() + ": " + e.getMessage());
                status = 1;
            }
            if (jsonFile != null) {
                Files.writeString(jsonFile, report.json());
            }
        }
        return status;
    }

    private List<Target> targetList() {
        List<Target> list = new ArrayList<>();
        if (targets.isEmpty()) {
            // Where descriptors are limited, both would rather not start than promise a maxconn that they may not reach.
            Optional<String> haproxy = installedHaproxy();
            if (haproxy.isPresent()) {
                List<String> haproxyLines = new ArrayList<>(linesOf("haproxy"));
                haproxyLines.addFirst("no strict-limits");
                list.add(new Target("haproxy", List.of(haproxy.get(), "-f", Target.CONFIG_PLACEHOLDER, "-db"), haproxyLines));
            } else {
                System.err.println("weir-bench: no haproxy on the PATH or in /usr/sbin: Weir is measured alone");
            }
            List<String> weirLines = new ArrayList<>(linesOf("weir"));
            weirLines.addFirst("threading-mode shared");
            weirLines.addFirst("no strict-limits");
            list.add(new Target("weir", List.of(weir, "-f", Target.CONFIG_PLACEHOLDER, "-db"), weirLines));
        }
        for (String text : targets) {
            list.add(Target.parse(text, linesOf(text.substring(0, Math.max(0, text.indexOf('='))))));
        }
        if (list.stream().map(Target::name).distinct().count() != list.size()) {
            throw new IllegalArgumentException("two targets have the same name");
        }
        return list;
    }

    /** Debian has it in a folder that is not on every user's PATH. */
    private static Optional<String> installedHaproxy() {
        return Stream.of((System.getenv().getOrDefault("PATH", "") + ":/usr/sbin").split(":"))
                .filter(folder -> folder.startsWith("/")).map(folder -> folder + "/haproxy").filter(file -> Files.isExecutable(Path.of(file))).findFirst();
    }

    private List<String> linesOf(String name) {
        return globalLines.stream().map(text -> Map.entry(text.split("=", 2)[0], text.substring(text.indexOf('=') + 1)))
                .filter(line -> line.getKey().equals(name)).map(Map.Entry::getValue).toList();
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1, not " + value);
        }
        return value;
    }
}
