package org.weir.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bin/demo does before and after the programs that it starts, which here are shell scripts. */
class DemoScriptTest {
    private static final int DEADLINE_SECONDS = 20;

    @TempDir
    Path home;
    private Path socket;

    @BeforeEach
    void makeDistribution() throws IOException {
        Path scripts = Path.of("..", "bin").toAbsolutePath().normalize();
        Files.createDirectories(home.resolve("bin"));
        for (String script : new String[] {"demo", "launch.sh"}) {
            Files.copy(scripts.resolve(script), home.resolve("bin").resolve(script));
        }
        write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
        script("jdk/bin/java", "exit 0\n");
        write("lib/engine-1.0.jar", "");
        write("lib/perf-1.0.jar", "");
        socket = home.resolve("stats.sock");
        configure(1);
    }

    private void configure(int port) throws IOException {
        write("examples/quickstart.cfg", "global\n    stats socket %s level admin\nlisten web\n    bind 127.0.0.1:%d\n".formatted(socket, port));
    }

    private Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void script(String name, String text) throws IOException {
        assertTrue(write(name, "#!/bin/sh\n" + text).toFile().setExecutable(true));
    }

    private Process demo(String... arguments) throws IOException {
        ProcessBuilder demo = new ProcessBuilder("sh", home.resolve("bin/demo").toString()).redirectErrorStream(true);
        demo.command().addAll(List.of(arguments));
        demo.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        return demo.start();
    }

    private static String printedBy(Process process, int status) throws IOException, InterruptedException {
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));
        assertEquals(status, process.exitValue(), printed);
        return printed;
    }

    private static void await(Path file) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!Files.exists(file)) {
            assertTrue(System.nanoTime() < deadline, () -> file + " did not appear");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Test
    void tellsWhatItDoes() throws IOException, InterruptedException {
        assertTrue(printedBy(demo("--help"), 0).startsWith("Usage: demo "));
    }

    @Test
    void saysThatAPortIsTaken() throws IOException, InterruptedException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            configure(other.getLocalPort());
            assertEquals("demo: port " + other.getLocalPort() + " is in use already, by another bin/demo or another program\n", printedBy(demo(), 1));
        }
    }

    /** Another user's cannot be removed from /tmp; a folder cannot either, whoever one is. */
    @Test
    void saysThatASocketIsInTheWay() throws IOException, InterruptedException {
        Files.createDirectory(socket);
        assertEquals("demo: cannot remove " + socket + ", which another user's Weir may have left behind\n", printedBy(demo(), 1));
    }

    /** timeout(1) tells the demo, and then its whole process group: the demo hears it twice. */
    @Test
    void cleansUpHoweverOftenItIsToldToEnd() throws IOException, InterruptedException {
        script("bin/weir", """
                here=%s
                trap 'touch $here/ending; until [ -e $here/released ]; do sleep 0.02; done; exit 0' TERM
                touch $here/stats.sock
                while :; do sleep 0.02; done
                """.formatted(home));
        Process demo = demo();
        await(socket);
        assertTrue(demo.toHandle().destroy());
        await(home.resolve("ending"));
        assertTrue(demo.toHandle().destroy());
        Files.createFile(home.resolve("released"));
        printedBy(demo, 143);
        assertFalse(Files.exists(socket));
    }
}
