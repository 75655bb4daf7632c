package org.weir.engine.scenario;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that sends requests of many kinds, and now and then leaves. Each must be answered by its own server's answer, whole or visibly broken, or by one of
 * the proxy's errors, or by the end of the connection; never by silence or by what is another's.
 */
final class RoughClient implements Runnable {
    private static final String[] WAYS = {"length", "length", "length", "chunks", "chunks", "close", "reset", "early", "upgrade", "silent", "gone"};
    /** An upgrade must be a connection's last request. */
    private static final int PIPELINED_WAYS = 8;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final List<InetSocketAddress> http;
    private final InetSocketAddress tcp;
    private final Random random;
    private final int connections;
    private final Queue<Throwable> faults;
    private final AtomicInteger complete;

    /** @param complete counts the answers that came whole */
    RoughClient(List<InetSocketAddress> http, InetSocketAddress tcp, long seed, int connections, Queue<Throwable> faults, AtomicInteger complete) {
        this.http = http;
        this.tcp = tcp;
        random = new Random(seed);
        this.connections = connections;
        this.faults = faults;
        this.complete = complete;
    }

    @Override
    public void run() {
        for (int i = 0; i < connections; i++) {
            boolean inTcp = random.nextInt(4) == 0;
            try (Socket socket = new Socket()) {
                if (random.nextInt(3) == 0) {
                    socket.setReceiveBufferSize(RoughOrigin.RECEIVE_BUFFER_BYTES);
                }
                InetSocketAddress address = inTcp ? tcp : http.get(random.nextInt(http.size()));
                socket.connect(address, Deadline.DEFAULT_MILLIS);
                if (inTcp) {
                    exchange(socket);
                } else {
                    converse(socket);
                }
            } catch (SocketTimeoutException hangs) {
                faults.add(new AssertionError("no answer and no end, " + (inTcp ? "tcp" : "http"), hangs));
            } catch (IOException broken) {
                continue;
            } catch (AssertionError | RuntimeException wrong) {
                faults.add(wrong);
            }
        }
    }

    /** One request such as any client sends. */
    static void usual(boolean inTcp, InetSocketAddress address, Queue<Throwable> faults, AtomicInteger complete) {
        int number = NUMBERS.incrementAndGet();
        try (Socket socket = new Socket()) {
            socket.connect(address, Deadline.DEFAULT_MILLIS);
            RoughClient client = new RoughClient(List.of(address), address, number, 1, faults, complete);
            if (inTcp) {
                client.exchange(socket, number, "length", 1000);
            } else {
                byte[] request = ascii("GET /" + number + "/length/1000 HTTP/1.1\r\nHost: usual\r\nX-Number: " + number + "\r\n\r\n");
                client.answered(socket, new RoughStream(socket), number, request, sendNow(socket, request));
            }
        } catch (IOException broken) {
            return;
        }
    }

    private int length() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 100_000 + random.nextInt(400_000);
            case 2, 3 -> 10_000 + random.nextInt(30_000);
            default -> random.nextInt(3000);
        };
    }

    /** Some requests one after the other, or all at once. */
    private void converse(Socket socket) throws IOException {
        int count = 1 + random.nextInt(5);
        boolean pipelined = random.nextInt(3) == 0;
        List<byte[]> asked = new ArrayList<>();
        int first = NUMBERS.getAndAdd(count) + 1;
        RoughStream in = new RoughStream(socket);
        for (int i = 0; i < count; i++) {
            int number = first + i;
            byte[] request = request(number, !pipelined);
            asked.add(request);
            if (random.nextInt(25) == 0) {
                socket.getOutputStream().write(request, 0, random.nextInt(request.length));
                leave(socket);
                return;
            }
            CompletableFuture<Boolean> sent = pipelined ? sendNow(socket, request) : send(socket, request);
            if (random.nextInt(25) == 0) {
                leave(socket);
                return;
            }
            if (!pipelined && !answered(socket, in, number, request, sent) || !sent.join()) {
                return;
            }
        }
        for (int i = 0; pipelined && i < count; i++) {
            if (!answered(socket, in, first + i, asked.get(i), CompletableFuture.completedFuture(true))) {
                return;
            }
        }
    }

    private static CompletableFuture<Boolean> sendNow(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return CompletableFuture.completedFuture(true);
    }

    /**
     * By a thread of its own, since the answer may come before the end of what is sent.
     *
     * @return whether all was sent; a reset is told once, and if not to the reader then to this one
     */
    private static CompletableFuture<Boolean> send(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        return Parallel.start(() -> {
            try {
                out.write(bytes);
                return true;
            } catch (IOException broken) {
                return false;
            }
        });
    }

    private void leave(Socket socket) throws IOException {
        if (random.nextBoolean()) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    private byte[] request(int number, boolean withBody) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String way = WAYS[random.nextInt(withBody ? WAYS.length : PIPELINED_WAYS)];
        String head = "/" + number + "/" + way + "/" + length() + " HTTP/1.1\r\nHost: rough\r\nX-Number: " + number + "\r\n"
                + (random.nextInt(12) == 0 ? "Connection: close\r\n" : "");
        byte[] body = NumberedBody.of(number, length());
        if (way.equals("upgrade")) {
            request.writeBytes(ascii("GET " + head + "Connection: upgrade\r\nUpgrade: rough\r\n\r\n"));
        } else if (!withBody || random.nextInt(2) == 0) {
            request.writeBytes(ascii((random.nextInt(6) == 0 ? "HEAD " : "GET ") + head + "\r\n"));
        } else if (random.nextBoolean()) {
            request.writeBytes(ascii("POST " + head + "Content-Length: " + body.length + "\r\n\r\n"));
            request.writeBytes(body);
        } else {
            request.writeBytes(ascii("POST " + head + "Transfer-Encoding: chunked\r\n\r\n"));
            for (int sent = 0; sent < body.length; ) {
                int piece = Math.min(body.length - sent, 1 + random.nextInt(20_000));
                request.writeBytes(ascii(Integer.toHexString(piece) + "\r\n"));
                request.write(body, sent, piece);
                request.writeBytes(ascii("\r\n"));
                sent += piece;
            }
            request.writeBytes(ascii("0\r\n\r\n"));
        }
        return request.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads one answer; returns whether another one may follow. */
    private boolean answered(Socket socket, RoughStream in, int number, byte[] request, CompletableFuture<Boolean> sent) throws IOException {
        Message head = in.head();
        if (head == null) {
            return false;
        }
        String asked = new String(request, 0, Math.min(100, request.length), StandardCharsets.ISO_8859_1);
        if (head.status() / 100 >= 4) {
            expectError(head, asked);
            if (!asked.startsWith("HEAD ")) {
                in.body(head, -1, true);
            }
            return !"close".equals(head.header("connection"));
        }
        if (!Integer.toString(number).equals(head.header("x-number"))) {
            throw new AssertionError("another's answer to " + number + ": " + head);
        }
        if (head.status() == 101) {
            int length = Integer.parseInt(asked.split("[/ ]")[4]);
            CompletableFuture<Boolean> echo = send(socket, NumberedBody.of(number, length));
            expectBack(in, number, length);
            echo.join();
            return false;
        }
        if (asked.startsWith("HEAD ")) {
            complete.incrementAndGet();
            return !"close".equals(head.header("connection"));
        }
        byte[] body = in.body(head, number, true);
        String length = head.header("x-length");
        if (length != null && body.length != Integer.parseInt(length) && sent.join()) {
            throw new AssertionError("a broken answer to " + number + " looks whole: " + body.length + " bytes of " + length + "\n" + head);
        }
        complete.incrementAndGet();
        return !"close".equals(head.header("connection"));
    }

    private static void expectError(Message head, String asked) {
        switch (head.status()) {
            case 408, 500, 502, 503, 504 -> {
                return;
            }
            default -> throw new AssertionError("an answer to " + asked + " that nobody gave: " + head);
        }
    }

    private void exchange(Socket socket) throws IOException {
        int number = NUMBERS.incrementAndGet();
        int length = length();
        String way = switch (random.nextInt(10)) {
            case 0 -> "reset";
            case 1 -> "silent";
            default -> "length";
        };
        exchange(socket, number, way, length);
    }

    private void exchange(Socket socket, int number, String way, int length) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(ascii(number + " " + way + " " + length + "\n"));
        all.writeBytes(NumberedBody.of(number, length));
        RoughStream in = new RoughStream(socket);
        CompletableFuture<Boolean> sent = send(socket, all.toByteArray());
        if (!way.equals("length") && random.nextInt(3) == 0) {
            leave(socket);
            return;
        }
        expectBack(in, number, length);
        sent.join();
    }

    private void expectBack(RoughStream in, int number, int length) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try {
            in.take(length, got);
            complete.incrementAndGet();
        } finally {
            RoughStream.check(number, got.toByteArray());
        }
    }
}
