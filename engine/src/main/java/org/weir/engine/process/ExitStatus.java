package org.weir.engine.process;

/** The program's exit statuses (management guide, section 3). One that a signal ended has 128 + the signal's number. */
public final class ExitStatus {
    public static final int OK = 0;
    /** Usage, configuration, bind or privilege error. */
    public static final int FAILURE = 1;
    /** The configuration has no error, but nothing to listen on. */
    public static final int NO_LISTENER = 2;

    private ExitStatus() {
    }
}
