package org.weir.perf.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * Starts the programs through their launchers, so with the very flags and class path they will have, and gives them their usual work: the JVM then writes
 * what it loaded and profiled into the cache file (JEP 483, 514, 515).
 */
public final class AotTrainingMain {
    private final Path launchers;
    private final Path libraries;

    private AotTrainingMain(Path launchers, Path libraries) {
        this.launchers = launchers;
        this.libraries = libraries;
    }

    /** Arguments: the folder of the launchers, and that of the jars, where the cache files belong. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: train-aot BIN LIB");
            System.exit(2);
        }
        AotTrainingMain training = new AotTrainingMain(Path.of(args[0]), Path.of(args[1]).toAbsolutePath());
        if (!Files.isWritable(training.libraries)) {
            System.err.println("train-aot: cannot write to " + training.libraries);
            System.exit(1);
        }
        training.train("weir", "weir", new WeirTraining());
        training.train("halog", "halog", new HalogTraining(false));
        training.train("halog", "halog-reports", new HalogTraining(true));
        // The launchers look there first: only the JDK that made the caches can use them.
        Files.writeString(training.libraries.resolve("aot.java-home"), System.getProperty("java.home") + "\n");
    }

    private void train(String program, String cacheName, Training training) throws IOException, InterruptedException {
        Path cache = libraries.resolve(cacheName + ".aot");
        Path directory = Files.createTempDirectory("weir-aot");
        Path fresh = libraries.resolve(cacheName + ".aot.new");
        Path log = directory.resolve("output.log");
        try {
            ProcessBuilder builder = new ProcessBuilder(launchers.resolve(program).toString());
            builder.environment().put("WEIR_AOT_OUTPUT", fresh.toString());
            builder.environment().remove("WEIR_JAVA_OPTS");
            training.run(builder.redirectErrorStream(true).redirectOutput(log.toFile()), directory);
            if (!Files.exists(fresh)) {
                throw new IOException(program + " left no AOT cache");
            }
            Files.move(fresh, cache, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; its output:\n" + (Files.exists(log) ? Files.readString(log) : ""), e);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
