package org.weir.engine.relay;

import org.weir.engine.http.Http1Parser;
import org.weir.engine.http.HttpParseError;
import org.weir.engine.http.MessageHead;
import org.weir.io.memory.IoBuffer;

/** I/O agent only. Reads the heads of a response, interim ones included, from what a server's connection holds. */
final class ResponseIntake {
    /** What came of the bytes so far. */
    enum Result { INCOMPLETE, INTERIM, COMPLETE, INVALID, TOO_LARGE }

    final MessageHead head;
    final Http1Parser parser = new Http1Parser();
    private final int reserveBytes;
    private int headBytes;

    /** @param reserveBytes what a full buffer leaves free for edits */
    ResponseIntake(int maxHeaders, int reserveBytes) {
        head = new MessageHead(maxHeaders);
        this.reserveBytes = reserveBytes;
    }

    /** Whether odd characters may stand in names of headers. */
    void tolerant(boolean on) {
        parser.tolerant(on);
    }

    void reset() {
        parser.reset();
        head.reset();
    }

    /** Adds received bytes to {@link ServerConnection#input}; ownership passes. */
    void add(ServerConnection server, IoBuffer data) {
        IoBuffer in = server.input;
        if (in == null) {
            server.input = data;
            return;
        }
        int take = Math.min(in.capacity() - reserveBytes - in.end(), data.length());
        in.bytes().putBytes(in.end(), data.bytes(), data.start(), take);
        in.end(in.end() + take);
        data.start(data.start() + take);
        if (data.length() == 0) {
            data.release();
        } else {
            server.more = data;
        }
    }

    /** Goes on reading; the bytes stay where they are. */
    Result read(ServerConnection server) {
        IoBuffer in = server.input;
        int parsed = parser.parseResponse(head, in.bytes(), in.start(), in.end());
        if (parsed == Http1Parser.ERROR) {
            return Result.INVALID;
        }
        if (parsed == Http1Parser.INCOMPLETE) {
            boolean full = server.more != null || in.end() >= in.capacity() - reserveBytes;
            return full ? Result.TOO_LARGE : Result.INCOMPLETE;
        }
        headBytes = parser.headEnd() - in.start();
        head.editArea(in.end(), in.capacity());
        return head.status() / 100 == 1 && head.status() != 101 ? Result.INTERIM : Result.COMPLETE;
    }

    /** After INTERIM and COMPLETE: length of the head as received. */
    int headBytes() {
        return headBytes;
    }

    /** After INVALID: what is wrong. */
    HttpParseError error() {
        return parser.error();
    }

    /** After INVALID: how far into the message. */
    int errorOffset(ServerConnection server) {
        return parser.errorOffset() - server.input.start();
    }
}
