package org.weir.engine.relay;

import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.http.BodyFraming;
import org.weir.engine.http.ErrorReply;
import org.weir.engine.http.Http1Parser;
import org.weir.engine.http.Http1Writer;
import org.weir.engine.http.MessageHead;
import org.weir.io.memory.BufferPool;
import org.weir.io.memory.IoBuffer;
import org.weir.io.transport.Channel;

/** I/O agent only. Sends replies of the proxy's own: their head goes through the same writer as a server's, so that keep-alive works alike. */
final class ReplyWriter {
    private static final byte[] EMPTY = {};

    private final BufferPool pool;
    private final Http1Writer headWriter;
    private final UnsafeBuffer message = new UnsafeBuffer(EMPTY);
    private long sentBytes;

    ReplyWriter(BufferPool pool, Http1Writer headWriter) {
        this.pool = pool;
        this.headWriter = headWriter;
    }

    /** Bytes handed to the channel by the last call. */
    long sentBytes() {
        return sentBytes;
    }

    /**
     * Sends a reply to a request that was understood.
     *
     * @param scratch whose head and parser are overwritten
     * @param bodiless whether only the head goes (HEAD)
     * @return false when no buffer was to be had
     */
    boolean send(ErrorReply reply, ResponseIntake scratch, int connection, boolean bodiless, Channel out) {
        MessageHead head = scratch.head;
        Http1Parser parser = scratch.parser;
        sentBytes = 0;
        byte[] bytes = reply.message();
        message.wrap(bytes);
        parser.reset();
        head.reset();
        if (parser.parseResponse(head, message, 0, bytes.length) != Http1Parser.COMPLETE) {
            return sendVerbatim(reply, out);
        }
        IoBuffer first = pool.acquire();
        if (first == null) {
            return false;
        }
        int bodyOffset = parser.headEnd();
        int framing = head.contentLength() >= 0 ? BodyFraming.LENGTH : BodyFraming.NONE;
        int end = headWriter.writeResponse(head, first.bytes(), 0, first.capacity(), framing, head.contentLength(), connection);
        if (end < 0) {
            first.release();
            return sendVerbatim(reply, out);
        }
        first.end(end);
        return sendFrom(bytes, bodiless ? bytes.length : bodyOffset, first, out);
    }

    /** Sends a reply as it is, to a request that was not understood. */
    boolean sendVerbatim(ErrorReply reply, Channel out) {
        sentBytes = 0;
        IoBuffer first = pool.acquire();
        return first != null && sendFrom(reply.message(), 0, first, out);
    }

    private boolean sendFrom(byte[] bytes, int from, IoBuffer first, Channel out) {
        IoBuffer target = first;
        int offset = from;
        while (true) {
            int take = Math.min(bytes.length - offset, target.capacity() - target.end());
            target.bytes().putBytes(target.end(), bytes, offset, take);
            target.end(target.end() + take);
            offset += take;
            sentBytes += target.length();
            out.send(target);
            if (offset == bytes.length) {
                return true;
            }
            target = pool.acquire();
            if (target == null) {
                return false;
            }
        }
    }
}
