package org.weir.halog;

/** A command line that says nothing that can be done. */
final class UsageException extends Exception {
    UsageException(final String message) {
        super(message);
    }
}
