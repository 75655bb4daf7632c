package org.weir.perf.origin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One thread of the origin: a selector, a listening socket, its connections, their timers and buffers. Only {@link #stop} may be called by others.
 * The steady state allocates nothing for {@code /}: buffers are pooled, the selector's callback is one object.
 */
final class OriginWorker implements Runnable {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int ACCEPTS_PER_EVENT = 64;

    private record Timer(long deadlineNanos, OriginConnection connection) { }

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ResponseHeads heads;
    private final int reserveBytes;
    private final RequestHead head = new RequestHead();
    private final Route route = new Route();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer patternView = BodyPattern.newDirectView();
    private final ArrayDeque<byte[]> inputs = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> outputs = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>((a, b) -> Long.compare(a.deadlineNanos - b.deadlineNanos, 0));
    private final Consumer<SelectionKey> onReady = this::onReady;
    private volatile boolean stopping;

    OriginWorker(ServerSocketChannel listener, ResponseHeads heads) throws IOException {
        this.listener = listener;
        this.heads = heads;
        this.reserveBytes = 2 * ResponseHeads.MAX_HEAD_BYTES + heads.rootBody().length;
        this.selector = Selector.open();
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Asks the thread to end; it closes all its sockets. Any thread. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try (selector; listener) {
            while (!stopping) {
                selector.select(onReady, waitMillis());
                runTimers();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the origin's selector failed", e);
        }
    }

    ResponseHeads heads() {
        return heads;
    }

    RequestHead head() {
        return head;
    }

    Route route() {
        return route;
    }

    ByteBuffer patternView() {
        return patternView;
    }

    /** Room in an output buffer without which no response is begun. */
    int reserveBytes() {
        return reserveBytes;
    }

    void schedule(OriginConnection connection, long delayMillis) {
        timers.add(new Timer(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis), connection));
    }

    /** Reads what the socket has into {@code in} from {@code offset} on; negative at the end of input. */
    int read(SocketChannel channel, byte[] in, int offset) throws IOException {
        readBuffer.clear().limit(in.length - offset);
        int read = channel.read(readBuffer);
        readBuffer.flip().get(in, offset, readBuffer.limit());
        return read;
    }

    byte[] borrowInput() {
        byte[] buffer = inputs.pollFirst();
        return buffer != null ? buffer : new byte[BUFFER_BYTES];
    }

    void returnInput(byte[] buffer) {
        inputs.addFirst(buffer);
    }

    ByteBuffer borrowOutput() {
        ByteBuffer buffer = outputs.pollFirst();
        return buffer != null ? buffer : ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    void returnOutput(ByteBuffer buffer) {
        outputs.addFirst(buffer.clear());
    }

    void closed(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println("origin: cannot close a connection: " + e.getMessage());
        }
    }

    private long waitMillis() {
        Timer next = timers.peek();
        if (next == null) {
            return 0;
        }
        long nanos = next.deadlineNanos - System.nanoTime();
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    private void runTimers() {
        while (!timers.isEmpty() && timers.peek().deadlineNanos - System.nanoTime() <= 0) {
            timers.remove().connection.onTimer();
        }
    }

    private void onReady(SelectionKey key) {
        if (key.attachment() instanceof OriginConnection connection) {
            connection.onReady();
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (int i = 0; i < ACCEPTS_PER_EVENT; i++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new OriginConnection(this, channel, key));
            }
        } catch (IOException e) {
            // Out of descriptors, or the client left while it was queued: say so and serve those that are connected.
            System.err.println("origin: cannot accept: " + e.getMessage());
        }
    }
}
