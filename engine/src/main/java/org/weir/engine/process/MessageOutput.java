package org.weir.engine.process;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Where messages are written: standard error, which may be a pipe or a terminal whose reader has stopped. At start and end, messages are written by
 * whoever has one. Between {@link #detach} and {@link #finish} a thread of its own writes them, the only one that such a reader can hold up: agents
 * leave their messages in a bounded queue, whose lock nobody holds while writing. What finds it full is lost and counted, and the count takes its
 * place in the order of messages.
 */
final class MessageOutput {
    /** Some 30 000 messages: more than one command or signal has to say. */
    static final int MAX_WAITING_BYTES = 4 << 20;

    private final PrintStream out;
    private final LongFunction<String> lossMessage;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long lost;
    private boolean detached;
    private boolean ending;

    /** @param lossMessage what is written in the place of so many messages that were lost */
    MessageOutput(PrintStream out, LongFunction<String> lossMessage) {
        this.out = out;
        this.lossMessage = lossMessage;
    }

    /** Any thread. Does not block once detached. */
    synchronized void write(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (!detached) {
            print(bytes);
            return;
        }
        if (waitingBytes + bytes.length > MAX_WAITING_BYTES) {
            lost++;
            return;
        }
        tellLoss();
        add(bytes);
        notifyAll();
    }

    private void add(byte[] bytes) {
        waiting.add(bytes);
        waitingBytes += bytes.length;
    }

    private void tellLoss() {
        if (lost > 0) {
            add(lossMessage.apply(lost).getBytes(StandardCharsets.UTF_8));
            lost = 0;
        }
    }

    private void print(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** From here on messages are written by a thread. */
    synchronized void detach() {
        if (!detached) {
            detached = true;
            ending = false;
            Thread thread = new Thread(this::writeAll, "weir-messages");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Ends the thread once it has written what waits, as far as it can within a short time. After that messages are written by whoever has one, or,
     * when the reader does not go on, not at all.
     *
     * @param patienceMillis how long the reader has
     */
    synchronized void finish(int patienceMillis) {
        ending = true;
        notifyAll();
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        long leftNanos = deadlineNanos - System.nanoTime();
        try {
            while (detached && leftNanos > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
                leftNanos = deadlineNanos - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a thread writes; after {@link #finish} this means that it cannot. */
    synchronized boolean isDetached() {
        return detached;
    }

    private void writeAll() {
        try {
            byte[] next = next();
            while (next != null) {
                print(next);
                next = next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next message, waiting for one; null at the end. */
    private synchronized byte[] next() throws InterruptedException {
        while (waiting.isEmpty()) {
            tellLoss();
            if (waiting.isEmpty() && ending) {
                detached = false;
                notifyAll();
                return null;
            }
            if (waiting.isEmpty()) {
                wait();
            }
        }
        byte[] bytes = waiting.remove();
        waitingBytes -= bytes.length;
        return bytes;
    }
}
