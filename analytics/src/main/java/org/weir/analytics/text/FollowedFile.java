package org.weir.analytics.text;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/**
 * A file followed under its name. It may be missing yet, become shorter (logrotate's copytruncate) or be replaced by another one; the one that is open
 * is read to its end before its successor. A line without its newline is held back until that comes, or until nothing more can come. One thread at a time.
 */
final class FollowedFile implements Closeable {
    private static final int READ_BYTES = LineBlock.BLOCK_BYTES / 4;

    private final Path path;
    private final Consumer<String> notes;
    private boolean fromEnd;
    private boolean isMissed;
    private FileChannel channel;
    /** Device and inode of what is open. */
    private Object key;
    private long position;
    private byte[] held = {};
    private int heldBytes;
    /** True while the rest of a line is being passed over that was cut, or whose start is not read. */
    private boolean skipping;

    /** Opens the file if it is there: its end is where it ends now. */
    FollowedFile(final Path path, final boolean fromEnd, final Consumer<String> notes) throws IOException {
        this.path = path;
        this.fromEnd = fromEnd;
        this.notes = notes;
        open();
    }

    /** Puts whole lines that have come into a block; false if there are none. */
    boolean fill(final LineBlock block) throws IOException {
        if (channel == null && !open()) {
            return false;
        }
        if (read(block)) {
            return true;
        }
        if (channel.size() < position) {
            notes.accept(path + " was truncated");
            position = 0;
            return endHeldLine(block) || read(block);
        }
        if (!hasSuccessor()) {
            return false;
        }
        // The last lines may have come between the look at the file and the look at its name.
        if (read(block)) {
            return true;
        }
        notes.accept(path + " was replaced");
        close();
        return endHeldLine(block) || open() && read(block);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    /** Opens what has the name now; false if there is nothing. */
    private boolean open() throws IOException {
        try {
            BasicFileAttributes attributes = attributes();
            if (!attributes.isRegularFile()) {
                throw new IOException(path + " is not a file that can be followed");
            }
            do {
                close();
                key = attributes.fileKey();
                channel = FileChannel.open(path, StandardOpenOption.READ);
                attributes = attributes();
            } while (!attributes.fileKey().equals(key));
        } catch (final FileSystemException e) {
            close();
            miss(e instanceof NoSuchFileException ? "there is no file " + path : path + " cannot be opened");
            return false;
        }
        if (LogFiles.isCompressed(channel)) {
            close();
            throw new IOException(path + " is compressed and cannot be followed");
        }
        if (isMissed) {
            notes.accept(path + " is there");
        }
        isMissed = false;
        position = fromEnd ? channel.size() : 0;
        skipping = position > 0 && !isLineEnd(position - 1);
        fromEnd = false;
        return true;
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private boolean isLineEnd(final long at) throws IOException {
        final ByteBuffer last = ByteBuffer.allocate(1);
        return channel.read(last, at) == 1 && last.get(0) == '\n';
    }

    /** An empty successor is not yet one: whoever writes may still have the old file open. */
    private boolean hasSuccessor() throws IOException {
        try {
            final BasicFileAttributes attributes = attributes();
            return !attributes.fileKey().equals(key) && attributes.size() > 0;
        } catch (NoSuchFileException _) {
            miss(path + " has been moved away or deleted");
            return false;
        }
    }

    private void miss(final String what) {
        // What comes under this name later is read from its beginning.
        fromEnd = false;
        if (!isMissed) {
            isMissed = true;
            notes.accept(what + ": waiting for it");
        }
    }

    private boolean read(final LineBlock block) throws IOException {
        byte[] bytes = block.reserve(Math.max(LineBlock.BLOCK_BYTES, heldBytes) + 1);
        System.arraycopy(held, 0, bytes, 0, heldBytes);
        int length = heldBytes;
        int lineEnd = 0;
        while (lineEnd == 0 ? length < LineBlock.MAX_LINE_BYTES : length < LineBlock.BLOCK_BYTES) {
            bytes = block.reserve(length + READ_BYTES + 1);
            final int count = channel.read(ByteBuffer.wrap(bytes, length, READ_BYTES), position);
            if (count <= 0) {
                break;
            }
            position += count;
            final int kept = skipping ? skip(bytes, length, count) : count;
            lineEnd = Math.max(lineEnd, Swar.lastNewline(bytes, length, length + kept) + 1);
            length += kept;
        }
        if (lineEnd == 0 && length >= LineBlock.MAX_LINE_BYTES) {
            bytes[length] = '\n';
            block.end(length + 1, 1);
            heldBytes = 0;
            skipping = true;
            return true;
        }
        hold(bytes, lineEnd, length);
        block.end(lineEnd, 0);
        return lineEnd > 0;
    }

    private void hold(final byte[] bytes, final int from, final int to) {
        heldBytes = to - from;
        if (held.length < heldBytes) {
            held = new byte[Math.max(heldBytes, 2 * held.length)];
        }
        System.arraycopy(bytes, from, held, 0, heldBytes);
    }

    /** Drops what belongs to a line that is passed over; returns how many bytes are left. */
    private int skip(final byte[] bytes, final int offset, final int count) {
        for (int at = offset; at < offset + count; at++) {
            if (bytes[at] == '\n') {
                skipping = false;
                final int kept = offset + count - at - 1;
                System.arraycopy(bytes, at + 1, bytes, offset, kept);
                return kept;
            }
        }
        return 0;
    }

    /** The rest of the line that is held will never come: it ends here. */
    private boolean endHeldLine(final LineBlock block) {
        skipping = false;
        if (heldBytes == 0) {
            return false;
        }
        final byte[] bytes = block.reserve(heldBytes + 1);
        System.arraycopy(held, 0, bytes, 0, heldBytes);
        bytes[heldBytes] = '\n';
        block.end(heldBytes + 1, 0);
        heldBytes = 0;
        return true;
    }
}
