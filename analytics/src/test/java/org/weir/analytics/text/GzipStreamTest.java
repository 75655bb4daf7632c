package org.weir.analytics.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of gzip, one behind the other: whole ones are read, and whatever else is there is told. */
class GzipStreamTest {
    private static final byte[] NOTHING = {};

    @TempDir
    private Path folder;

    @Test
    void allMembersAreReadHoweverTheBytesCome() throws IOException {
        final Random random = new Random(5);
        final byte[] text = new byte[300_000];
        for (int index = 0; index < text.length; index++) {
            text[index] = (byte) (random.nextInt(200) == 0 ? '\n' : 'a' + random.nextInt(4));
        }
        final byte[] packed = joined(packed(text), packed(NOTHING), packed(text), packed(NOTHING));
        for (int round = 0; round < 50; round++) {
            final int portion = 1 + random.nextInt(1 << random.nextInt(17));
            try (InputStream in = new GzipStream(new ByteArrayInputStream(packed) {
                @Override
                public synchronized int read(final byte[] into, final int offset, final int length) {
                    return super.read(into, offset, Math.min(length, portion));
                }
            })) {
                assertArrayEquals(joined(text, text), in.readAllBytes());
                assertEquals(-1, in.read());
            }
        }
    }

    @Test
    void headersWithAllThatTheyMayHave() throws IOException {
        final byte[] plain = packed("a line\n".getBytes(StandardCharsets.UTF_8));
        final byte[] header = Arrays.copyOf(plain, 10);
        header[3] = 2 | 4 | 8 | 16;
        final byte[] more = {3, 0, 'x', 'y', 0, 'n', 'a', 'm', 'e', 0, 'c', 0, 1, 2};
        try (InputStream in = new GzipStream(new ByteArrayInputStream(joined(header, more, Arrays.copyOfRange(plain, 10, plain.length))))) {
            assertEquals("a line\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aHundredThousandEmptyMembers() throws IOException {
        final byte[] empty = packed(NOTHING);
        final byte[] all = new byte[100_000 * empty.length];
        for (int at = 0; at < all.length; at += empty.length) {
            System.arraycopy(empty, 0, all, at, empty.length);
        }
        assertNull(damage(joined(packed("first\n".getBytes(StandardCharsets.UTF_8)), all, packed("last\n".getBytes(StandardCharsets.UTF_8))), 2));
    }

    @Test
    void whatFollowsAMemberAndIsNoneIsTold() throws IOException {
        final byte[] member = packed("first\nsecond\n".getBytes(StandardCharsets.UTF_8));
        assertNull(damage(member, 2));
        for (int cut = 1; cut < member.length; cut++) {
            assertEquals("the compressed data is cut", damage(joined(member, Arrays.copyOf(member, cut)), 2), "the first " + cut + " bytes");
        }
        assertNotNull(damage(joined(member, "rubbish".getBytes(StandardCharsets.UTF_8)), 2));
        assertNotNull(damage(joined(member, new byte[512]), 2));
        final byte[] otherChecksum = member.clone();
        otherChecksum[member.length - 8] ^= 1;
        assertNotNull(damage(joined(member, otherChecksum), 4));
    }

    /** What a file of these bytes is said to lack, if at least so many lines were read of it. */
    private String damage(final byte[] bytes, final int lines) throws IOException {
        final LineBlock block = new LineBlock();
        int read = 0;
        try (BlockSource source = LogFiles.open(Files.write(folder.resolve("packed"), bytes))) {
            while (source.next(block)) {
                read += Swar.countNewlines(block.bytes(), block.start(), block.limit());
            }
            assertTrue(read >= lines, read + " lines");
            return source.damage();
        }
    }

    private static byte[] packed(final byte[] content) throws IOException {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(final byte[]... parts) throws IOException {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
