package org.weir.analytics.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that grow, shrink, come, go and are replaced while they are read. */
class FollowedFilesTest {
    private static final long DEADLINE_MILLIS = 60_000;

    @TempDir
    private Path folder;
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final StringBuilder got = new StringBuilder();
    private StoppableSource source;
    private Thread reader;
    private Throwable failure;
    private int cutLines;

    @AfterEach
    void stop() throws Exception {
        if (reader != null) {
            source.stop();
            reader.join(DEADLINE_MILLIS);
            assertFalse(reader.isAlive());
            source.close();
        }
    }

    @Test
    void whatIsThereComesFirstThenWhatIsAppended() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), "one\ntwo\n");
        follow(false, log);
        await("one\ntwo\n");
        append(log, "three\n");
        await("one\ntwo\nthree\n");
    }

    @Test
    void aLineIsHeldBackUntilItsNewlineComes() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), "one\ntw");
        follow(false, log);
        await("one\n");
        append(log, "o");
        append(log, "o\nthree\nfo");
        await("one\ntwoo\nthree\n");
    }

    @Test
    void whatWasThereIsLeftOutOnDemandWithTheRestOfItsLastLine() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), "one\ntw");
        follow(true, log);
        append(log, "o\nthree\n");
        await("three\n");
    }

    @Test
    void anOldFileIsReadToItsEndBeforeItsSuccessor() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), "one\n");
        follow(false, log);
        await("one\n");
        final Path old = Files.move(log, folder.resolve("a.log.1"));
        append(old, "two\n");
        await("one\ntwo\n");
        Files.createFile(log);
        // The daemon has not been told yet: it writes to the old file.
        append(old, "three\n");
        await("one\ntwo\nthree\n");
        append(old, "three again\n");
        await("one\ntwo\nthree\nthree again\n");
        append(old, "no newline");
        Files.writeString(log, "four\n");
        await("one\ntwo\nthree\nthree again\nno newline\nfour\n");
        assertTrue(notes.contains(log + " was replaced"), notes::toString);
    }

    @Test
    void aFileThatWasCopiedAndTruncatedIsReadFromItsStart() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), "one\ntwo\nth");
        follow(false, log);
        await("one\ntwo\n");
        Files.writeString(log, "4\n", StandardOpenOption.TRUNCATE_EXISTING);
        await("one\ntwo\nth\n4\n");
        assertEquals(List.of(log + " was truncated"), notes);
    }

    @Test
    void aMissingFileIsWaitedFor() throws Exception {
        final Path log = folder.resolve("a.log");
        follow(true, log);
        awaitNote("there is no file " + log + ": waiting for it");
        Files.writeString(folder.resolve("new"), "one\n");
        Files.move(folder.resolve("new"), log);
        await("one\n");
        Files.delete(log);
        awaitNote(log + " has been moved away or deleted: waiting for it");
        Files.writeString(folder.resolve("new"), "two\n");
        Files.move(folder.resolve("new"), log);
        await("one\ntwo\n");
    }

    @Test
    void severalFilesHaveTheirTurns() throws Exception {
        final Path first = Files.writeString(folder.resolve("a.log"), "a1\n");
        final Path second = Files.writeString(folder.resolve("b.log"), "b1\n");
        follow(false, first, second);
        awaitRead(6);
        append(first, "a2\n");
        awaitRead(9);
        append(second, "b2\n");
        awaitRead(12);
        assertTrue(text().endsWith("a2\nb2\n"), text());
    }

    @Test
    void aHugeLineIsCutOnceAndTheNextOneIsWhole() throws Exception {
        final Path log = Files.writeString(folder.resolve("a.log"), "x".repeat(3 * LineBlock.MAX_LINE_BYTES));
        follow(false, log);
        awaitRead(1);
        append(log, "x".repeat(100) + "\nshort\n");
        awaitEnd("\nshort\n");
        assertEquals(2, text().lines().count());
        assertTrue(text().indexOf('\n') < 2 * LineBlock.MAX_LINE_BYTES);
        assertEquals(1, cutLines);
    }

    @Test
    void whatCannotBeFollowedIsRefused() throws Exception {
        final Path log = folder.resolve("a.log.gz");
        Files.write(log, new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertEquals(log + " is compressed and cannot be followed", assertThrows(IOException.class, () -> follow(false, log)).getMessage());
        assertEquals(folder + " is not a file that can be followed", assertThrows(IOException.class, () -> follow(false, folder)).getMessage());
    }

    @Test
    void aPipeGivesItsLinesAtOnceAndEndsWhenToldToStop() throws Exception {
        final PipedInputStream in = new PipedInputStream();
        try (PipedOutputStream writer = new PipedOutputStream(in)) {
            start(new BackgroundSource(() -> new StreamSource(in)));
            writer.write("one\ntw".getBytes(StandardCharsets.UTF_8));
            writer.flush();
            await("one\n");
            writer.write("o\n".getBytes(StandardCharsets.UTF_8));
            writer.flush();
            await("one\ntwo\n");
            source.stop();
            reader.join(DEADLINE_MILLIS);
            assertNull(failure);
            assertFalse(reader.isAlive());
        }
    }

    @Test
    void aPipeThatEndsEndsTheSource() throws Exception {
        final PipedInputStream in = new PipedInputStream();
        try (PipedOutputStream writer = new PipedOutputStream(in)) {
            start(new BackgroundSource(() -> new StreamSource(in)));
            writer.write("one\nlast".getBytes(StandardCharsets.UTF_8));
        }
        reader.join(DEADLINE_MILLIS);
        assertEquals("one\nlast\n", text());
    }

    private void follow(final boolean fromEnd, final Path... files) throws IOException {
        start(new PolledSource(new FollowedFiles(List.of(files), fromEnd, notes::add)));
    }

    private void start(final StoppableSource toRead) {
        source = toRead;
        reader = Thread.ofPlatform().daemon().start(() -> {
            final LineBlock block = new LineBlock();
            try {
                while (source.next(block)) {
                    synchronized (got) {
                        got.append(new String(block.bytes(), 0, block.limit(), StandardCharsets.UTF_8));
                        cutLines += block.cutLines();
                        got.notifyAll();
                    }
                }
            } catch (final IOException | RuntimeException e) {
                failure = e;
            }
        });
    }

    private static void append(final Path log, final String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }

    private String text() {
        synchronized (got) {
            return got.toString();
        }
    }

    private void await(final String expected) throws InterruptedException {
        awaitUntil(() -> got.length() >= expected.length());
        assertEquals(expected, text());
    }

    private void awaitEnd(final String expected) throws InterruptedException {
        awaitUntil(() -> got.toString().endsWith(expected));
        assertTrue(text().endsWith(expected));
    }

    private void awaitNote(final String expected) throws InterruptedException {
        awaitUntil(() -> notes.contains(expected));
        assertTrue(notes.contains(expected), notes::toString);
    }

    private void awaitRead(final long bytes) throws InterruptedException {
        awaitUntil(() -> got.length() >= bytes);
    }

    private void awaitUntil(final BooleanSupplier condition) throws InterruptedException {
        final long deadlineNanos = System.nanoTime() + DEADLINE_MILLIS * 1_000_000;
        synchronized (got) {
            while (!condition.getAsBoolean() && System.nanoTime() < deadlineNanos && reader.isAlive()) {
                got.wait(20);
            }
        }
    }
}
