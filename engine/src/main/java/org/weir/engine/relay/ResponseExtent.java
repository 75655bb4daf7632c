package org.weir.engine.relay;

import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.ChunkDecoder;

/**
 * I/O agent only. Finds out whether enough of a check's response is there: its head, or also the body that {@code Content-Length} announces or
 * whose chunks have come to their end. Without either the body ends with the connection.
 */
final class ResponseExtent {
    private static final byte[] LENGTH_NAME = AsciiText.bytes("content-length:");
    private static final byte[] CODING_NAME = AsciiText.bytes("transfer-encoding:");
    private static final byte[] CHUNKED = AsciiText.bytes("chunked");

    private int scanned;
    private int headEnd = -1;
    private int wanted = Integer.MAX_VALUE;
    private ChunkDecoder chunks;
    private int decoded;

    boolean isComplete(byte[] bytes, int length, boolean bodyWanted) {
        if (headEnd < 0) {
            findHeadEnd(bytes, length);
        }
        return headEnd >= 0 && (!bodyWanted || (chunks == null ? length >= wanted : isLastChunkThere(bytes, length)));
    }

    /** Broken chunks end a body too: nothing that could be read follows. */
    private boolean isLastChunkThere(byte[] bytes, int length) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        int event = ChunkDecoder.DATA;
        while (event == ChunkDecoder.DATA) {
            event = chunks.next(buffer, decoded, length);
            decoded = chunks.position();
        }
        return event != ChunkDecoder.NEED_MORE;
    }

    private void findHeadEnd(byte[] bytes, int length) {
        for (int i = scanned; i < length; i++) {
            if (bytes[i] == '\n' && (i > 0 && bytes[i - 1] == '\n' || i > 1 && bytes[i - 1] == '\r' && bytes[i - 2] == '\n')) {
                headEnd = i + 1;
                findLength(bytes);
                return;
            }
        }
        scanned = length;
    }

    private void findLength(byte[] bytes) {
        final int coding = valueOf(bytes, CODING_NAME);
        for (int i = coding; i > 0 && bytes[i] != '\n'; i++) {
            if (startsWith(bytes, i, CHUNKED)) {
                chunks = new ChunkDecoder();
                decoded = headEnd;
                return;
            }
        }
        int at = valueOf(bytes, LENGTH_NAME);
        if (at > 0) {
            long value = 0;
            while (bytes[at] >= '0' && bytes[at] <= '9' && value < Integer.MAX_VALUE) {
                value = value * 10 + bytes[at++] - '0';
            }
            wanted = (int) Math.min(Integer.MAX_VALUE, headEnd + value);
        }
    }

    /** Where the value of the header begins, or 0. */
    private int valueOf(byte[] bytes, byte[] name) {
        for (int i = 0; i + name.length < headEnd; i++) {
            if (bytes[i] == '\n' && startsWith(bytes, i + 1, name)) {
                int at = i + 1 + name.length;
                while (bytes[at] == ' ' || bytes[at] == '\t') {
                    at++;
                }
                return at;
            }
        }
        return 0;
    }

    private boolean startsWith(byte[] bytes, int start, byte[] lowerCase) {
        if (start + lowerCase.length >= headEnd) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            final int b = bytes[start + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }
}
