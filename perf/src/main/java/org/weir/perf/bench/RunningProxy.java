package org.weir.perf.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A started target that has answered its first request. */
final class RunningProxy implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final Children children;
    private final Process process;
    private final int port;
    private final double startMillis;

    private RunningProxy(Children children, Process process, int port, double startMillis) {
        this.children = children;
        this.process = process;
        this.port = port;
        this.startMillis = startMillis;
    }

    /**
     * Starts a target and waits for its first answer.
     *
     * @param prefix command words before the target's own, such as {@code taskset -c 0}
     * @throws IOException with what the target printed, when it ends or does not answer in time
     */
    static RunningProxy start(Children children, Path directory, Target target, List<String> prefix, int maxconn, int originPort,
            int syslogPort) throws IOException, InterruptedException {
        int port = HttpProbe.freePort();
        Path config = directory.resolve(target.name() + ".cfg");
        Files.writeString(config, target.configuration(maxconn, port, originPort, syslogPort));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(target.commandFor(config.toString()));
        long startNanos = System.nanoTime();
        Process process = children.start(target.name(), command);
        try {
            HttpProbe.awaitAnswer(process, port, START_LIMIT);
        } catch (IOException e) {
            children.stop(process);
            throw new IOException(target.name() + ": " + e.getMessage() + "; it printed: " + children.printedBy(target.name()), e);
        }
        return new RunningProxy(children, process, port, (System.nanoTime() - startNanos) / 1e6);
    }

    int port() {
        return port;
    }

    /** Time from the start of the process to the end of its first answer. */
    double startMillis() {
        return startMillis;
    }

    long cpuMicros() throws IOException {
        return ProcFiles.cpuMicros(process.toHandle());
    }

    long rssKib() throws IOException {
        return ProcFiles.rssKib(process.toHandle());
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    @Override
    public void close() {
        children.stop(process);
    }
}
