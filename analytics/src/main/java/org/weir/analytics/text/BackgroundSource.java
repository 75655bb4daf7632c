package org.weir.analytics.text;

import java.io.IOException;

/**
 * Makes a source that may wait for ever (a pipe, a terminal) one that can be stopped: a thread of its own opens it and reads one block ahead. A block
 * that has been read is still handed out after the stop.
 */
public final class BackgroundSource implements StoppableSource {
    /** Opens what is read; may wait too. */
    public interface Opening {
        /** Opens it. */
        BlockSource open() throws IOException;
    }

    private LineBlock ahead = new LineBlock();
    private BlockSource source;
    private boolean isFilled;
    private boolean isEnded;
    private boolean isStopped;
    private IOException failure;
    private long blocks;
    private long readBytes;

    /** Starts to read. */
    public BackgroundSource(final Opening opening) {
        Thread.ofPlatform().name("halog-input").daemon().start(() -> read(opening));
    }

    @Override
    public synchronized boolean next(final LineBlock block) throws IOException {
        try {
            while (!isFilled && !isEnded && !isStopped) {
                wait();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            isStopped = true;
        }
        if (isFilled) {
            block.exchange(ahead);
            isFilled = false;
            blocks++;
            readBytes += block.limit() - block.start();
            notifyAll();
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        return false;
    }

    @Override
    public synchronized void stop() {
        isStopped = true;
        notifyAll();
    }

    @Override
    public synchronized long blocks() {
        return blocks;
    }

    @Override
    public long totalBytes() {
        return -1;
    }

    @Override
    public synchronized long readBytes() {
        return readBytes;
    }

    @Override
    public synchronized String damage() {
        return source == null ? null : source.damage();
    }

    /** Returns even if the thread waits in the source for ever. */
    @Override
    public void close() throws IOException {
        stop();
        final BlockSource opened;
        synchronized (this) {
            opened = source;
        }
        if (opened != null) {
            opened.close();
        }
    }

    private void read(final Opening opening) {
        try {
            final BlockSource opened = opening.open();
            synchronized (this) {
                source = opened;
            }
            while (isWanted() && opened.next(ahead)) {
                synchronized (this) {
                    isFilled = true;
                    notifyAll();
                }
            }
            end(null);
        } catch (final IOException e) {
            end(e);
        } catch (final RuntimeException | Error e) {
            end(new IOException(e.toString(), e));
        }
    }

    /** Waits until the last block has been taken. */
    private synchronized boolean isWanted() {
        try {
            while (isFilled && !isStopped) {
                wait();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isStopped;
    }

    private synchronized void end(final IOException problem) {
        // What a source says that was closed because of the stop is no news.
        failure = isStopped ? null : problem;
        isEnded = true;
        notifyAll();
    }
}
