package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --watch} as a process on a terminal, which {@code script} of util-linux makes: what it draws, the keys and sizes it heeds, what it leaves behind. */
@Timeout(120)
class TerminalTest {
    private static final long DEADLINE_MILLIS = 60_000;
    private static final long STEP_MILLIS = 10;
    private static final String LINE = "Feb 19 04:02:26 lb1 haproxy[4418]: 10.2.0.1:54786 [19/Feb/2023:04:02:26.864] web be/s1 0/0/1/5/6 200 214 - - ---- "
        + "1/1/0/0/0 0/0 \"GET %s HTTP/1.1\"\n";
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String REVERSE = "\u001b[7m";
    private static final String PLAIN = "\u001b[0m";
    private static final char CTRL_C = 3;
    /** What a user's shell does; it survives a Ctrl-C. */
    private static final String SHELL = """
        trap : INT
        stty rows 30 cols 100
        tty > "$FOLDER/tty"
        stty -g > "$FOLDER/before"
        "$JAVA" "@$BIN/halog.options" -XX:TieredStopAtLevel=1 -cp "$CLASS_PATH" org.weir.halog.HalogMain --watch 0.1 "$FOLDER/a.log"
        status=$?
        trap '' INT
        echo "status $status"
        stty -g > "$FOLDER/after"
        """;

    @TempDir
    private Path folder;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private Process script;

    @BeforeEach
    void needsATerminal() throws Exception {
        int status;
        try {
            final Process probe = new ProcessBuilder("script", "-qec", "stty size", "/dev/null").redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            probe.getOutputStream().close();
            status = probe.waitFor();
        } catch (final IOException e) {
            status = 127;
        }
        assumeTrue(status == 0, "no script (package bsdutils or util-linux) that makes a terminal, or no stty");
    }

    @AfterEach
    void endWhatWasStarted() {
        if (script != null) {
            script.descendants().forEach(ProcessHandle::destroyForcibly);
            script.destroyForcibly();
        }
    }

    @Test
    void theTableIsDrawnAsWideAsTheTerminalUntilQ() throws Exception {
        start();
        awaitShown(text -> text.contains(ENTER) && text.contains("q quits"));
        append("/1st");
        awaitShown(text -> text.contains("  /1st"));
        assertEquals(100, heading().length());
        // What would be erased behind a full line is its last character.
        assertTrue(!shown().contains(PLAIN + "\u001b[K"), this::end);
        assertEquals(0, new ProcessBuilder("stty", "-F", Files.readString(folder.resolve("tty")).strip(), "rows", "40", "cols", "60").start().waitFor());
        awaitShown(text -> heading().length() == 60);

        type("no other key ends it");
        append("/2nd");
        awaitShown(text -> text.contains("  /2nd"));
        type("q");
        assertEnd();
    }

    @Test
    void ctrlCEndsItAsWell() throws Exception {
        start();
        awaitShown(text -> text.contains("q quits"));
        append("/2nd");
        awaitShown(text -> text.contains("  /2nd"));
        type(Character.toString(CTRL_C));
        assertEnd();
    }

    /** The second one ends it at once. */
    @Test
    void ctrlCHeldDownLeavesTheTerminalAsItWas() throws Exception {
        start();
        awaitShown(text -> text.contains("q quits"));
        int count = 0;
        while (count < 40 && isTyped(Character.toString(CTRL_C))) {
            script.waitFor(2, TimeUnit.MILLISECONDS);
            count++;
        }
        awaitShown(all -> all.contains("status "));
        assertTrue(script.waitFor(DEADLINE_MILLIS, TimeUnit.MILLISECONDS), this::end);
        awaitShown(all -> all.contains("status 0\r\n") || all.contains("status 130\r\n"));
        assertTrue(shown().contains(LEAVE), this::end);
        assertEquals(Files.readString(folder.resolve("before")), Files.readString(folder.resolve("after")));
    }

    /** The terminal is as it was, and the last picture stays on it. */
    private void assertEnd() throws Exception {
        final String text = awaitShown(all -> all.contains("status "));
        assertTrue(script.waitFor(DEADLINE_MILLIS, TimeUnit.MILLISECONDS), this::end);
        awaitShown(all -> all.contains("status 0\r\n"));
        assertTrue(text.contains(LEAVE), this::end);
        final String left = text.substring(text.lastIndexOf(LEAVE));
        assertTrue(left.contains("  /2nd"), left);
        assertEquals(text.indexOf(ENTER), text.lastIndexOf(ENTER));
        assertEquals(Files.readString(folder.resolve("before")), Files.readString(folder.resolve("after")));
    }

    private void start() throws IOException {
        Files.createFile(folder.resolve("a.log"));
        final ProcessBuilder builder = new ProcessBuilder("script", "-qec", "sh " + Files.writeString(folder.resolve("run"), SHELL), "/dev/null");
        builder.environment().put("FOLDER", folder.toString());
        builder.environment().put("JAVA", System.getProperty("java.home") + "/bin/java");
        builder.environment().put("BIN", Path.of("..", "bin").toString());
        builder.environment().put("CLASS_PATH", System.getProperty("java.class.path"));
        builder.environment().put("TERM", "xterm");
        script = builder.redirectErrorStream(true).start();
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (InputStream terminal = script.getInputStream()) {
            final byte[] bytes = new byte[4096];
            for (int length = terminal.read(bytes); length >= 0; length = terminal.read(bytes)) {
                shown.write(bytes, 0, length);
            }
        } catch (final IOException e) {
            shown.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    /** What a failure shows. */
    private String end() {
        final String text = shown();
        return text.substring(Math.max(0, text.length() - 4_000));
    }

    /** The last line that is drawn reversed, as wide as the terminal. */
    private String heading() {
        final String text = shown();
        final int end = text.lastIndexOf(PLAIN);
        return text.substring(text.lastIndexOf(REVERSE, end) + REVERSE.length(), end);
    }

    private String awaitShown(final Predicate<String> wanted) throws InterruptedException {
        final long deadlineNanos = System.nanoTime() + DEADLINE_MILLIS * 1_000_000;
        while (!wanted.test(shown())) {
            assertTrue(System.nanoTime() < deadlineNanos && (script.isAlive() || shown().contains("status ")), this::end);
            script.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
        return shown();
    }

    private void type(final String keys) throws IOException {
        script.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
        script.getOutputStream().flush();
    }

    /** False if nobody reads it any more: the shell has ended. */
    private boolean isTyped(final String keys) {
        try {
            type(keys);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void append(final String url) throws IOException {
        Files.writeString(folder.resolve("a.log"), LINE.formatted(url), StandardOpenOption.APPEND);
    }
}
