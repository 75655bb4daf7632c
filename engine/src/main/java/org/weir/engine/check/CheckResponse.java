package org.weir.engine.check;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.http.ChunkDecoder;

/**
 * Engine agent only. A server's answer to a check, read with more patience than traffic: lines may end with LF alone, as old scripts write them. But its head
 * must be whole, and hold headers alone.
 */
final class CheckResponse {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int headEnd = -1;
    private boolean chunked;

    CheckResponse(byte[] bytes, int length) {
        text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        int start = text.indexOf('\n') + 1;
        for (int end = text.indexOf('\n', start); start > 0 && end >= 0; end = text.indexOf('\n', start)) {
            final int lineEnd = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            if (lineEnd == start) {
                headEnd = end + 1;
                return;
            }
            if (!isHeader(start, lineEnd)) {
                return;
            }
            start = end + 1;
        }
    }

    /** A header, or one's continuation. */
    private boolean isHeader(int start, int end) {
        if (text.charAt(start) == ' ' || text.charAt(start) == '\t') {
            return true;
        }
        int colon = start;
        while (colon < end && isToken(text.charAt(colon))) {
            colon++;
        }
        if (colon == start || colon == end || text.charAt(colon) != ':') {
            return false;
        }
        final String name = text.substring(start, colon);
        if (name.equalsIgnoreCase("transfer-encoding")) {
            chunked = text.substring(colon + 1, end).strip().toLowerCase(Locale.ROOT).endsWith("chunked");
        }
        return !name.equalsIgnoreCase("content-length") || isNumber(text.substring(colon + 1, end).strip());
    }

    private static boolean isToken(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isNumber(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether its head is whole, and well formed. */
    boolean hasHead() {
        return headEnd >= 0;
    }

    /** The first line with its line end. */
    String firstLine() {
        return text.substring(0, text.indexOf('\n') + 1);
    }

    /** What follows the head as far as it came, without the framing of chunks. */
    String body() {
        final String raw = text.substring(headEnd);
        if (!chunked) {
            return raw;
        }
        final StringBuilder body = new StringBuilder();
        final UnsafeBuffer bytes = new UnsafeBuffer(raw.getBytes(StandardCharsets.ISO_8859_1));
        final ChunkDecoder decoder = new ChunkDecoder();
        int at = 0;
        while (decoder.next(bytes, at, bytes.capacity()) == ChunkDecoder.DATA) {
            body.append(raw, decoder.dataOffset(), decoder.dataOffset() + decoder.dataLength());
            at = decoder.position();
        }
        return body.toString();
    }
}
