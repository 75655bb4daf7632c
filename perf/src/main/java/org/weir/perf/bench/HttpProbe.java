package org.weir.perf.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Finds free ports, and asks a port until it answers. */
final class HttpProbe {

    private static final int CONNECT_MILLIS = 500;
    private static final int READ_MILLIS = 2_000;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private HttpProbe() {
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Asks for {@code /} every millisecond until the answer is 200.
     *
     * @throws IOException when the process ends first, or the limit is over
     */
    static void awaitAnswer(Process process, int port, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        String last = "nothing listens";
        while (System.nanoTime() - deadline < 0) {
            try {
                last = statusLine(port);
                if (last.contains(" 200")) {
                    return;
                }
            } catch (IOException e) {
                last = e.getMessage();
            }
            if (!process.isAlive()) {
                throw new IOException("ended with exit status " + process.exitValue() + " before it answered");
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
        throw new IOException("no answer within " + limit.toSeconds() + " s: " + last);
    }

    private static String statusLine(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(start, StandardCharsets.US_ASCII);
        }
    }
}
