package org.weir.engine.expr;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Engine agent only. {@code base64} and {@code b64dec}, in place (RFC 4648, section 4). */
final class Base64Converters {
    private static final byte[] ALPHABET =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] VALUES = new byte[256];

    static {
        java.util.Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length; i++) {
            VALUES[ALPHABET[i]] = (byte) i;
        }
    }

    private Base64Converters() {
    }

    /** {@code base64}. */
    static final class Encoder extends Converter {
        @Override
        boolean convert(Sample sample) {
            final int length = sample.length();
            final UnsafeBuffer out = length > TextScratch.MAX_BYTES ? null : scratch.room((length + 2) / 3 * 4);
            if (out == null) {
                return false;
            }
            int at = 0;
            for (int i = 0; i < length; i += 3) {
                final int left = length - i;
                final int group = at(sample, i) << 16 | (left > 1 ? at(sample, i + 1) << 8 : 0) | (left > 2 ? at(sample, i + 2) : 0);
                out.putByte(at, ALPHABET[group >> 18]);
                out.putByte(at + 1, ALPHABET[group >> 12 & 0x3F]);
                out.putByte(at + 2, left > 1 ? ALPHABET[group >> 6 & 0x3F] : (byte) '=');
                out.putByte(at + 3, left > 2 ? ALPHABET[group & 0x3F] : (byte) '=');
                at += 4;
            }
            sample.setText(out, 0, at);
            return true;
        }

        private static int at(Sample sample, int i) {
            return sample.bytes().getByte(sample.offset() + i) & 0xFF;
        }
    }

    /** {@code b64dec}: padded groups of four, everything else is no value. */
    static final class Decoder extends Converter {
        @Override
        boolean convert(Sample sample) {
            final DirectBuffer in = sample.bytes();
            final int length = sample.length();
            final UnsafeBuffer out = scratch.room(length);
            if (out == null || length % 4 != 0) {
                return false;
            }
            int padding = 0;
            while (padding < 2 && padding < length && in.getByte(sample.offset() + length - 1 - padding) == '=') {
                padding++;
            }
            int at = 0;
            int group = 0;
            for (int i = 0; i < length; i++) {
                final int value = i >= length - padding ? 0 : VALUES[in.getByte(sample.offset() + i) & 0xFF];
                if (value < 0) {
                    return false;
                }
                group = group << 6 | value;
                if ((i & 3) == 3) {
                    out.putByte(at, (byte) (group >> 16));
                    out.putByte(at + 1, (byte) (group >> 8));
                    out.putByte(at + 2, (byte) group);
                    at += 3;
                    group = 0;
                }
            }
            sample.setBinary(out, 0, at - padding);
            return true;
        }
    }
}
