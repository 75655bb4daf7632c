package org.weir.engine.relay;

/**
 * I/O agent only. Finds out whether enough of a check's response is there: its head, or also the body that {@code Content-Length} announces.
 * Without a length the body ends with the connection.
 */
final class ResponseExtent {
    private static final byte[] LENGTH_NAME = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'};

    private int scanned;
    private int headEnd = -1;
    private int wanted = Integer.MAX_VALUE;

    boolean isComplete(byte[] bytes, int length, boolean bodyWanted) {
        if (headEnd < 0) {
            findHeadEnd(bytes, length);
        }
        return headEnd >= 0 && (!bodyWanted || length >= wanted);
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
        for (int i = 0; i + LENGTH_NAME.length < headEnd; i++) {
            if (bytes[i] == '\n' && isLengthName(bytes, i + 1)) {
                int at = i + 1 + LENGTH_NAME.length;
                while (bytes[at] == ' ' || bytes[at] == '\t') {
                    at++;
                }
                long value = 0;
                while (bytes[at] >= '0' && bytes[at] <= '9' && value < Integer.MAX_VALUE) {
                    value = value * 10 + bytes[at++] - '0';
                }
                wanted = (int) Math.min(Integer.MAX_VALUE, headEnd + value);
                return;
            }
        }
    }

    private boolean isLengthName(byte[] bytes, int start) {
        if (start + LENGTH_NAME.length >= headEnd) {
            return false;
        }
        for (int i = 0; i < LENGTH_NAME.length; i++) {
            final int b = bytes[start + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != LENGTH_NAME[i]) {
                return false;
            }
        }
        return true;
    }
}
