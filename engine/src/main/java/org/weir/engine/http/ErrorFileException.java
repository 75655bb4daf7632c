package org.weir.engine.http;

/** An error file that cannot be used; the message is for the operator, without position. */
public final class ErrorFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public ErrorFileException(final String message) {
        super(message);
    }

    public ErrorFileException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
