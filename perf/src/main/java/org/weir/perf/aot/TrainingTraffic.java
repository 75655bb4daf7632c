package org.weir.perf.aot;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What clients and operators do in a normal hour, in short: it decides what the AOT cache holds. */
final class TrainingTraffic {
    private static final int KEEP_ALIVE_REQUESTS = 4_000;
    private static final int CLOSING_REQUESTS = 200;
    private static final int LEAVING_CLIENTS = 100;
    private static final int READ_LIMIT_MILLIS = 10_000;
    private static final long POLL_NANOS = 20_000_000;
    private static final String HEAD_END = "\r\n\r\n";

    private final int httpPort;
    private final int tcpPort;
    private final Path statsSocket;

    TrainingTraffic(int httpPort, int tcpPort, Path statsSocket) {
        this.httpPort = httpPort;
        this.tcpPort = tcpPort;
        this.statsSocket = statsSocket;
    }

    /** Returns at the first 200; fails if the process ends, or the limit passes, before that. */
    void awaitStart(Process weir, Duration limit) throws IOException {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        String last = "no connection";
        while (weir.isAlive() && System.nanoTime() - deadlineNanos < 0) {
            try {
                last = once(httpPort, get("/", "close"));
                if (last.startsWith("HTTP/1.1 200")) {
                    return;
                }
            } catch (IOException e) {
                last = e.toString();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException("weir " + (weir.isAlive() ? "did not answer within " + limit.toSeconds() + " s" : "ended at once") + ": " + last);
    }

    void send() throws IOException {
        keepAlive();
        leave();
        List<String> others = List.of("/bytes/100000", "/bytes/300000", "/chunked/20000", "/status/404", "/denied", "/redirected", "/echo?a=b");
        for (int i = 0; i < CLOSING_REQUESTS; i++) {
            once(httpPort, get(others.get(i % others.size()), "close"));
            once(tcpPort, get("/", "close"));
        }
        once(httpPort, "POST /upload HTTP/1.1\r\nHost: training.example\r\nConnection: close\r\nContent-Length: 9\r\n\r\nsome body");
        once(httpPort, "POST /upload HTTP/1.1\r\nHost: training.example\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n0\r\n\r\n");
        once(httpPort, "HEAD / HTTP/1.0\r\n\r\n");
        once(httpPort, "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n");
        for (String command : List.of("help", "show info", "show stat", "show sess", "show servers state")) {
            ask(command);
        }
    }

    private void keepAlive() throws IOException {
        byte[] request = get("/", "keep-alive").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connect(httpPort)) {
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < KEEP_ALIVE_REQUESTS; i++) {
                socket.getOutputStream().write(request);
                readAnswer(answers);
            }
        }
    }

    /** Clients that go away with requests under way, some in the middle of one: code compiled without having seen them would be compiled again. */
    private void leave() throws IOException {
        byte[] request = get("/", "keep-alive").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < LEAVING_CLIENTS; i++) {
            try (Socket socket = connect(httpPort)) {
                OutputStream out = socket.getOutputStream();
                out.write(request);
                readAnswer(new BufferedInputStream(socket.getInputStream()));
                out.write(request);
                out.write(request);
                out.write(request, 0, i % request.length);
            }
        }
    }

    private static void readAnswer(InputStream answers) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith(HEAD_END)) {
            int octet = answers.read();
            if (octet < 0) {
                throw new IOException("connection closed within an answer: " + text);
            }
            head.write(octet);
            if (octet == '\n') {
                text = head.toString(StandardCharsets.US_ASCII);
            }
        }
        int bodyBytes = text.lines().filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst()
                .orElseThrow(() -> new IOException("answer without a length"));
        answers.skipNBytes(bodyBytes);
    }

    private static String once(int port, String request) throws IOException {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private void ask(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(statsSocket));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            Channels.newInputStream(channel).readAllBytes();
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static String get(String path, String connection) {
        return "GET " + path + " HTTP/1.1\r\nHost: www.training.example\r\nUser-Agent: training\r\nAccept: */*\r\nCookie: id=7\r\n"
                + "Connection: " + connection + HEAD_END;
    }
}
