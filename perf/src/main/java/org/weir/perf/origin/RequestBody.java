package org.weir.perf.origin;

/**
 * Decodes a request body, by length or chunked (RFC 9112 section 7.1), as its bytes come, and hands the content to a {@link Sink}.
 * Worker thread only; one instance per connection.
 */
final class RequestBody {

    /** Takes the content of a body piece by piece. */
    interface Sink {
        void accept(byte[] bytes, int offset, int lengthBytes);
    }

    private enum State { LENGTH, CHUNK_SIZE, CHUNK_EXTENSION, CHUNK_DATA, CHUNK_DATA_END, TRAILER_LINE_START, TRAILER_LINE, DONE, MALFORMED }

    private static final int MAX_CHUNK_DIGITS = 15;
    private static final int MAX_TRAILER_BYTES = 16 * 1024;

    private State state = State.DONE;
    private long remainingBytes;
    private int chunkDigits;
    private int trailerBytes;

    void startLength(long lengthBytes) {
        remainingBytes = lengthBytes;
        state = lengthBytes == 0 ? State.DONE : State.LENGTH;
    }

    void startChunked() {
        remainingBytes = 0;
        chunkDigits = 0;
        trailerBytes = 0;
        state = State.CHUNK_SIZE;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    boolean isMalformed() {
        return state == State.MALFORMED;
    }

    /**
     * Decodes what is there, up to the body's end.
     *
     * @param sink taker of the content
     * @return position of the first byte not consumed
     */
    int consume(byte[] bytes, int start, int end, Sink sink) {
        int position = start;
        while (position < end && state != State.DONE && state != State.MALFORMED) {
            if (state == State.LENGTH || state == State.CHUNK_DATA) {
                int piece = (int) Math.min(remainingBytes, end - position);
                sink.accept(bytes, position, piece);
                position += piece;
                remainingBytes -= piece;
                if (remainingBytes == 0) {
                    state = state == State.LENGTH ? State.DONE : State.CHUNK_DATA_END;
                }
            } else {
                framing(bytes[position++]);
            }
        }
        return position;
    }

    private void framing(byte b) {
        switch (state) {
            case CHUNK_SIZE -> chunkSize(b);
            case CHUNK_EXTENSION -> {
                if (b == '\n') {
                    chunkLineEnd();
                }
            }
            case CHUNK_DATA_END -> {
                if (b == '\n') {
                    startNextChunk();
                } else if (b != '\r') {
                    state = State.MALFORMED;
                }
            }
            case TRAILER_LINE_START -> {
                if (b == '\n') {
                    state = State.DONE;
                } else if (b != '\r') {
                    state = State.TRAILER_LINE;
                }
            }
            case TRAILER_LINE -> {
                if (b == '\n') {
                    state = State.TRAILER_LINE_START;
                } else if (++trailerBytes > MAX_TRAILER_BYTES) {
                    state = State.MALFORMED;
                }
            }
            case LENGTH, CHUNK_DATA, DONE, MALFORMED -> throw new IllegalStateException("not framing: " + state);
        }
    }

    private void startNextChunk() {
        remainingBytes = 0;
        chunkDigits = 0;
        state = State.CHUNK_SIZE;
    }

    private void chunkSize(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            remainingBytes = remainingBytes << 4 | digit;
            if (++chunkDigits > MAX_CHUNK_DIGITS) {
                state = State.MALFORMED;
            }
        } else if (chunkDigits == 0) {
            state = State.MALFORMED;
        } else if (b == '\n') {
            chunkLineEnd();
        } else if (b == ';' || b == '\r' || b == ' ' || b == '\t') {
            state = State.CHUNK_EXTENSION;
        } else {
            state = State.MALFORMED;
        }
    }

    private void chunkLineEnd() {
        state = remainingBytes == 0 ? State.TRAILER_LINE_START : State.CHUNK_DATA;
    }
}
