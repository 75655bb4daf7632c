package org.weir.engine.cli;

/** Why a command is not carried out, in the words the operator gets. */
final class CliRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    CliRefusal(String message) {
        super(message, null, false, false);
    }
}
