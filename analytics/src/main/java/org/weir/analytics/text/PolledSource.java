package org.weir.analytics.text;

import java.io.IOException;

/** Follows a source whose end is only the end for now, as that of a log or a journal that is being written. Threads take turns. */
public final class PolledSource implements StoppableSource {
    private static final long POLL_MILLIS = 100;

    private final BlockSource source;
    private boolean isStopped;

    /**
     * Asks again and again.
     *
     * @param source has more blocks after it had none; closed with this source
     */
    public PolledSource(final BlockSource source) {
        this.source = source;
    }

    @Override
    public synchronized boolean next(final LineBlock block) throws IOException {
        try {
            while (!isStopped) {
                if (source.next(block)) {
                    return true;
                }
                wait(POLL_MILLIS);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            isStopped = true;
        }
        return false;
    }

    @Override
    public synchronized void stop() {
        isStopped = true;
        notifyAll();
    }

    @Override
    public long blocks() {
        return source.blocks();
    }

    @Override
    public long totalBytes() {
        return -1;
    }

    @Override
    public long readBytes() {
        return source.readBytes();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
