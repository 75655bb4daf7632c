package org.weir.analytics.text;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Decompresses a stream as far as that goes: where the data is damaged or cut it ends, and says so. */
final class DecodedStream extends InputStream {
    /** Makes the decompressor, which may read the start of the data. */
    interface Opening {
        /** Makes it. */
        InputStream open(InputStream in) throws IOException;
    }

    private final Packed in;
    private final Opening opening;
    /** Null until the first byte is wanted. */
    private InputStream decoder;
    private volatile String damage;

    DecodedStream(final InputStream in, final Opening opening) {
        this.in = new Packed(in);
        this.opening = opening;
    }

    /** What is wrong with the data, null if nothing was found so far. */
    String damage() {
        return damage;
    }

    @Override
    public int read() throws IOException {
        final byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(final byte[] into, final int offset, final int length) throws IOException {
        if (damage != null) {
            return -1;
        }
        try {
            decoder = decoder == null ? opening.open(in) : decoder;
            return decoder.read(into, offset, length);
        } catch (final EOFException e) {
            damage = "the compressed data is cut";
        } catch (final IOException | RuntimeException e) {
            if (in.failure != null) {
                throw in.failure;
            }
            // Zstandard's decompressor has an unchecked exception of its own, and stumbles over bytes in others.
            damage = "the compressed data is cut or damaged: " + e.getMessage();
        }
        return -1;
    }

    @Override
    public int available() throws IOException {
        return decoder == null || damage != null ? 0 : decoder.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The compressed data: tells an error in reading it from one in the data. */
    private static final class Packed extends FilterInputStream {
        private IOException failure;

        Packed(final InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (final IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(final byte[] into, final int offset, final int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (final IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
