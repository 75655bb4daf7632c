package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program with pipes as its output that nobody reads: it goes on serving, and ends when it is told to. */
@Timeout(110)
class StalledReaderTest {
    /** What a pipe holds. */
    private static final int PIPE_BYTES = 65_536;
    private static final int CHANGES = 2_000;
    private static final int CHANGES_PER_COMMAND = 100;

    @TempDir
    private Path directory;
    private Process program;

    @AfterEach
    void end() {
        if (program != null) {
            program.descendants().forEach(ProcessHandle::destroyForcibly);
            program.destroyForcibly();
        }
    }

    @Test
    void aFullPipeAsStandardErrorHoldsUpNothing() throws Exception {
        start("");
        changeServers();
        assertTrue(command("show info").contains("Name: Weir"));

        // Whoever reads at last misses nothing, and sees it in order.
        List<String> lines = program.errorReader().lines().limit(CHANGES).toList();
        assertTrue(String.join("\n", lines).length() > PIPE_BYTES);
        List<String> changes = lines.stream().filter(line -> line.contains("Server b/s is ")).toList();
        for (int i = 0; i < changes.size(); i++) {
            assertTrue(changes.get(i).contains(i % 2 == 0 ? "DOWN" : "UP"), changes.get(i));
        }
        assertTrue(changes.size() >= CHANGES / 2, lines::toString);
    }

    @Test
    void aFullPipeAsStandardErrorDoesNotHoldUpTheEnd() throws Exception {
        start("");
        changeServers();
        endBySignal();
    }

    @Test
    void aFullPipeAsLogTargetHoldsUpNothing() throws Exception {
        start("log stdout format raw local0");
        fillWithRequests();
        changeServers();
        assertTrue(command("show info").contains("Name: Weir"));
        endBySignal();
    }

    /** A terminal says that it has room when one byte of it is free. */
    @Test
    void aTerminalThatIsPausedHoldsUpNothing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script (package bsdutils or util-linux) that makes a terminal");
        start("log stdout format raw local0", List.of("script", "-qec"));
        fillWithRequests();
        assertTrue(command("show info").contains("Name: Weir"));
        ProcessHandle weir = program.children().findFirst().orElseThrow();
        weir.destroy();
        // Its parent is held up as well, and leaves a zombie of it.
        Path state = Path.of("/proc/" + weir.pid() + "/stat");
        await("does not end", () -> hasEnded(state));
    }

    private static boolean hasEnded(Path state) {
        try {
            return Files.readString(state).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }

    /** What there is to wait for. */
    private interface Condition {
        boolean isMet() throws IOException;
    }

    private static void await(String complaint, Condition condition) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.isMet()) {
            assertTrue(System.nanoTime() < deadlineNanos, complaint);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void fillWithRequests() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            request("/" + i + "x".repeat(1_000));
        }
    }

    private void request(String path) throws IOException {
        assertTrue(exchange("f", "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 503 "));
    }

    private void endBySignal() throws InterruptedException {
        program.toHandle().destroy();
        assertTrue(program.waitFor(60, TimeUnit.SECONDS));
        assertEquals(ProcessSignal.TERM.exitStatus(), program.exitValue());
    }

    private void start(String log) throws IOException, InterruptedException {
        start(log, List.of());
    }

    /** @param terminal the words of a command that runs another one on a terminal; or none */
    private void start(String log, List<String> terminal) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("weir.cfg"), """
                global
                  stats socket %1$s/cli mode 600 level admin
                  %2$s
                defaults
                  mode http
                  %3$s
                  option httplog
                  retries 0
                  timeout client 10s
                  timeout server 10s
                  timeout connect 10s
                frontend f
                  bind unix@%1$s/f
                  default_backend b
                backend b
                  server s 127.0.0.1:1
                """.formatted(directory, log, log.isEmpty() ? "" : "log global"));
        List<String> weir = List.of(System.getProperty("java.home") + "/bin/java", "@" + Path.of("..", "bin", "jvm.options"), "-cp",
                System.getProperty("java.class.path"), WeirMain.class.getName(), "-db", "-f", file.toString());
        List<String> command = new ArrayList<>(terminal);
        command.addAll(terminal.isEmpty() ? weir : List.of("exec '" + String.join("' '", weir) + "'", "/dev/null"));
        program = new ProcessBuilder(command).start();
        await("does not start", this::isServing);
    }

    private boolean isServing() {
        try {
            return command("show info").contains("Name: Weir");
        } catch (IOException notYet) {
            return false;
        }
    }

    private void changeServers() throws IOException {
        for (int i = 0; i < CHANGES / CHANGES_PER_COMMAND; i++) {
            command("disable server b/s; enable server b/s;".repeat(CHANGES_PER_COMMAND / 2));
        }
    }

    /** As socat would send it. */
    private String command(String command) throws IOException {
        return exchange("cli", command + "\n");
    }

    private String exchange(String socket, String text) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(directory.resolve(socket)));
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.shutdownOutput();
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
