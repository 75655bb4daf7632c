package org.weir.engine.scenario;

/** Bytes that belong to one number: whoever gets them sees whether they are his, all of them, and in their order. */
final class NumberedBody {
    private NumberedBody() {}

    static byte[] of(int number, int lengthBytes) {
        byte[] body = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            body[i] = at(number, i);
        }
        return body;
    }

    static byte at(int number, int index) {
        return (byte) (number * 37 + index * 7 + (index >> 8) + (index >> 16) * 3);
    }

    /** The first byte that is another number's; -1 when there is none. */
    static int mismatch(int number, byte[] body, int lengthBytes) {
        for (int i = 0; i < lengthBytes; i++) {
            if (body[i] != at(number, i)) {
                return i;
            }
        }
        return -1;
    }
}
