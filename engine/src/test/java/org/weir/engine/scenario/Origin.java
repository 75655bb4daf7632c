package org.weir.engine.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server behind the proxy. Either the script takes its connections one by one, or it answers every request by itself; both at once is not meant.
 */
final class Origin implements AutoCloseable {
    private final String name;
    private final SocketAddress address;
    private final Queue<Peer> peers = new ConcurrentLinkedQueue<>();
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocketChannel listener;
    private Selector selector;

    Origin(String name, SocketAddress address) {
        this.name = name;
        this.address = address;
        listen(128);
    }

    /** Begins to listen, again after {@link #stop} or for the first time. */
    Origin listen(int backlog) {
        try {
            boolean unix = address instanceof UnixDomainSocketAddress;
            listener = unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
            if (!unix) {
                listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            listener.bind(address, backlog);
            listener.configureBlocking(false);
            selector = Selector.open();
            listener.register(selector, SelectionKey.OP_ACCEPT);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next connection that the proxy opens. */
    Peer accept() {
        Deadline deadline = Deadline.standard();
        try {
            while (true) {
                SocketChannel accepted = listener.accept();
                if (accepted != null) {
                    Peer peer = new Peer(name + " (connection " + connections.incrementAndGet() + ")", accepted);
                    peers.add(peer);
                    return peer;
                }
                selector.selectedKeys().clear();
                selector.select(deadline.millisLeft(() -> name + ": a connection"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a connection waits to be taken. */
    boolean hasConnection() {
        try {
            selector.selectedKeys().clear();
            return selector.selectNow() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on every request is answered at once: the function makes the whole response. */
    Origin answerEach(Function<Message, String> answer) {
        ServerSocketChannel accepting = listener;
        Thread.ofPlatform().daemon().name(name + "-accept").start(() -> acceptAll(accepting, answer));
        return this;
    }

    /** From now on every request gets a 200 with the server's name as its body. */
    Origin answerWithName() {
        return answerEach(request -> ok(name));
    }

    /** A response with a length. */
    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void acceptAll(ServerSocketChannel accepting, Function<Message, String> answer) {
        try {
            accepting.register(selector, 0);
            accepting.keyFor(selector).cancel();
            selector.selectNow();
            accepting.configureBlocking(true);
            while (true) {
                SocketChannel accepted = accepting.accept();
                Peer peer = new Peer(name + " (connection " + connections.incrementAndGet() + ")", accepted);
                peers.add(peer);
                Thread.ofPlatform().daemon().name(name).start(() -> answerAll(peer, answer));
            }
        } catch (ClosedChannelException stopped) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answerAll(Peer peer, Function<Message, String> answer) {
        try {
            while (peer.awaitInput()) {
                Message request = peer.expectRequest();
                requests.add(request);
                String response = answer.apply(request);
                peer.send(response);
                if (response.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n") || "close".equals(request.header("connection"))) {
                    break;
                }
            }
        } catch (AssertionError | RuntimeException fault) {
            faults.add(fault);
        } finally {
            peer.close();
        }
    }

    /** How many connections the proxy has opened. */
    int connections() {
        return connections.get();
    }

    /** What was answered by itself, in the order of arrival. */
    List<Message> requests() {
        return requests;
    }

    /** What went wrong on connections that were answered by themselves, such as a request that was cut off. */
    List<Throwable> faults() {
        return faults;
    }

    /** Stops listening and closes every connection. */
    void stop() {
        close();
    }

    @Override
    public void close() {
        try {
            listener.close();
            selector.close();
            peers.forEach(Peer::close);
            peers.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
