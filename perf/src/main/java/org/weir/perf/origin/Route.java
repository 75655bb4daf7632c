package org.weir.perf.origin;

/** What a path asks the origin for, with its number. Worker thread only. */
final class Route {

    /** The paths that the origin answers. */
    enum Kind { ROOT, BYTES, CHUNKED, DELAY, STATUS, ECHO, UPLOAD, CLOSE, NOT_FOUND }

    private static final long MAX_BODY_BYTES = 1L << 40;
    private static final long MAX_DELAY_MILLIS = 600_000;
    private static final byte[] BYTES = Ascii.bytes("/bytes/");
    private static final byte[] CHUNKED = Ascii.bytes("/chunked/");
    private static final byte[] DELAY = Ascii.bytes("/delay/");
    private static final byte[] STATUS = Ascii.bytes("/status/");
    private static final byte[] ECHO = Ascii.bytes("/echo");
    private static final byte[] UPLOAD = Ascii.bytes("/upload");
    private static final byte[] CLOSE = Ascii.bytes("/close");

    Kind kind;
    /** Bytes, milliseconds or status code, after the kind. */
    long argument;

    void parse(byte[] bytes, int start, int end) {
        kind = Kind.NOT_FOUND;
        argument = 0;
        if (end - start <= 1) {
            // "/", "*" of OPTIONS, and the absolute form without a path.
            kind = Kind.ROOT;
        } else if (Ascii.startsWith(bytes, start, end, BYTES)) {
            numbered(Kind.BYTES, bytes, start + BYTES.length, end, 0, MAX_BODY_BYTES);
        } else if (Ascii.startsWith(bytes, start, end, CHUNKED)) {
            numbered(Kind.CHUNKED, bytes, start + CHUNKED.length, end, 0, MAX_BODY_BYTES);
        } else if (Ascii.startsWith(bytes, start, end, DELAY)) {
            numbered(Kind.DELAY, bytes, start + DELAY.length, end, 0, MAX_DELAY_MILLIS);
        } else if (Ascii.startsWith(bytes, start, end, STATUS)) {
            numbered(Kind.STATUS, bytes, start + STATUS.length, end, 100, 599);
            if (argument == 101) {
                kind = Kind.NOT_FOUND;
            }
        } else if (Ascii.startsWith(bytes, start, end, ECHO)) {
            kind = Kind.ECHO;
        } else if (Ascii.startsWith(bytes, start, end, UPLOAD)) {
            kind = Kind.UPLOAD;
        } else if (Ascii.startsWith(bytes, start, end, CLOSE)) {
            kind = Kind.CLOSE;
        }
    }

    private void numbered(Kind wanted, byte[] bytes, int start, int end, long min, long max) {
        long number = Ascii.parseLong(bytes, start, end);
        if (number >= min && number <= max) {
            kind = wanted;
            argument = number;
        }
    }
}
