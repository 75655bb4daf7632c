package org.weir.perf.aot;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.weir.halog.JournalGenerator;
import org.weir.halog.LogGenerator;

/** Lets halog analyse a generated log as the original can, or write reports on it and on a journal. */
final class HalogTraining implements Training {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int LINES = 100_000;
    private static final int RECORDS = 50_000;
    private static final int DAMAGED_PER_MILLE = 1;

    private final boolean hasReports;

    HalogTraining(boolean hasReports) {
        this.hasReports = hasReports;
    }

    @Override
    public void run(ProcessBuilder program, Path directory) throws IOException, InterruptedException {
        Path log = directory.resolve("haproxy.log");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log))) {
            new LogGenerator(1, DAMAGED_PER_MILLE).write(out, LINES);
        }
        program.command().add(log.toString());
        if (hasReports) {
            JournalGenerator.write(directory, RECORDS, 1);
            program.command().add(directory.toString());
        }
        Process halog = program.redirectInput(log.toFile()).start();
        try {
            if (!halog.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("halog did not end within " + LIMIT.toSeconds() + " s");
            }
        } finally {
            halog.destroyForcibly().waitFor();
        }
        if (halog.exitValue() != 0) {
            throw new IOException("halog ended with status " + halog.exitValue());
        }
    }
}
