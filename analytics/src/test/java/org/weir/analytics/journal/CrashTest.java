package org.weir.analytics.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.analytics.record.StreamNumber;

/** kill -9 under load, over and over, on one journal. */
@Timeout(300)
class CrashTest {
    private static final int KILLS = 20;
    private static final int MAX_BATCHES = 2000;

    @TempDir
    private Path directory;
    private Process writer;
    private Process following;

    @AfterEach
    void endWhatWasStarted() {
        if (writer != null) {
            writer.destroyForcibly();
        }
        if (following != null) {
            following.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "@" + System.getProperty("weir.root") + "/bin/jvm.options",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), CrashWriter.class.getName(), directory.toString())
                .redirectErrorStream(true).start();
    }

    @Test
    void whatWasAcknowledgedIsThereAndNothingIsTorn() throws Exception {
        Random random = new Random(7);
        long next = 0;
        following = start();
        for (int kill = 0; kill < KILLS; kill++) {
            writer = following;
            following = kill < KILLS - 1 ? start() : null;
            BufferedReader said = writer.inputReader();
            assertEquals("ready", said.readLine());
            writer.outputWriter().append(Long.toString(next)).append('\n').flush();
            long acknowledged = acknowledged(said, 1 + random.nextInt(MAX_BATCHES));
            // Unlike Process.destroyForcibly, it leaves what was said in the pipe.
            writer.toHandle().destroyForcibly();
            // What it had said by then, too.
            acknowledged = Math.max(acknowledged, acknowledged(said, Integer.MAX_VALUE));
            writer.waitFor();
            long last = lastId();
            assertTrue(last >= acknowledged, "kill " + kill + ": acknowledged " + acknowledged + ", found " + last);
            next = last + 1;
        }
        assertNull(following);
        assertTrue(next > KILLS);
    }

    /** The last id that the writer says within so many lines, -1 if none. Its end may cut a number, which makes it smaller. */
    private static long acknowledged(BufferedReader said, int lines) throws IOException {
        long last = -1;
        for (int i = 0; i < lines; i++) {
            String line = said.readLine();
            if (line == null) {
                break;
            }
            assertFalse(line.startsWith("trouble"), line);
            last = Math.max(last, Long.parseLong(line));
        }
        return last;
    }

    /** Reads all; every record is checked, and each number must come exactly once. */
    private long lastId() throws IOException {
        long expected = 0;
        try (JournalReader reader = JournalReader.open(directory)) {
            while (reader.next()) {
                assertEquals(expected, Records.check(reader));
                assertEquals(expected, reader.stream().number(StreamNumber.STREAM_ID));
                expected++;
            }
            assertEquals(0, reader.damaged());
        }
        return expected - 1;
    }
}
