package org.weir.engine.http;

import org.agrona.MutableDirectBuffer;

/**
 * A reply made when the configuration was read: an error reply, an error file, an error location. Immutable; any agent.
 */
public final class CannedReply {
    /** Result of {@link #write} when the reply does not fit. */
    public static final int NO_ROOM = -1;

    private static final byte[] NOTHING = {};
    private static final byte[] CLOSE = AsciiText.bytes("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = AsciiText.bytes("connection: keep-alive\r\n");

    private final int status;
    private final byte[] head;
    private final byte[] body;
    private final int version;
    private final boolean mustClose;

    /**
     * @param status    the status for the log
     * @param head      status line and header lines, each with CRLF, without Connection and without the empty line
     * @param body      the body, may be empty
     * @param version   10 or 11: what the status line says
     * @param mustClose whether the connection must end after it, because of the status or because nothing delimits the body
     */
    CannedReply(final int status, final byte[] head, final byte[] body, final int version, final boolean mustClose) {
        this.status = status;
        this.head = head;
        this.body = body;
        this.version = version;
        this.mustClose = mustClose;
    }

    /** The status it is logged with. */
    public int status() {
        return status;
    }

    /** Whether the connection ends after this reply whatever the client wishes. */
    public boolean mustClose() {
        return mustClose;
    }

    /** Whether nothing at all is sent: an empty error file closes the connection silently. */
    public boolean isSilent() {
        return head.length == 0;
    }

    /** The whole reply as bytes, with no Connection header. */
    public ErrorReply toErrorReply() {
        final byte[] message = new byte[isSilent() ? 0 : head.length + 2 + body.length];
        if (message.length > 0) {
            System.arraycopy(head, 0, message, 0, head.length);
            message[head.length] = '\r';
            message[head.length + 1] = '\n';
            System.arraycopy(body, 0, message, head.length + 2, body.length);
        }
        return new ErrorReply(status, message);
    }

    /** The most bytes {@link #write} produces, with extra lines of that length. */
    public int maxLength(final int extraLength) {
        return head.length + extraLength + KEEP_ALIVE.length + 2 + body.length;
    }

    /**
     * Writes the reply.
     *
     * @param connection one of {@code Http1Writer.CONNECTION_…}; a reply that must close is written with close whatever is given
     * @param withBody   false for an answer to HEAD
     * @param extraLines header lines to add, each with CRLF, or null
     * @return the end offset or {@link #NO_ROOM}
     */
    public int write(
        final MutableDirectBuffer out, final int offset, final int limit,
        final int connection, final boolean withBody, final byte[] extraLines) {
        if (isSilent()) {
            return offset;
        }
        final byte[] extra = extraLines == null ? NOTHING : extraLines;
        final byte[] connectionLine = connectionLine(connection);
        final int bodyLength = withBody ? body.length : 0;
        if ((long) offset + head.length + extra.length + connectionLine.length + 2 + bodyLength > limit) {
            return NO_ROOM;
        }
        out.putBytes(offset, head);
        int at = offset + head.length;
        out.putBytes(at, extra);
        at += extra.length;
        out.putBytes(at, connectionLine);
        at += connectionLine.length;
        out.putByte(at++, (byte) '\r');
        out.putByte(at++, (byte) '\n');
        out.putBytes(at, body, 0, bodyLength);
        return at + bodyLength;
    }

    private byte[] connectionLine(final int connection) {
        if (mustClose || (connection & Http1Writer.CONNECTION_CLOSE) != 0) {
            return version < 11 ? NOTHING : CLOSE;
        }
        return (connection & Http1Writer.CONNECTION_KEEP_ALIVE) != 0 ? KEEP_ALIVE : NOTHING;
    }
}
