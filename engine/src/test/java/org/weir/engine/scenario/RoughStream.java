package org.weir.engine.scenario;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The reading side of one end of a connection that may break at any time: an {@link IOException} then, whereas silence is a fault. */
final class RoughStream {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;

    RoughStream(Socket socket) throws IOException {
        socket.setSoTimeout(Deadline.DEFAULT_MILLIS);
        in = socket.getInputStream();
    }

    private int read() throws IOException {
        if (start == end) {
            start = 0;
            end = Math.max(0, in.read(buffer, 0, buffer.length));
        }
        return start == end ? -1 : buffer[start++] & 0xff;
    }

    /** A start line and headers; null when the connection ends in order before them. */
    Message head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = read();
            if (b < 0) {
                if (head.isEmpty()) {
                    return null;
                }
                throw new EOFException("within a head");
            }
            head.append((char) b);
        }
        return new Message(head.toString(), new byte[0]);
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = read(); b != '\n'; b = read()) {
            if (b < 0) {
                throw new EOFException("within a line");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    /** The body behind a head; one without a length, of a response, reaches to the end. What came of it so far must be the number's. */
    byte[] body(Message head, int number, boolean ofResponse) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            if (head.isChunked()) {
                chunks(body);
            } else if (head.contentLength() >= 0) {
                take((int) head.contentLength(), body);
            } else if (ofResponse) {
                for (int b = read(); b >= 0; b = read()) {
                    body.write(b);
                }
            }
        } finally {
            check(number, body.toByteArray());
        }
        return body.toByteArray();
    }

    static void check(int number, byte[] bytes) {
        int wrong = number < 0 ? -1 : NumberedBody.mismatch(number, bytes, bytes.length);
        if (wrong >= 0) {
            String there = new String(bytes, wrong, Math.min(60, bytes.length - wrong), StandardCharsets.ISO_8859_1);
            throw new AssertionError("the body of " + number + " is wrong from byte " + wrong + " of " + bytes.length + " on: " + there);
        }
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        for (int size = Integer.parseInt(line().toLowerCase(Locale.ROOT), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            take(size, body);
            line();
        }
        line();
    }

    void take(int count, ByteArrayOutputStream into) throws IOException {
        for (int left = count; left > 0; ) {
            int b = read();
            if (b < 0) {
                throw new EOFException("within a body, " + left + " bytes missing");
            }
            into.write(b);
            int more = Math.min(left - 1, end - start);
            into.write(buffer, start, more);
            start += more;
            left -= more + 1;
        }
    }
}
