package org.weir.analytics.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip data (RFC 1952), all its members. The JDK's own stream passes over in silence what follows a member and is none, be it the next one that
 * was cut, and its stack overflows at some thousand empty members. One thread.
 */
final class GzipStream extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int DEFLATE = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int TIME_AND_SYSTEM_BYTES = 6;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int limit;
    private boolean isInMember;
    private boolean isEnded;

    GzipStream(final InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        final byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(final byte[] into, final int offset, final int length) throws IOException {
        while (!isEnded && length > 0) {
            if (!isInMember && !beginMember()) {
                isEnded = true;
                inflater.end();
                break;
            }
            final int count = inflate(into, offset, length);
            if (count > 0) {
                checksum.update(into, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            }
        }
        return isEnded ? -1 : 0;
    }

    @Override
    public int available() {
        return isEnded ? 0 : 1;
    }

    @Override
    public void close() throws IOException {
        isEnded = true;
        inflater.end();
        in.close();
    }

    private int inflate(final byte[] into, final int offset, final int length) throws IOException {
        try {
            if (inflater.needsInput()) {
                if (at == limit && !fill()) {
                    throw new EOFException("in the data");
                }
                inflater.setInput(buffer, at, limit - at);
                at = limit;
            }
            final int count = inflater.inflate(into, offset, length);
            if (inflater.needsDictionary()) {
                throw new ZipException("it needs a dictionary");
            }
            return count;
        } catch (final DataFormatException e) {
            throw new ZipException(e.getMessage());
        }
    }

    /** Reads a header; false where the data ends in its place. */
    private boolean beginMember() throws IOException {
        if (at == limit && !fill()) {
            return false;
        }
        if (octet() != 0x1f || octet() != 0x8b || octet() != DEFLATE) {
            throw new ZipException("something else where a member of gzip would begin");
        }
        final int flags = octet();
        pass(TIME_AND_SYSTEM_BYTES);
        if ((flags & HAS_EXTRA) != 0) {
            pass(octet() | octet() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            pass(Short.BYTES);
        }
        inflater.reset();
        checksum.reset();
        isInMember = true;
        return true;
    }

    private void endMember() throws IOException {
        at = limit - inflater.getRemaining();
        isInMember = false;
        if (number() != checksum.getValue() || number() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("its checksum is another");
        }
    }

    /** 32 bits, the lowest first. */
    private long number() throws IOException {
        return octet() | octet() << 8 | octet() << 16 | (long) octet() << 24;
    }

    private void skipText() throws IOException {
        int last;
        do {
            last = octet();
        } while (last != 0);
    }

    private void pass(final int bytes) throws IOException {
        for (int left = bytes; left > 0; left--) {
            octet();
        }
    }

    private int octet() throws IOException {
        if (at == limit && !fill()) {
            throw new EOFException("in a header or trailer");
        }
        return buffer[at++] & 0xff;
    }

    private boolean fill() throws IOException {
        at = 0;
        limit = Math.max(0, in.read(buffer, 0, BUFFER_BYTES));
        return limit > 0;
    }
}
