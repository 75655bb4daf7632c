package org.weir.engine.http;

/**
 * Why a message was refused. A client is answered {@link #status()}, a server's fault becomes a 502. Sources: RFC 9110, RFC 9112.
 */
public enum HttpParseError {
    NONE("no error"),
    BARE_LF("line ends with a bare LF"),
    BARE_CR("CR without LF"),
    CONTROL_CHARACTER("control character in the head"),
    BAD_METHOD("invalid character in the method"),
    BAD_REQUEST_LINE("request line is not 'METHOD target HTTP/x.y'"),
    BAD_TARGET("invalid request target"),
    BAD_VERSION("invalid or unsupported HTTP version"),
    BAD_STATUS_LINE("status line is not 'HTTP/x.y code reason'"),
    BAD_STATUS("status code is not three digits from 100 to 999"),
    FOLD_BEFORE_HEADERS("first header line begins with white space"),
    EMPTY_HEADER_NAME("empty header name"),
    BAD_HEADER_NAME("invalid character in a header name"),
    SPACE_IN_HEADER_NAME("white space in or after a header name"),
    MISSING_COLON("header line without a colon"),
    TOO_MANY_HEADERS("too many headers"),
    BAD_HOST("invalid Host value"),
    HOST_CONFLICT("several differing Host values"),
    HOST_AUTHORITY_MISMATCH("Host differs from the authority of the request target"),
    BAD_CONTENT_LENGTH("invalid Content-Length"),
    CONTENT_LENGTH_CONFLICT("several differing Content-Length values"),
    LENGTH_AND_TRANSFER_ENCODING("both Content-Length and Transfer-Encoding"),
    BAD_TRANSFER_ENCODING("Transfer-Encoding is not exactly 'chunked'"),
    TRANSFER_ENCODING_IN_HTTP10("Transfer-Encoding in an HTTP/1.0 message"),
    BODY_IN_HTTP10("body in a GET, HEAD or DELETE request of HTTP/1.0"),
    BAD_CHUNK_SIZE("invalid chunk size"),
    CHUNK_SIZE_OVERFLOW("chunk size too large"),
    CHUNK_EXTENSION_TOO_LONG("chunk extension too long"),
    BAD_CHUNK_END("chunk data not followed by CRLF"),
    BAD_TRAILER("invalid trailer line"),
    TRAILERS_TOO_LONG("trailer section too long");

    private final String text;

    HttpParseError(final String text) {
        this.text = text;
    }

    /** What a client is answered: 400, but 413 for a body where servers of that time expect none, as by HAProxy. */
    public int status() {
        return this == BODY_IN_HTTP10 ? 413 : 400;
    }

    /** One line for logs and {@code show errors}. */
    public String text() {
        return text;
    }
}
