package org.weir.analytics.journal.internal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the batches of one Chronicle Queue file. A file is a row of documents, each behind a header of 32 bits at a multiple of 4:
 *
 * <pre>
 *   bit 31: not complete    bit 30: Chronicle's own (index, store header)    bits 29..0: length in bytes
 *   0 = nothing here yet    0xC0000000 = end of a rolled file
 * </pre>
 *
 * <p>Why not Chronicle's tailer: this reads files that anything may have happened to, so it works on copies of the bytes (a mapping of a file that is
 * cut short kills the reader), believes no length, and needs neither the queue's lock file nor its directory, nor the JVM flags.
 */
public final class DocumentScanner implements AutoCloseable {
    private static final int WINDOW_BYTES = 1 << 20;
    private static final int HEADER_BYTES = Integer.BYTES;
    private static final int SEARCHED_BYTES = 1 << 20;
    /** Each costs a checksum. */
    private static final int MAX_CANDIDATES = 64;
    private static final int NOT_COMPLETE = 1 << 31;
    private static final int META_DATA = 1 << 30;
    private static final int LENGTH_MASK = META_DATA - 1;

    /** What {@link #next} found. */
    public enum Step { BATCH, DAMAGED, NOTHING_YET, END }

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(WINDOW_BYTES);
    private final UnsafeBuffer window = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();
    private final FileChannel channel;
    private long windowStart;
    private int windowBytes;
    private long position;
    private long searched = -1;
    private int batchOffset;
    private int batchBytes;

    public DocumentScanner(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Moves to the next batch that is whole. What is damaged is passed over; what is not there yet may be there at the next call. */
    public Step next() throws IOException {
        while (true) {
            int at = window(HEADER_BYTES);
            int header = at < 0 ? 0 : window.getInt(at, LITTLE_ENDIAN);
            if (header == JournalFiles.END_OF_FILE) {
                return Step.END;
            }
            if (header == 0 || (header & NOT_COMPLETE) != 0) {
                if (!findBatch()) {
                    return Step.NOTHING_YET;
                }
                if (isWrittenByNow(searched)) {
                    continue;
                }
                return Step.DAMAGED;
            }
            int length = header & LENGTH_MASK;
            long following = position + HEADER_BYTES + length + 3 & ~3L;
            if (position + HEADER_BYTES + length > channel.size()) {
                // Files have room for a document before it gets its header.
                if (!findBatch()) {
                    position = channel.size() + 3 & ~3L;
                }
                return Step.DAMAGED;
            }
            if ((header & META_DATA) != 0 && !isBatch()) {
                position = following;
                continue;
            }
            if (length <= BatchFrame.MAX_BYTES && (isIntact(length) || isIntactByNow(length))) {
                position = following;
                return Step.BATCH;
            }
            // Whether it is the length that is damaged or what it counts, the next whole batch tells, if there is one.
            if (!findBatch()) {
                position = following;
            }
            return Step.DAMAGED;
        }
    }

    /**
     * Documents are written one behind the other: where there is one behind a header that tells of none, that header is damaged. Moves to the first
     * whole batch in the next 1 MiB, once for each position.
     */
    private boolean findBatch() throws IOException {
        windowBytes = 0;
        if (position == searched) {
            return false;
        }
        searched = position;
        long from = position;
        int found = 0;
        for (int distance = HEADER_BYTES; distance <= SEARCHED_BYTES && found < MAX_CANDIDATES; distance += HEADER_BYTES) {
            position = from + distance;
            int at = window(2 * HEADER_BYTES);
            if (at < 0) {
                break;
            }
            int length = window.getInt(at, LITTLE_ENDIAN);
            if (window.getInt(at + HEADER_BYTES, LITTLE_ENDIAN) == BatchFrame.MAGIC && length > 0 && length <= BatchFrame.MAX_BYTES) {
                found++;
                if (isIntact(length)) {
                    return true;
                }
            }
        }
        position = from;
        windowBytes = 0;
        return false;
    }

    /**
     * Where the file is being written, the document without a header and the one found behind it may both have been finished between the two looks. A
     * header that is there now is no damaged one: goes back to it.
     */
    private boolean isWrittenByNow(long headerPosition) throws IOException {
        long found = position;
        position = headerPosition;
        windowBytes = 0;
        int at = window(HEADER_BYTES);
        int header = at < 0 ? 0 : window.getInt(at, LITTLE_ENDIAN);
        if (header != 0 && (header & NOT_COMPLETE) == 0) {
            return true;
        }
        position = found;
        windowBytes = 0;
        return false;
    }

    /** The copy may be of a moment before the header, if the bytes were not copied in their order. */
    private boolean isIntactByNow(int length) throws IOException {
        windowBytes = 0;
        return isIntact(length);
    }

    /** None of Chronicle's own documents begins like that: it is the header that is damaged. */
    private boolean isBatch() throws IOException {
        int at = window(2 * HEADER_BYTES);
        return at >= 0 && window.getInt(at + HEADER_BYTES, LITTLE_ENDIAN) == BatchFrame.MAGIC;
    }

    private boolean isIntact(int length) throws IOException {
        int at = window(HEADER_BYTES + length);
        if (at < 0) {
            return false;
        }
        batchOffset = at + HEADER_BYTES;
        batchBytes = length;
        return BatchFrame.isIntact(window, bytes, crc, batchOffset, length);
    }

    /** Brings what follows the position into the window. @return where it is there, or -1 when the file ends before */
    private int window(int wantedBytes) throws IOException {
        long at = position - windowStart;
        if (at >= 0 && at + wantedBytes <= windowBytes) {
            return (int) at;
        }
        bytes.clear();
        windowStart = position;
        windowBytes = 0;
        while (windowBytes < wantedBytes) {
            int read = channel.read(bytes, position + windowBytes);
            if (read < 0) {
                bytes.clear();
                return -1;
            }
            windowBytes += read;
        }
        bytes.clear();
        return 0;
    }

    /** Where in the file the next document is expected. */
    public long position() {
        return position;
    }

    public UnsafeBuffer buffer() {
        return window;
    }

    /** Where in the buffer the first record of the batch is. */
    public int recordsOffset() {
        return batchOffset + BatchFrame.LENGTH;
    }

    public int recordsBytes() {
        return batchBytes - BatchFrame.LENGTH;
    }

    public int records() {
        return BatchFrame.records(window, batchOffset);
    }

    public int version() {
        return BatchFrame.version(window, batchOffset);
    }

    public long writer() {
        return BatchFrame.writer(window, batchOffset);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
