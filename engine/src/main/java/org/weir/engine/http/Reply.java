package org.weir.engine.http;

/**
 * An answer that the proxy gives itself: an error reply, an error file, what a rule says. The Connection header is chosen when it is sent, so head and
 * body stand apart. Immutable: who reads the arrays never writes them. Any agent.
 */
public final class Reply {
    private static final byte[] NOTHING = {};
    private static final byte[] CLOSE = AsciiText.bytes("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = AsciiText.bytes("connection: keep-alive\r\n");

    private final int status;
    private final byte[] head;
    private final byte[] body;
    private final int version;
    private final boolean mustClose;
    private final boolean saysConnection;

    private Reply(final int status, final byte[] head, final byte[] body, final int version, final boolean mustClose, final boolean saysConnection) {
        this.status = status;
        this.head = head;
        this.body = body;
        this.version = version;
        this.mustClose = mustClose;
        this.saysConnection = saysConnection;
    }

    /**
     * A reply whose connection may live on.
     *
     * @param status the status it is counted and logged under
     * @param head   status line (HTTP/1.1) and header lines, each with CRLF, without Connection and without the empty line
     */
    public static Reply of(final int status, final byte[] head, final byte[] body) {
        return new Reply(status, head, body, 11, false, false);
    }

    /** A reply of that version (10 or 11) after which the connection must end, if only because nothing delimits the body. */
    static Reply closing(final int status, final byte[] head, final byte[] body, final int version) {
        return new Reply(status, head, body, version, true, false);
    }

    /** A reply of that version (10 or 11) with a body of known length. */
    static Reply delimited(final int status, final byte[] head, final byte[] body, final int version) {
        return new Reply(status, head, body, version, false, false);
    }

    /** A reply whose head says already that the connection closes. */
    static Reply saidToClose(final int status, final byte[] head, final byte[] body) {
        return new Reply(status, head, body, 11, true, true);
    }

    /** Nothing is sent, the connection closes: what an empty error file stands for. */
    static Reply silent(final int status) {
        return new Reply(status, NOTHING, NOTHING, 11, true, true);
    }

    /** The status it is logged with; an error location's is the error's. */
    public int status() {
        return status;
    }

    /** 10 or 11: what the status line says. */
    public int version() {
        return version;
    }

    /** Whether the connection ends after this reply whatever the client wishes. */
    public boolean mustClose() {
        return mustClose;
    }

    /** Whether nothing at all is sent. */
    public boolean isSilent() {
        return head.length == 0;
    }

    /** Status line and header lines; {@link #connectionLine} and an empty line are to follow. */
    public byte[] head() {
        return head;
    }

    public byte[] body() {
        return body;
    }

    /**
     * The Connection header, which ends the head; may be empty. A reply of version 1.0 needs none to close.
     *
     * @param connection one of {@code Http1Writer.CONNECTION_…}
     */
    public byte[] connectionLine(final int connection) {
        if (saysConnection) {
            return NOTHING;
        }
        if (mustClose || (connection & Http1Writer.CONNECTION_CLOSE) != 0) {
            return version < 11 ? NOTHING : CLOSE;
        }
        return (connection & Http1Writer.CONNECTION_KEEP_ALIVE) != 0 ? KEEP_ALIVE : NOTHING;
    }
}
