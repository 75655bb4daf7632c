package org.weir.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Each answer is compared with what a look at the single bytes says: every byte at every place, among others and among those that differ by one. */
class AsciiWordTest {
    private static final int BYTES = 8;
    private static final int[] NEIGHBOURS = {0, 1, ' ', '!', '"', '#', '@', 'A', 'Z', '[', 'a', 'z', '{', '-', '.', '?', 0x7E, 0x7F, 0x80, 0xFF};

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final byte[] bytes = new byte[BYTES];

    @Test
    void marksExactlyWhatIsMeant() {
        for (int neighbour : NEIGHBOURS) {
            for (int place = 0; place < BYTES; place++) {
                for (int b = 0; b < 256; b++) {
                    Arrays.fill(bytes, (byte) neighbour);
                    bytes[place] = (byte) b;
                    check();
                }
            }
        }
        Random random = new Random(1);
        for (int round = 0; round < 100_000; round++) {
            random.nextBytes(bytes);
            check();
        }
    }

    private void check() {
        buffer.putBytes(3, bytes);
        long word = AsciiWord.at(buffer, 3);
        long letters = 0;
        long hyphens = 0;
        boolean isBreaking = false;
        for (int i = BYTES - 1; i >= 0; i--) {
            int b = bytes[i] & 0xFF;
            letters = letters << 8 | (b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' ? 0x80 : 0);
            hyphens = hyphens << 8 | (b == '-' ? 0x80 : 0);
            isBreaking |= b <= ' ' || b >= 0x7F || b == '#';
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertEquals(letters, AsciiWord.letters(word), text);
        assertEquals(hyphens, AsciiWord.equal(word, AsciiWord.repeated('-')), text);
        assertEquals(isBreaking, AsciiWord.isBreakingTarget(word), text);
    }

    @Test
    void findsMarks() {
        for (int place = 0; place < BYTES; place++) {
            long mark = 0x80L << 8 * place;
            assertEquals(place, AsciiWord.first(mark));
            assertEquals(place, AsciiWord.first(mark | 1L << 63));
            assertEquals((1L << 8 * place) - 1, AsciiWord.before(mark | 1L << 63));
        }
        assertEquals(8, AsciiWord.first(0));
        assertEquals(-1, AsciiWord.before(0));
        assertEquals(0x8080808080808000L, AsciiWord.others(0x80));
    }

    @Test
    void lowersLettersWithinTheMask() {
        UnsafeBuffer name = new UnsafeBuffer("Set@Z[0: ABC".getBytes(StandardCharsets.US_ASCII));
        long word = AsciiWord.at(name, 0);
        name.putLong(0, AsciiWord.lower(word, AsciiWord.letters(word), -1L), ByteOrder.LITTLE_ENDIAN);
        assertEquals("set@z[0: ABC", AsciiText.string(name, 0, 12));
        long rest = AsciiWord.at(name, 4);
        name.putLong(4, AsciiWord.lower(rest, AsciiWord.letters(rest), 0xFFL), ByteOrder.LITTLE_ENDIAN);
        assertEquals("set@z[0: ABC", AsciiText.string(name, 0, 12));
    }

    @Test
    void knowsEachHeaderWhereverItStands() {
        for (int id = 1; KnownHeader.MAX_FORWARDS >= id; id++) {
            byte[] name = KnownHeader.name(id);
            for (String after : new String[] {"", ": x", "x", ":0123456789012345678901234567890"}) {
                byte[] text = (new String(name, StandardCharsets.US_ASCII) + after).getBytes(StandardCharsets.US_ASCII);
                assertEquals(id, KnownHeader.lookup(new UnsafeBuffer(text), 0, name.length));
            }
            for (int place = 0; place < name.length; place++) {
                byte[] other = new byte[64];
                System.arraycopy(name, 0, other, 0, name.length);
                other[place] ^= 1;
                assertNotEquals(id, KnownHeader.lookup(new UnsafeBuffer(other), 0, name.length));
            }
        }
    }
}
