package org.weir.analytics.text;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.airlift.compress.zstd.ZstdInputStream;

/** Opens logs: plain ones in parts where they are files, gzip and zstd by their first bytes. */
public final class LogFiles {
    private static final int MAGIC_BYTES = 4;

    private enum Coding { NONE, GZIP, ZSTD }

    private LogFiles() {
    }

    /** Opens a file. */
    public static BlockSource open(final Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder");
        }
        if (!Files.isRegularFile(file)) {
            return stream(Files.newInputStream(file));
        }
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return open(channel, Channels.newInputStream(channel));
    }

    /** Opens standard input, which may be a file. */
    public static BlockSource open(final FileInputStream in) throws IOException {
        final FileChannel channel = in.getChannel();
        return isFile(channel) ? open(channel, in) : stream(in);
    }

    /** True if a file's name says that it is compressed. */
    static boolean isCompressedName(final Path file) {
        final String name = file.toString();
        return name.endsWith(".gz") || name.endsWith(".zst");
    }

    /** True if a file's first bytes say that it is compressed. */
    static boolean isCompressed(final FileChannel channel) throws IOException {
        return coding(channel, 0) != Coding.NONE;
    }

    private static Coding coding(final FileChannel channel, final long position) throws IOException {
        final ByteBuffer magic = ByteBuffer.allocate(MAGIC_BYTES);
        channel.read(magic, position);
        return coding(magic.array(), magic.position());
    }

    private static BlockSource open(final FileChannel channel, final InputStream in) throws IOException {
        final long position = channel.position();
        final Coding coding = coding(channel, position);
        return coding == Coding.NONE ? new FileSource(channel, position) : new StreamSource(decoding(in, coding));
    }

    private static BlockSource stream(final InputStream in) throws IOException {
        final PushbackInputStream start = new PushbackInputStream(in, MAGIC_BYTES);
        final byte[] magic = new byte[MAGIC_BYTES];
        int length = 0;
        Coding coding = Coding.NONE;
        // Only what may become a magic number is waited for: the first bytes of a pipe are not held back.
        do {
            final int count = start.read(magic, length, 1);
            if (count < 0) {
                // A terminal would have to be told of its end once more.
                start.close();
                return new StreamSource(new ByteArrayInputStream(magic, 0, length));
            }
            length++;
            coding = coding(magic, length);
        } while (length < MAGIC_BYTES && coding == Coding.NONE && mayBecomeMagic(magic, length));
        start.unread(magic, 0, length);
        return new StreamSource(coding == Coding.NONE ? start : decoding(start, coding));
    }

    private static InputStream decoding(final InputStream in, final Coding coding) {
        return switch (coding) {
            case NONE -> in;
            case GZIP -> new DecodedStream(in, GzipStream::new);
            case ZSTD -> new DecodedStream(in, Zstd::decoding);
        };
    }

    private static Coding coding(final byte[] magic, final int length) {
        if (length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
            return Coding.GZIP;
        }
        final boolean isZstd = length >= MAGIC_BYTES && magic[0] == 0x28 && magic[1] == (byte) 0xb5 && magic[2] == 0x2f && magic[3] == (byte) 0xfd;
        return isZstd ? Coding.ZSTD : Coding.NONE;
    }

    private static boolean mayBecomeMagic(final byte[] magic, final int length) {
        return length == 1 ? magic[0] == 0x1f || magic[0] == 0x28 : magic[1] == (byte) 0xb5;
    }

    private static boolean isFile(final FileChannel channel) {
        try {
            return channel.size() > channel.position();
        } catch (IOException _) {
            // A pipe or a terminal has no position, and says so in the user's language. Whatever else it was, the first read tells.
            return false;
        }
    }

    /** A class of its own, so that the library is loaded only where it is used. */
    private static final class Zstd {
        /** Where the data ends too early the decompressor throws away what it has of the read that it is in: reads are kept short. */
        private static final int READ_BYTES = 1 << 12;

        static InputStream decoding(final InputStream in) {
            return new FilterInputStream(new ZstdInputStream(in)) {
                @Override
                public int read(final byte[] into, final int offset, final int length) throws IOException {
                    return super.read(into, offset, Math.min(length, READ_BYTES));
                }
            };
        }
    }
}
