package org.weir.engine.relay;

import org.weir.engine.http.ChunkDecoder;
import org.weir.engine.http.HttpParseError;
import org.weir.io.memory.IoBuffer;

/**
 * I/O agent only. Looks at the chunks that came with a head, so that nothing of a message that is malformed by then goes on. They are decoded once more
 * when they are relayed.
 */
final class ChunkProbe {
    private final ChunkDecoder decoder = new ChunkDecoder();

    /** Whether what follows a head in a buffer are chunks, as far as they are there. */
    boolean isValid(IoBuffer in, int headEnd) {
        return lastEvent(in, headEnd) != ChunkDecoder.ERROR;
    }

    /** Whether all of them, and the trailers, are there. */
    boolean isComplete(IoBuffer in, int headEnd) {
        return lastEvent(in, headEnd) == ChunkDecoder.END;
    }

    private int lastEvent(IoBuffer in, int headEnd) {
        decoder.reset();
        int event = decoder.next(in.bytes(), headEnd, in.end());
        while (event == ChunkDecoder.DATA) {
            event = decoder.next(in.bytes(), decoder.position(), in.end());
        }
        return event;
    }

    /** After an invalid one: what is wrong. */
    HttpParseError error() {
        return decoder.error();
    }

    /** After an invalid one: the offset of the wrong byte in the buffer. */
    int errorOffset() {
        return decoder.position();
    }
}
