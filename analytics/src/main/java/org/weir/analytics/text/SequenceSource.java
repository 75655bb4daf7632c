package org.weir.analytics.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Several files, one after the other. */
public final class SequenceSource implements BlockSource {
    /** A source of which a block may just have been taken, and how many blocks came before it. */
    private record Current(BlockSource source, long blocksBefore, int index) {
    }

    private final List<Path> files;
    private final BlockSource[] opened;
    private volatile Current current;

    /** Opens the first file. */
    public SequenceSource(final List<Path> files) throws IOException {
        this.files = List.copyOf(files);
        opened = new BlockSource[files.size()];
        opened[0] = LogFiles.open(files.getFirst());
        current = new Current(opened[0], 0, 0);
    }

    @Override
    public boolean next(final LineBlock block) throws IOException {
        while (true) {
            final Current from = current;
            if (from.source.next(block)) {
                block.follow(from.blocksBefore);
                return true;
            }
            if (!advance(from)) {
                return false;
            }
        }
    }

    /** The first thread to find a source at its end opens the next one. */
    @SuppressWarnings("ReferenceEquality")
    private synchronized boolean advance(final Current ended) throws IOException {
        if (current.index != ended.index) {
            return true;
        }
        final int index = ended.index + 1;
        if (index == files.size()) {
            return false;
        }
        opened[index] = LogFiles.open(files.get(index));
        current = new Current(opened[index], ended.blocksBefore + ended.source.blocks(), index);
        return true;
    }

    @Override
    public long blocks() {
        final Current last = current;
        return last.blocksBefore + last.source.blocks();
    }

    @Override
    public synchronized long totalBytes() {
        long total = 0;
        for (final Path file : files) {
            final long size = file.toFile().length();
            if (size == 0 || LogFiles.isCompressedName(file)) {
                return -1;
            }
            total += size;
        }
        return total;
    }

    @Override
    public synchronized long readBytes() {
        long read = 0;
        for (final BlockSource source : opened) {
            if (source != null) {
                read += source.readBytes();
            }
        }
        return read;
    }

    @Override
    public synchronized String damage() {
        final List<String> all = new ArrayList<>();
        for (int index = 0; index < opened.length; index++) {
            if (opened[index] != null && opened[index].damage() != null) {
                all.add(files.get(index) + ": " + opened[index].damage());
            }
        }
        return all.isEmpty() ? null : String.join(", ", all);
    }

    @Override
    public void close() throws IOException {
        for (final BlockSource source : opened) {
            if (source != null) {
                source.close();
            }
        }
    }
}
