package org.weir.perf.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.weir.perf.origin.OriginMain;

/** Runs works: starts origin and proxies, warms them up, measures them interleaved (A B, B A, A B …). */
final class Rig {

    /** How long, how often and how hard. */
    record Settings(int rounds, int seconds, int warmupSeconds, int connections, int ratePerSecond, int idleConnections, int starts,
            int maxconn, boolean pinned) {
    }

    /** One measured run of a target in a round. */
    private interface Round {
        void measure(RunningProxy proxy, String name, Results results) throws IOException, InterruptedException;
    }

    private static final double MIB = 1024.0 * 1024.0;
    private static final String LARGE_PATH = "/bytes/1048576";
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final int SPARE_DESCRIPTORS = 500;

    private final Children children;
    private final Path directory;
    private final List<Target> targets;
    private final Settings settings;
    private final Wrk wrk;

    Rig(Children children, Path directory, List<Target> targets, Settings settings) throws IOException {
        this.children = children;
        this.directory = directory;
        this.targets = targets;
        this.settings = settings;
        this.wrk = new Wrk(children, directory, settings.connections, driverPrefix());
    }

    Results run(Work work) throws IOException, InterruptedException {
        int originPort = HttpProbe.freePort();
        Process origin = children.start("origin", originCommand(originPort));
        try {
            HttpProbe.awaitAnswer(origin, originPort, START_LIMIT);
            return switch (work) {
                case KEEPALIVE -> interleaved(originPort, 0, "/", List.of(), (proxy, name, results) -> wrkRound(proxy, name, results, List.of()));
                case CLOSE -> {
                    List<String> close = List.of("Connection: close");
                    yield interleaved(originPort, 0, "/", close, (proxy, name, results) -> wrkRound(proxy, name, results, close));
                }
                case LARGE -> interleaved(originPort, 0, LARGE_PATH, List.of(), this::largeRound);
                case FIXED_RATE -> interleaved(originPort, 0, "/", List.of(), this::fixedRateRound);
                case HTTPLOG -> httplog(originPort);
                case IDLE -> idle(originPort);
                case STARTUP -> startup(originPort);
                case RSS -> rss(originPort);
            };
        } finally {
            children.stop(origin);
        }
    }

    private Results interleaved(int originPort, int syslogPort, String path, List<String> headers, Round round)
            throws IOException, InterruptedException {
        Results results = new Results();
        List<RunningProxy> proxies = new ArrayList<>();
        try {
            for (Target target : targets) {
                proxies.add(start(target, originPort, syslogPort));
            }
            if (settings.warmupSeconds > 0) {
                for (RunningProxy proxy : proxies) {
                    wrk.run(proxy.url(path), settings.warmupSeconds, headers);
                }
            }
            for (int i = 0; i < settings.rounds; i++) {
                for (int j = 0; j < proxies.size(); j++) {
                    int index = i % 2 == 0 ? j : proxies.size() - 1 - j;
                    round.measure(proxies.get(index), targets.get(index).name(), results);
                }
            }
        } finally {
            proxies.forEach(RunningProxy::close);
        }
        return results;
    }

    private void wrkRound(RunningProxy proxy, String name, Results results, List<String> headers) throws IOException, InterruptedException {
        long cpuBefore = proxy.cpuMicros();
        LoadResult load = wrk.run(proxy.url("/"), settings.seconds, headers);
        addRequests(results, name, load, proxy.cpuMicros() - cpuBefore, proxy);
    }

    private void fixedRateRound(RunningProxy proxy, String name, Results results) throws IOException {
        try (OpenLoopDriver driver = new OpenLoopDriver(new InetSocketAddress("127.0.0.1", proxy.port()), "/", settings.connections)) {
            long cpuBefore = proxy.cpuMicros();
            LoadResult load = driver.run(settings.ratePerSecond, settings.seconds);
            addRequests(results, name, load, proxy.cpuMicros() - cpuBefore, proxy);
        }
    }

    private static void addRequests(Results results, String name, LoadResult load, long cpuMicros, RunningProxy proxy) throws IOException {
        results.add(name, Metric.REQUESTS_PER_SECOND, load.requests() * 1e6 / load.durationMicros());
        results.add(name, Metric.CPU_MICROS_PER_REQUEST, (double) cpuMicros / Math.max(1, load.requests()));
        addLatencyAndState(results, name, load, proxy);
    }

    private void largeRound(RunningProxy proxy, String name, Results results) throws IOException, InterruptedException {
        long cpuBefore = proxy.cpuMicros();
        LoadResult load = wrk.run(proxy.url(LARGE_PATH), settings.seconds, List.of());
        long cpuMicros = proxy.cpuMicros() - cpuBefore;
        double mib = load.bytes() / MIB;
        results.add(name, Metric.MIB_PER_SECOND, mib * 1e6 / load.durationMicros());
        results.add(name, Metric.CPU_MICROS_PER_MIB, cpuMicros / Math.max(1, mib));
        addLatencyAndState(results, name, load, proxy);
    }

    private static void addLatencyAndState(Results results, String name, LoadResult load, RunningProxy proxy) throws IOException {
        results.add(name, Metric.P50_MICROS, (double) load.p50Micros());
        results.add(name, Metric.P99_MICROS, (double) load.p99Micros());
        results.add(name, Metric.P999_MICROS, (double) load.p999Micros());
        results.add(name, Metric.RSS_MIB, proxy.rssKib() / 1024.0);
        results.add(name, Metric.ERRORS, (double) load.errors());
    }

    private Results httplog(int originPort) throws IOException, InterruptedException {
        try (SyslogSink sink = new SyslogSink()) {
            return interleaved(originPort, sink.port(), "/", List.of(), (proxy, name, results) -> {
                settle(sink);
                long linesBefore = sink.arrived();
                long cpuBefore = proxy.cpuMicros();
                LoadResult load = wrk.run(proxy.url("/"), settings.seconds, List.of());
                addRequests(results, name, load, proxy.cpuMicros() - cpuBefore, proxy);
                settle(sink);
                results.add(name, Metric.LOG_LINES_LOST, (double) Math.max(0, load.requests() - (sink.arrived() - linesBefore)));
            });
        }
    }

    /** Waits until no datagram has come for a tenth of a second. */
    private static void settle(SyslogSink sink) throws IOException {
        long before;
        do {
            before = sink.arrived();
            pause(100);
        } while (sink.arrived() != before);
    }

    private Results idle(int originPort) throws IOException, InterruptedException {
        raiseOwnDescriptorLimit();
        Results results = new Results();
        for (int i = 0; i < settings.rounds; i++) {
            for (Target target : i % 2 == 0 ? targets : targets.reversed()) {
                try (RunningProxy proxy = start(target, originPort, 0)) {
                    wrk.run(proxy.url("/"), Math.max(1, settings.warmupSeconds), List.of());
                    pause(1_000);
                    long before = proxy.rssKib();
                    try (IdleConnections connections = new IdleConnections(proxy.port(), settings.idleConnections)) {
                        pause(1_000);
                        long after = proxy.rssKib();
                        results.add(target.name(), Metric.BYTES_PER_CONNECTION, (after - before) * 1024.0 / connections.count());
                        results.add(target.name(), Metric.RSS_MIB, after / 1024.0);
                    }
                }
            }
        }
        return results;
    }

    private Results startup(int originPort) throws IOException, InterruptedException {
        Results results = new Results();
        for (int i = 0; i < settings.starts; i++) {
            for (Target target : i % 2 == 0 ? targets : targets.reversed()) {
                try (RunningProxy proxy = start(target, originPort, 0)) {
                    results.add(target.name(), Metric.START_MILLIS, proxy.startMillis());
                }
            }
        }
        return results;
    }

    private Results rss(int originPort) throws IOException, InterruptedException {
        Results results = new Results();
        for (int i = 0; i < settings.rounds; i++) {
            for (Target target : targets) {
                try (RunningProxy proxy = start(target, originPort, 0)) {
                    pause(1_000);
                    long cpuBefore = proxy.cpuMicros();
                    pause(1_000);
                    results.add(target.name(), Metric.IDLE_CPU_MILLIS, (proxy.cpuMicros() - cpuBefore) / 1e3);
                    results.add(target.name(), Metric.RSS_MIB, proxy.rssKib() / 1024.0);
                }
            }
        }
        return results;
    }

    private RunningProxy start(Target target, int originPort, int syslogPort) throws IOException, InterruptedException {
        List<String> prefix = settings.pinned ? List.of("taskset", "-c", "0") : List.of();
        return RunningProxy.start(children, directory, target, prefix, settings.maxconn, originPort, syslogPort);
    }

    private List<String> driverPrefix() {
        return settings.pinned ? List.of("taskset", "-c", "1") : List.of();
    }

    private List<String> originCommand(int port) {
        List<String> command = new ArrayList<>(driverPrefix());
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
                OriginMain.class.getName(), "--listen", "127.0.0.1:" + port));
        return command;
    }

    /** The limit of the rig itself, where it is too low for the idle connections; children inherit it. */
    private void raiseOwnDescriptorLimit() throws IOException, InterruptedException {
        int needed = settings.idleConnections + SPARE_DESCRIPTORS;
        if (ProcFiles.ownDescriptorLimit() < needed) {
            children.output(List.of("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--nofile=" + needed + ":" + needed), 5);
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
