package org.weir.analytics.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** The searches over eight bytes at once find what a search byte by byte finds, whatever the bytes. */
class SwarTest {
    private static final int ROUNDS = 20_000;
    /** Neighbours of what is searched for, where borrows and carries go wrong. */
    private static final byte[] TRICKY = {' ', '\n', 0, '/', 0x1f, 0x21, '\t', '\r', (byte) 0x8a, (byte) 0xa0, (byte) 0xaf, (byte) 0x80, (byte) 0xff,
        'x', '0', 1};

    private final Random random = new Random(8);

    @Test
    void findsWhatAPlainSearchFinds() {
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] bytes = lines(1 + random.nextInt(60));
            final int length = bytes.length - Swar.PADDING;
            final int from = random.nextInt(length);
            int newline = from;
            while (bytes[newline] != '\n') {
                newline++;
            }
            int fieldEnd = from;
            while (!isFieldEnd(bytes[fieldEnd])) {
                fieldEnd++;
            }
            int slash = from;
            while ((bytes[slash] < 0 || bytes[slash] > ' ') && bytes[slash] != '/') {
                slash++;
            }
            final String all = Arrays.toString(bytes) + " from " + from;
            int textEnd = from;
            while (bytes[textEnd] != '\n' && bytes[textEnd] != 0) {
                textEnd++;
            }
            assertEquals(newline, Swar.newline(bytes, from), all);
            assertEquals(textEnd, Swar.textEnd(bytes, from), all);
            assertEquals(fieldEnd, Swar.fieldEnd(bytes, from), all);
            assertEquals(slash, Swar.slash(bytes, from), all);
            int count = 0;
            for (int at = from; at < length; at++) {
                count += bytes[at] == '\n' ? 1 : 0;
            }
            assertEquals(count, Swar.countNewlines(bytes, from, length), all);
        }
    }

    @Test
    void fieldsAreThoseOfASplitAtSpaces() {
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] bytes = lines(1 + random.nextInt(60));
            final LineCursor line = new LineCursor();
            line.start(bytes, 0);
            for (int asked = 0; asked < 8; asked++) {
                final int index = random.nextInt(8);
                assertEquals(plainField(bytes, index), line.field(index), Arrays.toString(bytes) + " field " + index);
            }
            assertEquals(Swar.newline(bytes, 0), line.newline());
        }
    }

    private byte[] lines(final int length) {
        final byte[] bytes = new byte[length + Swar.PADDING];
        for (int at = 0; at < length; at++) {
            bytes[at] = TRICKY[random.nextInt(random.nextBoolean() ? TRICKY.length : 3)];
        }
        bytes[length - 1] = '\n';
        return bytes;
    }

    private static int plainField(final byte[] bytes, final int index) {
        int at = 0;
        for (int field = 0;; field++) {
            while (bytes[at] == ' ') {
                at++;
            }
            if (field == index || bytes[at] == '\n' || bytes[at] == 0) {
                return at;
            }
            while (!isFieldEnd(bytes[at])) {
                at++;
            }
        }
    }

    private static boolean isFieldEnd(final byte each) {
        return each == ' ' || each == '\n' || each == 0;
    }
}
