package org.weir.perf.origin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A small, correct HTTP/1.1 server with known answers, cheap enough not to be the bottleneck behind a proxy under test.
 * <pre>
 *   /            a text of 34 bytes that names the server      /bytes/N     N pattern bytes with a Content-Length
 *   /chunked/N   the same in chunks                            /delay/MS    answers after MS milliseconds
 *   /status/N    that status; 1xx comes before a 200           /echo        the request's head and body as text
 *   /upload      length, CRC-32 and SHA-256 of the body        /close       answers and closes
 * </pre>
 */
public final class OriginServer implements AutoCloseable {

    private static final int BACKLOG = 4096;
    private static final long JOIN_MILLIS = 5_000;

    private final List<OriginWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final InetSocketAddress address;

    private OriginServer(OriginOptions options) throws IOException {
        ResponseHeads heads = new ResponseHeads(options.name(), options.rootBody());
        InetSocketAddress bound = options.listen();
        try {
            for (int i = 0; i < options.threads(); i++) {
                ServerSocketChannel listener = listen(bound, options.threads() > 1);
                bound = (InetSocketAddress) listener.getLocalAddress();
                workers.add(new OriginWorker(listener, heads));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        address = bound;
        for (OriginWorker worker : workers) {
            Thread thread = new Thread(worker, "origin-" + options.name() + "-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /**
     * Binds and starts the worker threads.
     *
     * @throws IOException when the address cannot be bound
     */
    public static OriginServer start(OriginOptions options) throws IOException {
        OriginServer server = new OriginServer(options);
        server.threads.forEach(Thread::start);
        return server;
    }

    /** The bound address, with the port that the kernel chose. */
    public InetSocketAddress address() {
        return address;
    }

    /** The bound port. */
    public int port() {
        return address.getPort();
    }

    /** Waits until the server is closed by another thread. */
    public void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Stops listening and closes every connection at once. */
    @Override
    public void close() {
        workers.forEach(OriginWorker::stop);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocketChannel listen(InetSocketAddress address, boolean shared) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (shared) {
                listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            return listener.bind(address, BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }
}
