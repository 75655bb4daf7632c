package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A run of the program that goes on until it is told to stop, in a thread of the test's JVM. */
final class LiveRun implements AutoCloseable {
    private static final long DEADLINE_MILLIS = 60_000;
    private static final long STEP_MILLIS = 20;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final BlockingQueue<Runnable> stops = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Throwable failure;
    private volatile int status = -1;

    LiveRun(final HalogCommand.StandardInput input, final String... arguments) {
        thread = Thread.ofPlatform().daemon().start(() -> {
            try (PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8)) {
                status = new HalogCommand(input, stops::add, out, messages).run(arguments);
            } catch (final Exception e) {
                failure = e;
            }
        });
    }

    /** Waits until standard output is as wanted; returns it. */
    String awaitOut(final Predicate<String> wanted) throws InterruptedException {
        final long deadlineNanos = System.nanoTime() + DEADLINE_MILLIS * 1_000_000;
        while (!wanted.test(out()) && thread.isAlive() && System.nanoTime() < deadlineNanos) {
            thread.join(STEP_MILLIS);
        }
        return out();
    }

    /** Does what Ctrl-C does. */
    void interrupt() throws InterruptedException {
        final Runnable stop = stops.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
        if (stop == null) {
            throw new AssertionError("the run takes no signals: " + err(), failure);
        }
        stop.run();
    }

    /** Waits for the end; returns the exit status. */
    int end() throws Exception {
        thread.join(DEADLINE_MILLIS);
        assertFalse(thread.isAlive(), "still running");
        if (failure != null) {
            throw new AssertionError(failure);
        }
        return status;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        final Runnable stop = stops.poll();
        if (stop != null) {
            stop.run();
        }
        try {
            thread.join(DEADLINE_MILLIS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
