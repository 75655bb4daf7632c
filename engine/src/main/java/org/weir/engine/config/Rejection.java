package org.weir.engine.config;

/** A statement that cannot be accepted; caught where statements are carried out and reported with its place. */
final class Rejection extends Exception {
    private static final long serialVersionUID = 1L;

    Rejection(String message) {
        super(message, null, false, false);
    }
}
