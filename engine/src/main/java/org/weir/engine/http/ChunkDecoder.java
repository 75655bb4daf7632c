package org.weir.engine.http;

import org.agrona.DirectBuffer;

/**
 * Decodes a chunked body strictly (RFC 9112 7.1) as its bytes arrive, without copying the data. I/O agent only.
 * <p>
 * Call {@link #next} in a loop; each call consumes bytes up to {@link #position()} and returns one event:
 * <pre>
 *  event      then
 *  NEED_MORE  everything up to the limit is consumed; call again with what arrives next, in whatever buffer
 *  DATA       dataOffset() and dataLength() are a slice of the buffer passed in; go on from position()
 *  END        position() is the first byte after the body; trailers are the accepted trailer lines
 *  ERROR      error() and position() tell what is wrong and where
 * </pre>
 * Chunk extensions are dropped. Spaces and tabs after a size are tolerated, as some servers pad their sizes.
 */
public final class ChunkDecoder {
    public static final int NEED_MORE = 0;
    public static final int DATA = 1;
    public static final int END = 2;
    public static final int ERROR = 3;

    /** 15 hexadecimal digits cannot overflow a long. */
    static final int MAX_SIZE_DIGITS = 15;
    /** Bytes between a chunk's size and the end of its line. */
    static final int MAX_EXTENSION_LENGTH = 1024;

    private static final int SIZE = 0;
    private static final int PADDING = 1;
    private static final int EXTENSION = 2;
    private static final int SIZE_LF = 3;
    private static final int CHUNK = 4;
    private static final int CHUNK_CR = 5;
    private static final int CHUNK_LF = 6;
    private static final int TRAILER = 7;
    private static final int TRAILER_LF = 8;
    private static final int DONE = 9;
    private static final int FAILED = 10;

    private final Trailers trailers = new Trailers();
    private int state;
    private int digits;
    private int extensionLength;
    private long remaining;
    private int position;
    private int dataOffset;
    private int dataLength;
    private HttpParseError error = HttpParseError.NONE;

    /** Begins a new body. */
    public void reset() {
        state = SIZE;
        digits = 0;
        extensionLength = 0;
        remaining = 0;
        error = HttpParseError.NONE;
        trailers.reset();
    }

    /** The next event of the bytes in {@code [from, limit)}. */
    public int next(final DirectBuffer buffer, final int from, final int limit) {
        position = from;
        if (state == DONE) {
            return END;
        }
        if (state == FAILED) {
            return ERROR;
        }
        while (position < limit) {
            if (state == CHUNK) {
                dataOffset = position;
                dataLength = (int) Math.min(remaining, limit - position);
                position += dataLength;
                remaining -= dataLength;
                if (remaining == 0) {
                    state = CHUNK_CR;
                }
                return DATA;
            }
            error = step(buffer.getByte(position));
            if (error != HttpParseError.NONE) {
                state = FAILED;
                return ERROR;
            }
            position++;
            if (state == DONE) {
                return END;
            }
        }
        return NEED_MORE;
    }

    /** Where the next call continues; after {@link #ERROR} the offset of the wrong byte. */
    public int position() {
        return position;
    }

    /** After {@link #DATA}: where the data begins in the buffer passed in. */
    public int dataOffset() {
        return dataOffset;
    }

    /** After {@link #DATA}: how many bytes of it there are, at least one. */
    public int dataLength() {
        return dataLength;
    }

    /** Bytes of the current chunk that have not arrived yet. */
    public long remaining() {
        return remaining;
    }

    /** After {@link #ERROR}: what is wrong. */
    public HttpParseError error() {
        return error;
    }

    /** After {@link #END}: the trailer lines to forward. */
    public Trailers trailers() {
        return trailers;
    }

    private HttpParseError step(final byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case PADDING -> afterSize(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> sizeLineFeed(b);
            case CHUNK_CR -> expect(b, '\r', CHUNK_LF, HttpParseError.BAD_CHUNK_END);
            case CHUNK_LF -> nextChunk(b);
            case TRAILER -> trailer(b);
            default -> trailerLineFeed(b);
        };
    }

    private HttpParseError size(final byte b) {
        final int digit = hexDigit(b);
        if (digit >= 0) {
            if (++digits > MAX_SIZE_DIGITS) {
                return HttpParseError.CHUNK_SIZE_OVERFLOW;
            }
            remaining = remaining << 4 | digit;
            return HttpParseError.NONE;
        }
        return digits == 0 ? HttpParseError.BAD_CHUNK_SIZE : afterSize(b);
    }

    private HttpParseError afterSize(final byte b) {
        switch (b) {
            case '\r' -> state = SIZE_LF;
            case ';' -> state = EXTENSION;
            case ' ', '\t' -> state = PADDING;
            default -> {
                return HttpParseError.BAD_CHUNK_SIZE;
            }
        }
        return countExtension();
    }

    private HttpParseError extension(final byte b) {
        if (b == '\r') {
            state = SIZE_LF;
        } else if (b >= 0 && b < ' ' && b != '\t' || b == 0x7F) {
            return b == '\n' ? HttpParseError.BARE_LF : HttpParseError.CONTROL_CHARACTER;
        }
        return countExtension();
    }

    private HttpParseError countExtension() {
        return ++extensionLength > MAX_EXTENSION_LENGTH ? HttpParseError.CHUNK_EXTENSION_TOO_LONG : HttpParseError.NONE;
    }

    private HttpParseError sizeLineFeed(final byte b) {
        return expect(b, '\n', remaining == 0 ? TRAILER : CHUNK, HttpParseError.BARE_CR);
    }

    private HttpParseError nextChunk(final byte b) {
        digits = 0;
        extensionLength = 0;
        return expect(b, '\n', SIZE, HttpParseError.BAD_CHUNK_END);
    }

    private HttpParseError trailer(final byte b) {
        if (b == '\r') {
            state = TRAILER_LF;
            return HttpParseError.NONE;
        }
        return trailers.add(b);
    }

    private HttpParseError trailerLineFeed(final byte b) {
        if (b != '\n') {
            return HttpParseError.BARE_CR;
        }
        if (trailers.isLineEmpty()) {
            state = DONE;
            return HttpParseError.NONE;
        }
        state = TRAILER;
        return trailers.endLine();
    }

    private HttpParseError expect(final byte b, final char wanted, final int nextState, final HttpParseError otherwise) {
        if (b != wanted) {
            return otherwise;
        }
        state = nextState;
        return HttpParseError.NONE;
    }

    private static int hexDigit(final byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        final int letter = AsciiText.lower(b) - 'a';
        return letter >= 0 && letter < 6 ? letter + 10 : -1;
    }
}
