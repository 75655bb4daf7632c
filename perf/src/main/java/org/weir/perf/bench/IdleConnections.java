package org.weir.perf.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keep-alive connections that each had one request answered and then stay open. */
final class IdleConnections implements AutoCloseable {

    /** Far below the 28 000 ports that Linux gives out for an address, since earlier connections may still be in TIME_WAIT. */
    private static final int CONNECTIONS_PER_SOURCE = 5_000;

    private final List<SocketChannel> channels = new ArrayList<>();

    /**
     * Opens them one after the other.
     *
     * @throws IOException when one is refused, or not answered with 200
     */
    IdleConnections(int port, int count) throws IOException {
        byte[] request = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        InetSocketAddress proxy = new InetSocketAddress("127.0.0.1", port);
        try {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open();
                channels.add(channel);
                InetAddress source = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + i / CONNECTIONS_PER_SOURCE)});
                channel.bind(new InetSocketAddress(source, 0));
                channel.connect(proxy);
                exchange(channel, buffer, request);
            }
        } catch (IOException e) {
            close();
            throw new IOException("after " + channels.size() + " connections: " + e.getMessage(), e);
        }
    }

    private static void exchange(SocketChannel channel, ByteBuffer buffer, byte[] request) throws IOException {
        buffer.clear().put(request).flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        ResponseReader reader = new ResponseReader();
        do {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new IOException("closed by the proxy before the answer");
            }
            buffer.flip();
        } while (!reader.consume(buffer));
        if (reader.status() != 200) {
            throw new IOException("answered with status " + reader.status());
        }
    }

    int count() {
        return channels.size();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
