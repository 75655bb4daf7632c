package org.weir.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListeningSocket;

class AllocationTest {
    private static final int WARM_UP_ROUNDS = 60_000;
    private static final int ROUNDS = 20_000;

    @Test
    void anEchoInSteadyStateAllocatesNothing() throws Exception {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Rig rig = new Rig()) {
            final ListeningSocket socket = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            rig.transport.listen(socket, (listener, channel) -> new Echo());
            final Echo client = new Echo();
            final Channel channel = rig.connect(socket, client);
            channel.send(rig.bytes("around and around"));
            run(rig, client, WARM_UP_ROUNDS);
            final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
            run(rig, client, ROUNDS);
            final long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;
            assertTrue(allocatedBytes < ROUNDS / 10, allocatedBytes + " bytes allocated in " + ROUNDS + " rounds");
            assertEquals(0, rig.transport.counters().staleEvents());
            socket.close(rig.calls);
        }
    }

    private static void run(Rig rig, Echo client, int rounds) {
        final int end = client.rounds + rounds;
        while (client.rounds < end) {
            rig.transport.poll(1);
            rig.transport.process();
        }
    }

    private static final class Echo implements ChannelHandler {
        private int rounds;

        @Override
        public void onConnected(Channel c) {
            assertTrue(c.isOpen());
        }

        @Override
        public void onReceived(Channel c, IoBuffer data) {
            rounds++;
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
    }
}
