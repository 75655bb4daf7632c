package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.analytics.text.BlockSource;
import org.weir.analytics.text.LineBlock;
import org.weir.analytics.text.StreamSource;

/** What a user sees of {@code -f}. */
class FollowTest {
    private static final String LINE = "Feb 19 04:02:26 lb1 haproxy[4418]: 10.2.0.1:54786 [19/Feb/2023:04:02:26.864] web be/s1 0/0/1/5/6 %d 214 - - ---- "
        + "1/1/0/0/0 0/0 \"GET / HTTP/1.1\"\n";
    private static final HalogCommand.StandardInput NONE = () -> {
        throw new AssertionError("standard input is not to be read");
    };

    @TempDir
    private Path folder;

    @Test
    void linesThatPassComeOutAsTheyArrive() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), line(200) + line(503));
        try (LiveRun run = new LiveRun(NONE, "-f", "-e", log.toString())) {
            assertEquals(line(503), run.awaitOut(line(503)::equals));
            append(log, line(404) + line(500).substring(0, 40));
            append(log, line(500).substring(40));
            assertEquals(line(503) + line(500), run.awaitOut((line(503) + line(500))::equals));
            Files.move(log, folder.resolve("a.log.1"));
            Files.writeString(log, line(504));
            assertEquals(line(503) + line(500) + line(504), run.awaitOut(text -> text.endsWith(line(504))));
            run.interrupt();
            assertEquals(0, run.end());
            assertTrue(run.err().endsWith("5 lines in, 3 lines out, 0 parsing errors\n"), run.err());
        }
    }

    @Test
    void conditionsOnFieldsAndALimitEndARun() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), line(200));
        try (LiveRun run = new LiveRun(NONE, "-f", "-m", "2", "--where", "status>=500", log.toString())) {
            append(log, line(503) + line(200));
            assertEquals(line(503), run.awaitOut(line(503)::equals));
            append(log, line(502) + line(504));
            assertEquals(0, run.end());
            assertEquals(line(503) + line(502), run.out());
        }
    }

    @Test
    void countsAreShownWhenTheUserStopsIt() throws Exception {
        assertEquals("200 2\n503 1\n", interrupted("-f", "-st"));
        assertEquals("3\n", interrupted("-f", "-c"));
        assertEquals("status,count,errors,bytes,p50,p90,p99,p999,max\r\n200,2,0,428,6,6,6,6,6\r\n503,1,1,214,6,6,6,6,6\r\n",
            interrupted("-f", "--by", "status", "--format", "csv"));
    }

    /** What a run puts out that is interrupted while it waits for more than three lines on standard input. */
    private static String interrupted(final String... arguments) throws Exception {
        final PipedInputStream in = new PipedInputStream();
        final CountDownLatch waiting = new CountDownLatch(2);
        final StreamSource source = new StreamSource(in);
        try (PipedOutputStream writer = new PipedOutputStream(in); LiveRun run = new LiveRun(() -> new WatchedSource(source, waiting), arguments)) {
            writer.write((line(200) + line(503) + line(200)).getBytes(StandardCharsets.UTF_8));
            writer.flush();
            assertTrue(waiting.await(60, TimeUnit.SECONDS));
            run.interrupt();
            assertEquals(0, run.end());
            return run.out();
        }
    }

    /** Counts how often it is asked for lines: whoever asks again has dealt with those it got. */
    private record WatchedSource(BlockSource source, CountDownLatch asked) implements BlockSource {
        @Override
        public boolean next(final LineBlock block) throws IOException {
            asked.countDown();
            return source.next(block);
        }

        @Override
        public long blocks() {
            return source.blocks();
        }

        @Override
        public long totalBytes() {
            return source.totalBytes();
        }

        @Override
        public long readBytes() {
            return source.readBytes();
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    @Test
    void aJournalIsFollowedToo() throws Exception {
        final Path journal = folder.resolve("journal");
        JournalGenerator.write(journal, 100, 7);
        try (LiveRun run = new LiveRun(NONE, "-f", "--where", "status!=999", "--journal", journal.toString())) {
            assertEquals(100, run.awaitOut(text -> text.lines().count() >= 100).lines().count());
            JournalGenerator.write(journal, 50, 8);
            assertEquals(150, run.awaitOut(text -> text.lines().count() >= 150).lines().count());
            run.interrupt();
            assertEquals(0, run.end());
            assertEquals("150 lines in, 150 lines out, 0 parsing errors\n", run.err());
        }
    }

    @Test
    void aJournalIsWatchedFromNowOrFromTheStart() throws Exception {
        final Path journal = folder.resolve("journal");
        JournalGenerator.write(journal, 100, 7);
        try (LiveRun run = new LiveRun(NONE, "--watch", "0.1", "--journal", journal.toString())) {
            run.awaitOut(text -> text.contains("in all"));
            run.interrupt();
            assertEquals(0, run.end());
            assertTrue(run.out().contains("in all             0"), run.out());
        }
        try (LiveRun run = new LiveRun(NONE, "-f", "--watch", "0.1", "--journal", journal.toString())) {
            assertTrue(run.awaitOut(text -> text.contains("in all           100")).contains("in all           100"), run.out());
            assertTrue(run.out().startsWith(journal.toString()), run.out());
        }
    }

    @Test
    void aMissingFileIsSaid() throws Exception {
        try (LiveRun run = new LiveRun(NONE, "-f", "-e", folder.resolve("missing").toString())) {
            run.awaitOut(_ -> run.err().contains("waiting"));
            assertEquals("halog: there is no file " + folder.resolve("missing") + ": waiting for it\n", run.err());
        }
    }

    private static String line(final int status) {
        return LINE.formatted(status);
    }

    private static void append(final Path log, final String text) throws Exception {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }
}
