package org.weir.engine.http;

import java.util.Arrays;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The head of a request or response: pseudo-fields and a header list, as slices of the buffer the head arrived in. Knows no
 * HTTP/1 syntax. Pooled and reused; owned by one agent at a time.
 * <p>
 * Edits never move received bytes. They append to the edit area and change the index:
 * <pre>
 *  buffer
 *  +-------------------------------+-----+---------------------------------------------+
 *  | head as received              | ... | edit area: "name: value CRLF", "value CRLF", |
 *  |                               |     | targets, methods, reasons            | free  |
 *  +-------------------------------+-----+---------------------------------------------+
 *                                        ^ editAreaOffset                        ^ editAreaLimit
 *  index (int[], five per header)
 *  +------------+------------+-------------+-------------+----------+
 *  | nameOffset | nameLength | valueOffset | valueLength | headerId |  x headerCount
 *  +------------+------------+-------------+-------------+----------+
 * </pre>
 * Names are kept in lower case, as HAProxy 2.x emits them. A removed header keeps its slot with {@link KnownHeader#REMOVED}.
 * Edits return false, and change nothing, when the edit area or the header count is exhausted or when the text could break
 * out of its field (CR, LF, NUL in a value; a name or method that is no token; an invalid target).
 */
public final class MessageHead {
    /** Default of {@code tune.http.maxhdr}. */
    public static final int DEFAULT_MAX_HEADERS = 101;
    /** Bits of {@link #connectionFlags()}. */
    public static final int CONNECTION_CLOSE = 1;
    public static final int CONNECTION_KEEP_ALIVE = 2;
    public static final int CONNECTION_UPGRADE = 4;
    /** The Connection header has options besides close, keep-alive and upgrade. */
    public static final int CONNECTION_OTHER = 8;

    static final int SLOT_INTS = 5;
    private static final int INITIAL_HEADERS = 24;
    /** Room for headers that rules add to a head that arrived with the maximum. */
    private static final int EDIT_HEADERS = 64;
    private static final byte[] EMPTY = {};

    private final int maxHeaders;
    private final EditArea edits = new EditArea();
    private RequestTarget target = new RequestTarget();
    /** Where a new target is taken apart; the two change places when it is valid. */
    private RequestTarget spareTarget = new RequestTarget();
    /** A view for the byte[] overloads of the edits, so that each edit exists once. */
    private final UnsafeBuffer view = new UnsafeBuffer(EMPTY);
    private int[] index = new int[INITIAL_HEADERS * SLOT_INTS];
    private int count;
    private MutableDirectBuffer buffer;

    private boolean request;
    private int methodOffset;
    private int methodLength;
    private int methodId;
    private int version;
    private int status;
    private int reasonOffset;
    private int reasonLength;

    private long contentLength;
    private boolean chunked;
    private int connectionFlags;
    private boolean expectContinue;

    public MessageHead() {
        this(DEFAULT_MAX_HEADERS);
    }

    /** @param maxHeaders {@code tune.http.maxhdr}: one less than this many are accepted from the wire, as HAProxy counts */
    public MessageHead(final int maxHeaders) {
        this.maxHeaders = maxHeaders;
        reset();
    }

    /** Forgets the message, the buffer and the edit area. */
    public void reset() {
        begin(true);
        buffer(null);
        edits.range(0, 0);
    }

    /** Sets the buffer that all slices refer to, and the area {@code [editAreaOffset, editAreaLimit)} of it that edits fill. */
    public void wrap(final MutableDirectBuffer buffer, final int editAreaOffset, final int editAreaLimit) {
        buffer(buffer);
        editArea(editAreaOffset, editAreaLimit);
    }

    /** Moves the edit area, for instance behind the head once its end is known. It must not overlap bytes in use. */
    public void editArea(final int offset, final int limit) {
        edits.range(offset, limit);
    }

    public MutableDirectBuffer buffer() {
        return buffer;
    }

    public boolean isRequest() {
        return request;
    }

    public int methodOffset() {
        return methodOffset;
    }

    public int methodLength() {
        return methodLength;
    }

    /** A {@link MethodId}. */
    public int methodId() {
        return methodId;
    }

    public int targetOffset() {
        return target.offset;
    }

    public int targetLength() {
        return target.length;
    }

    /** The scheme of an absolute-form target, otherwise length 0. */
    public int schemeOffset() {
        return target.offset;
    }

    public int schemeLength() {
        return target.schemeLength;
    }

    /** The authority of an absolute-form target or of CONNECT, otherwise length 0. */
    public int authorityOffset() {
        return target.authorityOffset;
    }

    public int authorityLength() {
        return target.authorityLength;
    }

    /** The path without query: {@code *} for asterisk-form, empty for CONNECT. */
    public int pathOffset() {
        return target.pathOffset;
    }

    public int pathLength() {
        return target.pathLength;
    }

    /** Whether the target has a question mark, the query behind it may be empty. */
    public boolean hasQuery() {
        return target.hasQuery;
    }

    public int queryOffset() {
        return target.queryOffset;
    }

    public int queryLength() {
        return target.queryLength;
    }

    /** Ten times major plus minor: 10 or 11; a later HTTP/1.x counts as 11. */
    public int version() {
        return version;
    }

    public int status() {
        return status;
    }

    public int reasonOffset() {
        return reasonOffset;
    }

    public int reasonLength() {
        return reasonLength;
    }

    /** The body length the head announced, -1 for none. */
    public long contentLength() {
        return contentLength;
    }

    /** Whether the head announced a chunked body. */
    public boolean chunked() {
        return chunked;
    }

    /** What the Connection headers said on arrival: the {@code CONNECTION_…} bits. */
    public int connectionFlags() {
        return connectionFlags;
    }

    /** Whether an HTTP/1.1 request waits for {@code 100 Continue}. */
    public boolean expectContinue() {
        return expectContinue;
    }

    /** Whether both an Upgrade header and the connection option {@code upgrade} arrived, with a version that knows them (RFC 9110 section 7.8). */
    public boolean upgradeRequested() {
        return version >= 11 && (connectionFlags & CONNECTION_UPGRADE) != 0 && find(KnownHeader.UPGRADE, 0) >= 0;
    }

    /** Whether the sender would keep the connection open after this message, by version and Connection header. */
    public boolean wantsKeepAlive() {
        if ((connectionFlags & CONNECTION_CLOSE) != 0) {
            return false;
        }
        return version >= 11 || (connectionFlags & CONNECTION_KEEP_ALIVE) != 0;
    }

    /** The number of header slots, removed ones included. */
    public int headerCount() {
        return count;
    }

    public boolean isLive(final int i) {
        return index[i * SLOT_INTS + 4] != KnownHeader.REMOVED;
    }

    public int nameOffset(final int i) {
        return index[i * SLOT_INTS];
    }

    public int nameLength(final int i) {
        return index[i * SLOT_INTS + 1];
    }

    public int valueOffset(final int i) {
        return index[i * SLOT_INTS + 2];
    }

    public int valueLength(final int i) {
        return index[i * SLOT_INTS + 3];
    }

    /** A {@link KnownHeader} number: {@code UNKNOWN} for other names, {@code REMOVED} for a removed slot. */
    public int headerId(final int i) {
        return index[i * SLOT_INTS + 4];
    }

    /** The first live header with this {@link KnownHeader} number at or after a slot, or -1. */
    public int find(final int headerId, final int fromIndex) {
        for (int i = fromIndex; i < count; i++) {
            if (index[i * SLOT_INTS + 4] == headerId) {
                return i;
            }
        }
        return -1;
    }

    /** The first live header with this name, given in lower case, at or after a slot, or -1. */
    public int find(final byte[] lowerCaseName, final int fromIndex) {
        for (int i = fromIndex; i < count; i++) {
            final int slot = i * SLOT_INTS;
            if (index[slot + 1] == lowerCaseName.length && index[slot + 4] != KnownHeader.REMOVED
                && AsciiText.equal(buffer, index[slot], lowerCaseName.length, lowerCaseName)) {
                return i;
            }
        }
        return -1;
    }

    /** The first live header with this name, in any case, at or after a slot, or -1. */
    public int find(final DirectBuffer name, final int offset, final int length, final int fromIndex) {
        for (int i = fromIndex; i < count; i++) {
            final int slot = i * SLOT_INTS;
            if (index[slot + 1] == length && index[slot + 4] != KnownHeader.REMOVED
                && AsciiText.equalIgnoreCase(buffer, index[slot], length, name, offset, length)) {
                return i;
            }
        }
        return -1;
    }

    /** As {@link #find(DirectBuffer, int, int, int)} with the whole buffer as name. */
    public int find(final DirectBuffer name, final int fromIndex) {
        return find(name, 0, name.capacity(), fromIndex);
    }

    /** Removes the header in a slot; the slot stays, no longer live. */
    public void remove(final int i) {
        index[i * SLOT_INTS + 4] = KnownHeader.REMOVED;
    }

    /** Adds a header at the end. */
    public boolean append(final byte[] name, final byte[] value) {
        view.wrap(value);
        return append(name, name.length, view, 0, value.length);
    }

    /** Adds a header at the end, its value trimmed of white space around it. */
    public boolean append(final byte[] name, final int nameLen, final DirectBuffer value, final int off, final int len) {
        final int nameOffset = count < maxHeaders + EDIT_HEADERS ? edits.putHeader(name, nameLen, value, off, len) : EditArea.REFUSED;
        if (nameOffset == EditArea.REFUSED) {
            return false;
        }
        final int id = KnownHeader.lookup(buffer, nameOffset, nameLen);
        addHeader(nameOffset, nameLen, nameOffset + nameLen + 2, edits.valueLength(), id);
        return true;
    }

    public boolean replaceValue(final int i, final byte[] value) {
        view.wrap(value);
        return replaceValue(i, view, 0, value.length);
    }

    /** Gives the header in a slot another value, trimmed of white space around it. */
    public boolean replaceValue(final int i, final DirectBuffer value, final int off, final int len) {
        final int offset = edits.putValue(value, off, len);
        if (offset == EditArea.REFUSED) {
            return false;
        }
        setValue(i, offset, edits.valueLength());
        return true;
    }

    public boolean setMethod(final byte[] method) {
        view.wrap(method);
        return setMethod(view, 0, method.length);
    }

    public boolean setMethod(final DirectBuffer method, final int off, final int len) {
        final int offset = edits.putToken(method, off, len);
        if (offset == EditArea.REFUSED) {
            return false;
        }
        method(offset, len, MethodId.of(buffer, offset, len));
        return true;
    }

    /** Replaces the whole request target. */
    public boolean setTarget(final DirectBuffer newTarget, final int off, final int len) {
        return composeTarget(0, false, newTarget, off, len, 0);
    }

    public boolean setPath(final byte[] path) {
        view.wrap(path);
        return setPath(view, 0, path.length);
    }

    /** Replaces the path; scheme, authority and query stay. A question mark in the new path begins the query. Without effect on CONNECT. */
    public boolean setPath(final DirectBuffer path, final int off, final int len) {
        final int prefixLength = target.pathOffset - target.offset;
        return target.form == RequestTarget.AUTHORITY
            || composeTarget(prefixLength, false, path, off, len, target.length - prefixLength - target.pathLength);
    }

    /** Replaces the authority of an absolute target; without effect on other forms. */
    public boolean setAuthority(final DirectBuffer authority, final int off, final int len) {
        final int prefixLength = target.authorityOffset - target.offset;
        return target.form != RequestTarget.ABSOLUTE
            || composeTarget(prefixLength, false, authority, off, len, target.length - prefixLength - target.authorityLength);
    }

    public boolean setQuery(final byte[] query) {
        view.wrap(query);
        return setQuery(view, 0, query.length);
    }

    /**
     * Replaces what follows the question mark; adds one if there is none and the new query is not empty, never removes one.
     * Without effect on CONNECT.
     */
    public boolean setQuery(final DirectBuffer query, final int off, final int len) {
        if (target.form == RequestTarget.AUTHORITY || len == 0 && !target.hasQuery) {
            return true;
        }
        final int prefixLength = target.pathOffset + target.pathLength - target.offset;
        return composeTarget(prefixLength, true, query, off, len, 0);
    }

    /** Replaces status and reason of a response. */
    public boolean setStatus(final int newStatus, final byte[] reason) {
        view.wrap(reason);
        final int offset = newStatus < 100 || newStatus > 999 ? EditArea.REFUSED : edits.putValue(view, 0, reason.length);
        if (offset == EditArea.REFUSED) {
            return false;
        }
        status(newStatus, offset, edits.valueLength());
        return true;
    }

    void begin(final boolean isRequest) {
        request = isRequest;
        count = 0;
        method(0, 0, MethodId.OTHER);
        target.clear();
        version = 0;
        status(0, 0, 0);
        contentLength = -1;
        chunked = false;
        connectionFlags = 0;
        expectContinue = false;
    }

    void buffer(final MutableDirectBuffer newBuffer) {
        buffer = newBuffer;
        edits.buffer(newBuffer);
    }

    void method(final int offset, final int length, final int id) {
        methodOffset = offset;
        methodLength = length;
        methodId = id;
    }

    /** Takes the slice as target; false, without a change, when it is invalid for the method. */
    boolean target(final int offset, final int length) {
        final RequestTarget parts = spareTarget;
        if (!parts.split(buffer, offset, length, methodId)) {
            return false;
        }
        spareTarget = target;
        target = parts;
        return true;
    }

    void version(final int newVersion) {
        version = newVersion;
    }

    void status(final int newStatus, final int offset, final int length) {
        status = newStatus;
        reasonOffset = offset;
        reasonLength = length;
    }

    void contentLength(final long lengthBytes) {
        contentLength = lengthBytes;
    }

    void chunked(final boolean isChunked) {
        chunked = isChunked;
    }

    void addConnectionFlags(final int flags) {
        connectionFlags |= flags;
    }

    void expectContinue(final boolean expects) {
        expectContinue = expects;
    }

    /** Whether the wire may not bring another header. */
    boolean isFull() {
        return count >= maxHeaders - 1;
    }

    void addHeader(final int nameOffset, final int nameLength, final int valueOffset, final int valueLength, final int id) {
        final int slot = count * SLOT_INTS;
        if (slot == index.length) {
            index = Arrays.copyOf(index, slot * 2);
        }
        index[slot] = nameOffset;
        index[slot + 1] = nameLength;
        index[slot + 2] = valueOffset;
        index[slot + 3] = valueLength;
        index[slot + 4] = id;
        count++;
    }

    void setValue(final int i, final int offset, final int length) {
        index[i * SLOT_INTS + 2] = offset;
        index[i * SLOT_INTS + 3] = length;
    }

    /** A new target from the first bytes of the old one, a question mark where asked for, new text, the last bytes of the old one. */
    private boolean composeTarget(
        final int prefixLength, final boolean mark, final DirectBuffer text, final int off, final int len, final int tailLength) {
        final long length = (long) prefixLength + (mark ? 1 : 0) + len + tailLength;
        if (!edits.hasRoom(length)) {
            return false;
        }
        final int start = edits.offset();
        buffer.putBytes(start, buffer, target.offset, prefixLength);
        int at = start + prefixLength;
        if (mark) {
            buffer.putByte(at++, (byte) '?');
        }
        buffer.putBytes(at, text, off, len);
        buffer.putBytes(at + len, buffer, target.offset + target.length - tailLength, tailLength);
        if (!target(start, (int) length)) {
            return false;
        }
        edits.advance((int) length);
        return true;
    }
}
