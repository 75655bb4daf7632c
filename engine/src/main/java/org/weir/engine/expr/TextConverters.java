package org.weir.engine.expr;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Engine agent only. Converters of texts; configuration manual, section 7.3.1. */
final class TextConverters {
    private TextConverters() {
    }

    /** {@code lower}, {@code upper}: ASCII letters. */
    static final class Case extends Converter {
        private final boolean upper;

        Case(boolean upper) {
            this.upper = upper;
        }

        @Override
        boolean convert(Sample sample) {
            final int length = sample.length();
            final UnsafeBuffer out = scratch.room(length);
            if (out == null) {
                return false;
            }
            final DirectBuffer in = sample.bytes();
            final int from = upper ? 'a' : 'A';
            for (int i = 0; i < length; i++) {
                final byte b = in.getByte(sample.offset() + i);
                out.putByte(i, b >= from && b < from + 26 ? (byte) (b ^ 0x20) : b);
            }
            sample.setText(out, 0, length);
            return true;
        }
    }

    /** {@code length}. */
    static final class Length extends Converter {
        @Override
        boolean convert(Sample sample) {
            sample.setNumber(sample.length());
            return true;
        }
    }

    /** {@code ltrim}, {@code rtrim}: drops the given characters at one end. */
    static final class Trim extends Converter {
        private final boolean[] dropped = new boolean[256];
        private final boolean left;

        Trim(byte[] characters, boolean left) {
            for (final byte c : characters) {
                dropped[c & 0xFF] = true;
            }
            this.left = left;
        }

        @Override
        boolean convert(Sample sample) {
            final DirectBuffer in = sample.bytes();
            int from = sample.offset();
            int to = from + sample.length();
            while (left && from < to && dropped[in.getByte(from) & 0xFF]) {
                from++;
            }
            while (!left && from < to && dropped[in.getByte(to - 1) & 0xFF]) {
                to--;
            }
            sample.setText(in, from, to - from);
            return true;
        }
    }

    /** {@code bytes(offset[,length])}. */
    static final class Bytes extends Converter {
        private final long offset;
        private final long length;

        Bytes(long offset, long length) {
            this.offset = offset;
            this.length = length;
        }

        /** Outside of the text there is nothing; a negative length is all that remains. */
        @Override
        boolean convert(Sample sample) {
            if (offset < 0 || offset > sample.length()) {
                sample.setBinary(sample.bytes(), sample.offset(), 0);
                return true;
            }
            final long rest = sample.length() - offset;
            sample.setBinary(sample.bytes(), sample.offset() + (int) offset, (int) (length < 0 ? rest : Math.min(rest, length)));
            return true;
        }
    }

    /** {@code hex}: two digits a byte, upper case. */
    static final class Hex extends Converter {
        private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        @Override
        boolean convert(Sample sample) {
            final int length = sample.length();
            final UnsafeBuffer out = scratch.room(2 * length);
            if (out == null) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                final int b = sample.bytes().getByte(sample.offset() + i);
                out.putByte(2 * i, DIGITS[b >> 4 & 0xF]);
                out.putByte(2 * i + 1, DIGITS[b & 0xF]);
            }
            sample.setText(out, 0, 2 * length);
            return true;
        }
    }

    /** {@code url_dec}: a plus sign is a space in the query, in a form everywhere; a broken escape is no value. */
    static final class UrlDecoder extends Converter {
        private final boolean form;

        UrlDecoder(boolean form) {
            this.form = form;
        }

        @Override
        boolean convert(Sample sample) {
            final DirectBuffer in = sample.bytes();
            final UnsafeBuffer out = scratch.room(sample.length());
            if (out == null) {
                return false;
            }
            final int end = sample.offset() + sample.length();
            boolean plusIsSpace = form;
            int written = 0;
            for (int i = sample.offset(); i < end; i++) {
                byte b = in.getByte(i);
                if (b == '%') {
                    final int high = i + 2 < end ? digit(in.getByte(i + 1)) : -1;
                    final int low = i + 2 < end ? digit(in.getByte(i + 2)) : -1;
                    if (high < 0 || low < 0) {
                        return false;
                    }
                    b = (byte) (high << 4 | low);
                    i += 2;
                } else if (b == '+' && plusIsSpace) {
                    b = ' ';
                } else if (b == '?') {
                    plusIsSpace = true;
                }
                out.putByte(written++, b);
            }
            sample.setText(out, 0, written);
            return true;
        }

        private static int digit(byte b) {
            return b >= 0 ? Character.digit(b, 16) : -1;
        }
    }
}
