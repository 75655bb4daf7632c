package org.weir.perf.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The part of a response's body that is still to be sent: a text, or pattern bytes by length or in chunks. Worker thread only. */
final class ResponseBody {

    static final int CHUNK_BYTES = 8 * 1024;
    private static final int CHUNK_OVERHEAD_BYTES = 16;
    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n\r\n");

    private final byte[] text;
    private final ByteBuffer pattern;
    private final boolean chunked;
    private final long lengthBytes;
    private long sentBytes;

    private ResponseBody(byte[] text, ByteBuffer pattern, long lengthBytes, boolean chunked) {
        this.text = text;
        this.pattern = pattern;
        this.lengthBytes = lengthBytes;
        this.chunked = chunked;
    }

    static ResponseBody ofText(byte[] text) {
        return new ResponseBody(text, null, text.length, false);
    }

    /** Bytes of {@link BodyPattern}, read through a view that all connections of a worker share. */
    static ResponseBody ofPattern(ByteBuffer view, long lengthBytes, boolean chunked) {
        return new ResponseBody(null, view, lengthBytes, chunked);
    }

    /** Copies into the output buffer what fits; true when the body is complete. */
    boolean fill(ByteBuffer out) {
        if (chunked) {
            return fillChunks(out);
        }
        boolean direct = pattern != null && out.position() == 0 && lengthBytes - sentBytes > out.capacity();
        if (!direct) {
            copy(out, (int) Math.min(lengthBytes - sentBytes, out.remaining()));
        }
        return sentBytes == lengthBytes;
    }

    private boolean fillChunks(ByteBuffer out) {
        while (sentBytes < lengthBytes) {
            int room = out.remaining() - CHUNK_OVERHEAD_BYTES;
            int piece = (int) Math.min(lengthBytes - sentBytes, CHUNK_BYTES);
            if (room < piece) {
                return false;
            }
            Ascii.putHex(out, piece);
            out.put((byte) '\r').put((byte) '\n');
            copy(out, piece);
            out.put((byte) '\r').put((byte) '\n');
        }
        if (out.remaining() < CHUNK_OVERHEAD_BYTES) {
            return false;
        }
        out.put(LAST_CHUNK);
        return true;
    }

    private void copy(ByteBuffer out, int piece) {
        if (text != null) {
            out.put(text, (int) sentBytes, piece);
            sentBytes += piece;
            return;
        }
        BodyPattern.select(pattern, sentBytes, piece);
        out.put(pattern);
        sentBytes += piece;
    }

    /**
     * Writes pattern bytes to the socket without a copy; the output buffer must be empty.
     *
     * @return whether the socket took all that it was offered
     */
    boolean writeDirect(SocketChannel channel) throws IOException {
        if (chunked || text != null) {
            return true;
        }
        BodyPattern.select(pattern, sentBytes, lengthBytes - sentBytes);
        sentBytes += channel.write(pattern);
        return !pattern.hasRemaining();
    }
}
