package org.weir.analytics.journal.internal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.weir.analytics.journal.JournalSettings;
import org.weir.analytics.journal.Roll;

/** The files of a journal's directory, whichever process wrote them. */
public final class JournalFiles {
    /** Chronicle's mark behind the last document of a file that has been rolled. */
    static final int END_OF_FILE = 0xC000_0000;

    private static final int END_MARK_BYTES = 8;

    private JournalFiles() {}

    /** A journal file, found by its name. */
    public record Found(Path path, Roll roll, long startMillis) {
        public long endMillis() {
            return startMillis + roll.millis();
        }
    }

    /** All files, the oldest first. */
    public static List<Found> list(Path directory) throws IOException {
        List<Found> found = new ArrayList<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = path.getFileName().toString();
                Roll roll = Roll.ofFileName(name);
                if (roll != null && Files.isRegularFile(path)) {
                    found.add(new Found(path, roll, roll.startMillis(name)));
                }
            }
        }
        found.sort(Comparator.comparingLong(Found::startMillis).thenComparing(Found::path));
        return found;
    }

    /** Deletes the oldest files beyond what is kept, never the current one nor a later one. */
    public static void retain(JournalSettings settings, Path current) throws IOException {
        if (settings.keepFiles() == 0 && settings.keepBytes() == 0) {
            return;
        }
        List<Found> files = list(current.getParent());
        int count = files.size();
        long bytes = 0;
        for (Found file : files) {
            bytes += length(file.path());
        }
        for (Found file : files) {
            boolean tooMany = settings.keepFiles() > 0 && count > settings.keepFiles();
            boolean tooLarge = settings.keepBytes() > 0 && bytes > settings.keepBytes();
            if (file.path().equals(current) || !tooMany && !tooLarge) {
                return;
            }
            count--;
            bytes -= length(file.path());
            Files.deleteIfExists(file.path());
        }
    }

    /** Another process of ours may delete files too. */
    private static long length(Path path) throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    /**
     * Gives back the room that a rolled file has beyond its end: its last block was taken whole. Does nothing when another process wrote to it after us, or
     * has deleted it.
     *
     * @param endBytes where the last document that we know of ends
     */
    public static void trim(Path rolled, long endBytes) throws IOException {
        long mark = endBytes + 3 & ~3L;
        ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).order(LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(rolled, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.read(header, mark) == Integer.BYTES && header.getInt(0) == END_OF_FILE) {
                channel.truncate(mark + END_MARK_BYTES);
            }
        } catch (NoSuchFileException _) {
            return;
        }
    }
}
