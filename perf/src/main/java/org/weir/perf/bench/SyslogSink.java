package org.weir.perf.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;

/** A UDP port that counts datagrams and drops them; one thread of its own. */
final class SyslogSink implements AutoCloseable {

    private static final int RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

    private final DatagramChannel channel;
    private final int port;
    private volatile long received;

    SyslogSink() throws IOException {
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        Thread thread = new Thread(this::drain, "syslog-sink");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return port;
    }

    /** Datagrams so far: those drained, and those that came while the sink was behind. */
    long arrived() throws IOException {
        return received + ProcFiles.udpDrops(port);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void drain() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        long count = 0;
        try {
            while (true) {
                buffer.clear();
                channel.receive(buffer);
                received = ++count;
            }
        } catch (AsynchronousCloseException e) {
            // The end of the run: whoever closed the sink has read the count.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("the syslog sink failed", e);
        }
    }
}
