package org.weir.analytics.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A plain file, read in parts that are split at line ends, so that every thread takes the next part without waiting for another. Reading into a block
 * that stays in the processor's cache takes less time than a mapping does, whose pages come by faults and are taken down again at the end.
 */
public final class FileSource implements BlockSource {
    private static final int LONG_LINE_BYTES = 1 << 14;

    private final FileChannel channel;
    private final long start;
    private final long size;
    private final AtomicLong nextPart = new AtomicLong();
    private final AtomicLong handedOut = new AtomicLong();
    private volatile boolean isShorter;

    /**
     * Reads a file from an offset to the end that it has now.
     *
     * @param channel closed with this source
     */
    public FileSource(final FileChannel channel, final long start) throws IOException {
        this.channel = channel;
        this.start = start;
        size = Math.max(0, channel.size() - start);
    }

    @Override
    public boolean next(final LineBlock block) throws IOException {
        final long part = nextPart.getAndIncrement();
        final long begin = part * LineBlock.BLOCK_BYTES;
        if (begin >= size) {
            return false;
        }
        fill(block, part, begin);
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
    public String damage() {
        return isShorter ? "the file became shorter while it was read" : null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * A block has the lines that start in its part of the file; the last one may run on beyond the part, so a little more is read at once. So is the byte
     * before the part: it tells whether a line starts with the part.
     */
    private void fill(final LineBlock block, final long part, final long begin) throws IOException {
        block.begin(part);
        final int lead = part == 0 ? 0 : 1;
        final long from = begin - lead;
        final ByteBuffer memory = block.memory().clear();
        final int length = read(from, memory.limit((int) Math.min(LineBlock.MEMORY_BYTES - 1, size - from)));
        final int partEnd = Math.min((int) Math.min(LineBlock.BLOCK_BYTES, size - begin) + lead, length);
        if (partEnd <= lead) {
            block.end(0, 0);
            return;
        }
        memory.limit(length + 1).put(length, (byte) '\n');
        handedOut.addAndGet(partEnd - lead);
        final long address = block.address();
        final int firstLine = lead == 0 ? 0 : (int) (MemoryText.newline(address) - address) + 1;
        if (firstLine >= partEnd) {
            block.end(0, 0);
            return;
        }
        final int end = (int) (MemoryText.newline(address + partEnd - 1) - address) + 1;
        if (end <= length) {
            block.endOffHeap(firstLine, end);
        } else {
            endExtended(block, from, length, firstLine);
        }
    }

    /** Ends a block whose last line does not end in memory: with the rest of that line, on the heap. */
    private void endExtended(final LineBlock block, final long from, final int length, final int firstLine) throws IOException {
        byte[] bytes = block.reserve(length + 1);
        block.copy(0, bytes, length);
        final int lineStart = Math.max(firstLine, Swar.lastNewline(bytes, firstLine, length) + 1);
        int end = extend(block, from, length, lineStart);
        bytes = block.reserve(end + 1);
        int cut = 0;
        if (bytes[end - 1] != '\n') {
            cut = end - lineStart >= LineBlock.MAX_LINE_BYTES && from + end < size ? 1 : 0;
            bytes[end++] = '\n';
        }
        block.end(firstLine, end, cut);
    }

    /** Adds the rest of the last line: to its newline, to the end of the file or to the longest there may be. */
    private int extend(final LineBlock block, final long from, final int length, final int lineStart) throws IOException {
        int end = length;
        while (from + end < size && end - lineStart < LineBlock.MAX_LINE_BYTES) {
            final int more = (int) Math.min(LONG_LINE_BYTES, Math.min(size - from - end, LineBlock.MAX_LINE_BYTES - (long) (end - lineStart)));
            final byte[] bytes = block.reserve(end + more + 1);
            final int count = read(from + end, ByteBuffer.wrap(bytes, end, more));
            for (int at = end; at < end + count; at++) {
                if (bytes[at] == '\n') {
                    return at + 1;
                }
            }
            end += count;
            if (count < more) {
                return end;
            }
        }
        return end;
    }

    /** Fills a buffer up to its limit, or to where the file ends if that is less by now: somebody truncated it. Returns how many bytes there were. */
    private int read(final long offset, final ByteBuffer into) throws IOException {
        final int begin = into.position();
        while (into.hasRemaining()) {
            if (channel.read(into, start + offset + into.position() - begin) < 0) {
                isShorter = true;
                break;
            }
        }
        return into.position() - begin;
    }
}
