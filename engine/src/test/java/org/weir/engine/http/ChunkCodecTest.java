package org.weir.engine.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ChunkCodecTest {
    private static final String BODY = "5;ext=\"a b\"\r\nhello\r\n00a  \r\n0123456789\r\n1 ;x\r\n!\r\n000\r\n"
        + "X-Sum:abc\r\nContent-Length: 5\r\nETag:  \"q\" \r\nHost: evil\r\nX-Empty:\r\n\r\n";
    private static final String DATA = "hello0123456789!";
    private static final String TRAILERS = "x-sum: abc\r\netag: \"q\"\r\nx-empty: \r\n";

    private final ChunkDecoder decoder = new ChunkDecoder();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[65536]);

    @Test
    void decodesWithEveryTwoSplits() {
        final UnsafeBuffer in = new UnsafeBuffer(AsciiText.bytes(BODY + "GET"));
        for (int first = 0; first <= BODY.length(); first++) {
            for (int second = first; second <= BODY.length(); second++) {
                decoder.reset();
                final StringBuilder data = new StringBuilder();
                int event = drain(in, 0, first, data);
                if (event != ChunkDecoder.END) {
                    event = drain(in, first, second, data);
                }
                if (event != ChunkDecoder.END) {
                    event = drain(in, second, in.capacity(), data);
                }
                assertEquals(ChunkDecoder.END, event);
                assertEquals(DATA, data.toString());
                assertEquals(BODY.length(), decoder.position());
                final int end = decoder.trailers().copyTo(out, 0);
                assertEquals(TRAILERS, AsciiText.string(out, 0, end));
            }
        }
    }

    @Test
    void acceptsTheLargestSize() {
        decoder.reset();
        final UnsafeBuffer in = new UnsafeBuffer(AsciiText.bytes("fffffffffffffff\r\nab"));
        assertEquals(ChunkDecoder.DATA, decoder.next(in, 0, in.capacity()));
        assertEquals(0xfffffffffffffffL - 2, decoder.remaining());
    }

    @Test
    void staysInItsEndState() {
        decoder.reset();
        final UnsafeBuffer in = new UnsafeBuffer(AsciiText.bytes("0\r\n\r\nxx"));
        assertEquals(ChunkDecoder.END, decoder.next(in, 0, in.capacity()));
        assertEquals(ChunkDecoder.END, decoder.next(in, decoder.position(), in.capacity()));
        assertEquals(5, decoder.position());
    }

    @Test
    void encodesCanonicallyAndDecodesItsOwn() {
        final Random random = new Random(7);
        final byte[] data = new byte[20_000];
        random.nextBytes(data);
        final UnsafeBuffer source = new UnsafeBuffer(data);
        int at = 0;
        int done = 0;
        while (done < data.length) {
            final int length = Math.min(data.length - done, 1 + random.nextInt(5000));
            at = ChunkEncoder.putChunk(out, at, out.capacity(), source, done, length);
            done += length;
        }
        at = ChunkEncoder.putLast(out, at, out.capacity(), null);
        decoder.reset();
        final byte[] decoded = new byte[data.length];
        int position = 0;
        int filled = 0;
        int event = ChunkDecoder.NEED_MORE;
        while (event != ChunkDecoder.END) {
            final int limit = Math.min(at, position + 1 + random.nextInt(700));
            event = decoder.next(out, position, limit);
            assertTrue(event != ChunkDecoder.ERROR);
            if (event == ChunkDecoder.DATA) {
                out.getBytes(decoder.dataOffset(), decoded, filled, decoder.dataLength());
                filled += decoder.dataLength();
            }
            position = decoder.position();
        }
        assertEquals(at, position);
        assertArrayEquals(data, decoded);
    }

    @Test
    void writesSizesWithoutLeadingZeros() {
        final long[] sizes = {1, 15, 16, 255, 256, 4096, 0xfffffff, 0x10000000, Long.MAX_VALUE};
        for (final long size : sizes) {
            final int end = ChunkEncoder.putSizeLine(out, 3, 100, size);
            assertEquals(Long.toHexString(size) + "\r\n", AsciiText.string(out, 3, end - 3));
            assertEquals(end - 3, ChunkEncoder.sizeLineLength(size));
            assertEquals(ChunkEncoder.NO_ROOM, ChunkEncoder.putSizeLine(out, 3, end - 1, size));
        }
        assertEquals(5, ChunkEncoder.putLast(out, 0, 5, null));
        assertEquals(ChunkEncoder.NO_ROOM, ChunkEncoder.putLast(out, 0, 4, null));
    }

    private int drain(final UnsafeBuffer in, final int from, final int to, final StringBuilder data) {
        int position = from;
        int event = ChunkDecoder.NEED_MORE;
        while (position < to && event != ChunkDecoder.END) {
            event = decoder.next(in, position, to);
            assertTrue(event != ChunkDecoder.ERROR, () -> decoder.error().text() + " at " + decoder.position());
            if (event == ChunkDecoder.DATA) {
                data.append(AsciiText.string(in, decoder.dataOffset(), decoder.dataLength()));
            }
            position = decoder.position();
        }
        return event;
    }
}
