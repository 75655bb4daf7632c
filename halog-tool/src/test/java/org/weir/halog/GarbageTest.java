package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import io.airlift.compress.zstd.ZstdOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.analytics.text.LineBlock;
import org.weir.analytics.text.StreamSource;

/** Input that is damaged, cut, mixed or no log at all: there is always an answer, in bounded memory, and what could not be read is counted. */
class GarbageTest {
    private static final long DEADLINE_SECONDS = 120;
    private static final String SMALL_HEAP = "-Xmx64m";
    private static final List<String> OPTIONS = List.of("-st", "-tc", "-cc", "-srv", "-u", "-uto", "-ic", "-pct", "-gt", "-hdr 1:2", "-ac 1", "-ad 5", "-c -e",
        "-e", "-H -v", "-Q", "-QS", "-rt 50", "-hs 500:", "-tcn SC", "-time 1:4000000000", "-u -query -s -1", "--by server,term", "--by path --timer td",
        "--where status>=500 --where src!=10.0.0.1", "--by method --log-format "
            + "%ci:%cp\\u0020[%tr]\\u0020%ft\\u0020%b/%s\\u0020%TR/%Tw/%Tc/%Tr/%Ta\\u0020%ST\\u0020%{+Q}r");

    @TempDir
    private Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Bytes changed, lost, doubled, lines cut and glued: every analysis gives an answer, and accounts for every line. */
    @Test
    void damagedLinesAreAnswered() throws Exception {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        final LogGenerator generator = new LogGenerator(random.nextLong(), 200);
        for (int round = 0; round < 40; round++) {
            final byte[] log = damaged(generator, random, 60);
            final long lines = newlines(log) + (log.length > 0 && log[log.length - 1] != '\n' ? 1 : 0);
            for (final String options : OPTIONS) {
                assertEquals(0, run(log, words(options)), () -> "seed " + seed + ", " + options);
                assertTrue(options.startsWith("-c") || err.toString(StandardCharsets.ISO_8859_1).contains(lines + " lines in, "),
                    () -> "seed " + seed + ", " + options + ": " + err);
            }
        }
    }

    /** However the bytes come, in whatever portions and from wherever: the answer is the same. */
    @Test
    void theAnswerDoesNotDependOnHowTheInputIsSplit() throws Exception {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        final LogGenerator generator = new LogGenerator(random.nextLong(), 50);
        while (text.size() < 3 * LineBlock.BLOCK_BYTES) {
            text.write(damaged(generator, random, 400));
            text.write("y".repeat(random.nextInt(2 * LineBlock.BLOCK_BYTES) * random.nextInt(2)).getBytes(StandardCharsets.UTF_8));
        }
        final byte[] log = text.toByteArray();
        final Path file = Files.write(folder.resolve("a.log"), log);
        for (final String options : OPTIONS) {
            assertEquals(0, run(log, words(options)));
            final String expected = answer();
            for (int round = 0; round < 3; round++) {
                out.reset();
                err.reset();
                try (PrintStream messages = new PrintStream(err, true, StandardCharsets.ISO_8859_1)) {
                    final InputStream portions = new Portions(log, random.nextLong());
                    assertEquals(0, new HalogCommand(() -> new StreamSource(portions), _ -> { }, out, messages).run(words(options)));
                }
                assertEquals(expected, answer(), () -> "seed " + seed + ", " + options);
            }
            final String[] withFile = Arrays.copyOf(words(options), words(options).length + 1);
            withFile[withFile.length - 1] = file.toString();
            assertEquals(0, run(new byte[0], withFile));
            assertEquals(expected, answer(), () -> "mapped, seed " + seed + ", " + options);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-u", "--by path"})
    void aGigabyteWithoutANewlineThroughAPipeInASmallHeap(final String options) throws Exception {
        final byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 'x');
        final String[] answer = runAlone(options, in -> {
            for (int index = 0; index < 1024; index++) {
                in.write(megabyte);
            }
            in.write(('\n' + new LogGenerator(1, 0).nextLine() + '\n').getBytes(StandardCharsets.ISO_8859_1));
        });
        assertTrue(answer[1].endsWith("halog: 1 lines were longer than 1048576 bytes and were cut\n"), answer[1]);
        assertTrue(answer[1].contains("2 lines in, ") && answer[1].contains(", 1 parsing errors\n"), answer[1]);
    }

    @Test
    void aSparseFileOfAGigabyteInASmallHeap() throws Exception {
        final Path sparse = folder.resolve("sparse.log");
        try (var channel = Files.newByteChannel(sparse, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(1L << 30);
            channel.write(ByteBuffer.wrap(('\n' + new LogGenerator(1, 0).nextLine() + '\n').getBytes(StandardCharsets.ISO_8859_1)));
        }
        final String[] answer = runAlone("--by status " + sparse, _ -> { });
        assertTrue(answer[0].contains("\n    1 "), answer[0]);
        assertTrue(answer[1].startsWith("2 lines in, 1 lines out, 1 parsing errors\nhalog: 1 lines were longer"), answer[1]);
    }

    /** More different values than the tables hold: they stay bounded, and it is said. */
    @Test
    void endlessNewValuesInASmallHeap() throws Exception {
        final String[] answer = runAlone("--by url --top 1", in -> {
            for (int index = 0; index < 300_000; index++) {
                in.write(("10.0.0.1:5 [19/Feb/2023:04:02:26.864] w b/s 0/0/0/1/1 200 9 - - ---- 1/1/0/0/0 0/0 \"GET /" + index + " HTTP/1.1\"\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        assertTrue(answer[1].startsWith("300000 lines in, 1 lines out, 0 parsing errors\nhalog: too many different values: "), answer[1]);
    }

    @Test
    void compressedDataThatIsCutOrDamagedIsReadAsFarAsItGoes() throws Exception {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        new LogGenerator(3, 0).write(text, 20_000);
        final ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(gzip)) {
            packed.write(text.toByteArray());
        }
        final ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (ZstdOutputStream packed = new ZstdOutputStream(zstd)) {
            packed.write(text.toByteArray());
        }
        for (final ByteArrayOutputStream packed : List.of(gzip, zstd)) {
            final Path file = folder.resolve("packed");
            Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
            assertEquals(1, run(new byte[0], "-c", file.toString()));
            final int lines = Integer.parseInt(out.toString(StandardCharsets.ISO_8859_1).strip());
            assertTrue(lines > 1000 && lines < 20_000, () -> lines + " lines");
            assertTrue(err.toString(StandardCharsets.ISO_8859_1).startsWith("halog: " + file + ": the compressed data is "), err::toString);
            final Random random = new Random(packed.size());
            for (int round = 0; round < 50; round++) {
                final byte[] damaged = packed.toByteArray();
                for (int index = 0; index < 20; index++) {
                    damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
                }
                Files.write(file, Arrays.copyOf(damaged, 4 + random.nextInt(damaged.length - 4)));
                final int status = run(new byte[0], "-st", file.toString());
                assertTrue(status == 0 || err.toString(StandardCharsets.ISO_8859_1).contains("the compressed data is "), err::toString);
            }
        }
    }

    /** Zstandard's decompressor puts out what it has only when a read is filled. */
    @Test
    void whatIsBeforeRubbishIsRead() throws Exception {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        new LogGenerator(3, 0).write(text, 3_000);
        final ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (ZstdOutputStream packed = new ZstdOutputStream(zstd)) {
            packed.write(text.toByteArray());
        }
        zstd.write("rubbish".getBytes(StandardCharsets.US_ASCII));
        final Path file = Files.write(folder.resolve("packed"), zstd.toByteArray());
        assertEquals(1, run(new byte[0], "-c", file.toString()));
        final int lines = Integer.parseInt(out.toString(StandardCharsets.ISO_8859_1).strip());
        assertTrue(lines > 2_900, () -> lines + " lines");
    }

    private static String[] words(final String options) {
        final String[] words = options.split(" ");
        Arrays.setAll(words, index -> words[index].replace("\\u0020", " "));
        return words;
    }

    private static byte[] damaged(final LogGenerator generator, final Random random, final int lines) throws IOException {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int index = 0; index < lines; index++) {
            byte[] line = (generator.nextLine() + '\n').getBytes(StandardCharsets.ISO_8859_1);
            for (int change = random.nextInt(4); change > 0; change--) {
                line = changed(line, random);
            }
            text.write(line);
        }
        return text.toByteArray();
    }

    private static byte[] changed(final byte[] line, final Random random) {
        if (line.length == 0) {
            return line;
        }
        final int from = random.nextInt(line.length);
        final int to = Math.min(line.length, from + random.nextInt(12));
        final byte[] signs = " /:[]{}|\"-+\n\r\t\0%09aZ\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        final byte[] head = Arrays.copyOf(line, from);
        return switch (random.nextInt(5)) {
            case 0 -> {
                line[from] = signs[random.nextInt(signs.length)];
                yield line;
            }
            case 1 -> {
                line[from] = (byte) random.nextInt();
                yield line;
            }
            case 2 -> joined(head, Arrays.copyOfRange(line, to, line.length));
            case 3 -> joined(Arrays.copyOf(line, to), Arrays.copyOfRange(line, from, line.length));
            default -> head;
        };
    }

    private static byte[] joined(final byte[] head, final byte[] tail) {
        final byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private static long newlines(final byte[] log) {
        long count = 0;
        for (final byte each : log) {
            count += each == '\n' ? 1 : 0;
        }
        return count;
    }

    private int run(final byte[] log, final String... arguments) throws Exception {
        out.reset();
        err.reset();
        try (PrintStream messages = new PrintStream(err, true, StandardCharsets.ISO_8859_1)) {
            return new HalogCommand(() -> new StreamSource(new ByteArrayInputStream(log)), _ -> { }, out, messages).run(arguments);
        }
    }

    private String answer() {
        return out.toString(StandardCharsets.ISO_8859_1) + err.toString(StandardCharsets.ISO_8859_1);
    }

    /** What is written to a program's standard input. */
    private interface Input {
        void write(OutputStream in) throws IOException;
    }

    /** Runs the program in a JVM of its own with a small heap; returns what it says on standard output and standard error. */
    private String[] runAlone(final String options, final Input input) throws Exception {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), SMALL_HEAP,
            "-XX:+UseSerialGC", "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            HalogMain.class.getName()));
        command.addAll(List.of(options.split(" ")));
        final Path answers = folder.resolve("out");
        final Path messages = folder.resolve("err");
        final Process program = new ProcessBuilder(command).redirectOutput(answers.toFile()).redirectError(messages.toFile()).start();
        try (OutputStream in = program.getOutputStream()) {
            input.write(in);
        } catch (final IOException e) {
            throw new AssertionError(Files.readString(messages, StandardCharsets.ISO_8859_1), e);
        }
        assertTrue(program.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "still running");
        final String said = Files.readString(messages, StandardCharsets.ISO_8859_1);
        assertEquals(0, program.exitValue(), said);
        return new String[] {Files.readString(answers, StandardCharsets.ISO_8859_1), said};
    }

    /** Bytes in portions of any length, some of them with nothing said to follow. */
    private static final class Portions extends InputStream {
        private final byte[] bytes;
        private final Random random;
        private int at;

        Portions(final byte[] bytes, final long seed) {
            this.bytes = bytes;
            random = new Random(seed);
        }

        @Override
        public int read() {
            return at == bytes.length ? -1 : bytes[at++] & 0xff;
        }

        @Override
        public int read(final byte[] into, final int offset, final int length) {
            if (at == bytes.length) {
                return -1;
            }
            final int portion = 1 + random.nextInt(1 << 1 + random.nextInt(17));
            final int count = Math.min(Math.min(length, portion), bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return random.nextBoolean() ? 0 : bytes.length - at;
        }
    }
}
