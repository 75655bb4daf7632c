package org.weir.analytics.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream of lines: a pipe, a terminal, or what a decompressor gives. Threads take turns at reading it. */
public final class StreamSource implements BlockSource {
    private final InputStream in;
    private byte[] carried = new byte[LineBlock.BLOCK_BYTES];
    private int carriedBytes;
    private long sequence;
    private long bytesRead;
    private boolean ended;
    /** True while the rest of a line that was cut is being passed over. */
    private boolean skipping;

    /**
     * Reads a stream to its end.
     *
     * @param in closed with this source
     */
    public StreamSource(final InputStream in) {
        this.in = in;
    }

    @Override
    public synchronized boolean next(final LineBlock block) throws IOException {
        if (ended && carriedBytes == 0) {
            return false;
        }
        block.begin(sequence++);
        byte[] bytes = block.reserve(Math.max(LineBlock.BLOCK_BYTES, carriedBytes) + 1);
        System.arraycopy(carried, 0, bytes, 0, carriedBytes);
        int length = carriedBytes;
        carriedBytes = 0;
        int lineEnd = 0;
        while (!ended && !isEnough(length, lineEnd)) {
            bytes = block.reserve(length + LineBlock.BLOCK_BYTES / 4 + 1);
            final int count = in.read(bytes, length, bytes.length - Swar.PADDING - 1 - length);
            if (count < 0) {
                ended = true;
                break;
            }
            bytesRead += count;
            final int kept = skipping ? skipCutLine(bytes, length, count) : count;
            lineEnd = Math.max(lineEnd, Swar.lastNewline(bytes, length, length + kept) + 1);
            length += kept;
        }
        finish(block, bytes, length, lineEnd);
        return true;
    }

    @Override
    public synchronized long blocks() {
        return sequence;
    }

    @Override
    public long totalBytes() {
        return -1;
    }

    @Override
    public synchronized long readBytes() {
        return bytesRead;
    }

    @Override
    public String damage() {
        return in instanceof DecodedStream decoded ? decoded.damage() : null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** A full block is enough; whole lines are too if the reader would have to wait for more. */
    private boolean isEnough(final int length, final int lineEnd) throws IOException {
        if (lineEnd == 0) {
            return length >= LineBlock.MAX_LINE_BYTES;
        }
        return length >= LineBlock.BLOCK_BYTES || in.available() == 0;
    }

    private void finish(final LineBlock block, final byte[] bytes, final int length, final int lineEnd) {
        if (lineEnd > 0 && !ended) {
            carry(bytes, lineEnd, length);
            block.end(lineEnd, 0);
        } else if (ended && length > 0 && lineEnd < length) {
            bytes[length] = '\n';
            block.end(length + 1, 0);
        } else if (ended || length == 0) {
            block.end(length, 0);
        } else {
            bytes[length] = '\n';
            block.end(length + 1, 1);
            skipping = true;
        }
    }

    private void carry(final byte[] bytes, final int from, final int to) {
        carriedBytes = to - from;
        if (carried.length < carriedBytes) {
            carried = new byte[carriedBytes];
        }
        System.arraycopy(bytes, from, carried, 0, carriedBytes);
    }

    /** Drops what belongs to a line that was cut; returns how many bytes are left. */
    private int skipCutLine(final byte[] bytes, final int offset, final int count) {
        for (int at = offset; at < offset + count; at++) {
            if (bytes[at] == '\n') {
                skipping = false;
                final int kept = offset + count - at - 1;
                System.arraycopy(bytes, at + 1, bytes, offset, kept);
                return kept;
            }
        }
        Arrays.fill(bytes, offset, offset + count, (byte) 0);
        return 0;
    }
}
