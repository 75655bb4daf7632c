package org.weir.engine.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counters file as a tool reads it from outside, by its documented layout; and rates and averages. */
class CountersTest {
    @TempDir
    private Path folder;

    @Test
    void aToolFindsLabelsGroupsAndValues() throws IOException {
        Path file = folder.resolve("counters");
        try (Counters counters = new Counters(file, 10)) {
            counters.publish();
            counters.process().add(ProcessCounter.CUM_REQ, 7);
            CounterGroup<ServerCounter> server = counters.server(3, 1, "be/a");
            server.increment(ServerCounter.STOT);
            server.increment(ServerCounter.STOT);
            server.max(ServerCounter.QMAX, 5);
            server.max(ServerCounter.QMAX, 4);
            server.set(ServerCounter.SCUR, 9);
            server.decrement(ServerCounter.SCUR);
            assertEquals(8, server.get(ServerCounter.SCUR));
            ByteBuffer seen = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals("WEIR", text(seen, 0, 4));
            assertEquals(Counters.VERSION, seen.getInt(4));
            assertEquals(2, seen.getInt(16));
            assertEquals(10, seen.getInt(20));
            assertEquals(ProcessHandle.current().pid(), seen.getLong(24));
            int group = seen.getInt(40) + 128;
            int kind = seen.getInt(group);
            assertEquals(3, seen.getInt(group + 4));
            assertEquals(1, seen.getInt(group + 8));
            assertEquals(ServerCounter.values().length, seen.getInt(group + 12));
            assertEquals("be/a", text(seen, group + 20, seen.getInt(group + 16)));
            int values = seen.getInt(44) + 64 * 8;
            for (ServerCounter counter : ServerCounter.values()) {
                int label = seen.getInt(8) + (kind * 64 + counter.ordinal()) * 32;
                assertEquals(counter.label(), text(seen, label, 32).replace("\0", ""));
                assertEquals(server.get(counter), seen.getLong(values + 8 * counter.ordinal()));
            }
            assertEquals(7, seen.getLong(seen.getInt(44) + 8 * ProcessCounter.CUM_REQ.ordinal()));
        }
    }

    @Test
    void labelsFitAndGroupsAreBounded() {
        try (Counters counters = new Counters(null, 2)) {
            counters.frontend(1, "x".repeat(500));
            counters.listener(1, 1, "l");
            assertThrows(IllegalStateException.class, () -> counters.backend(2, "b"));
        }
        for (CounterLabel[] table : new CounterLabel[][] {
            FrontendCounter.values(), ListenerCounter.values(), BackendCounter.values(), ServerCounter.values(), ProcessCounter.values()}) {
            assertTrue(table.length <= Counters.SLOTS_PER_GROUP);
            for (CounterLabel label : table) {
                assertTrue(label.label().length() <= Counters.LABEL_BYTES);
            }
        }
    }

    @Test
    void aFolderThatIsNotThereIsAClearError() {
        Path file = folder.resolve("missing/counters");
        assertTrue(assertThrows(java.io.UncheckedIOException.class, () -> new Counters(file, 1)).getMessage().contains(file.toString()));
    }

    @Test
    void aProcessThatIsBeingReplacedGoesOnCountingInItsOwnFile() throws IOException {
        Path file = folder.resolve("counters");
        try (Counters old = new Counters(file, 3)) {
            old.publish();
            old.process().add(ProcessCounter.CUM_REQ, 7);
            try (Counters failed = new Counters(file, 3)) {
                failed.discard();
            }
            assertEquals(7, requests(file), "a start that failed took nothing away");
            try (Counters following = new Counters(file, 3)) {
                following.process().add(ProcessCounter.CUM_REQ, 1);
                assertEquals(7, requests(file));
                following.publish();
                old.process().increment(ProcessCounter.CUM_REQ);
                assertEquals(1, requests(file));
                assertEquals(1, following.process().get(ProcessCounter.CUM_REQ));
                assertEquals(8, old.process().get(ProcessCounter.CUM_REQ));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    private static long requests(Path file) throws IOException {
        ByteBuffer seen = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        return seen.getLong(seen.getInt(44) + 8 * ProcessCounter.CUM_REQ.ordinal());
    }

    /** Found at the start: a page that is touched only later, when the disk is full, would end the process. */
    @Test
    void aFullDiskIsAClearError() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) == 0, "needs root to mount a small file system");
        try {
            String message = assertThrows(java.io.UncheckedIOException.class, () -> new Counters(disk.resolve("counters"), 400)).getMessage();
            assertTrue(message.contains("disk/counters': No space left on device"), message);
            try (Stream<Path> files = Files.list(disk)) {
                assertEquals(List.of(), files.toList());
            }
        } finally {
            run("umount", "--lazy", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    @Test
    void aRateLooksBackOneSecond() {
        RateMeter meter = new RateMeter();
        for (int i = 0; i < 100; i++) {
            meter.add(10_000 + i * 10);
        }
        assertEquals(100, meter.perSecond(10_999));
        assertEquals(100, meter.perSecond(11_000));
        assertEquals(50, meter.perSecond(11_500));
        meter.add(11_500, 10);
        assertEquals(60, meter.perSecond(11_500));
        assertEquals(10, meter.perSecond(12_000));
        assertEquals(0, meter.perSecond(13_000));
        assertEquals(0, meter.perSecond(1_000_000));
    }

    @Test
    void anAverageIsExactAtFirstAndForgetsLater() {
        MovingAverage average = new MovingAverage();
        assertEquals(0, average.average());
        average.add(10);
        average.add(21);
        assertEquals(16, average.average());
        for (int i = 0; i < 1022; i++) {
            average.add(100);
        }
        assertEquals(100, average.average());
        for (int i = 0; i < 1024; i++) {
            average.add(1000);
        }
        assertTrue(average.average() > 600 && average.average() < 700, "about 1 - 1/e of the way: " + average.average());
        for (int i = 0; i < 20_000; i++) {
            average.add(0);
        }
        assertEquals(0, average.average());
        average.clear();
        average.add(7);
        assertEquals(7, average.average());
    }

    private static String text(ByteBuffer buffer, int offset, int length) {
        return new String(buffer.array(), offset, length, StandardCharsets.US_ASCII);
    }
}
