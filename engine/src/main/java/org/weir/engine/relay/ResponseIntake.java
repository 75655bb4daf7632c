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
    private int status;

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

    /** Goes on reading {@link ServerConnection#input}, with what was received behind it; the bytes stay there. */
    Result read(ServerConnection server) {
        while (true) {
            IoBuffer in = server.input;
            int parsed = parser.parseResponse(head, in.bytes(), in.start(), in.end());
            if (parsed == Http1Parser.ERROR) {
                return Result.INVALID;
            }
            if (parsed != Http1Parser.INCOMPLETE) {
                headBytes = parser.headEnd() - in.start();
                head.editArea(in.end(), in.capacity());
                status = head.status();
                return status / 100 == 1 && status != 101 ? Result.INTERIM : Result.COMPLETE;
            }
            if (!gather(server)) {
                return in.length() >= in.capacity() - reserveBytes ? Result.TOO_LARGE : Result.INCOMPLETE;
            }
        }
    }

    /** Adds what came behind an incomplete head, over the interim heads before it. @return whether bytes were added */
    private boolean gather(ServerConnection server) {
        IoBuffer in = server.input;
        IoBuffer more = server.more;
        if (more == null) {
            return false;
        }
        if (in.start() > 0) {
            in.bytes().putBytes(0, in.bytes(), in.start(), in.length());
            in.end(in.length());
            in.start(0);
            reset();
        }
        int take = Math.min(in.capacity() - reserveBytes - in.end(), more.length());
        if (take <= 0) {
            return false;
        }
        in.bytes().putBytes(in.end(), more.bytes(), more.start(), take);
        in.end(in.end() + take);
        more.start(more.start() + take);
        if (more.length() == 0) {
            more.release();
            server.more = null;
        }
        return true;
    }

    /** After INTERIM and COMPLETE: length of the head as received. */
    int headBytes() {
        return headBytes;
    }

    /** After COMPLETE: the status that the server sent, whatever rules made of the head's. */
    int status() {
        return status;
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
