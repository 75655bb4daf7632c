package org.weir.perf.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Sends requests at a fixed rate, whatever the answers do, and measures each latency from the time the request was meant to be sent: a
 * stall of the proxy counts for every request that fell into it (no coordinated omission). Runs on the calling thread.
 */
final class OpenLoopDriver implements AutoCloseable {

    private static final long MAX_LATENCY_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long MAX_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final class Connection {
        private final SocketChannel channel;
        private final ResponseReader reader = new ResponseReader();
        private final ByteBuffer request;
        private long intendedNanos;
        private boolean busy;

        Connection(SocketChannel channel, ByteBuffer request) {
            this.channel = channel;
            this.request = request;
        }
    }

    private final Selector selector = Selector.open();
    private final Connection[] idle;
    private int idleCount;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(64 * 1024);
    private final Histogram histogram = new Histogram(MAX_LATENCY_NANOS, 3);
    private final Consumer<SelectionKey> onReadable = this::onReadable;
    private IOException failure;
    private long completed;
    private long errors;
    private long bytes;

    /**
     * Connects.
     *
     * @throws IOException when a connection is refused
     */
    OpenLoopDriver(InetSocketAddress address, String path, int connections) throws IOException {
        idle = new Connection[connections];
        byte[] text = ("GET " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocateDirect(text.length).put(text).flip();
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Connection connection = new Connection(channel, request.duplicate());
            channel.register(selector, SelectionKey.OP_READ, connection);
            idle[idleCount++] = connection;
        }
    }

    /** Nanoseconds after the start at which a request is due; computed from its number so that rounding never adds up. */
    static long dueNanos(long number, long requestsPerSecond) {
        return number / requestsPerSecond * 1_000_000_000L + number % requestsPerSecond * 1_000_000_000L / requestsPerSecond;
    }

    /**
     * Runs the schedule to its end, then waits up to two seconds for what is still out; what never came counts as an error.
     *
     * @throws IOException when a connection breaks
     */
    LoadResult run(long requestsPerSecond, int seconds) throws IOException {
        long total = requestsPerSecond * seconds;
        long sent = 0;
        long startNanos = System.nanoTime();
        long lastDueNanos = dueNanos(total, requestsPerSecond);
        while (completed + errors < total) {
            long elapsedNanos = System.nanoTime() - startNanos;
            boolean worked = false;
            while (sent < total && idleCount > 0 && dueNanos(sent, requestsPerSecond) <= elapsedNanos) {
                send(idle[--idleCount], startNanos + dueNanos(sent, requestsPerSecond));
                sent++;
                worked = true;
            }
            worked |= selector.selectNow(onReadable) > 0;
            if (failure != null) {
                throw failure;
            }
            if (elapsedNanos > lastDueNanos + DRAIN_NANOS) {
                errors += total - completed - errors;
            } else if (!worked) {
                park(sent < total ? dueNanos(sent, requestsPerSecond) - elapsedNanos : MAX_PARK_NANOS);
            }
        }
        return result(System.nanoTime() - startNanos);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private static void park(long untilDueNanos) {
        if (untilDueNanos > 0) {
            LockSupport.parkNanos(Math.min(untilDueNanos, MAX_PARK_NANOS));
        } else {
            // Every connection is busy: only an answer can change that.
            LockSupport.parkNanos(MAX_PARK_NANOS);
        }
    }

    private void send(Connection connection, long intendedNanos) throws IOException {
        connection.intendedNanos = intendedNanos;
        connection.busy = true;
        connection.request.rewind();
        connection.channel.write(connection.request);
        if (connection.request.hasRemaining()) {
            throw new IOException("the proxy does not read: a request did not fit into the socket's buffer");
        }
    }

    private void onReadable(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            readBuffer.clear();
            int read = connection.channel.read(readBuffer);
            if (read < 0) {
                throw new IOException("the proxy closed a connection of the open-loop driver");
            }
            bytes += read;
            readBuffer.flip();
            if (connection.reader.consume(readBuffer)) {
                complete(connection);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void complete(Connection connection) throws IOException {
        if (!connection.busy || readBuffer.hasRemaining()) {
            throw new IOException("the proxy sent more than one answer to a request");
        }
        connection.busy = false;
        idle[idleCount++] = connection;
        if (connection.reader.status() == 200) {
            completed++;
            histogram.recordValue(Math.min(System.nanoTime() - connection.intendedNanos, MAX_LATENCY_NANOS));
        } else {
            errors++;
        }
    }

    private LoadResult result(long durationNanos) {
        return new LoadResult(completed, durationNanos / 1_000, bytes, errors, micros(50), micros(99), micros(99.9));
    }

    private long micros(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1_000;
    }
}
