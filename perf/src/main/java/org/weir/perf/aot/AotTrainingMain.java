package org.weir.perf.aot;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.weir.os.ProcessControl;
import org.weir.perf.origin.OriginOptions;
import org.weir.perf.origin.OriginServer;

/**
 * Starts the weir program through its launcher, so with the very flags and class path it will have, sends it traffic, and stops it softly: the JVM then
 * writes what it loaded and profiled into the cache file (JEP 483, 514, 515). A cache newer than all jars is kept.
 */
public final class AotTrainingMain {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(120);
    private static final int SIGUSR1 = 10;

    private final Path launcher;
    private final Path cache;

    private AotTrainingMain(Path launcher, Path cache) {
        this.launcher = launcher;
        this.cache = cache;
    }

    /** Arguments: the launcher to train, and the cache file to write. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: train-aot LAUNCHER CACHE");
            System.exit(2);
        }
        AotTrainingMain training = new AotTrainingMain(Path.of(args[0]), Path.of(args[1]).toAbsolutePath());
        if (training.isCacheFresh()) {
            return;
        }
        training.run();
    }

    private boolean isCacheFresh() throws IOException {
        if (!Files.exists(cache)) {
            return false;
        }
        FileTime written = Files.getLastModifiedTime(cache);
        Path flags = launcher.resolveSibling("jvm.options");
        try (Stream<Path> libraries = Files.list(cache.getParent())) {
            for (Path path : Stream.concat(libraries.filter(file -> file.toString().endsWith(".jar")), Stream.of(flags)).toList()) {
                if (Files.getLastModifiedTime(path).compareTo(written) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private void run() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("weir-aot");
        Path fresh = cache.resolveSibling(cache.getFileName() + ".new");
        Path log = directory.resolve("weir.log");
        try (OriginServer origin = OriginServer.start(OriginOptions.loopback("training"))) {
            int httpPort = freePort();
            int tcpPort = freePort();
            Path socket = directory.resolve("stats.sock");
            Path configuration = directory.resolve("training.cfg");
            Files.writeString(configuration, configuration(httpPort, tcpPort, origin.port(), socket));
            Process weir = start(configuration, fresh, log);
            try {
                TrainingTraffic traffic = new TrainingTraffic(httpPort, tcpPort, socket);
                traffic.awaitStart(weir, START_LIMIT);
                traffic.send();
                ProcessControl.signal((int) weir.pid(), SIGUSR1);
                if (!weir.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException("weir did not stop within " + STOP_LIMIT.toSeconds() + " s of SIGUSR1");
                }
            } finally {
                weir.destroyForcibly().waitFor();
            }
            if (!Files.exists(fresh)) {
                throw new IOException("weir left no AOT cache (exit status " + weir.exitValue() + ")");
            }
            Files.move(fresh, cache, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; its output:\n" + (Files.exists(log) ? Files.readString(log) : ""), e);
        } finally {
            delete(directory);
        }
    }

    private Process start(Path configuration, Path output, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "-f", configuration.toString());
        builder.environment().put("WEIR_AOT_OUTPUT", output.toString());
        builder.environment().remove("WEIR_JAVA_OPTS");
        return builder.redirectErrorStream(true).redirectInput(new File("/dev/null")).redirectOutput(log.toFile()).start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static String configuration(int httpPort, int tcpPort, int originPort, Path socket) {
        return """
                global
                    stats socket %s mode 600 level admin
                    log stdout format raw local0
                    maxconn 1000

                defaults
                    mode http
                    log global
                    option httplog
                    option forwardfor
                    timeout connect 5s
                    timeout client 10s
                    timeout server 10s

                frontend web
                    bind 127.0.0.1:%d
                    acl api path_beg /status /echo
                    acl from_test hdr(host) -i -m end training.example
                    http-request deny if { path /denied }
                    http-request redirect location /moved if { path /redirected }
                    http-request set-header X-Training %%[path,lower] if from_test or !api
                    use_backend api if api
                    default_backend pages

                backend pages
                    balance roundrobin
                    option httpchk
                    server page1 127.0.0.1:%d check inter 100
                    server page2 127.0.0.1:%d check inter 100

                backend api
                    balance leastconn
                    server api1 127.0.0.1:%d maxconn 50

                listen raw
                    mode tcp
                    option tcplog
                    bind 127.0.0.1:%d
                    server raw1 127.0.0.1:%d check
                """.formatted(socket, httpPort, originPort, originPort, originPort, tcpPort, originPort);
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
