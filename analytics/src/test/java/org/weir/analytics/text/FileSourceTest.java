package org.weir.analytics.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that changes while it is read. */
class FileSourceTest {
    private static final int LINE_BYTES = 32;
    private static final String LINE = "x".repeat(LINE_BYTES - 1) + '\n';
    private static final int BLOCK_LINES = LineBlock.BLOCK_BYTES / LINE_BYTES;

    @TempDir
    private Path folder;

    /** As logrotate's copytruncate does: what is still there is read, and that it was not all is told. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, LINE_BYTES, LineBlock.BLOCK_BYTES - 1, LineBlock.BLOCK_BYTES, LineBlock.BLOCK_BYTES + 1, LineBlock.BLOCK_BYTES + 5,
        LineBlock.BLOCK_BYTES + 2000, 2 * LineBlock.BLOCK_BYTES - LINE_BYTES, 3 * LineBlock.BLOCK_BYTES - 7})
    void whatIsLeftOfATruncatedFileIsRead(final int bytesLeft) throws IOException {
        final Path file = Files.writeString(folder.resolve("a.log"), LINE.repeat(3 * BLOCK_LINES));
        try (FileSource source = open(file)) {
            assertNull(source.damage());
            try (FileChannel truncated = FileChannel.open(file, StandardOpenOption.WRITE)) {
                truncated.truncate(bytesLeft);
            }
            assertEquals(Math.ceilDiv(bytesLeft, LINE_BYTES), lines(source));
            assertEquals("the file became shorter while it was read", source.damage());
        }
    }

    @Test
    void aLongLineThatIsTruncatedIsOneLine() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.log"), LINE + "y".repeat(3 * LineBlock.BLOCK_BYTES) + '\n' + LINE);
        try (FileSource source = open(file)) {
            try (FileChannel truncated = FileChannel.open(file, StandardOpenOption.WRITE)) {
                truncated.truncate(2 * LineBlock.BLOCK_BYTES + 100);
            }
            final LineBlock block = new LineBlock();
            int lines = 0;
            while (source.next(block)) {
                lines += Swar.countNewlines(block.bytes(), block.start(), block.limit());
                assertEquals(0, block.cutLines());
            }
            assertEquals(2, lines);
        }
    }

    /** Ctrl-D on a terminal ends one read, and the next one would wait for more. */
    @Test
    void theEndOfATerminalIsReadOnce() throws IOException {
        try (BlockSource source = LogFiles.open(new Terminal())) {
            final LineBlock block = new LineBlock();
            assertTrue(source.next(block));
            assertEquals(block.start(), block.limit());
            assertFalse(source.next(block));
        }
    }

    /** Has one end to read. */
    private static final class Terminal extends FileInputStream {
        private boolean ended;

        Terminal() throws IOException {
            super("/dev/null");
        }

        @Override
        public int read(final byte[] into, final int offset, final int length) {
            assertFalse(ended);
            ended = true;
            return -1;
        }
    }

    private static FileSource open(final Path file) throws IOException {
        return new FileSource(FileChannel.open(file, StandardOpenOption.READ), 0);
    }

    private static int lines(final FileSource source) throws IOException {
        final LineBlock block = new LineBlock();
        int lines = 0;
        while (source.next(block)) {
            final String text = new String(block.bytes(), block.start(), block.limit() - block.start(), StandardCharsets.UTF_8);
            lines += (int) text.lines().count();
        }
        return lines;
    }
}
