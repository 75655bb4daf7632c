package org.weir.engine.relay;

import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;
import org.weir.engine.http.Reply;
import org.weir.engine.message.Exchange;
import org.weir.io.memory.BufferPool;
import org.weir.io.memory.IoBuffer;
import org.weir.io.transport.Channel;

/** I/O agent only. Sends replies of the proxy's own, through as many buffers as they need. */
final class ReplyWriter {
    private static final byte[] HEAD_END = {'\r', '\n'};

    private final BufferPool pool;
    private IoBuffer buffer;
    private long sentBytes;

    ReplyWriter(BufferPool pool) {
        this.pool = pool;
    }

    /**
     * Sends the exchange's reply; nothing for a silent one.
     *
     * @param wellFormed whether the request was understood
     * @param kept whether the client's connection stays open
     * @return false when no buffer was to be had
     */
    boolean send(Exchange exchange, boolean wellFormed, MessageHead request, boolean kept, Channel out) {
        Reply reply = exchange.reply;
        boolean bodiless = wellFormed && exchange.receivedMethodId == MethodId.HEAD;
        sentBytes = 0;
        boolean sent = reply.isSilent() || send(reply, ConnectionHeader.towardsClient(request, reply.version(), kept), bodiless, kept, out);
        exchange.status = reply.status();
        exchange.responseStarted = true;
        // Interim responses of a server may have gone before.
        exchange.bytesOut += sentBytes;
        return sent;
    }

    private boolean send(Reply reply, int connection, boolean bodiless, boolean kept, Channel out) {
        buffer = pool.acquire();
        boolean sent = buffer != null && put(reply.head(), out) && put(reply.connectionLine(connection), out) && put(HEAD_END, out)
                && (bodiless || put(reply.body(), out));
        if (sent) {
            // The close that follows an answer to a client that does not stay travels with its last bytes.
            flush(out, !kept);
        }
        return sent;
    }

    private boolean put(byte[] bytes, Channel out) {
        int offset = 0;
        while (true) {
            int take = Math.min(bytes.length - offset, buffer.capacity() - buffer.end());
            buffer.bytes().putBytes(buffer.end(), bytes, offset, take);
            buffer.end(buffer.end() + take);
            offset += take;
            if (offset == bytes.length) {
                return true;
            }
            flush(out, true);
            buffer = pool.acquire();
            if (buffer == null) {
                return false;
            }
        }
    }

    private void flush(Channel out, boolean more) {
        IoBuffer full = buffer;
        buffer = null;
        sentBytes += full.length();
        out.send(full, more);
    }
}
