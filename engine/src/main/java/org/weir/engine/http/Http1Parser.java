package org.weir.engine.http;

import java.nio.ByteOrder;

import org.agrona.MutableDirectBuffer;

/**
 * Parses HTTP/1 heads in place and strictly (RFC 9112, RFC 9110), resuming where it stopped, so that a head that arrives byte
 * by byte costs no more than one that arrives at once. I/O agent only.
 * <p>
 * It works line by line: one scan finds the end of a line and at the same time every control character; a complete line is
 * then taken apart. What it writes into the buffer: header names in lower case, a tab after the colon as a space, and the line
 * break of an obsolete folding as two spaces. Nothing else is changed.
 * <p>
 * Between calls that return {@link #INCOMPLETE} buffer, offset and head stay the same and the limit grows; a caller that moves
 * the bytes calls {@link #reset()} first.
 */
public final class Http1Parser {
    public static final int INCOMPLETE = 0;
    public static final int COMPLETE = 1;
    public static final int ERROR = 2;

    private static final int IDLE = 0;
    private static final int LEADING = 1;
    private static final int FIRST_LINE = 2;
    private static final int HEADERS = 3;
    private static final int DONE = 4;
    private static final int FAILED = 5;

    private static final int VERSION_LENGTH = Long.BYTES;
    private static final long HTTP_1 = AsciiWord.of(AsciiText.bytes("HTTP/1."), 0);
    private static final long WITHOUT_MINOR = -1L >>> Byte.SIZE;
    private static final long HYPHENS = AsciiWord.repeated('-');

    private final HeaderFacts facts = new HeaderFacts();
    private boolean tolerant;
    private int state;
    private int lineOffset;
    private int scanOffset;
    private int headEnd;
    private HttpParseError error = HttpParseError.NONE;
    private int errorOffset;
    private MessageHead head;
    private MutableDirectBuffer buffer;

    /** Forgets the message under way; the next call begins a new one. */
    public void reset() {
        state = IDLE;
        error = HttpParseError.NONE;
        errorOffset = 0;
        headEnd = 0;
        head = null;
        buffer = null;
    }

    /**
     * Parses a request head in {@code [offset, limit)}; empty lines before it are skipped. After {@link #COMPLETE} or
     * {@link #ERROR} the next call begins a new message.
     *
     * @return {@link #COMPLETE}, then {@link #headEnd()} holds; {@link #INCOMPLETE}; or {@link #ERROR}, then {@link #error()} holds
     */
    public int parseRequest(final MessageHead head, final MutableDirectBuffer buffer, final int offset, final int limit) {
        return parse(head, buffer, offset, limit, true);
    }

    /** Parses a response head in {@code [offset, limit)}; results as for requests. No empty line may come before it. */
    public int parseResponse(final MessageHead head, final MutableDirectBuffer buffer, final int offset, final int limit) {
        return parse(head, buffer, offset, limit, false);
    }

    /** Whether any printable byte may stand in a header's name ({@code option accept-invalid-http-request}); stays so over {@link #reset}. */
    public void tolerant(final boolean on) {
        tolerant = on;
    }

    /** After {@link #COMPLETE}: the offset of the first byte after the empty line. */
    public int headEnd() {
        return headEnd;
    }

    /** After {@link #ERROR}: what is wrong, otherwise {@code NONE}. */
    public HttpParseError error() {
        return error;
    }

    /** After {@link #ERROR}: the offset of the byte, or of the line, that is wrong. */
    public int errorOffset() {
        return errorOffset;
    }

    private int parse(
        final MessageHead target, final MutableDirectBuffer source, final int offset, final int limit, final boolean isRequest) {
        if (state == DONE || state == FAILED) {
            reset();
        }
        head = target;
        buffer = source;
        target.buffer(source);
        if (state == IDLE) {
            target.begin(isRequest);
            facts.reset();
            lineOffset = offset;
            scanOffset = offset;
            state = isRequest ? LEADING : FIRST_LINE;
        }
        if (state == LEADING && !skipEmptyLines(limit)) {
            return state == FAILED ? ERROR : INCOMPLETE;
        }
        while (state == FIRST_LINE || state == HEADERS) {
            if (!line(limit)) {
                return state == FAILED ? ERROR : INCOMPLETE;
            }
        }
        return COMPLETE;
    }

    /** RFC 9112 2.2: empty lines before a request line are ignored. True when the request line begins at lineOffset. */
    private boolean skipEmptyLines(final int limit) {
        while (lineOffset < limit) {
            final byte b = buffer.getByte(lineOffset);
            if (b != '\r') {
                if (AsciiText.tokenLower(b) == 0) {
                    return fail(b == '\n' ? HttpParseError.BARE_LF : HttpParseError.BAD_METHOD, lineOffset);
                }
                scanOffset = lineOffset;
                state = FIRST_LINE;
                return true;
            }
            if (lineOffset + 1 >= limit) {
                return false;
            }
            if (buffer.getByte(lineOffset + 1) != '\n') {
                return fail(HttpParseError.BARE_CR, lineOffset);
            }
            lineOffset += 2;
        }
        return false;
    }

    /** Takes one line; false when it is incomplete or wrong. */
    private boolean line(final int limit) {
        final int lineEnd = lineEnd(limit);
        if (lineEnd < 0) {
            return false;
        }
        final int from = lineOffset;
        if (state == FIRST_LINE) {
            if (!(head.isRequest() ? requestLine(from, lineEnd) : statusLine(from, lineEnd))) {
                return false;
            }
            state = HEADERS;
        } else if (lineEnd == from) {
            return finish(lineEnd + 2);
        } else if (!headerLine(from, lineEnd)) {
            return false;
        }
        lineOffset = lineEnd + 2;
        scanOffset = lineOffset;
        return true;
    }

    /** The offset of the CR that ends the line at lineOffset, foldings undone; -1 when not there yet or the line is wrong. */
    private int lineEnd(final int limit) {
        while (true) {
            final int at = AsciiText.indexOfControl(buffer, scanOffset, limit);
            scanOffset = at;
            if (at == limit) {
                return -1;
            }
            final byte b = buffer.getByte(at);
            if (b == '\r') {
                if (at + 1 == limit) {
                    return -1;
                }
                if (buffer.getByte(at + 1) != '\n') {
                    fail(HttpParseError.BARE_CR, at);
                    return -1;
                }
                if (state == FIRST_LINE || at == lineOffset) {
                    return at;
                }
                if (at + 2 == limit) {
                    return -1;
                }
                if (!AsciiText.isOws(buffer.getByte(at + 2))) {
                    return at;
                }
                buffer.putByte(at, (byte) ' ');
                buffer.putByte(at + 1, (byte) ' ');
                scanOffset = at + 2;
            } else if (b == '\t' && state == HEADERS) {
                scanOffset = at + 1;
            } else {
                fail(b == '\n' ? HttpParseError.BARE_LF : HttpParseError.CONTROL_CHARACTER, at);
                return -1;
            }
        }
    }

    private boolean requestLine(final int from, final int to) {
        int i = from;
        while (i < to && AsciiText.tokenLower(buffer.getByte(i)) != 0) {
            i++;
        }
        if (i == from || i == to || buffer.getByte(i) != ' ') {
            return fail(i < to ? HttpParseError.BAD_METHOD : HttpParseError.BAD_REQUEST_LINE, i);
        }
        head.method(from, i - from, MethodId.of(buffer, from, i - from));
        final int targetOffset = i + 1;
        final int space = AsciiText.indexOf(buffer, targetOffset, to, (byte) ' ');
        if (space <= targetOffset) {
            return fail(HttpParseError.BAD_REQUEST_LINE, targetOffset);
        }
        if (!version(space + 1, to)) {
            return false;
        }
        return head.target(targetOffset, space - targetOffset) || fail(HttpParseError.BAD_TARGET, targetOffset);
    }

    private boolean statusLine(final int from, final int to) {
        final int code = from + VERSION_LENGTH + 1;
        if (code + 3 > to || buffer.getByte(code - 1) != ' ') {
            return fail(HttpParseError.BAD_STATUS_LINE, from);
        }
        if (!version(from, code - 1)) {
            return false;
        }
        final long status = AsciiText.parseDecimal(buffer, code, 3);
        if (status < 100) {
            return fail(HttpParseError.BAD_STATUS, code);
        }
        final int afterCode = code + 3;
        if (afterCode < to && buffer.getByte(afterCode) != ' ') {
            return fail(HttpParseError.BAD_STATUS, code);
        }
        final int reason = afterCode < to ? afterCode + 1 : to;
        head.status((int) status, reason, to - reason);
        return true;
    }

    /** {@code HTTP/1.x}: 0 as it is, higher minor versions as 1 (RFC 9110 2.5). HTTP/0.9 and 2 and above have no such line. */
    private boolean version(final int from, final int to) {
        if (to - from != VERSION_LENGTH || (AsciiWord.at(buffer, from) & WITHOUT_MINOR) != HTTP_1) {
            return fail(HttpParseError.BAD_VERSION, from);
        }
        final int minor = buffer.getByte(to - 1) - '0';
        if (minor < 0 || minor > 9) {
            return fail(HttpParseError.BAD_VERSION, to - 1);
        }
        head.version(minor == 0 ? 10 : 11);
        return true;
    }

    private boolean headerLine(final int from, final int to) {
        final int i = nameEnd(from, to);
        if (i == to || i == from || buffer.getByte(i) != ':') {
            return failName(from, i, to);
        }
        if (head.isFull()) {
            return fail(HttpParseError.TOO_MANY_HEADERS, from);
        }
        final int valueOffset = AsciiText.skipOws(buffer, i + 1, to);
        final int valueLength = AsciiText.trimOwsEnd(buffer, valueOffset, to) - valueOffset;
        if (valueOffset == i + 2) {
            buffer.putByte(i + 1, (byte) ' ');
        }
        final int id = KnownHeader.lookup(buffer, from, i - from);
        head.addHeader(from, i - from, valueOffset, valueLength, id);
        if (id == KnownHeader.UNKNOWN) {
            return true;
        }
        final HttpParseError found = facts.onHeader(head, head.headerCount() - 1, id);
        return found == HttpParseError.NONE || fail(found, from);
    }

    /** Where the name ends that begins a line; what comes before is in lower case then. */
    private int nameEnd(final int from, final int to) {
        int i = from;
        // Most names consist of letters and hyphens.
        while (i + Long.BYTES <= to) {
            final long word = AsciiWord.at(buffer, i);
            final long letters = AsciiWord.letters(word);
            final long others = AsciiWord.others(letters | AsciiWord.equal(word, HYPHENS));
            buffer.putLong(i, AsciiWord.lower(word, letters, AsciiWord.before(others)), ByteOrder.LITTLE_ENDIAN);
            i += AsciiWord.first(others);
            if (others != 0) {
                break;
            }
        }
        for (; i < to; i++) {
            final byte b = buffer.getByte(i);
            final byte lower = tolerant ? AsciiText.printableLower(b) : AsciiText.tokenLower(b);
            if (lower == 0) {
                break;
            }
            if (lower != b) {
                buffer.putByte(i, lower);
            }
        }
        return i;
    }

    private boolean failName(final int from, final int at, final int to) {
        if (at == to) {
            return fail(HttpParseError.MISSING_COLON, from);
        }
        final byte b = buffer.getByte(at);
        if (AsciiText.isOws(b)) {
            final boolean first = at == from && head.headerCount() == 0;
            return fail(first ? HttpParseError.FOLD_BEFORE_HEADERS : HttpParseError.SPACE_IN_HEADER_NAME, at);
        }
        return fail(b == ':' ? HttpParseError.EMPTY_HEADER_NAME : HttpParseError.BAD_HEADER_NAME, at);
    }

    private boolean finish(final int end) {
        final HttpParseError found = facts.onEnd(head);
        if (found != HttpParseError.NONE) {
            return fail(found, lineOffset);
        }
        headEnd = end;
        state = DONE;
        return true;
    }

    private boolean fail(final HttpParseError what, final int offset) {
        error = what;
        errorOffset = offset;
        state = FAILED;
        return false;
    }
}
