package org.weir.engine.process;

/** A start that cannot go on: the alert to print before the program leaves with {@link ExitStatus#FAILURE}. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public StartFailure(String alert) {
        super(alert);
    }

    public StartFailure(String alert, Throwable cause) {
        super(alert, cause);
    }
}
