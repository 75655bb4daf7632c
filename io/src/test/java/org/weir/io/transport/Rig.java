package org.weir.io.transport;

import java.util.function.BooleanSupplier;
import org.weir.io.memory.BufferPool;
import org.weir.io.memory.IoBuffer;
import org.weir.io.memory.MemoryTags;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListenSpec;
import org.weir.io.net.ListeningSocket;
import org.weir.io.sys.FaultyCalls;
import org.weir.io.sys.IoException;
import org.weir.io.sys.LinuxSystemCalls;

/** A transport driven by the test's thread; closing it checks for leaked buffers and descriptors. */
final class Rig implements AutoCloseable {
    private static final long DEADLINE_NANOS = 100_000_000_000L;

    final FaultyCalls calls = new FaultyCalls(new LinuxSystemCalls(), 42);
    final BufferPool small;
    final BufferPool large;
    final EpollTransport transport;

    Rig() throws IoException {
        this(16 * 1024, 64, TransportLimits.DEFAULT);
    }

    Rig(int bufferBytes, int maxBuffers, TransportLimits limits) throws IoException {
        this(new BufferPool("small", bufferBytes, maxBuffers), limits);
    }

    Rig(BufferPool pool, TransportLimits limits) throws IoException {
        small = pool;
        large = new BufferPool("large", 256 * 1024, 16);
        transport = new EpollTransport(calls, null, small, large, limits);
    }

    /** Runs duty cycles until the condition holds. */
    void until(BooleanSupplier condition) {
        final long deadlineNanos = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("the condition did not come true in time");
            }
            cycle();
        }
    }

    void cycle() {
        transport.poll(transport.hasCachedWork() ? 0 : 1);
        transport.process();
        transport.flush();
    }

    ListeningSocket open(Endpoint endpoint) throws IoException {
        return ListeningSocket.open(calls, ListenSpec.of(endpoint));
    }

    Channel connect(ListeningSocket socket, ChannelHandler handler) {
        return transport.connect(ConnectSpec.of(socket.bound()), handler);
    }

    /** Connects to a listener on loopback; returns both ends, the accepted one second. */
    Recorder[] pair() throws IoException {
        return pair(Endpoint.ofNumeric("127.0.0.1", 0));
    }

    Recorder[] pair(Endpoint endpoint) throws IoException {
        return pair(ListenSpec.of(endpoint));
    }

    Recorder[] pair(ListenSpec spec) throws IoException {
        final ListeningSocket socket = ListeningSocket.open(calls, spec);
        final Recorder[] ends = {new Recorder(), new Recorder()};
        final Listener listener = transport.listen(socket, (l, channel) -> {
            ends[1].channel = channel;
            return ends[1];
        });
        ends[0].channel = connect(socket, ends[0]);
        until(() -> ends[0].connected && ends[1].channel != null);
        listener.close();
        socket.closeAndUnlink(calls);
        return ends;
    }

    IoBuffer bytes(String text) {
        final IoBuffer buffer = small.acquire();
        buffer.end(buffer.bytes().putStringWithoutLengthAscii(0, text));
        return buffer;
    }

    @Override
    public void close() {
        transport.close();
        try {
            MemoryTags.assertNothingUsed();
            if (transport.counters().open() != 0) {
                throw new AssertionError("descriptors left open: " + transport.counters().open());
            }
        } finally {
            small.close();
            large.close();
        }
    }
}
