package org.weir.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of the table is refused for the reason it names, whether it arrives at once or byte by byte. */
class MalformedRequestsTest {
    private static final int MAX_HEAD = 16384 - 1024;

    static List<MalformedRequests.Entry> entries() {
        return MalformedRequests.load();
    }

    @Test
    void hasAtLeastTwoHundredEntries() {
        assertTrue(entries().size() >= 200);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void isRefusedAtOnce(final MalformedRequests.Entry entry) {
        assertEquals(entry.error(), outcome(entry.bytes(), entry.bytes().length));
        boolean isLarge = entry.error().equals(MalformedRequests.HEAD_TOO_LARGE);
        assertEquals(isLarge ? 400 : HttpParseError.valueOf(entry.error()).status(), entry.status());
    }

    @ParameterizedTest
    @MethodSource("entries")
    void isRefusedByteByByte(final MalformedRequests.Entry entry) {
        assertEquals(entry.error(), outcome(entry.bytes(), 1));
    }

    private static String outcome(final byte[] message, final int step) {
        final MessageHead head = new MessageHead();
        final Http1Parser parser = new Http1Parser();
        final UnsafeBuffer buffer = new UnsafeBuffer(message.clone());
        final int headLimit = Math.min(message.length, MAX_HEAD);
        int limit = 0;
        int result = Http1Parser.INCOMPLETE;
        while (result == Http1Parser.INCOMPLETE && limit < headLimit) {
            limit = Math.min(headLimit, limit + step);
            result = parser.parseRequest(head, buffer, 0, limit);
        }
        return switch (result) {
            case Http1Parser.ERROR -> parser.error().name();
            case Http1Parser.COMPLETE -> head.chunked() ? bodyOutcome(buffer, parser.headEnd(), step) : "ACCEPTED";
            default -> limit == MAX_HEAD ? MalformedRequests.HEAD_TOO_LARGE : "INCOMPLETE";
        };
    }

    private static String bodyOutcome(final UnsafeBuffer buffer, final int from, final int step) {
        final ChunkDecoder decoder = new ChunkDecoder();
        int position = from;
        int limit = from;
        while (position < buffer.capacity()) {
            limit = Math.min(buffer.capacity(), Math.max(limit, position) + step);
            while (position < limit) {
                final int event = decoder.next(buffer, position, limit);
                position = decoder.position();
                if (event == ChunkDecoder.ERROR) {
                    return decoder.error().name();
                }
                if (event == ChunkDecoder.END) {
                    return "ACCEPTED";
                }
            }
        }
        return "INCOMPLETE";
    }
}
