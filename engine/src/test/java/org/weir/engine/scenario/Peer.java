package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One end of a connection to the proxy, as a client or as a server: sends what the script says, byte by byte, and fails when anything else comes back
 * than expected. Everything it waits for has a deadline.
 */
final class Peer implements AutoCloseable {
    private static final int EXCERPT_CHARS = 300;
    private static final int READ_BYTES = 64 * 1024;

    private final String name;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer received = ByteBuffer.allocate(READ_BYTES).limit(0);
    private Peer writing;
    private boolean ended;
    private boolean failed;

    Peer(String name, SocketChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
    }

    private Peer(Peer receiver) throws IOException {
        name = receiver.name;
        channel = receiver.channel;
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_WRITE);
        receiver.writing = this;
    }

    static Peer connect(String name, SocketAddress address, int receiveBufferBytes) {
        try {
            SocketChannel channel = address instanceof InetSocketAddress ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
            if (receiveBufferBytes > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
            }
            channel.connect(address);
            return new Peer(name, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int localPort() {
        try {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int remotePort() {
        try {
            return ((InetSocketAddress) channel.getRemoteAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- sending

    Peer send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The same connection for a thread that sends while another one receives. */
    Peer writer() {
        try {
            return new Peer(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends lines, each with CR LF behind it. */
    Peer sendLines(String... lines) {
        return send(String.join("\r\n", lines) + "\r\n");
    }

    Peer send(byte[] bytes) {
        return send(bytes, 0, bytes.length);
    }

    Peer send(byte[] bytes, int offset, int length) {
        ByteBuffer data = ByteBuffer.wrap(bytes, offset, length);
        Deadline deadline = Deadline.standard();
        try {
            while (true) {
                if (channel.write(data) > 0) {
                    deadline = Deadline.standard();
                }
                if (!data.hasRemaining()) {
                    return this;
                }
                await(SelectionKey.OP_WRITE, deadline, "to send, " + data.remaining() + " bytes left");
            }
        } catch (IOException e) {
            throw new AssertionError(name + " cannot send", e);
        }
    }

    /** Sends so little that it needs no waiting, unless the other side has closed or reset the connection. */
    void sendUnlessBroken(String bytes) {
        try {
            channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException broken) {
            failed = true;
        }
    }

    /** Sends a pattern again and again until the connection takes no more for a while. @return how much that was */
    long sendUntilFull(byte[] pattern, long atMost) {
        long sent = 0;
        try {
            while (sent < atMost) {
                int from = (int) (sent % pattern.length);
                int wrote = channel.write(ByteBuffer.wrap(pattern, from, pattern.length - from));
                sent += wrote;
                if (wrote == 0) {
                    key.interestOps(SelectionKey.OP_WRITE);
                    selector.selectedKeys().clear();
                    if (selector.select(300) == 0) {
                        break;
                    }
                }
            }
            return sent;
        } catch (IOException e) {
            throw new AssertionError(name + " cannot send", e);
        }
    }

    /** Sends until the other side has closed or reset the connection. */
    void sendUntilBroken() {
        ByteBuffer block = ByteBuffer.allocate(READ_BYTES);
        Deadline deadline = Deadline.standard();
        try {
            while (true) {
                block.clear();
                if (channel.write(block) == 0) {
                    await(SelectionKey.OP_WRITE, deadline, "the connection to break");
                }
            }
        } catch (IOException broken) {
            ended = true;
        }
    }

    /** Says that nothing more will be sent; what comes back can still be read. */
    Peer finish() {
        try {
            channel.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new AssertionError(name + " cannot half-close", e);
        }
    }

    /** Resets the connection. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
            if (writing != null) {
                writing.selector.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- receiving

    /** Reads exactly these bytes. */
    Peer expect(String bytes) {
        byte[] wanted = bytes.getBytes(StandardCharsets.ISO_8859_1);
        byte[] got = new byte[wanted.length];
        int length = 0;
        Deadline deadline = Deadline.standard();
        while (length < wanted.length) {
            if (!received.hasRemaining() && !fill(deadline, "the rest of:\n" + from(bytes, length))) {
                break;
            }
            int take = Math.min(received.remaining(), wanted.length - length);
            received.get(got, length, take);
            length += take;
            if (!Arrays.equals(wanted, 0, length, got, 0, length)) {
                break;
            }
        }
        int read = length;
        if (!Arrays.equals(wanted, 0, wanted.length, got, 0, length)) {
            int same = Arrays.mismatch(wanted, 0, wanted.length, got, 0, length);
            assertEquals(from(bytes, same), from(latin(got, length), same) + (ended ? "<end>" : ""),
                    () -> "what " + name + " got, from byte " + same + " of " + read);
        }
        return this;
    }

    /** Reads a start line and headers, byte by byte. */
    String expectHead() {
        StringBuilder head = new StringBuilder();
        Deadline deadline = Deadline.standard();
        while (true) {
            int b = read(deadline, "a head; got so far:\n", head);
            if (b < 0) {
                throw new AssertionError(name + ": the connection " + (failed ? "was reset" : "ended") + " within a head: '" + head + "'");
            }
            head.append((char) b);
            if (b == '\n' && head.substring(Math.max(0, head.length() - 4)).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
    }

    /** Reads a request with its body. */
    Message expectRequest() {
        Message head = new Message(expectHead(), new byte[0]);
        return new Message(head.head(), readBody(head, false));
    }

    /** Reads a response with its body; one without a length ends with the connection. */
    Message expectResponse() {
        Message head = new Message(expectHead(), new byte[0]);
        boolean bodiless = head.status() / 100 == 1 || head.status() == 204 || head.status() == 304;
        return new Message(head.head(), bodiless ? new byte[0] : readBody(head, true));
    }

    /** Reads a response that must have this status. */
    Message expectStatus(int status) {
        Message response = expectResponse();
        assertEquals(status, response.status(), () -> name + " got " + response);
        return response;
    }

    /** Reads a response's head only, as after HEAD. */
    Message expectBodiless(int status) {
        Message response = new Message(expectHead(), new byte[0]);
        assertEquals(status, response.status(), () -> name + " got " + response);
        return response;
    }

    private byte[] readBody(Message head, boolean mayEndWithConnection) {
        if (head.isChunked()) {
            return readChunks();
        }
        if (head.contentLength() >= 0) {
            return readBytes((int) head.contentLength());
        }
        return mayEndWithConnection ? readToEnd() : new byte[0];
    }

    byte[] readBytes(int count) {
        byte[] bytes = new byte[count];
        int length = 0;
        Deadline deadline = Deadline.standard();
        while (length < count) {
            if (!received.hasRemaining() && !fill(deadline, count - length + " bytes more")) {
                throw new AssertionError(name + ": the connection " + (failed ? "was reset" : "ended") + " with " + (count - length) + " bytes of "
                        + count + " missing");
            }
            int take = Math.min(received.remaining(), count - length);
            received.get(bytes, length, take);
            length += take;
            deadline = Deadline.standard();
        }
        return bytes;
    }

    /** Reads what is there now, at least one byte; 0 at the end. */
    int readSome(byte[] into, int atMost) {
        if (!received.hasRemaining() && !fill(Deadline.standard(), "anything")) {
            return 0;
        }
        int take = Math.min(received.remaining(), atMost);
        received.get(into, 0, take);
        return take;
    }

    private byte[] readChunks() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = readLine();
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                while (!readLine().isEmpty()) {
                    continue;
                }
                return body.toByteArray();
            }
            body.writeBytes(readBytes(length));
            assertEquals("", readLine(), "behind a chunk");
        }
    }

    String readLine() {
        StringBuilder line = new StringBuilder();
        Deadline deadline = Deadline.standard();
        while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
            int b = read(deadline, "a line; got so far: ", line);
            if (b < 0) {
                throw new AssertionError(name + ": the connection ended within a line: '" + line + "'");
            }
            line.append((char) b);
        }
        return line.substring(0, line.length() - 2);
    }

    /** Reads to the end, which must be in order. */
    byte[] readToEnd() {
        ByteArrayOutputStream all = readAll();
        if (failed) {
            throw new AssertionError(name + ": the connection was reset after: " + all.toString(StandardCharsets.ISO_8859_1));
        }
        return all.toByteArray();
    }

    private ByteArrayOutputStream readAll() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Deadline deadline = Deadline.standard();
        while (received.hasRemaining() || fill(deadline, "the end of the connection")) {
            all.write(received.array(), received.position(), received.remaining());
            received.position(received.limit());
        }
        return all;
    }

    String readTextToEnd() {
        return new String(readToEnd(), StandardCharsets.ISO_8859_1);
    }

    /** The connection ends in order, with nothing more to read. */
    void expectClosed() {
        assertEquals("", readTextToEnd(), () -> "what " + name + " got before the end");
    }

    /** The connection is reset, whatever was sent before. */
    void expectReset() {
        readAll();
        if (!failed) {
            throw new AssertionError(name + ": the connection ended in order, a reset was expected");
        }
    }

    /** The connection is over, be it by an end or a reset; nothing may be left to read. */
    void expectOver() {
        if (!isOver()) {
            throw new AssertionError(name + ": got '" + latin(received.array(), received.limit()) + "' instead of the end");
        }
    }

    /** Waits for bytes or the end: whether it is the end. */
    boolean isOver() {
        return !received.hasRemaining() && !fill(Deadline.standard(), "an answer or the end of the connection");
    }

    /** The connection is over, and what came before its end held no last chunk. */
    void expectNoEndOfChunks() {
        String chunks = "\r\n" + readAll().toString(StandardCharsets.ISO_8859_1);
        if (chunks.contains("\r\n0\r\n")) {
            throw new AssertionError(name + ": got the end of a body: " + chunks);
        }
    }

    /** Reads on until these bytes have come. */
    void expectUntil(String bytes) {
        StringBuilder soFar = new StringBuilder();
        Deadline deadline = Deadline.standard();
        while (soFar.indexOf(bytes) < 0) {
            int b = read(deadline, "'" + bytes + "' in ", soFar);
            if (b < 0) {
                throw new AssertionError(name + ": the connection is over after '" + soFar + "'");
            }
            soFar.append((char) b);
        }
    }

    /** The connection is over, without a last chunk before. @param byReset whether only a reset tells a client that something is missing */
    void expectIncomplete(boolean byReset) {
        expectNoEndOfChunks();
        if (byReset && !failed) {
            throw new AssertionError(name + ": the connection ended in order, so that the body looks complete");
        }
    }

    /** Whether something could be read without waiting, the end of the connection included. */
    boolean hasInput() {
        try {
            key.interestOps(SelectionKey.OP_READ);
            selector.selectedKeys().clear();
            return received.hasRemaining() || ended || selector.selectNow() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits, without a deadline, for something to read. @return false when the connection is over or closed by the script */
    boolean awaitInput() {
        try {
            while (!received.hasRemaining()) {
                if (ended) {
                    return false;
                }
                key.interestOps(SelectionKey.OP_READ);
                selector.selectedKeys().clear();
                selector.select();
                received.clear();
                int count = channel.read(received);
                received.flip();
                ended = count < 0;
            }
            return true;
        } catch (IOException | ClosedSelectorException | CancelledKeyException over) {
            received.limit(0);
            ended = true;
            return false;
        }
    }

    private int read(Deadline deadline, String what, CharSequence soFar) {
        if (!received.hasRemaining() && !fill(deadline, what + soFar)) {
            return -1;
        }
        return received.get() & 0xff;
    }

    /** Reads once; false at the end. */
    private boolean fill(Deadline deadline, String what) {
        if (ended) {
            return false;
        }
        try {
            while (true) {
                received.clear();
                int count = channel.read(received);
                received.flip();
                if (count > 0) {
                    return true;
                }
                if (count < 0) {
                    ended = true;
                    return false;
                }
                await(SelectionKey.OP_READ, deadline, what);
            }
        } catch (IOException e) {
            received.limit(0);
            ended = true;
            failed = true;
            return false;
        }
    }

    private void await(int operation, Deadline deadline, String what) throws IOException {
        key.interestOps(operation);
        selector.selectedKeys().clear();
        selector.select(deadline.millisLeft(() -> name + ": " + what));
    }

    private static String from(String text, int offset) {
        return text.substring(Math.max(0, offset - EXCERPT_CHARS), Math.min(text.length(), offset + EXCERPT_CHARS));
    }

    private static String latin(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
