package org.weir.analytics.journal.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.time.SetTimeProvider;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.threads.Pauser;
import net.openhft.chronicle.wire.DocumentContext;
import org.weir.analytics.journal.JournalSettings;
import org.weir.analytics.journal.Roll;

/**
 * Journal agent only. An open Chronicle Queue: the only class that names Chronicle's, so that they are loaded when there is a journal and never
 * otherwise. Other processes may write to the same queue: during a reload two of Weir's do.
 */
public final class JournalStore implements AutoCloseable {
    /** Of Chronicle's mappings; a file's length is a multiple of it while it is written. */
    private static final int BLOCK_BYTES = 16 << 20;

    /** Chronicle adds an index page and its end mark to what we write. */
    private static final int SLACK_BYTES = 256 * 1024;

    /** As long as Chronicle makes it itself: of a longer one it believes that someone else holds it. */
    private static final int METADATA_BYTES = 128 * 1024;
    private static final String METADATA = "metadata.cq4t";
    private static final long RECOVERY_MILLIS = 1000;

    static {
        // Chronicle logs nothing that Weir does not say itself, and watches nothing on threads of its own.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        System.setProperty("disable.resource.warning", "true");
    }

    private final Path directory;
    private final FileRoom room = new FileRoom();
    private final SetTimeProvider time = new SetTimeProvider();
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final TableStoreWriteLock lock;
    private final Roll roll;
    private Path file;
    private Object fileKey;
    private int fileCycle = -1;
    private long end;

    /**
     * Opens a journal, which is made when there is none.
     *
     * @throws IOException when the directory cannot be made or written, or the disk is full
     */
    public JournalStore(JournalSettings settings, long epochMillis) throws IOException {
        directory = settings.directory().toAbsolutePath();
        time.currentTimeMillis(epochMillis);
        SingleChronicleQueue opened = null;
        try {
            Files.createDirectories(directory);
            room.reserve(directory.resolve(METADATA), METADATA_BYTES, METADATA_BYTES);
            opened = SingleChronicleQueueBuilder.binary(directory).rollCycle(cycleOf(settings.roll())).timeProvider(time).blockSize(BLOCK_BYTES)
                    .timeoutMS(RECOVERY_MILLIS).build();
            roll = rollOf(opened.rollCycle().lengthInMillis());
            time.currentTimeMillis(Math.max(epochMillis, latestMillis()));
            lock = new TableStoreWriteLock(opened.metaStore(), Pauser::balanced, RECOVERY_MILLIS);
            appender = opened.createAppender();
            queue = opened;
        } catch (Throwable e) {
            if (opened != null) {
                opened.close();
            }
            room.close();
            throw e;
        }
    }

    /** Where the latest file begins: it is gone on with when the clock was set back, since the files before it are closed for good. */
    private long latestMillis() throws IOException {
        List<JournalFiles.Found> files = JournalFiles.list(directory);
        return files.isEmpty() ? 0 : files.getLast().startMillis();
    }

    private static RollCycle cycleOf(Roll roll) {
        return switch (roll) {
            case MINUTELY -> LegacyRollCycles.MINUTELY;
            case HOURLY -> LegacyRollCycles.HOURLY;
            case DAILY -> LegacyRollCycles.DAILY;
        };
    }

    private static Roll rollOf(int millis) throws IOException {
        for (Roll roll : Roll.values()) {
            if (roll.millis() == millis) {
                return roll;
            }
        }
        throw new IOException("the directory holds a queue that is no journal");
    }

    /** How often a new file begins: as the directory was begun with, whatever the configuration says by now. */
    public Roll roll() {
        return roll;
    }

    /** The file written last, null before the first batch. */
    public Path file() {
        return file;
    }

    /** Where its last document ends. */
    public long end() {
        return end;
    }

    /** The number of the file that the next batch belongs to; time does not go back. */
    public int cycle(long epochMillis) {
        time.currentTimeMillis(Math.max(epochMillis, time.currentTimeMillis()));
        return Math.max(roll.cycle(time.currentTimeMillis()), fileCycle);
    }

    /**
     * Appends a batch as one document.
     *
     * @param cycle the file it must get into
     * @return the number of the file it would have got into: {@code cycle} when it was written, another when it was not
     * @throws IOException when the disk is full
     */
    public int write(Batch batch, int cycle) throws IOException {
        Path target = cycle == fileCycle ? file : directory.resolve(roll.fileName(cycle));
        if (cycle == fileCycle) {
            room.reserve(target, end + batch.lengthBytes() + SLACK_BYTES);
        } else if (!Files.exists(target)) {
            room.probe(directory);
        }
        ByteBuffer bytes = batch.finish();
        try (DocumentContext document = appender.writingDocument()) {
            boolean written = false;
            try {
                int actual = appender.cycle();
                if (actual != cycle) {
                    return actual;
                }
                Bytes<?> out = document.wire().bytes();
                room.reserve(target, out.writePosition() + batch.lengthBytes() + SLACK_BYTES);
                out.write(out.writePosition(), bytes, 0, batch.lengthBytes());
                out.writeSkip(batch.lengthBytes());
                end = out.writePosition();
                written = true;
            } finally {
                if (!written) {
                    document.rollbackOnClose();
                }
            }
        }
        if (cycle != fileCycle) {
            file = target;
            fileCycle = cycle;
            fileKey = keyOf(target);
        }
        return cycle;
    }

    /**
     * Whether the file written last is still there: a mapping of a file that was removed goes on taking what nobody will read.
     *
     * @throws IOException when that cannot be seen
     */
    public boolean isFileThere() throws IOException {
        return file == null || fileKey != null && fileKey.equals(keyOf(file));
    }

    /** Which file it is, null when there is none. */
    private static Object keyOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /**
     * Gives back Chronicle's lock between the processes that write, which it keeps when it cannot open a file: everybody, this process first, would
     * wait for it as long as this process lives.
     */
    private void unlock() {
        if (lock.isLockedByCurrentProcess(otherProcess -> { })) {
            lock.forceUnlock();
        }
    }

    @Override
    public void close() {
        unlock();
        lock.close();
        appender.close();
        queue.close();
        room.close();
    }
}
