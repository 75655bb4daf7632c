package org.weir.engine.relay;

import org.weir.engine.http.Http1Parser;
import org.weir.engine.http.HttpParseError;
import org.weir.engine.http.MessageHead;
import org.weir.io.memory.IoBuffer;

/**
 * I/O agent only. Reads the head of a request from what a client's connection holds, as it arrives. Chunks that came with the head are looked at too, so
 * that nothing of a request that is malformed by then reaches a server.
 */
final class RequestIntake {
    /** What came of the bytes so far. */
    enum Result { INCOMPLETE, COMPLETE, INVALID, TOO_LARGE }

    final MessageHead head;
    private final Http1Parser parser = new Http1Parser();
    private final int reserveBytes;
    private final ChunkProbe probe;
    private int headBytes;
    private HttpParseError error;
    private int errorOffset;

    /**
     * @param reserveBytes what a full buffer leaves free for edits
     * @param probe of the I/O agent, for one call at a time
     */
    RequestIntake(int maxHeaders, int reserveBytes, ChunkProbe probe) {
        head = new MessageHead(maxHeaders);
        this.reserveBytes = reserveBytes;
        this.probe = probe;
    }

    /** Whether odd characters may stand in names of headers. */
    void tolerant(boolean on) {
        parser.tolerant(on);
    }

    void reset() {
        head.reset();
        parser.reset();
        headBytes = 0;
    }

    /** Goes on reading in {@link ClientConnection#input}; the bytes stay there. */
    Result read(ClientConnection client) {
        while (true) {
            IoBuffer in = client.input;
            int start = in.start();
            int parsed = parser.parseRequest(head, in.bytes(), start, in.end());
            if (parsed == Http1Parser.COMPLETE) {
                headBytes = parser.headEnd() - start;
                head.editArea(in.end(), in.capacity());
                return head.chunked() && !areChunksValid(in) ? Result.INVALID : Result.COMPLETE;
            }
            if (parsed == Http1Parser.ERROR) {
                error = parser.error();
                errorOffset = parser.errorOffset() - start;
                return Result.INVALID;
            }
            boolean added = client.gather();
            if (client.input.start() != start) {
                parser.reset();
                head.reset();
            }
            if (!added) {
                return client.input.length() >= client.input.capacity() - reserveBytes ? Result.TOO_LARGE : Result.INCOMPLETE;
            }
        }
    }

    private boolean areChunksValid(IoBuffer in) {
        if (probe.isValid(in, parser.headEnd())) {
            return true;
        }
        error = probe.error();
        errorOffset = probe.errorOffset() - in.start();
        return false;
    }

    /** After COMPLETE: length of the head as received. */
    int headBytes() {
        return headBytes;
    }

    /** After INVALID: what is wrong. */
    HttpParseError error() {
        return error;
    }

    /** After INVALID: how far into the message. */
    int errorOffset() {
        return errorOffset;
    }
}
