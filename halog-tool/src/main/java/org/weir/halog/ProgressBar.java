package org.weir.halog;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.weir.analytics.text.BlockSource;

/** Shows on a terminal how far a long input has been read. Has a thread of its own, and shows nothing of runs that are over within a second. */
final class ProgressBar implements AutoCloseable {
    private static final long FIRST_SHOWN_MILLIS = 1000;
    private static final long STEP_MILLIS = 200;
    private static final int WIDTH = 40;
    private static final double MEGABYTE = 1e6;
    private static final String CLEAR_LINE = "\u001b[K";
    /** What is too long for the terminal is cut, and does not begin a new line with each step. */
    private static final String CUT = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final BlockSource source;
    private final PrintStream err;
    private final long startNanos = System.nanoTime();
    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);
    private boolean isShown;

    private ProgressBar(final BlockSource source, final PrintStream err) {
        this.source = source;
        this.err = err;
        thread = Thread.ofPlatform().name("halog-progress").daemon().unstarted(this::show);
    }

    /** Starts a bar, which never shows if standard error is no terminal; null if nobody knows how long the input is. */
    static ProgressBar start(final BlockSource source, final PrintStream err) {
        if (source.totalBytes() <= 0) {
            return null;
        }
        final ProgressBar bar = new ProgressBar(source, err);
        bar.thread.start();
        return bar;
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isShown) {
            err.print('\r' + CLEAR_LINE);
            err.flush();
        }
    }

    private void show() {
        try {
            long waitMillis = FIRST_SHOWN_MILLIS;
            // Whether anybody sees it is asked late: most runs are over before the answer is there.
            while (!over.await(waitMillis, TimeUnit.MILLISECONDS) && (isShown || StandardStreams.isTerminal(StandardStreams.ERROR))) {
                err.print(picture(source.readBytes(), source.totalBytes(), (System.nanoTime() - startNanos) / 1e9));
                err.flush();
                isShown = true;
                waitMillis = STEP_MILLIS;
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One state of the bar, in the place of the last one. The numbers come first: on a narrow terminal the bar is cut, not they. */
    static String picture(final long read, final long total, final double seconds) {
        final int done = (int) Math.min(WIDTH, WIDTH * (double) read / total);
        final double perSecond = seconds == 0 ? 0 : read / seconds;
        return String.format(Locale.ROOT, "\r%s%3.0f %%  %.0f MB/s  %.0f s left  [%s%s]%s%s", CUT, Math.min(100, 100.0 * read / total), perSecond / MEGABYTE,
            perSecond == 0 ? 0 : Math.max(0, total - read) / perSecond, "#".repeat(done), " ".repeat(WIDTH - done), CLEAR_LINE, WRAP);
    }
}
