package org.weir.analytics.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal that cannot be written loses records, says so once, and goes on when it can. */
@Timeout(110)
class FullDiskTest {
    private static final int BATCH = 500;

    @TempDir
    private Path directory;
    private final JournalTest.Troubles troubles = new JournalTest.Troubles();
    private long nowMillis = 1_772_359_200_000L;

    private void batch(JournalAppender appender, Records records, long first) {
        for (long id = first; id < first + BATCH; id++) {
            records.stream(id, nowMillis * 1000);
        }
        appender.flush();
        nowMillis += 100;
    }

    @Test
    void anUnwritableDirectory() throws IOException {
        Path place = directory.resolve("journal");
        Files.writeString(place, "a file where the directory should be");
        try (JournalAppender appender = appender(place)) {
            Records records = new Records(appender);
            records.names();
            for (int i = 0; i < 20; i++) {
                batch(appender, records, 0);
            }
            assertEquals(20 * BATCH, appender.status().lost());
            assertEquals(1, troubles.texts.size(), troubles.texts::toString);
            Files.delete(place);
            nowMillis += 2000;
            batch(appender, records, 0);
            assertEquals(BATCH, appender.status().records());
            assertEquals(2, troubles.texts.size(), troubles.texts::toString);
        }
        assertEquals(BATCH, Records.read(place).size());
    }

    @Test
    void aDirectoryThatIsRemovedWhileItIsWritten() throws IOException {
        Path place = directory.resolve("journal");
        try (JournalAppender appender = appender(place)) {
            Records records = new Records(appender);
            records.names();
            batch(appender, records, 0);
            remove(place);
            nowMillis += 2000;
            batch(appender, records, BATCH);
            assertEquals(2 * BATCH, appender.status().lost(), "those in the file that went, and those at hand");
            assertEquals(1, troubles.texts.size(), troubles.texts::toString);
            assertTrue(troubles.texts.getFirst().contains("20260301-1000.cq4 was removed"), troubles.texts.getFirst());
            nowMillis += 2000;
            batch(appender, records, 0);
            assertEquals(2, troubles.texts.size(), troubles.texts::toString);
        }
        assertEquals(BATCH, Records.read(place).size());
    }

    /** Until it is noticed, a file that has no name any more takes records. */
    @Test
    void whatWasWrittenToARemovedFileIsCounted() throws IOException {
        Path place = directory.resolve("journal");
        try (JournalAppender appender = appender(place)) {
            Records records = new Records(appender);
            records.names();
            batch(appender, records, 0);
            nowMillis += 1000;
            batch(appender, records, BATCH);
            assertEquals(0, appender.status().lost());
            Files.delete(place.resolve("20260301-1000.cq4"));
            for (int i = 0; i < 3; i++) {
                batch(appender, records, 0);
            }
            assertEquals(0, appender.status().lost(), "not noticed yet");
            nowMillis += 1000;
            batch(appender, records, 0);
            assertEquals(5 * BATCH, appender.status().lost(), "all since the file was last seen there, and those at hand");
            nowMillis += 2000;
            batch(appender, records, 0);
            assertEquals(5 * BATCH, appender.status().lost());
        }
        assertEquals(BATCH, Records.read(place).size());
    }

    @Test
    void aFileThatIsRemovedJustBeforeTheNextBeginsIsCounted() throws IOException {
        Path place = directory.resolve("journal");
        try (JournalAppender appender = appender(place)) {
            Records records = new Records(appender);
            records.names();
            nowMillis += 59_800;
            batch(appender, records, 0);
            Files.delete(place.resolve("20260301-1000.cq4"));
            nowMillis += 200;
            batch(appender, records, 0);
            assertEquals(2 * BATCH, appender.status().lost());
        }
    }

    @Test
    void aFileThatIsRemovedJustBeforeTheEndIsCounted() throws IOException {
        Path place = directory.resolve("journal");
        JournalAppender appender = appender(place);
        Records records = new Records(appender);
        records.names();
        batch(appender, records, 0);
        Files.delete(place.resolve("20260301-1000.cq4"));
        appender.close();
        assertEquals(BATCH, appender.status().lost());
        assertEquals(1, troubles.texts.size(), troubles.texts::toString);
    }

    /** As when there is no descriptor left for it: Chronicle then keeps its lock, which the next attempts would wait for, second by second. */
    @Test
    void aFileThatCannotBeOpenedForAWhile() throws IOException {
        Path place = directory.resolve("journal");
        try (JournalAppender appender = appender(place)) {
            Records records = new Records(appender);
            records.names();
            batch(appender, records, 0);
            Path next = Files.createDirectory(place.resolve("20260301-1001.cq4"));
            nowMillis += 60_000;
            batch(appender, records, BATCH);
            assertEquals(BATCH, appender.status().lost());
            assertEquals(1, troubles.texts.size(), troubles.texts::toString);
            Files.delete(next);
            nowMillis += 2000;
            batch(appender, records, BATCH);
            assertEquals(BATCH, appender.status().lost(), troubles.texts::toString);
            assertEquals(2, troubles.texts.size(), troubles.texts::toString);
        }
        assertEquals(2 * BATCH, Records.read(place).size());
    }

    /** Trouble may last for hours, with an attempt a second. */
    @Test
    void attemptsThatFailLeaveNoDescriptors() throws IOException {
        Path place = directory.resolve("journal");
        try (JournalAppender appender = appender(place)) {
            Records records = new Records(appender);
            records.names();
            Files.createDirectories(place.resolve("20260301-1000.cq4"));
            batch(appender, records, 0);
            int before = descriptorsIn(place);
            for (int i = 0; i < 10; i++) {
                nowMillis += 2000;
                batch(appender, records, 0);
            }
            assertEquals(11 * BATCH, appender.status().lost());
            // Chronicle closes files in the background.
            long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (descriptorsIn(place) > before + 3) {
                assertTrue(System.nanoTime() - deadlineNanos < 0, descriptorsIn(place) + " descriptors, and " + before + " after the first attempt");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    private static int descriptorsIn(Path place) throws IOException {
        int found = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    found += Files.readSymbolicLink(descriptor).startsWith(place) ? 1 : 0;
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        return found;
    }

    private static void remove(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(place);
    }

    @Test
    void aFullDisk() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString()) == 0, "needs root to mount a small file system");
        try (JournalAppender appender = appender(disk.resolve("journal"))) {
            Records records = new Records(appender);
            records.names();
            // More than fits, and over the end of a minute.
            int id = 0;
            for (int i = 0; i < 60; i++) {
                batch(appender, records, id);
                id += BATCH;
            }
            long written = appender.status().records();
            assertTrue(written > 0, troubles.texts::toString);
            assertEquals(60 * BATCH, written + appender.status().lost());
            assertEquals(1, troubles.texts.size(), troubles.texts::toString);
            assertTrue(troubles.texts.getFirst().contains("No space left on device"), troubles.texts.getFirst());
            nowMillis += 60_000;
            batch(appender, records, id);
            assertEquals(written, appender.status().records());
            assertEquals(written, Records.read(disk.resolve("journal")).size());

            assertEquals(0, run("mount", "-o", "remount,size=20m", disk.toString()));
            nowMillis += 2000;
            batch(appender, records, id);
            assertEquals(written + BATCH, appender.status().records());
            assertEquals(2, troubles.texts.size(), troubles.texts::toString);
            assertEquals(List.of(), troubles.texts.stream().filter(text -> text.contains("InternalError")).toList());
            long rolledBytes = Files.size(disk.resolve("journal/20260301-1000.cq4"));
            assertTrue(rolledBytes < 6 << 20, "counts with what it holds, not with the room it was to have: " + rolledBytes);
        } finally {
            // Mapped parts of the files are let go in the background: the file system ends with the last of them.
            run("umount", "--lazy", disk.toString());
        }
    }

    private JournalAppender appender(Path place) {
        return new JournalAppender(new JournalSettings(place, Roll.MINUTELY, 0, 0, 0), () -> nowMillis, troubles);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
