package org.weir.analytics.journal.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.weir.analytics.journal.JournalTrouble;

/**
 * Writes the journal's files to the disk, at most so often. On a thread of its own, since a disk may take its time and the journal agent has none. What
 * the mapping has in the page cache belongs to the file, so that syncing a descriptor of the file is enough.
 */
public final class JournalSync implements AutoCloseable {
    private final long intervalNanos;
    private final JournalTrouble trouble;
    private final Queue<Path> rolled = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile Path current;
    private volatile boolean written;
    private volatile boolean closing;
    private boolean failing;

    public JournalSync(int intervalMillis, JournalTrouble trouble) {
        intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        this.trouble = trouble;
        thread = Thread.ofPlatform().daemon().name("weir-journal-sync").unstarted(this::run);
        thread.start();
    }

    /** Journal agent: a batch has been written. */
    public void onWritten(Path file) {
        Path before = current;
        if (!file.equals(before)) {
            if (before != null) {
                rolled.add(before);
            }
            current = file;
        }
        written = true;
    }

    private void run() {
        while (!closing) {
            LockSupport.parkNanos(this, intervalNanos);
            sync();
        }
        sync();
    }

    private void sync() {
        if (written) {
            written = false;
            try {
                for (Path file = rolled.poll(); file != null; file = rolled.poll()) {
                    force(file);
                }
                force(current);
                failing = false;
            } catch (IOException e) {
                if (!failing) {
                    failing = true;
                    trouble.onTrouble("cannot sync the journal: " + e.getMessage());
                }
            }
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(false);
        } catch (NoSuchFileException _) {
            // Retention was faster.
            return;
        }
    }

    /** Syncs what is left and ends the thread. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
