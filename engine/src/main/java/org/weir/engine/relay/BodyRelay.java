package org.weir.engine.relay;

import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.http.BodyFraming;
import org.weir.engine.http.ChunkDecoder;
import org.weir.engine.http.ChunkEncoder;
import org.weir.io.memory.BufferPool;
import org.weir.io.memory.IoBuffer;
import org.weir.io.transport.Channel;

/**
 * I/O agent only. Moves the body of one message from the side that sends it to the other one: bytes of a known length pass in the very
 * buffers they were received into; chunks are decoded strictly and emitted anew (RFC 9112 section 7.1), so that nobody's framing passes
 * through as it came.
 */
final class BodyRelay {
    /** A chunk's head and tail around the data in one buffer: up to eight digits and two line ends. */
    private static final int CHUNK_OVERHEAD_BYTES = 8 + 2 + ChunkEncoder.DATA_END_LENGTH;

    /** The last chunk and the empty line, without the trailers between them. */
    private static final int LAST_CHUNK_BYTES = 5;

    /** For a shorter rest of a body a pipe is not worth its calls. */
    static final int SPLICE_MIN_BYTES = 32 * 1024;

    private final BufferPool pool;
    private final ChunkDecoder decoder;
    private int framing;
    private long remainingBytes;
    private boolean encodeChunks;
    private boolean closeFollows;
    private boolean muted;
    private boolean done;
    private boolean invalid;
    private boolean starved;
    private long receivedBytes;
    private long sentBytes;

    BodyRelay(BufferPool pool) {
        this.pool = pool;
        decoder = new ChunkDecoder();
    }

    /**
     * @param framing one of {@link BodyFraming}
     * @param lengthBytes with LENGTH: how long the body is
     * @param emitChunks with CHUNKED: whether the receiver gets chunks too, or bare bytes until the close (an HTTP/1.0 client)
     * @param closeFollows whether the receiver's connection is closed right after the body: the last bytes then wait for the end of the connection, to
     *     travel with it in one packet
     */
    void start(int framing, long lengthBytes, boolean emitChunks, boolean closeFollows) {
        this.closeFollows = closeFollows;
        this.framing = framing;
        muted = false;
        remainingBytes = framing == BodyFraming.LENGTH ? lengthBytes : 0;
        encodeChunks = emitChunks;
        done = framing == BodyFraming.NONE || framing == BodyFraming.LENGTH && lengthBytes == 0;
        invalid = false;
        starved = false;
        receivedBytes = 0;
        sentBytes = 0;
        if (framing == BodyFraming.CHUNKED) {
            decoder.reset();
        }
    }

    /** After {@link #start}: the body is read to its end, and nobody gets it. */
    void mute(boolean on) {
        muted = on;
    }

    /** Whether the whole body has been relayed. */
    boolean isDone() {
        return done;
    }

    /** Whether the chunks could not be understood. */
    boolean isInvalid() {
        return invalid;
    }

    /** Whether no buffer was to be had. */
    boolean isStarved() {
        return starved;
    }

    /** With UNTIL_CLOSE: the sender closed, which is the end of the body. */
    void endOfInput() {
        if (framing == BodyFraming.UNTIL_CLOSE) {
            done = true;
        }
    }

    /**
     * Relays what is in {@code in}.
     *
     * @param head a buffer that waits to be sent first and may take body bytes behind it, or null; it is sent in any case
     * @return what belongs to the next message, or null when all was consumed; ownership of {@code in} has passed otherwise
     */
    IoBuffer relay(IoBuffer in, IoBuffer head, Channel out) {
        if (done || invalid) {
            if (head != null) {
                out.send(head);
            }
            return in;
        }
        int available = in.length();
        IoBuffer rest = muted ? skip(in, head, out) : framing == BodyFraming.CHUNKED ? relayChunks(in, head, out) : relayPlain(in, head, out);
        receivedBytes += available - (rest == null ? 0 : rest.length());
        return rest;
    }

    private IoBuffer skip(IoBuffer in, IoBuffer head, Channel out) {
        if (head != null) {
            out.send(head);
        }
        return framing == BodyFraming.CHUNKED ? skipChunks(in) : skipPlain(in);
    }

    private IoBuffer skipPlain(IoBuffer in) {
        int take = in.length();
        if (framing == BodyFraming.LENGTH) {
            take = (int) Math.min(take, remainingBytes);
            remainingBytes -= take;
            done = remainingBytes == 0;
        }
        return rest(in, take);
    }

    private IoBuffer skipChunks(IoBuffer in) {
        int position = in.start();
        int event;
        do {
            event = decoder.next(in.bytes(), position, in.end());
            position = decoder.position();
        } while (event == ChunkDecoder.DATA);
        done = event == ChunkDecoder.END;
        invalid = event == ChunkDecoder.ERROR;
        return rest(in, position - in.start());
    }

    private IoBuffer relayPlain(IoBuffer in, IoBuffer head, Channel out) {
        int available = in.length();
        boolean bounded = framing == BodyFraming.LENGTH;
        int take = bounded ? (int) Math.min(available, remainingBytes) : available;
        if (bounded) {
            remainingBytes -= take;
            done = remainingBytes == 0;
        }
        sentBytes += take;
        boolean fitsBehindHead = head != null && head.capacity() - head.end() >= take;
        if (fitsBehindHead) {
            append(head, in, take);
            out.send(head, last());
            return rest(in, take);
        }
        if (head != null) {
            out.send(head, true);
        }
        if (take == available) {
            out.send(in, last());
            return null;
        }
        return copyOut(in, take, out);
    }

    /** With LENGTH: passes on a buffer with a head and no more behind it than bytes of this body, just as it is. */
    void relayBehindHead(IoBuffer in, int headBytes, Channel out) {
        int bytes = in.length() - headBytes;
        passed(bytes);
        out.send(in, last());
    }

    /** How many of the next bytes are the body's and pass as they come; {@link Long#MAX_VALUE} up to the close. */
    long plainBytesAhead() {
        if (done || muted) {
            return 0;
        }
        return framing == BodyFraming.LENGTH ? remainingBytes : framing == BodyFraming.UNTIL_CLOSE ? Long.MAX_VALUE : 0;
    }

    /** So many of them passed without coming to us. */
    void spliced(int bytes) {
        passed(bytes);
    }

    private void passed(int bytes) {
        receivedBytes += bytes;
        sentBytes += bytes;
        if (framing == BodyFraming.LENGTH) {
            remainingBytes -= bytes;
            done = remainingBytes == 0;
        }
    }

    /** Sends body bytes that end before the buffer does, which may be larger than those of the pool. */
    private IoBuffer copyOut(IoBuffer in, int bytes, Channel out) {
        int left = bytes;
        while (left > 0) {
            IoBuffer copy = pool.acquire();
            if (copy == null) {
                starved = true;
                return in;
            }
            int piece = Math.min(left, copy.capacity());
            append(copy, in, piece);
            in.start(in.start() + piece);
            left -= piece;
            out.send(copy, left == 0 && last());
        }
        return rest(in, 0);
    }

    private boolean last() {
        return done && closeFollows;
    }

    private IoBuffer relayChunks(IoBuffer in, IoBuffer head, Channel out) {
        IoBuffer target = head;
        UnsafeBuffer source = in.bytes();
        int position = in.start();
        while (true) {
            int event = decoder.next(source, position, in.end());
            position = decoder.position();
            if (event == ChunkDecoder.DATA) {
                int offset = decoder.dataOffset();
                int left = decoder.dataLength();
                while (left > 0) {
                    target = roomFor(target, CHUNK_OVERHEAD_BYTES + 1, out);
                    if (target == null) {
                        starved = true;
                        in.start(position);
                        return in;
                    }
                    int piece = Math.min(left, target.capacity() - target.end() - CHUNK_OVERHEAD_BYTES);
                    emit(source, offset, piece, target);
                    offset += piece;
                    left -= piece;
                }
            } else if (event == ChunkDecoder.END) {
                int wanted = encodeChunks ? LAST_CHUNK_BYTES + decoder.trailers().length() : 1;
                target = roomFor(target, wanted, out);
                if (target == null) {
                    starved = true;
                    in.start(position);
                    return in;
                }
                if (target.capacity() - target.end() < wanted) {
                    // Trailers longer than a whole buffer.
                    target.release();
                    invalid = true;
                    return rest(in, position - in.start());
                }
                done = true;
                if (encodeChunks) {
                    int end = ChunkEncoder.putLast(target.bytes(), target.end(), target.capacity(), decoder.trailers());
                    sentBytes += end - target.end();
                    target.end(end);
                }
                out.send(target, last());
                return rest(in, position - in.start());
            } else {
                invalid = event == ChunkDecoder.ERROR;
                if (target != null) {
                    out.send(target);
                }
                return rest(in, position - in.start());
            }
        }
    }

    private void emit(UnsafeBuffer source, int offset, int bytes, IoBuffer target) {
        int start = target.end();
        if (encodeChunks) {
            target.end(ChunkEncoder.putChunk(target.bytes(), start, target.capacity(), source, offset, bytes));
        } else {
            target.bytes().putBytes(start, source, offset, bytes);
            target.end(start + bytes);
        }
        sentBytes += target.end() - start;
    }

    /** A buffer with room for so many bytes: the same, or an empty one, as large as they come, after the old one was sent. */
    private IoBuffer roomFor(IoBuffer current, int bytes, Channel out) {
        if (current != null) {
            if (current.capacity() - current.end() >= bytes) {
                return current;
            }
            out.send(current, true);
        }
        return pool.acquire();
    }

    private static void append(IoBuffer to, IoBuffer from, int bytes) {
        to.bytes().putBytes(to.end(), from.bytes(), from.start(), bytes);
        to.end(to.end() + bytes);
    }

    private static IoBuffer rest(IoBuffer in, int consumed) {
        in.start(in.start() + consumed);
        if (in.length() == 0) {
            in.release();
            return null;
        }
        return in;
    }

    /** Bytes of the body that were taken from the sender so far, framing included. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** Bytes of the body that were handed to the receiver's channel so far, framing included. */
    long sentBytes() {
        return sentBytes;
    }
}
