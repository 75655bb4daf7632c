package org.weir.engine.scenario;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server that answers each request in the way that its path asks for ({@code /number/way/length}), with a body of the request's number, and that
 * checks what it gets: no request twice, none with another's body. In TCP mode the first line says the same.
 */
final class RoughOrigin implements AutoCloseable {
    /** Little, so that bodies do not fit. */
    static final int RECEIVE_BUFFER_BYTES = 32 * 1024;

    private final ServerSocket listener;
    private final boolean http;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> faults;
    private final Set<Integer> seen;

    /**
     * @param faults where it says what must not be
     * @param seen the numbers that any server has seen
     */
    RoughOrigin(InetSocketAddress address, boolean http, Queue<Throwable> faults, Set<Integer> seen) {
        this.http = http;
        this.faults = faults;
        this.seen = seen;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            listener.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("rough-origin").start(this::acceptAll);
    }

    static Set<Integer> numbers() {
        return ConcurrentHashMap.newKeySet();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofPlatform().daemon().name("rough-server").start(() -> serve(socket));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            RoughStream in = new RoughStream(socket);
            socket.setSoTimeout(0);
            if (!http) {
                echo(socket, in);
                return;
            }
            while (answer(socket, in)) {
                continue;
            }
        } catch (SocketTimeoutException hangs) {
            faults.add(hangs);
        } catch (IOException broken) {
            return;
        } catch (AssertionError | RuntimeException wrong) {
            faults.add(wrong);
        } finally {
            sockets.remove(socket);
        }
    }

    private boolean answer(Socket socket, RoughStream in) throws IOException {
        Message head = in.head();
        if (head == null || head.target().equals("/check")) {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return head != null;
        }
        String[] path = head.target().split("/");
        int number = Integer.parseInt(path[1]);
        if (!Integer.toString(number).equals(head.header("x-number"))) {
            throw new AssertionError("a head mixed of two: " + head);
        }
        int length = Integer.parseInt(path[3]);
        boolean early = path[2].equals("early");
        if (!early) {
            in.body(head, number, false);
        }
        // RFC 9110 section 9.2.2: one that was lost on a kept connection may come again, if that does no harm.
        if (!seen.add(number) && (head.method().equals("POST") || !seen.add(-number))) {
            throw new AssertionError("again: " + head);
        }
        OutputStream out = socket.getOutputStream();
        byte[] body = NumberedBody.of(number, length);
        if (head.method().equals("HEAD")) {
            out.write(head(number, "Content-Length: " + length));
            return true;
        }
        switch (path[2]) {
            case "upgrade" -> {
                out.write(("HTTP/1.1 101 Switching Protocols\r\nX-Number: " + number + "\r\nConnection: upgrade\r\nUpgrade: rough\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
                takeBack(out, in, number, length);
                return false;
            }
            case "chunks" -> chunks(out, number, body);
            case "close" -> {
                out.write(head(number, "X-Length: " + length + "\r\nConnection: close"));
                out.write(body);
                return false;
            }
            case "reset" -> {
                out.write(head(number, "X-Length: " + length + (number % 2 == 0 ? "" : "\r\nContent-Length: " + length)));
                out.write(body, 0, length / 2);
                socket.setSoLinger(true, 0);
                return false;
            }
            case "silent" -> {
                return in.head() != null;
            }
            case "gone" -> {
                return false;
            }
            default -> {
                out.write(head(number, "Content-Length: " + length));
                out.write(body);
            }
        }
        if (early) {
            in.body(head, number, false);
        }
        return true;
    }

    private static void chunks(OutputStream out, int number, byte[] body) throws IOException {
        out.write(head(number, "Transfer-Encoding: chunked"));
        for (int sent = 0; sent < body.length; ) {
            int piece = Math.min(body.length - sent, 1 + (number * 31 + sent) % 5000);
            out.write((Integer.toHexString(piece) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(body, sent, piece);
            out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            sent += piece;
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] head(int number, String framing) {
        return ("HTTP/1.1 200 OK\r\nX-Number: " + number + "\r\n" + framing + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** {@code number way length}, then so many bytes; the same number of bytes goes back. */
    private void echo(Socket socket, RoughStream in) throws IOException {
        String[] line = in.line().split(" ");
        int number = Integer.parseInt(line[0]);
        int length = Integer.parseInt(line[2]);
        if (!seen.add(number)) {
            throw new AssertionError("connection " + number + " came twice");
        }
        takeBack(socket.getOutputStream(), in, number, line[1].equals("reset") ? length / 2 : length);
        if (line[1].equals("reset")) {
            socket.setSoLinger(true, 0);
        } else if (line[1].equals("silent")) {
            in.line();
        }
    }

    private static void takeBack(OutputStream out, RoughStream in, int number, int length) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try {
            in.take(length, got);
        } finally {
            RoughStream.check(number, got.toByteArray());
        }
        out.write(got.toByteArray());
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
