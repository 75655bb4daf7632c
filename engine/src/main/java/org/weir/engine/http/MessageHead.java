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
    private final RequestTarget split = new RequestTarget();
    /** A view for the byte[] overloads of the edits, so that each edit exists once. */
    private final UnsafeBuffer view = new UnsafeBuffer(EMPTY);
    private int[] index = new int[INITIAL_HEADERS * SLOT_INTS];
    private int count;
    private MutableDirectBuffer buffer;
    private int editOffset;
    private int editLimit;

    private boolean request;
    private int methodOffset;
    private int methodLength;
    private int methodId;
    private int targetOffset;
    private int targetLength;
    private int targetForm;
    private int schemeLength;
    private int authorityOffset;
    private int authorityLength;
    private int pathOffset;
    private int pathLength;
    private boolean hasQuery;
    private int queryOffset;
    private int queryLength;
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
        buffer = null;
        editOffset = 0;
        editLimit = 0;
    }

    /** Sets the buffer that all slices refer to, and the area {@code [editAreaOffset, editAreaLimit)} of it that edits fill. */
    public void wrap(final MutableDirectBuffer buffer, final int editAreaOffset, final int editAreaLimit) {
        this.buffer = buffer;
        editArea(editAreaOffset, editAreaLimit);
    }

    /** Moves the edit area, for instance behind the head once its end is known. It must not overlap bytes in use. */
    public void editArea(final int offset, final int limit) {
        editOffset = offset;
        editLimit = limit;
    }

    /** Where the next edit will put its bytes: everything before it in the edit area is in use. */
    public int editOffset() {
        return editOffset;
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
        return targetOffset;
    }

    public int targetLength() {
        return targetLength;
    }

    /** The scheme of an absolute-form target, otherwise length 0. */
    public int schemeOffset() {
        return targetOffset;
    }

    public int schemeLength() {
        return schemeLength;
    }

    /** The authority of an absolute-form target or of CONNECT, otherwise length 0. */
    public int authorityOffset() {
        return authorityOffset;
    }

    public int authorityLength() {
        return authorityLength;
    }

    /** The path without query: {@code *} for asterisk-form, empty for CONNECT. */
    public int pathOffset() {
        return pathOffset;
    }

    public int pathLength() {
        return pathLength;
    }

    /** Whether the target has a question mark, the query behind it may be empty. */
    public boolean hasQuery() {
        return hasQuery;
    }

    public int queryOffset() {
        return queryOffset;
    }

    public int queryLength() {
        return queryLength;
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

    /** Whether both an Upgrade header and the connection option {@code upgrade} arrived. */
    public boolean upgradeRequested() {
        return (connectionFlags & CONNECTION_UPGRADE) != 0 && find(KnownHeader.UPGRADE, 0) >= 0;
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
        final int start = AsciiText.skipOws(value, off, off + len);
        final int length = AsciiText.trimOwsEnd(value, start, off + len) - start;
        if (count >= maxHeaders + EDIT_HEADERS || !hasRoom((long) nameLen + length + 4)
            || !AsciiText.isToken(name, nameLen) || !isValueText(value, start, length)) {
            return false;
        }
        int hash = 0;
        final int nameOffset = editOffset;
        for (int i = 0; i < nameLen; i++) {
            final byte b = AsciiText.tokenLower(name[i]);
            hash = KnownHeader.hash(hash, b);
            buffer.putByte(nameOffset + i, b);
        }
        final int valueOffset = nameOffset + nameLen + 2;
        buffer.putByte(valueOffset - 2, (byte) ':');
        buffer.putByte(valueOffset - 1, (byte) ' ');
        buffer.putBytes(valueOffset, value, start, length);
        endLine(valueOffset + length);
        addHeader(nameOffset, nameLen, valueOffset, length, KnownHeader.lookup(buffer, nameOffset, nameLen, hash));
        return true;
    }

    public boolean replaceValue(final int i, final byte[] value) {
        view.wrap(value);
        return replaceValue(i, view, 0, value.length);
    }

    /** Gives the header in a slot another value, trimmed of white space around it. */
    public boolean replaceValue(final int i, final DirectBuffer value, final int off, final int len) {
        final int start = AsciiText.skipOws(value, off, off + len);
        final int length = AsciiText.trimOwsEnd(value, start, off + len) - start;
        if (!hasRoom(length + 2L) || !isValueText(value, start, length)) {
            return false;
        }
        setValue(i, editOffset, length);
        buffer.putBytes(editOffset, value, start, length);
        endLine(editOffset + length);
        return true;
    }

    public boolean setMethod(final byte[] method) {
        view.wrap(method);
        return setMethod(view, 0, method.length);
    }

    public boolean setMethod(final DirectBuffer method, final int off, final int len) {
        if (len <= 0 || !hasRoom(len)) {
            return false;
        }
        for (int i = off; i < off + len; i++) {
            if (AsciiText.tokenLower(method.getByte(i)) == 0) {
                return false;
            }
        }
        buffer.putBytes(editOffset, method, off, len);
        method(editOffset, len, MethodId.of(buffer, editOffset, len));
        editOffset += len;
        return true;
    }

    public boolean setTarget(final byte[] target) {
        view.wrap(target);
        return setTarget(view, 0, target.length);
    }

    /** Replaces the whole request target. */
    public boolean setTarget(final DirectBuffer target, final int off, final int len) {
        if (!hasRoom(len)) {
            return false;
        }
        buffer.putBytes(editOffset, target, off, len);
        return commitTarget(len);
    }

    public boolean setPath(final byte[] path) {
        view.wrap(path);
        return setPath(view, 0, path.length);
    }

    /** Replaces the path; scheme, authority and query stay. A question mark in the new path begins the query. Without effect on CONNECT. */
    public boolean setPath(final DirectBuffer path, final int off, final int len) {
        if (targetForm == RequestTarget.AUTHORITY) {
            return true;
        }
        final int prefixLength = pathOffset - targetOffset;
        final int tailLength = targetLength - prefixLength - pathLength;
        if (!hasRoom((long) prefixLength + len + tailLength)) {
            return false;
        }
        buffer.putBytes(editOffset, buffer, targetOffset, prefixLength);
        buffer.putBytes(editOffset + prefixLength, path, off, len);
        buffer.putBytes(editOffset + prefixLength + len, buffer, pathOffset + pathLength, tailLength);
        return commitTarget(prefixLength + len + tailLength);
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
        if (targetForm == RequestTarget.AUTHORITY || len == 0 && !hasQuery) {
            return true;
        }
        final int prefixLength = pathOffset + pathLength - targetOffset;
        if (!hasRoom(prefixLength + 1L + len)) {
            return false;
        }
        buffer.putBytes(editOffset, buffer, targetOffset, prefixLength);
        buffer.putByte(editOffset + prefixLength, (byte) '?');
        buffer.putBytes(editOffset + prefixLength + 1, query, off, len);
        return commitTarget(prefixLength + 1 + len);
    }

    /** Replaces status and reason of a response. */
    public boolean setStatus(final int status, final byte[] reason) {
        view.wrap(reason);
        if (status < 100 || status > 999 || !hasRoom(reason.length) || !isValueText(view, 0, reason.length)) {
            return false;
        }
        buffer.putBytes(editOffset, reason);
        status(status, editOffset, reason.length);
        editOffset += reason.length;
        return true;
    }

    void begin(final boolean isRequest) {
        request = isRequest;
        count = 0;
        method(0, 0, MethodId.OTHER);
        targetOffset = 0;
        targetLength = 0;
        targetForm = RequestTarget.ORIGIN;
        schemeLength = 0;
        authorityOffset = 0;
        authorityLength = 0;
        pathOffset = 0;
        pathLength = 0;
        hasQuery = false;
        queryOffset = 0;
        queryLength = 0;
        version = 0;
        status(0, 0, 0);
        contentLength = -1;
        chunked = false;
        connectionFlags = 0;
        expectContinue = false;
    }

    void buffer(final MutableDirectBuffer newBuffer) {
        buffer = newBuffer;
    }

    void method(final int offset, final int length, final int id) {
        methodOffset = offset;
        methodLength = length;
        methodId = id;
    }

    /** Takes the slice as target; false, without a change, when it is invalid for the method. */
    boolean target(final int offset, final int length) {
        final RequestTarget parts = split;
        if (!parts.split(buffer, offset, length, methodId)) {
            return false;
        }
        targetOffset = offset;
        targetLength = length;
        targetForm = parts.form;
        schemeLength = parts.schemeLength;
        authorityOffset = parts.authorityOffset;
        authorityLength = parts.authorityLength;
        pathOffset = parts.pathOffset;
        pathLength = parts.pathLength;
        hasQuery = parts.hasQuery;
        queryOffset = parts.queryOffset;
        queryLength = parts.queryLength;
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

    private boolean commitTarget(final int length) {
        if (!target(editOffset, length)) {
            return false;
        }
        editOffset += length;
        return true;
    }

    private boolean hasRoom(final long lengthBytes) {
        return buffer != null && lengthBytes <= editLimit - editOffset;
    }

    private void endLine(final int offset) {
        buffer.putByte(offset, (byte) '\r');
        buffer.putByte(offset + 1, (byte) '\n');
        editOffset = offset + 2;
    }

    private static boolean isValueText(final DirectBuffer value, final int offset, final int length) {
        for (int i = offset; i < offset + length; i++) {
            final byte b = value.getByte(i);
            if (b == '\r' || b == '\n' || b == 0) {
                return false;
            }
        }
        return true;
    }
}
