package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals of other versions: a file that the first one wrote stays readable, and what a later one may write is passed over and counted. */
class JournalSchemaTest {
    private static final String NAME = "20260301-10.cq4";
    private static final int MAGIC = 0x31424A57;
    private static final int FRAME_BYTES = 40;
    private static final int FRAME_VERSION = 8;
    private static final int FRAME_RECORDS = 12;

    @TempDir
    private Path journal;
    private ByteBuffer file;
    private List<String> expected;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream in = new GZIPInputStream(resource(NAME + ".gz"))) {
            file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
        try (InputStream in = resource("expected.json")) {
            expected = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static InputStream resource(final String name) {
        return JournalSchemaTest.class.getResourceAsStream("/journal-v1/" + name);
    }

    private void expect(final List<String> lines, final String messages) throws Exception {
        Files.write(journal.resolve(NAME), file.array());
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(0, HalogRun.run(journal.resolve(NAME), out, err, "--journal", journal.toString(), "--to", "json", "-q"));
        assertEquals(lines, out.toString(StandardCharsets.UTF_8).lines().toList());
        assertEquals(messages, err.toString(StandardCharsets.UTF_8));
    }

    /** Where the batch with the streams begins: the last one. */
    private int batch() {
        int found = -1;
        for (int at = 0; at < file.capacity() - FRAME_BYTES; at += 4) {
            found = file.getInt(at) == MAGIC ? at : found;
        }
        return found;
    }

    /** Makes the batch's checksum right again. */
    private void seal(final int batch) {
        final int lengthBytes = file.getInt(batch - 4) & 0x3FFF_FFFF;
        final CRC32C crc = new CRC32C();
        crc.update(file.array(), batch + 8, lengthBytes - 8);
        file.putInt(batch + 4, (int) crc.getValue());
    }

    /** Where a record of the batch begins. */
    private int record(final int batch, final int index) {
        int at = batch + FRAME_BYTES;
        for (int passed = 0; passed < index; passed++) {
            at += file.getInt(at + 4);
        }
        return at;
    }

    @Test
    void aFileOfTheFirstVersionIsRead() throws Exception {
        assertEquals(40, expected.size());
        expect(expected, "");
    }

    @Test
    void aRecordOfALaterVersionIsPassedOver() throws Exception {
        final int batch = batch();
        final int records = file.getInt(batch + FRAME_RECORDS);
        file.putShort(record(batch, records - 1), (short) 2);
        seal(batch);
        expect(expected.subList(0, 39), "halog: 1 records of a newer schema or an unknown kind were passed over\n");
    }

    @Test
    void aRecordOfAKindThatIsNotKnownIsPassedOver() throws Exception {
        final int batch = batch();
        file.putShort(record(batch, file.getInt(batch + FRAME_RECORDS) - 40) + 2, (short) 77);
        seal(batch);
        expect(expected.subList(1, 40), "halog: 1 records of a newer schema or an unknown kind were passed over\n");
    }

    @Test
    void aBatchOfALaterVersionIsPassedOver() throws Exception {
        final int batch = batch();
        file.putInt(batch + FRAME_VERSION, 2);
        seal(batch);
        expect(List.of(), "halog: " + file.getInt(batch + FRAME_RECORDS) + " records of a newer schema or an unknown kind were passed over\n");
    }

    @Test
    void aRecordThatSaysToBeLongerThanItsBatchEndsTheBatch() throws Exception {
        final int batch = batch();
        file.putInt(record(batch, file.getInt(batch + FRAME_RECORDS) - 10) + 4, Integer.MAX_VALUE);
        seal(batch);
        expect(expected.subList(0, 30), "halog: 1 damaged batches or records of the journal were passed over\n");
    }

    @Test
    void textsThatSayToBeLongerThanTheirRecordAreNotThere() throws Exception {
        final int batch = batch();
        final int first = record(batch, file.getInt(batch + FRAME_RECORDS) - 40);
        file.putShort(first + 288, (short) 0xFFFE);
        seal(batch);
        Files.write(journal.resolve(NAME), file.array());
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, HalogRun.run(journal.resolve(NAME), out, new ByteArrayOutputStream(), "--journal", journal.toString(), "-q"));
        assertEquals(40, out.toString(StandardCharsets.UTF_8).lines().count());
        assertEquals("\"<BADREQ>\"", out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow().replaceFirst(".* ", ""));
    }
}
