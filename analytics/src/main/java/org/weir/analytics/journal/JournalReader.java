package org.weir.analytics.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.weir.analytics.journal.internal.BatchFrame;
import org.weir.analytics.journal.internal.DocumentScanner;
import org.weir.analytics.journal.internal.JournalFiles;
import org.weir.analytics.record.MessageRecord;
import org.weir.analytics.record.NameRecord;
import org.weir.analytics.record.RecordHeader;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;

/**
 * Reads a journal, which may be being written, record by record and file by file. Damaged and torn data is never returned but counted. One thread at a
 * time; it writes nothing.
 *
 * <pre>{@code
 * try (JournalReader reader = JournalReader.open(directory)) {
 *     while (reader.next()) {
 *         if (reader.isStream()) {
 *             String backend = reader.name(reader.stream().count(StreamCount.BACKEND_NAME));
 *         }
 *     }
 * }
 * }</pre>
 */
public final class JournalReader implements AutoCloseable {
    /** No bound in time. */
    public static final long ALWAYS = Long.MAX_VALUE;

    /** A record may be in the file after the one it belongs to, when the journal lagged. */
    private static final long LAG_MILLIS = 60_000;
    private static final long MICROS_PER_MILLI = 1000;

    private final Path directory;
    private final long sinceMicros;
    private final long untilMicros;
    private final StreamRecordDecoder stream = new StreamRecordDecoder();
    private final MessageRecord message = new MessageRecord();
    private final Map<Long, RecordNames> namesByWriter = new HashMap<>();
    private RecordNames names = new RecordNames();
    private List<JournalFiles.Found> files = new ArrayList<>();
    private Path file;
    private DocumentScanner scanner;
    private int at;
    private int end;
    private boolean isStream;
    private long damaged;
    private long skipped;

    private JournalReader(Path directory, long sinceMicros, long untilMicros) {
        this.directory = directory;
        this.sinceMicros = sinceMicros;
        this.untilMicros = untilMicros;
    }

    /** Whether there are files of a journal in a directory. @throws IOException when it cannot be read */
    public static boolean isJournal(Path directory) throws IOException {
        return !JournalFiles.list(directory).isEmpty();
    }

    /**
     * Opens a journal at its beginning.
     *
     * @throws IOException when the directory cannot be read
     */
    public static JournalReader open(Path directory) throws IOException {
        return open(directory, 0, ALWAYS);
    }

    /**
     * Opens a journal at the first record of a span of time.
     *
     * @param sinceMicros first moment (since the epoch) at which a record was logged
     * @param untilMicros first moment beyond
     * @throws IOException when the directory cannot be read
     */
    public static JournalReader open(Path directory, long sinceMicros, long untilMicros) throws IOException {
        JournalReader reader = new JournalReader(directory, sinceMicros, untilMicros);
        reader.files.addAll(JournalFiles.list(directory));
        return reader;
    }

    /**
     * Moves to the next record of a stream or message.
     *
     * @return false when there is none; a later call finds what has been written since
     * @throws IOException when a file cannot be read
     */
    public boolean next() throws IOException {
        while (true) {
            while (at < end) {
                if (record()) {
                    return true;
                }
            }
            if (!batch()) {
                return false;
            }
        }
    }

    private boolean record() {
        DirectBuffer buffer = scanner.buffer();
        int start = at;
        int length = end - at < RecordHeader.LENGTH ? 0 : RecordHeader.length(buffer, at);
        if (length < RecordHeader.LENGTH || length > end - at) {
            damaged++;
            at = end;
            return false;
        }
        at += length;
        if (RecordHeader.version(buffer, start) > RecordHeader.VERSION) {
            skipped++;
            return false;
        }
        try {
            return switch (RecordHeader.type(buffer, start)) {
                case RecordHeader.STREAM -> {
                    isStream = true;
                    yield isWanted(stream.wrap(buffer, start, length).number(StreamNumber.LOGGED_EPOCH));
                }
                case RecordHeader.MESSAGE -> {
                    isStream = false;
                    yield isWanted(message.wrap(buffer, start, length).epochMicros());
                }
                case RecordHeader.NAME -> {
                    names.put(NameRecord.number(buffer, start, length), NameRecord.name(buffer, start, length));
                    yield false;
                }
                default -> {
                    skipped++;
                    yield false;
                }
            };
        } catch (IllegalArgumentException _) {
            damaged++;
            return false;
        }
    }

    private boolean isWanted(long epochMicros) {
        return epochMicros >= sinceMicros && epochMicros < untilMicros;
    }

    private boolean batch() throws IOException {
        while (scanner != null || openNext()) {
            switch (scanner.next()) {
                case BATCH -> {
                    if (begin()) {
                        return true;
                    }
                }
                case DAMAGED -> damaged++;
                case END -> leave();
                case NOTHING_YET -> {
                    if (!isFollowed()) {
                        return false;
                    }
                    // It may have got its last documents between the two looks.
                    DocumentScanner.Step step = scanner.next();
                    if (step == DocumentScanner.Step.BATCH && begin()) {
                        return true;
                    } else if (step == DocumentScanner.Step.NOTHING_YET || step == DocumentScanner.Step.END) {
                        leave();
                    } else if (step == DocumentScanner.Step.DAMAGED) {
                        damaged++;
                    }
                }
            }
        }
        return false;
    }

    /** Names are in batches without a time, which no span leaves out. */
    private boolean begin() {
        if (scanner.version() > BatchFrame.VERSION) {
            skipped += scanner.records();
            return false;
        }
        names = namesByWriter.computeIfAbsent(scanner.writer(), _ -> new RecordNames());
        at = scanner.recordsOffset();
        end = at + scanner.recordsBytes();
        return true;
    }

    private boolean openNext() throws IOException {
        if (files.isEmpty()) {
            refresh();
        }
        while (!files.isEmpty()) {
            JournalFiles.Found next = files.removeFirst();
            file = next.path();
            boolean early = next.endMillis() + LAG_MILLIS < sinceMicros / MICROS_PER_MILLI;
            boolean late = next.startMillis() - LAG_MILLIS > untilMicros / MICROS_PER_MILLI;
            if (!early && !late) {
                try {
                    scanner = new DocumentScanner(file);
                    namesByWriter.clear();
                    return true;
                } catch (NoSuchFileException _) {
                    // Deleted by the journal's retention since the directory was listed.
                    scanner = null;
                }
            }
        }
        return false;
    }

    private boolean isFollowed() throws IOException {
        if (files.isEmpty()) {
            refresh();
        }
        return !files.isEmpty();
    }

    /** Files that have come since. */
    private void refresh() throws IOException {
        for (JournalFiles.Found found : JournalFiles.list(directory)) {
            if (file == null || found.path().getFileName().compareTo(file.getFileName()) > 0) {
                files.add(found);
            }
        }
    }

    private void leave() throws IOException {
        scanner.close();
        scanner = null;
    }

    /** Whether the record is a stream's: then {@link #stream} has it, otherwise {@link #message}. */
    public boolean isStream() {
        return isStream;
    }

    /** The record of a stream, valid until the next call of {@link #next}. */
    public StreamRecordDecoder stream() {
        return stream;
    }

    /** A message, valid until the next call of {@link #next}. */
    public MessageRecord message() {
        return message;
    }

    /** What a number in the current record stands for; null for -1 and for what no name was given. */
    public String name(int number) {
        return names.name(number);
    }

    /** What the numbers in the current record stand for, valid until the next call of {@link #next}. */
    public RecordNames names() {
        return names;
    }

    /** The file that the current record is in. */
    public Path file() {
        return file;
    }

    /** Batches and records passed over because they are damaged. */
    public long damaged() {
        return damaged;
    }

    /** Records passed over because they are of a newer schema or an unknown kind. */
    public long skipped() {
        return skipped;
    }

    @Override
    public void close() throws IOException {
        if (scanner != null) {
            leave();
        }
    }
}
