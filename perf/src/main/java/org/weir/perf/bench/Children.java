package org.weir.perf.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes that the rig started, and the temporary directory of their files: none outlives it, also when it is interrupted. */
final class Children implements AutoCloseable {

    private static final int STOP_SECONDS = 3;

    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final Path directory;
    private boolean closed;

    Children(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "bench-stop"));
    }

    /**
     * Starts a process whose output goes to a file named after it in the rig's directory.
     *
     * @throws IOException when it cannot be started, or the rig was interrupted
     */
    synchronized Process start(String name, List<String> command) throws IOException {
        if (closed) {
            throw new IOException("interrupted");
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).redirectOutput(outputFile(name).toFile());
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /** What a process started under this name has printed so far, for error messages. */
    String printedBy(String name) throws IOException {
        return Files.readString(outputFile(name), StandardCharsets.ISO_8859_1).strip();
    }

    /**
     * Runs a command to its end.
     *
     * @return its output
     * @throws IOException when it fails, or does not end in time
     */
    String output(List<String> command, int limitSeconds) throws IOException, InterruptedException {
        Process process = start("command", command);
        try {
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                throw new IOException("did not end within " + limitSeconds + " s: " + String.join(" ", command));
            }
            if (process.exitValue() != 0) {
                throw new IOException("exit status " + process.exitValue() + " of " + String.join(" ", command) + ": " + printedBy("command"));
            }
            return printedBy("command");
        } finally {
            stop(process);
        }
    }

    /** Ends a process: SIGTERM, and SIGKILL when that is not obeyed in time. */
    void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        running.remove(process);
    }

    /** True once the rig ends: what fails then fails because of that. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends what still runs and deletes the directory; also called when the rig is interrupted, hence the lock. */
    @Override
    public synchronized void close() {
        closed = true;
        running.forEach(this::stop);
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                System.err.println("weir-bench: cannot delete " + directory + ": " + e.getMessage());
            }
        }
    }

    private Path outputFile(String name) {
        return directory.resolve(name + ".out");
    }
}
