package org.weir.io.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.weir.io.memory.BufferPool;
import org.weir.io.memory.IoBuffer;
import org.weir.io.memory.MemoryTags;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListenSpec;
import org.weir.io.net.ListeningSocket;
import org.weir.io.sys.LinuxSystemCalls;

class EchoTest {
    @Test
    void echoesAndEnds() throws Exception {
        final LinuxSystemCalls calls = new LinuxSystemCalls();
        final BufferPool pool = new BufferPool("test", 16384, 16);
        final EpollTransport transport = new EpollTransport(calls, null, pool, pool, TransportLimits.DEFAULT);
        final ListeningSocket socket = ListeningSocket.open(calls, ListenSpec.of(Endpoint.ofNumeric("127.0.0.1", 0)));
        transport.listen(socket, (listener, channel) -> new ChannelHandler() {
            @Override
            public void onConnected(Channel c) {
                throw new AssertionError("accepted channels are connected");
            }

            @Override
            public void onReceived(Channel c, IoBuffer data) {
                c.send(data);
            }

            @Override
            public void onEndOfInput(Channel c) {
                c.close();
            }

            @Override
            public void onSendable(Channel c) {
                c.receive(true);
            }

            @Override
            public void onSendFailed(Channel c, int errno) {
                c.close();
            }

            @Override
            public void onFailed(Channel c, int errno) {
                c.close();
            }
        });
        final AtomicBoolean stop = new AtomicBoolean();
        final Thread agent = new Thread(() -> {
            while (!stop.get()) {
                transport.poll(10);
                transport.process();
            }
        });
        agent.start();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), socket.bound().portNumber())) {
            client.setSoTimeout(5000);
            final byte[] text = {1, 2, 3, 4, 5};
            client.getOutputStream().write(text);
            final InputStream in = client.getInputStream();
            assertArrayEquals(text, in.readNBytes(5));
            client.shutdownOutput();
            assertEquals(-1, in.read());
        }
        stop.set(true);
        agent.join(5000);
        transport.close();
        socket.close(calls);
        MemoryTags.assertNothingUsed();
        pool.close();
    }
}
