package org.weir.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.io.net.Endpoint;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/** Lines to sinks that are there, are not there, go away and come back. */
class TargetsTest {
    private final SystemCalls calls = new LinuxSystemCalls();
    private final List<String> troubles = new ArrayList<>();

    private DatagramTarget target(Endpoint endpoint) {
        DatagramTarget target = new DatagramTarget(calls, endpoint, (name, errno) -> troubles.add(name + ' ' + Errno.symbol(errno)));
        target.open();
        return target;
    }

    private static void line(LineTarget target, String text) {
        int start = target.begin(1024);
        if (start >= 0) {
            target.commit(target.buffer().putStringWithoutLengthAscii(start, text));
        }
    }

    /** Waits for it: a busy kernel delivers what was sent a moment later. */
    private static String received(DatagramChannel channel) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        channel.socket().setSoTimeout(20_000);
        channel.socket().receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    /** A UNIX datagram socket, which the JDK does not have. */
    private final class UnixSink implements AutoCloseable {
        private final int fd = calls.socket(OsConstants.AF_UNIX, OsConstants.SOCK_DGRAM | OsConstants.SOCK_NONBLOCK, 0);
        private final Path path;
        private final long memory = UnsafeApi.allocateMemory(4096);

        UnixSink(Path path) {
            this.path = path;
            Endpoint endpoint = new Endpoint.UnixPath(path.toString());
            assertEquals(0, calls.bind(fd, memory, endpoint.writeSockaddr(memory)));
        }

        String received() {
            int length = calls.recv(fd, memory, 4096, 0);
            if (length < 0) {
                return null;
            }
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append((char) UnsafeApi.getByte(memory + i));
            }
            return text.toString();
        }

        @Override
        public void close() {
            calls.close(fd);
            calls.unlink(path.toString());
            UnsafeApi.freeMemory(memory);
        }
    }

    @Test
    void aBatchOfDatagramsArrivesLineByLine() throws IOException {
        try (DatagramChannel sink = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            DatagramTarget target = target(new Endpoint.Inet4(0x7F00_0001, ((InetSocketAddress) sink.getLocalAddress()).getPort()));
            for (int i = 0; i < 100; i++) {
                line(target, "line " + i + "\n");
            }
            assertEquals(0, target.flush());
            for (int i = 0; i < 100; i++) {
                assertEquals("line " + i + "\n", received(sink));
            }
            assertEquals(100, target.delivered());
            target.close();
        }
        assertEquals(List.of(), troubles);
    }

    @Test
    void aDeadUdpServerCostsItsLinesOnly() throws IOException {
        InetSocketAddress address;
        try (DatagramSocket reserved = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            address = (InetSocketAddress) reserved.getLocalSocketAddress();
        }
        DatagramTarget target = target(new Endpoint.Inet4(0x7F00_0001, address.getPort()));
        for (int i = 0; i < 10; i++) {
            line(target, "lost\n");
            assertEquals(0, target.flush());
        }
        try (DatagramChannel sink = DatagramChannel.open().bind(address)) {
            line(target, "back\n");
            assertEquals(0, target.flush());
            assertEquals("back\n", received(sink));
        }
        assertEquals(1, troubles.size(), troubles::toString);
        target.close();
    }

    @Test
    void aUnixSocketThatComesBackIsFoundAgain(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("log");
        DatagramTarget target = target(new Endpoint.UnixPath(path.toString()));
        line(target, "nobody there\n");
        assertEquals(0, target.flush());
        assertEquals(1, target.lost());
        assertEquals(List.of("unix@" + path + " ENOENT"), troubles);
        try (UnixSink sink = new UnixSink(path)) {
            line(target, "first\n");
            line(target, "second\n");
            target.flush();
            assertEquals("first\n", sink.received());
            assertEquals("second\n", sink.received());
        }
        line(target, "gone\n");
        target.flush();
        assertEquals(2, target.lost());
        assertTrue(Files.notExists(path));
        try (UnixSink sink = new UnixSink(path)) {
            line(target, "back\n");
            target.flush();
            assertEquals("back\n", sink.received());
        }
        try (UnixSink successor = new UnixSink(path)) {
            line(target, "to the successor at once\n");
            target.flush();
            assertEquals("to the successor at once\n", successor.received());
        }
        assertEquals(2, target.lost());
        target.close();
    }

    @Test
    void linesWaitForASlowReaderAndAreLostOnceThereIsNoRoom(@TempDir Path directory) {
        try (UnixSink sink = new UnixSink(directory.resolve("slow"))) {
            DatagramTarget target = target(new Endpoint.UnixPath(directory.resolve("slow").toString()));
            for (int i = 0; i < 2000; i++) {
                line(target, "line " + i + "\n");
            }
            assertTrue(target.flush() > 0, "a full socket");
            assertTrue(target.lost() > 0, "more than fits");
            int expected = 0;
            while (target.flush() > 0 || expected == 0) {
                for (String text = sink.received(); text != null; text = sink.received()) {
                    assertEquals("line " + expected++ + "\n", text, "in order, without a gap");
                }
            }
            assertTrue(target.delivered() > 0);
            assertEquals(2000, target.delivered() + target.lost());
            target.close();
        }
    }

    @Test
    void aPipeTakesWholeLinesAndNeverBlocks() throws IOException {
        long pair = UnsafeApi.allocateMemory(8);
        assertEquals(0, calls.pipe2(pair, 0));
        int reader = UnsafeApi.getInt(pair);
        int writer = UnsafeApi.getInt(pair + 4);
        UnsafeApi.freeMemory(pair);
        DescriptorTarget target = new DescriptorTarget(calls, writer, true, (name, errno) -> troubles.add(name + ' ' + Errno.symbol(errno)));
        String text = "x".repeat(999) + "\n";
        for (int i = 0; i < 1000; i++) {
            line(target, text);
        }
        assertTrue(target.flush() > 0, "a pipe holds 64 KiB");
        long memory = UnsafeApi.allocateMemory(65_536);
        long read = 0;
        int waiting;
        do {
            read += calls.read(reader, memory, 65_536);
            waiting = target.flush();
        } while (waiting > 0);
        while (calls.poll(reader, OsConstants.POLLIN, 0) > 0) {
            read += calls.read(reader, memory, 65_536);
        }
        UnsafeApi.freeMemory(memory);
        assertEquals(target.delivered() * 1000, read);
        assertEquals(1000, target.delivered() + target.lost());
        calls.close(reader);
        line(target, "nobody reads\n");
        assertEquals(0, target.flush());
        assertEquals(List.of("fd@" + writer + " EPIPE"), troubles);
        calls.close(writer);
        target.close();
    }
}
