package org.weir.analytics.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Files that are read and then followed by name, as {@code tail -F} does: their end is the end for now, see {@link PolledSource}. Threads take turns. */
public final class FollowedFiles implements BlockSource {
    private final List<FollowedFile> files = new ArrayList<>();
    private int turn;
    private long sequence;
    private long readBytes;

    /**
     * Follows files; one that is missing is waited for.
     *
     * @param fromEnd whether to leave out what they hold already
     * @param notes told of files that are missing, shortened or replaced; called by the threads that read
     * @throws IOException if one is nothing that can be followed
     */
    public FollowedFiles(final List<Path> paths, final boolean fromEnd, final Consumer<String> notes) throws IOException {
        try {
            for (final Path path : paths) {
                files.add(new FollowedFile(path, fromEnd, notes));
            }
        } catch (final IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public synchronized boolean next(final LineBlock block) throws IOException {
        block.begin(sequence);
        if (!fill(block)) {
            return false;
        }
        sequence++;
        readBytes += block.limit();
        return true;
    }

    /** Every file has its turn, however much the one before it has to say. */
    private boolean fill(final LineBlock block) throws IOException {
        for (int index = 0; index < files.size(); index++) {
            turn = (turn + 1) % files.size();
            if (files.get(turn).fill(block)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized long blocks() {
        return sequence;
    }

    @Override
    public long totalBytes() {
        return -1;
    }

    /** Bytes of whole lines, in what was handed out. */
    @Override
    public synchronized long readBytes() {
        return readBytes;
    }

    @Override
    public synchronized void close() throws IOException {
        for (final FollowedFile file : files) {
            file.close();
        }
    }
}
