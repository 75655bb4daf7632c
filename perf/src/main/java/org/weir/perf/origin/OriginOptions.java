package org.weir.perf.origin;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What an origin server is started with.
 *
 * @param listen address to bind; port 0 lets the kernel choose
 * @param name value of the {@code X-Origin} header and part of the text at {@code /}
 * @param threads number of worker threads, each with a listening socket of its own
 * @param bodySizeBytes least length of the text at {@code /}, padded with dots
 */
public record OriginOptions(InetSocketAddress listen, String name, int threads, int bodySizeBytes) {

    /** The benchmark's "GET of 34 bytes". */
    public static final int DEFAULT_BODY_SIZE_BYTES = 34;

    private static final int MAX_BODY_SIZE_BYTES = 16 * 1024;
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_THREADS = 64;

    /** Checks the limits; the name must be printable ASCII since it becomes a header value. */
    public OriginOptions {
        if (!name.matches("[!-~]([ -~]{0," + (MAX_NAME_LENGTH - 2) + "}[!-~])?")) {
            throw new IllegalArgumentException("the name must be 1 to " + MAX_NAME_LENGTH + " printable ASCII characters");
        }
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads must be between 1 and " + MAX_THREADS + ", not " + threads);
        }
        if (bodySizeBytes < 0 || bodySizeBytes > MAX_BODY_SIZE_BYTES) {
            throw new IllegalArgumentException("the body size must be between 0 and " + MAX_BODY_SIZE_BYTES + " bytes, not " + bodySizeBytes);
        }
    }

    /** One thread on a free loopback port: what a test wants. */
    public static OriginOptions loopback(String name) {
        return new OriginOptions(new InetSocketAddress("127.0.0.1", 0), name, 1, DEFAULT_BODY_SIZE_BYTES);
    }

    /** The text at {@code /}: it names the server, and has {@link #bodySizeBytes} bytes unless that is too short for the name. */
    byte[] rootBody() {
        if (bodySizeBytes == 0) {
            return new byte[0];
        }
        StringBuilder text = new StringBuilder("Hello from ").append(name);
        while (text.length() < bodySizeBytes - 1) {
            text.append('.');
        }
        return text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    }
}
