package org.weir.engine.expr;

/** What is wrong with an expression, ACL, condition or format string of the configuration, worded for the person who wrote it. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    public ExpressionException(String message) {
        super(message);
    }

    public ExpressionException(String message, Throwable cause) {
        super(message, cause);
    }
}
