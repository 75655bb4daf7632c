package org.weir.analytics.export;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * What came over the wire as UTF-8: as it is where it is that already, otherwise each byte as the character of Latin-1 that it stands for. One thread.
 */
final class Utf8Text {
    private final CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
    private byte[] bytes = new byte[256];
    private int length;

    /** Reads a text. */
    void read(DirectBuffer source, int offset, int lengthBytes) {
        if (bytes.length < lengthBytes) {
            bytes = new byte[2 * lengthBytes];
        }
        source.getBytes(offset, bytes, 0, lengthBytes);
        length = lengthBytes;
        int or = 0;
        for (int i = 0; i < lengthBytes; i++) {
            or |= bytes[i];
        }
        if (or < 0 && !isUtf8()) {
            bytes = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
            length = bytes.length;
        }
    }

    private boolean isUtf8() {
        try {
            strict.decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
