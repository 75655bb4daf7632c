package org.weir.analytics.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.analytics.journal.internal.DocumentScanner;

/** A journal is written, rolled, read, harmed and cut down. */
@Timeout(100)
class JournalTest {
    /** 2026-03-01T10:00:00Z. */
    private static final long START_MILLIS = 1_772_359_200_000L;
    private static final long MINUTE = 60_000;

    @TempDir
    private Path directory;
    private final Troubles troubles = new Troubles();
    private final List<JournalAppender> open = new ArrayList<>();
    private long nowMillis = START_MILLIS;

    @AfterEach
    void close() {
        open.forEach(JournalAppender::close);
    }

    private JournalAppender appender(int keepFiles, long keepBytes) {
        JournalAppender appender = new JournalAppender(new JournalSettings(directory, Roll.MINUTELY, keepFiles, keepBytes, 0), () -> nowMillis, troubles);
        open.add(appender);
        return appender;
    }

    private void write(Records records, long first, long count) {
        for (long id = first; id < first + count; id++) {
            records.stream(id, nowMillis * 1000 + id);
        }
    }

    private static List<Long> ids(long first, long count) {
        return LongStream.range(first, first + count).boxed().toList();
    }

    /** The reader looks at a document's place while that document and the one behind it are being finished. */
    @Test
    void nothingIsTakenForDamagedWhileItIsBeingWritten() throws Exception {
        long count = 20_000;
        JournalAppender first = appender(0, 0);
        Records names = new Records(first);
        names.names();
        first.flush();
        Thread writer = Thread.ofPlatform().start(() -> {
            try (JournalAppender appender = new JournalAppender(first.settings(), () -> nowMillis, troubles)) {
                Records records = new Records(appender);
                for (long id = 0; id < count; id++) {
                    write(records, id, 1);
                    appender.flush();
                }
            }
        });
        List<Long> seen = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            boolean over = false;
            while (!over) {
                over = !writer.isAlive();
                Records.drain(reader, seen);
            }
            assertEquals(0, reader.damaged());
        } finally {
            writer.join();
        }
        assertEquals(ids(0, count), seen);
    }

    @Test
    void readsBackWhatWasFlushedWhileItIsBeingWritten() throws IOException {
        JournalAppender appender = appender(0, 0);
        Records records = new Records(appender);
        records.names();
        write(records, 0, 1000);
        appender.flush();
        List<Long> seen = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            Records.drain(reader, seen);
            assertEquals(ids(0, 1000), seen);
            records.message("Server app/s1 is DOWN.", nowMillis * 1000);
            appender.flush();
            assertTrue(reader.next());
            assertFalse(reader.isStream());
            assertEquals("app", reader.name(reader.message().proxy()));
            nowMillis += MINUTE;
            write(records, 1000, 10);
            appender.flush();
            seen.clear();
            Records.drain(reader, seen);
            assertEquals(ids(1000, 10), seen);
            assertEquals("20260301-1001.cq4", reader.file().getFileName().toString());
            assertEquals(0, reader.damaged() + reader.skipped());
        }
        assertEquals(1011, appender.status().records());
        assertEquals(4, appender.status().documents(), "many records in a document");
        assertEquals(List.of(), troubles.texts);
    }

    @Test
    void tellsTheNamesAgainInEachFile() throws IOException {
        JournalAppender appender = appender(0, 0);
        Records records = new Records(appender);
        records.names();
        for (int i = 0; i < 3; i++) {
            write(records, 10L * i, 10);
            appender.flush();
            nowMillis += MINUTE;
        }
        appender.close();
        Path alone = Files.createDirectory(directory.resolve("alone"));
        Files.copy(directory.resolve("20260301-1002.cq4"), alone.resolve("20260301-1002.cq4"));
        assertEquals(ids(20, 10), Records.read(alone));
        assertTrue(Files.size(directory.resolve("20260301-1001.cq4")) < 100_000, "a rolled file is as long as what it holds");
    }

    @Test
    void writesToOneJournalFromTwoProcesses() throws IOException {
        JournalAppender[] appenders = {appender(0, 0), appender(0, 0)};
        Records[] records = {new Records(appenders[0]), new Records(appenders[1])};
        for (int i = 0; i < 20; i++) {
            if (i < 2) {
                records[i].names();
            }
            write(records[i % 2], i * 10L, 10);
            appenders[i % 2].flush();
            nowMillis += 10_000;
        }
        assertEquals(ids(0, 200), Records.read(directory));
    }

    @Test
    void goesOnInTheFileOfAFormerProcess() throws IOException {
        for (int i = 0; i < 3; i++) {
            JournalAppender appender = appender(0, 0);
            Records records = new Records(appender);
            records.names();
            write(records, i * 10L, 10);
            appender.close();
        }
        assertEquals(ids(0, 30), Records.read(directory));
    }

    /** The clock of a machine is set right, or wrong: what was logged stays in order, in files that only go forward. */
    @Test
    void losesNothingWhenTheClockJumpsOverARoll() throws IOException {
        long[] jumps = {5 * MINUTE, -4 * MINUTE, -2 * MINUTE, 10 * MINUTE, -MINUTE / 2, 0};
        JournalAppender appender = appender(0, 0);
        Records records = new Records(appender);
        records.names();
        for (int i = 0; i < jumps.length; i++) {
            write(records, i * 10L, 10);
            appender.flush();
            nowMillis += jumps[i];
        }
        appender.close();
        assertEquals(ids(0, 60), Records.read(directory));

        nowMillis = START_MILLIS;
        JournalAppender restarted = appender(0, 0);
        records = new Records(restarted);
        records.names();
        write(records, 60, 10);
        restarted.close();
        assertEquals(List.of(), troubles.texts);
        assertEquals(0, appender.status().lost() + restarted.status().lost());
        assertEquals(ids(0, 70), Records.read(directory));
    }

    @Test
    void returnsASpanOfTime() throws IOException {
        JournalAppender appender = appender(0, 0);
        Records records = new Records(appender);
        records.names();
        for (int i = 0; i < 6; i++) {
            write(records, i * 10L, 10);
            appender.flush();
            nowMillis += MINUTE;
        }
        long since = (START_MILLIS + 2 * MINUTE) * 1000 + 25;
        assertEquals(ids(25, 8), Records.read(directory, since, (START_MILLIS + 3 * MINUTE) * 1000 + 33));
    }

    @Test
    void isReadByChroniclesTailer() throws IOException {
        JournalAppender appender = appender(0, 0);
        Records records = new Records(appender);
        records.names();
        for (int i = 0; i < 3; i++) {
            write(records, 2000L * i, 2000);
            appender.flush();
            nowMillis += MINUTE;
        }
        long documents = 0;
        long bytes = 0;
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(directory).build(); ExcerptTailer tailer = queue.createTailer()) {
            Bytes<?> into = Bytes.allocateElasticOnHeap();
            while (tailer.readBytes(into.clear())) {
                documents++;
                bytes += into.readRemaining();
            }
        }
        // The second and third file begin with a document of names.
        assertEquals(appender.status().documents() + 3, documents);
        assertTrue(bytes > appender.status().bytes());
    }

    @Test
    void keepsAsManyFilesAsItShall() throws IOException {
        JournalAppender appender = appender(3, 0);
        Records records = new Records(appender);
        records.names();
        for (int i = 0; i < 6; i++) {
            write(records, i * 10L, 10);
            appender.flush();
            nowMillis += MINUTE;
        }
        assertEquals(ids(30, 30), Records.read(directory));
        assertEquals(3, files().size());
    }

    @Test
    void keepsAsManyBytesAsItShallButAlwaysTheCurrentFile() throws IOException {
        JournalAppender appender = appender(0, 1);
        Records records = new Records(appender);
        records.names();
        for (int i = 0; i < 4; i++) {
            write(records, i * 10L, 10);
            appender.flush();
            nowMillis += MINUTE;
        }
        assertEquals(ids(30, 10), Records.read(directory));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> Roll.ofFileName(path.getFileName().toString()) != null).toList();
        }
    }

    @Test
    void neverReturnsWhatIsDamaged() throws IOException {
        JournalAppender appender = appender(0, 0);
        Records records = new Records(appender);
        records.names();
        for (int i = 0; i < 50; i++) {
            write(records, i * 10L, 10);
            appender.flush();
        }
        nowMillis += MINUTE;
        write(records, 500, 1);
        appender.close();
        Path file = directory.resolve("20260301-1000.cq4");
        byte[] whole = Files.readAllBytes(file);
        Path harmed = Files.createDirectory(directory.resolve("harmed"));
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] copy = whole.clone();
            for (int k = 0; k <= i % 3; k++) {
                copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(harmed.resolve(file.getFileName()), copy);
            // Every record is checked; most survive.
            Records.read(harmed);
        }
        for (int i = 0; i < 200; i++) {
            Files.write(harmed.resolve(file.getFileName()), Arrays.copyOf(whole, random.nextInt(whole.length)));
            List<Long> ids = Records.read(harmed);
            assertEquals(ids(0, ids.size()), ids);
        }
    }

    @Test
    void goesOnBehindHeadersThatAreDamaged() throws IOException {
        JournalAppender appender = appender(0, 0);
        Records records = new Records(appender);
        records.names();
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            write(records, i * 10L, 10);
            appender.flush();
            starts.add(lengthUsed());
        }
        appender.close();
        Path file = directory.resolve("20260301-1000.cq4");
        byte[] whole = Files.readAllBytes(file);
        // The last ones tell of a length that the file has room for: too short, up to the middle of the next document, and beyond all of them.
        for (int header : new int[] {0, 0xffff_ffff, 0x7fff_ffff, 0x3fff_ffff, 0x8000_0000, 0x4000_0010, 0x800, 0x1800, 0x10_0000}) {
            byte[] copy = whole.clone();
            ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(starts.get(1).intValue(), header);
            Files.write(file, copy);
            try (JournalReader reader = JournalReader.open(directory)) {
                List<Long> seen = new ArrayList<>();
                Records.drain(reader, seen);
                List<Long> expected = new ArrayList<>(ids(0, 20));
                expected.addAll(ids(30, 20));
                assertEquals(expected, seen, Integer.toHexString(header));
                assertEquals(1, reader.damaged(), Integer.toHexString(header));
            }
        }
        // A batch that its header calls one of Chronicle's own documents is still whole.
        byte[] copy = whole.clone();
        copy[starts.get(1).intValue() + 3] |= 0x40;
        Files.write(file, copy);
        assertEquals(ids(0, 50), Records.read(directory));
    }

    @Test
    void passesOverWhatIsNoJournal() throws IOException {
        nowMillis += 2 * MINUTE;
        JournalAppender appender = appender(0, 0);
        Records records = new Records(appender);
        records.names();
        write(records, 0, 10);
        appender.flush();
        Files.writeString(directory.resolve("20260301-1000.cq4"), "no journal\n".repeat(100));
        Files.createDirectory(directory.resolve("20260301-1001.cq4"));
        try (JournalReader reader = JournalReader.open(directory)) {
            List<Long> seen = new ArrayList<>();
            Records.drain(reader, seen);
            assertEquals(ids(0, 10), seen);
            assertEquals(1, reader.damaged());
        }
    }

    @Test
    void tellsWhyItCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        JournalAppender appender = new JournalAppender(new JournalSettings(file, Roll.MINUTELY, 0, 0, 0), () -> nowMillis, troubles);
        appender.open();
        assertEquals(List.of("cannot write the journal in " + file + ": " + file + " is not a directory; records are lost until it can be written"),
                troubles.texts);
    }

    /** What kill -9 leaves in the middle of writing: a header that says "not complete", before bytes of a document. */
    @Test
    void goesOnBehindATornDocument() throws IOException {
        JournalAppender first = appender(0, 0);
        Records records = new Records(first);
        records.names();
        write(records, 0, 10);
        first.flush();
        first.close();
        Path file = directory.resolve("20260301-1000.cq4");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {0, 0, 0, (byte) 0x80, 'W', 'J', 'B', '1', 1, 2, 3, 4, 1, 0, 0, 0}), lengthUsed());
        }
        assertEquals(ids(0, 10), Records.read(directory));
        JournalAppender second = appender(0, 0);
        records = new Records(second);
        records.names();
        write(records, 20, 10);
        second.close();
        List<Long> expected = new ArrayList<>(ids(0, 10));
        expected.addAll(ids(20, 10));
        assertEquals(expected, Records.read(directory));
        assertEquals(List.of(), troubles.texts);
    }

    private long lengthUsed() throws IOException {
        try (DocumentScanner scanner = new DocumentScanner(directory.resolve("20260301-1000.cq4"))) {
            while (scanner.next() == DocumentScanner.Step.BATCH) {
                assertTrue(scanner.records() > 0);
            }
            return scanner.position();
        }
    }

    static final class Troubles implements JournalTrouble {
        final List<String> texts = new ArrayList<>();

        @Override
        public void onTrouble(String text) {
            texts.add(text);
        }

        @Override
        public void onRecovery(String text) {
            texts.add(text);
        }
    }
}
