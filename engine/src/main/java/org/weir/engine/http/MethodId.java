package org.weir.engine.http;

import org.agrona.DirectBuffer;

/** Small numbers for the methods that rules and framing ask for; method names are case-sensitive (RFC 9110 9.1). Any agent. */
public final class MethodId {
    public static final int OTHER = 0;
    public static final int GET = 1;
    public static final int HEAD = 2;
    public static final int POST = 3;
    public static final int PUT = 4;
    public static final int DELETE = 5;
    public static final int OPTIONS = 6;
    public static final int CONNECT = 7;
    public static final int TRACE = 8;
    public static final int PATCH = 9;

    private static final long GET_WORD = word("GET");
    private static final long HEAD_WORD = word("HEAD");
    private static final long POST_WORD = word("POST");
    private static final long PUT_WORD = word("PUT");
    private static final long DELETE_WORD = word("DELETE");
    private static final long OPTIONS_WORD = word("OPTIONS");
    private static final long CONNECT_WORD = word("CONNECT");
    private static final long TRACE_WORD = word("TRACE");
    private static final long PATCH_WORD = word("PATCH");

    private MethodId() {
    }

    /** The number of the method named by the slice, {@link #OTHER} for one without a number. */
    public static int of(final DirectBuffer buffer, final int offset, final int length) {
        if (length > 7) {
            return OTHER;
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = word << 8 | (buffer.getByte(offset + i) & 0xFF);
        }
        return ofWord(word);
    }

    private static int ofWord(final long word) {
        if (word == GET_WORD) {
            return GET;
        }
        if (word == POST_WORD) {
            return POST;
        }
        if (word == HEAD_WORD) {
            return HEAD;
        }
        if (word == PUT_WORD) {
            return PUT;
        }
        if (word == DELETE_WORD) {
            return DELETE;
        }
        if (word == OPTIONS_WORD) {
            return OPTIONS;
        }
        if (word == CONNECT_WORD) {
            return CONNECT;
        }
        if (word == TRACE_WORD) {
            return TRACE;
        }
        return word == PATCH_WORD ? PATCH : OTHER;
    }

    private static long word(final String name) {
        long word = 0;
        for (int i = 0; i < name.length(); i++) {
            word = word << 8 | name.charAt(i);
        }
        return word;
    }
}
