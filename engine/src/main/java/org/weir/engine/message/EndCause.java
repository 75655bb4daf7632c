package org.weir.engine.message;

/** Why a phase of a stream, or the stream, ended. */
public enum EndCause {
    /** Both sides finished. */
    NORMAL,
    /** The client closed or reset its connection before the end. */
    CLIENT_ABORT,
    /** The client was silent for too long. */
    CLIENT_TIMEOUT,
    /** The request was not understood. */
    BAD_REQUEST,
    /** The server refused, or could not be reached. */
    CONNECT_FAILED,
    CONNECT_TIMEOUT,
    /** The server closed or reset the connection before the end. */
    SERVER_ABORT,
    SERVER_TIMEOUT,
    /** The response was not understood. */
    BAD_RESPONSE,
    /** No buffer, descriptor or port was to be had. */
    RESOURCE,
    /** The head did not fit after it was rewritten, or another error of the proxy's own. */
    INTERNAL,
    /** The engine asked for the end: an operator, a rule or a shutdown. */
    KILLED
}
