package org.weir.analytics.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;

/** A plain file, mapped into memory and split at line ends, so that every thread takes the next part without waiting for another. */
public final class MappedFileSource implements BlockSource {
    private static final int EXTENSION_BYTES = 4096;

    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment file;
    private final long size;
    private final AtomicLong nextPart = new AtomicLong();
    private final AtomicLong handedOut = new AtomicLong();

    /**
     * Maps a file from an offset to its end.
     *
     * @param channel closed with this source
     */
    public MappedFileSource(final FileChannel channel, final long offset) throws IOException {
        this.channel = channel;
        size = Math.max(0, channel.size() - offset);
        file = size == 0 ? MemorySegment.NULL : channel.map(FileChannel.MapMode.READ_ONLY, offset, size, arena);
    }

    @Override
    public boolean next(final LineBlock block) throws IOException {
        final long part = nextPart.getAndIncrement();
        final long begin = part * LineBlock.BLOCK_BYTES;
        if (begin >= size) {
            return false;
        }
        try {
            fill(block, part, begin);
        } catch (final InternalError fault) {
            // What the JVM makes of SIGBUS: the mapped file has become shorter.
            throw new IOException("the file was truncated while it was read", fault);
        }
        return true;
    }

    @Override
    public long blocks() {
        return Math.min(nextPart.get(), Math.ceilDiv(size, LineBlock.BLOCK_BYTES));
    }

    @Override
    public long totalBytes() {
        return size;
    }

    @Override
    public long readBytes() {
        return handedOut.get();
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
    }

    /** A block has the lines that start in its part of the file; the last one may run on beyond the part. */
    private void fill(final LineBlock block, final long part, final long begin) {
        block.begin(part);
        final int length = (int) Math.min(LineBlock.BLOCK_BYTES, size - begin);
        byte[] bytes = block.reserve(length + 1);
        copy(begin, bytes, 0, length);
        handedOut.addAndGet(length);
        int start = 0;
        if (part > 0 && !isAfterNewline(begin)) {
            bytes[length] = '\n';
            start = Swar.newline(bytes, 0) + 1;
            if (start >= length) {
                block.end(0, 0);
                return;
            }
        }
        int end = length;
        int cut = 0;
        if (bytes[length - 1] != '\n') {
            final int lineStart = Math.max(start, Swar.lastNewline(bytes, start, length) + 1);
            end = extend(block, begin, length, lineStart);
            bytes = block.bytes();
            if (bytes[end - 1] != '\n') {
                cut = begin + end < size ? 1 : 0;
                bytes = block.reserve(end + 1);
                bytes[end++] = '\n';
            }
        }
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
        }
        block.end(end - start, cut);
    }

    private boolean isAfterNewline(final long offset) {
        return file.asSlice(offset - 1, 1).asByteBuffer().get(0) == '\n';
    }

    /** By way of a buffer: a segment's own access would link method handles first, which takes longer than many a file. */
    private void copy(final long offset, final byte[] into, final int at, final int length) {
        file.asSlice(offset, length).asByteBuffer().get(0, into, at, length);
    }

    /** Adds the rest of the last line: to its newline, to the end of the file or to the longest there may be. */
    private int extend(final LineBlock block, final long begin, final int length, final int lineStart) {
        int end = length;
        while (begin + end < size && end - lineStart < LineBlock.MAX_LINE_BYTES) {
            final int more = (int) Math.min(EXTENSION_BYTES, Math.min(size - begin - end, LineBlock.MAX_LINE_BYTES - (long) (end - lineStart)));
            final byte[] bytes = block.reserve(end + more + 1);
            copy(begin + end, bytes, end, more);
            for (int at = end; at < end + more; at++) {
                if (bytes[at] == '\n') {
                    return at + 1;
                }
            }
            end += more;
        }
        return end;
    }
}
