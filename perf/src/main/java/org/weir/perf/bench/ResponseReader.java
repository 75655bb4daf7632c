package org.weir.perf.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds the ends of responses in what a connection received: heads with a Content-Length, bodies skipped. One per connection. */
final class ResponseReader {

    private static final byte[] CONTENT_LENGTH = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'};
    private static final int STATUS_INDEX = 9;
    private static final int MAX_LINE_BYTES = 8 * 1024;

    private int lineBytes;
    private boolean firstLine = true;
    private boolean lengthLine = true;
    private boolean inBody;
    private long bodyBytes;
    private int status;

    /** Status of the response that was completed last. */
    int status() {
        return status;
    }

    /**
     * Consumes bytes up to the end of one response.
     *
     * @return whether a response is complete; bytes of the next one stay in the buffer
     * @throws IOException when a line is longer than any proxy's head
     */
    boolean consume(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (inBody) {
                int skipped = (int) Math.min(bodyBytes, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                bodyBytes -= skipped;
            } else {
                headByte(bytes.get());
            }
            if (inBody && bodyBytes == 0) {
                inBody = false;
                firstLine = true;
                return true;
            }
        }
        return false;
    }

    private void headByte(byte b) throws IOException {
        if (b == '\r') {
            return;
        }
        if (b == '\n') {
            if (lineBytes == 0) {
                inBody = true;
            }
            lineBytes = 0;
            lengthLine = true;
            firstLine = false;
            return;
        }
        if (firstLine) {
            statusByte(b);
        } else if (lengthLine) {
            lengthByte(b);
        }
        if (++lineBytes > MAX_LINE_BYTES) {
            throw new IOException("a response line is longer than " + MAX_LINE_BYTES + " bytes");
        }
    }

    private void statusByte(byte b) {
        if (lineBytes == 0) {
            status = 0;
            bodyBytes = 0;
        }
        if (lineBytes >= STATUS_INDEX && lineBytes < STATUS_INDEX + 3) {
            status = status * 10 + (b - '0');
        }
    }

    private void lengthByte(byte b) {
        if (lineBytes < CONTENT_LENGTH.length) {
            lengthLine = (b | 0x20) == CONTENT_LENGTH[lineBytes] || b == CONTENT_LENGTH[lineBytes];
        } else if (b >= '0' && b <= '9') {
            bodyBytes = bodyBytes * 10 + (b - '0');
        }
    }
}
