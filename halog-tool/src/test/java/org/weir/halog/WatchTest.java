package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.analytics.live.LiveView;
import org.weir.analytics.text.StreamSource;

/** What a user sees of {@code --watch}. */
class WatchTest {
    private static final String LINE = "Feb 19 04:02:26 lb1 haproxy[4418]: 10.2.0.1:54786 [19/Feb/2023:04:02:26.864] web be/s1 0/0/1/5/6 %d 214 - - ---- "
        + "1/1/0/0/0 0/0 \"GET %s HTTP/1.1\"\n";
    private static final String NO_INPUT = "standard input is not to be read";

    @TempDir
    private Path folder;

    @Test
    void standardInputThatEndsLeavesOnePicture() throws Exception {
        final byte[] log = (line(200, "/a") + line(503, "/b") + "no log line\n").getBytes(StandardCharsets.UTF_8);
        try (LiveRun run = new LiveRun(() -> new StreamSource(new ByteArrayInputStream(log)), "--watch", "60")) {
            assertEquals(0, run.end());
            assertTrue(run.out().startsWith("standard input  "), run.out());
            assertTrue(run.out().contains("\nin all             2        1      428      1      0      0      1      0\n"), run.out());
            assertTrue(run.out().contains("  be/s1\n") && run.out().contains("  /b\n"), run.out());
            assertFalse(run.out().contains("\u001b"), run.out());
            assertEquals("3 lines in, 0 lines out, 1 parsing errors\n", run.err());
        }
    }

    @Test
    void aPipeGetsOneBlockAfterTheOther() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), line(200, "/before"));
        try (LiveRun run = new LiveRun(WatchTest::noInput, "--watch", "0.1", "--by", "path", log.toString())) {
            run.awaitOut(text -> text.contains("since start"));
            append(log, line(200, "/a"));
            assertTrue(run.awaitOut(text -> text.contains("       1       0     6  /a\n")).contains("  /a\n"), run.out());
            append(log, line(503, "/a"));
            assertTrue(run.awaitOut(text -> text.contains("       2       1     6  /a\n")).contains("       2       1     6  /a\n"), run.out());
            run.interrupt();
            assertEquals(0, run.end());
            assertFalse(run.out().contains("/before"), "what was there is left out");
            assertFalse(run.out().contains("be/s1"), "--by alone");
        }
    }

    @Test
    void withFollowWhatWasThereCountsAsWell() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), line(200, "/before") + line(404, "/other"));
        try (LiveRun run = new LiveRun(WatchTest::noInput, "-f", "-q", "--watch", "0.1", "--where", "status=200", log.toString())) {
            assertTrue(run.awaitOut(text -> text.contains("/before")).contains("/before"));
            run.interrupt();
            assertEquals(0, run.end());
            assertFalse(run.out().contains("/other"), run.out());
            assertEquals("", run.err());
        }
    }

    @Test
    void aTerminalIsPaintedUntilTheUserPressesQ() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), line(200, "/before"));
        final FakeScreen screen = new FakeScreen();
        final Console console = new Console() {
            @Override
            public void onStop(final Runnable action) {
                // Only q ends this run.
            }

            @Override
            public Screen screen(final OutputStream out) {
                return screen;
            }
        };
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final Thread user = Thread.ofPlatform().daemon().start(() -> {
            screen.await("q quits");
            writeQuietly(log, line(500, "/now" + "/and".repeat(50)));
            screen.await("/now");
            screen.quit.run();
        });
        try (PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            assertEquals(0, new HalogCommand(WatchTest::noInput, console, out, messages).run(new String[] {"--watch", "0.1", log.toString()}));
        }
        user.join();
        assertTrue(screen.isClosed);
        final String last = out.toString(StandardCharsets.UTF_8);
        assertTrue(last.contains("  /now/and"), "the last picture stays");
        assertTrue(last.lines().allMatch(line -> line.length() <= screen.size().columns()), last);
        assertEquals("1 lines in, 0 lines out, 0 parsing errors\n", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void mistakesAreTold() throws Exception {
        assertMistake("--watch: from 0.1 to 3600 seconds\n", "--watch", "0");
        assertMistake("--html and --watch do not go together\n", "--watch", "--html", "x.html");
        assertMistake("cannot sort by 'colour'", "--watch", "--sort", "colour");
    }

    private static void assertMistake(final String message, final String... arguments) throws Exception {
        try (LiveRun run = new LiveRun(WatchTest::noInput, arguments)) {
            assertEquals(1, run.end());
            assertTrue(run.err().startsWith(message), run.err());
        }
    }

    private static StreamSource noInput() {
        throw new AssertionError(NO_INPUT);
    }

    private static String line(final int status, final String url) {
        return LINE.formatted(status, url);
    }

    private static void append(final Path log, final String text) throws Exception {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }

    private static void writeQuietly(final Path log, final String text) {
        try {
            append(log, text);
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A screen of 80 by 24 that keeps what it is shown. */
    private static final class FakeScreen implements Screen {
        private final LinkedBlockingDeque<String> pictures = new LinkedBlockingDeque<>();
        private volatile Runnable quit;
        private volatile boolean isClosed;

        @Override
        public LiveView.Size size() {
            return new LiveView.Size(80, 24);
        }

        @Override
        public void paint(final List<LiveView.Line> lines) {
            assertTrue(lines.size() <= 24);
            pictures.add(String.join("\n", lines.stream().map(LiveView.Line::text).toList()));
        }

        @Override
        public void onQuit(final Runnable action) {
            quit = action;
        }

        @Override
        public void close() {
            isClosed = true;
        }

        void await(final String wanted) {
            try {
                String picture;
                do {
                    picture = pictures.poll(60, TimeUnit.SECONDS);
                } while (picture != null && !picture.contains(wanted));
                assertTrue(picture != null, wanted + " was not shown");
            } catch (final InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
