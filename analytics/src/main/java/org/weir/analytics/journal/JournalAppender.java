package org.weir.analytics.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.journal.internal.Batch;
import org.weir.analytics.journal.internal.BatchFrame;
import org.weir.analytics.journal.internal.InternedNames;
import org.weir.analytics.journal.internal.JournalFiles;
import org.weir.analytics.journal.internal.JournalStore;
import org.weir.analytics.journal.internal.JournalSync;
import org.weir.analytics.record.RecordHeader;

/**
 * Journal agent only. Appends records to a journal, many in one Chronicle document: they are gathered by {@link #append} and written by {@link #flush}.
 * Whatever fails costs the records at hand, which are counted, and one message; from then on it tries again once a second.
 */
public final class JournalAppender implements AutoCloseable {
    /** The longest record there may be. */
    public static final int MAX_RECORD_BYTES = BatchFrame.MAX_BYTES - BatchFrame.LENGTH;

    private static final long RETRY_MILLIS = 1000;
    private static final long CHECK_MILLIS = 1000;
    private static final long MICROS_PER_MILLI = 1000;
    private static final int ATTEMPTS = 3;

    private final JournalSettings settings;
    private final LongSupplier epochMillis;
    private final JournalTrouble trouble;
    private final JournalStatus status = new JournalStatus();
    private final InternedNames names = new InternedNames();
    private final Batch batch = new Batch();
    private final Batch nameBatch = new Batch();
    private JournalStore store;
    private JournalSync sync;
    private int namedCycle = -1;
    private int rolledCycle = -1;
    private long checkedMillis;
    /** Records written to the current file since it was last seen to be there. */
    private long unconfirmed;
    /** The file that could not be written any more, and where its last document of ours ends; null when the store was not closed since a file began. */
    private Path leftFile;
    private long leftEnd;
    private boolean troubled;
    private long retryMillis = Long.MIN_VALUE;

    /** @param epochMillis the time, by which files roll */
    public JournalAppender(JournalSettings settings, LongSupplier epochMillis, JournalTrouble trouble) {
        this.settings = settings;
        this.epochMillis = epochMillis;
        this.trouble = trouble;
    }

    /**
     * Loads what writing needs, before the process gives up its root directory and before records come. Any thread, once.
     *
     * @throws IOException when a trial journal in the directory for temporary files does not work
     */
    public static void prepare() throws IOException {
        Path directory = Files.createTempDirectory("weir-journal");
        try {
            JournalSettings trial = new JournalSettings(directory, Roll.DAILY, 1, 0, 0);
            try (JournalStore store = new JournalStore(trial, System.currentTimeMillis())) {
                store.write(new Batch(), store.cycle(System.currentTimeMillis()));
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Opens the journal, which otherwise the first record does. A failure is told, counted, and tried again. */
    public void open() {
        attempt(() -> { });
    }

    public JournalSettings settings() {
        return settings;
    }

    /** Any thread. */
    public JournalStatus status() {
        return status;
    }

    /**
     * Takes a record (package {@code org.weir.analytics.record}); it is written with the next {@link #flush} at the latest.
     *
     * @param type of {@link RecordHeader}
     */
    public void append(int type, DirectBuffer buffer, int offset, int recordBytes) {
        if (type == RecordHeader.NAME) {
            names.keep(buffer, offset, recordBytes);
        }
        if (!batch.takes(recordBytes)) {
            flush();
        }
        batch.add(type, buffer, offset, recordBytes);
    }

    /** Writes what was appended. Once this returns, a crash of the process does not harm it. */
    public void flush() {
        if (batch.isEmpty()) {
            return;
        }
        if (!attempt(this::write)) {
            status.lose(batch.records());
        }
        batch.clear();
    }

    private interface Step {
        void run() throws IOException;
    }

    @SuppressWarnings("IllegalCatch")
    private boolean attempt(Step step) {
        long now = epochMillis.getAsLong();
        if (troubled && now < retryMillis && now > retryMillis - 2 * RETRY_MILLIS) {
            return false;
        }
        try {
            if (store == null) {
                store = new JournalStore(settings, now);
                if (sync == null && settings.syncMillis() > 0) {
                    sync = new JournalSync(settings.syncMillis(), trouble);
                }
            }
            step.run();
        } catch (IOException | RuntimeException | AssertionError | InternalError | LinkageError e) {
            fail(e, now);
            return false;
        }
        if (troubled) {
            troubled = false;
            trouble.onRecovery("the journal in " + settings.directory() + " is written again; " + status.lost() + " records were lost so far");
        }
        return true;
    }

    private void fail(Throwable cause, long now) {
        retryMillis = now + RETRY_MILLIS;
        if (!troubled) {
            troubled = true;
            trouble.onTrouble("cannot write the journal in " + settings.directory() + ": " + describe(cause) + "; records are lost until it can be written");
        }
        closeStore();
    }

    /** Of some the message is nothing but the file's name. */
    private static String describe(Throwable cause) {
        return switch (cause) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException file -> file.getFile() + " is not a directory";
            case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
            case IOException other when other.getMessage() != null -> other.getMessage();
            default -> cause.toString();
        };
    }

    /** Names come first in each file, whoever has begun it. */
    private void write() throws IOException {
        long now = epochMillis.getAsLong();
        if (Math.abs(now - checkedMillis) >= CHECK_MILLIS) {
            checkedMillis = now;
            confirm();
        }
        Path before = store.file();
        long end = store.end();
        int cycle = store.cycle(now);
        for (int i = 0; i < ATTEMPTS; i++) {
            if (cycle != rolledCycle) {
                confirm();
            }
            if (cycle == namedCycle || writeNames(cycle)) {
                int actual = store.write(batch, cycle);
                if (actual == cycle) {
                    written(now);
                    if (cycle != rolledCycle) {
                        rolled(cycle, before, end);
                    }
                    return;
                }
                cycle = actual;
            } else {
                cycle = store.cycle(now) + i;
            }
        }
        throw new IOException("another process is ahead in time");
    }

    /** Sees that what was written is in a file that has a name. @throws IOException when it is not */
    private void confirm() throws IOException {
        if (!store.isFileThere()) {
            throw new IOException(store.file().getFileName() + " was removed");
        }
        unconfirmed = 0;
    }

    private boolean writeNames(int cycle) throws IOException {
        nameBatch.clear();
        for (int i = 0; i < names.count(); i++) {
            UnsafeBuffer name = names.record(i);
            if (!nameBatch.takes(name.capacity())) {
                if (store.write(nameBatch, cycle) != cycle) {
                    return false;
                }
                nameBatch.clear();
            }
            nameBatch.add(RecordHeader.NAME, name, 0, name.capacity());
        }
        if (!nameBatch.isEmpty() && store.write(nameBatch, cycle) != cycle) {
            return false;
        }
        namedCycle = cycle;
        return true;
    }

    private void written(long now) {
        long lagMillis = batch.firstMicros() == 0 ? 0 : Math.max(0, now - batch.firstMicros() / MICROS_PER_MILLI);
        status.written(batch.records(), batch.lengthBytes(), lagMillis);
        unconfirmed += batch.records();
        if (sync != null) {
            sync.onWritten(store.file());
        }
    }

    private void rolled(int cycle, Path before, long endOfBefore) throws IOException {
        boolean first = rolledCycle < 0;
        rolledCycle = cycle;
        status.rolled(store.file().getFileName().toString());
        if (before != null) {
            JournalFiles.trim(before, endOfBefore);
        } else if (leftFile != null) {
            JournalFiles.trim(leftFile, leftEnd);
        }
        leftFile = null;
        if (first && store.roll() != settings.roll()) {
            trouble.onTrouble("the journal in " + settings.directory() + " was begun with 'roll " + store.roll().name().toLowerCase(java.util.Locale.ROOT)
                    + "' and goes on so; another roll needs another directory");
        }
        JournalFiles.retain(settings, store.file());
    }

    /** Somebody may have removed the file since it was seen last, whatever the reason for closing it. */
    @SuppressWarnings("IllegalCatch")
    private void closeStore() {
        namedCycle = -1;
        JournalStore closing = store;
        store = null;
        if (closing != null) {
            if (closing.file() != null) {
                leftFile = closing.file();
                leftEnd = closing.end();
            }
            try (closing) {
                if (!closing.isFileThere()) {
                    status.lose(unconfirmed);
                }
            } catch (IOException | RuntimeException | AssertionError | InternalError e) {
                trouble.onTrouble("cannot close the journal in " + settings.directory() + ": " + e);
            }
        }
        unconfirmed = 0;
    }

    /** Writes what is left, syncs and closes the journal. */
    @Override
    public void close() {
        flush();
        if (store != null) {
            attempt(this::confirm);
        }
        closeStore();
        if (sync != null) {
            sync.close();
        }
    }
}
