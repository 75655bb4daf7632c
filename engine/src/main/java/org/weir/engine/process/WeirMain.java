package org.weir.engine.process;

import org.weir.os.SignalActions;

/** The {@code weir} program. */
public final class WeirMain {
    /** The launcher gives the directory above its own by this property; without it the JVM is what is running. */
    private static final String HOME_PROPERTY = "weir.home";
    private static final int MAX_TRACE_CHARS = 32_768;

    private WeirMain() {
    }

    /** The program. */
    public static void main(String[] arguments) {
        run(new ProxyCoreFactory(), arguments);
    }

    /** Starts, serves, and ends the process. Never returns. */
    public static void run(CoreFactory factory, String... arguments) {
        Messages messages = new Messages(System.err, executable());
        int status;
        try {
            status = new Startup(factory, messages, System.out, System.err).run(arguments);
        } catch (RuntimeException | Error e) {
            messages.release();
            messages.alert("[weir.main()] Internal error, please report it: " + trace(e));
            status = ExitStatus.FAILURE;
        }
        if (!messages.isStalled()) {
            System.err.flush();
        }
        exit(status);
    }

    private static String executable() {
        String home = System.getProperty(HOME_PROPERTY);
        return home != null ? home + "/bin/weir" : ProcessHandle.current().info().command().orElse("java");
    }

    /** A defect with its stack, bounded, for the operator's report. */
    static String trace(Throwable defect) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = defect; cause != null && text.length() < MAX_TRACE_CHARS; cause = cause.getCause()) {
            text.append(cause).append('\n');
            for (StackTraceElement frame : cause.getStackTrace()) {
                text.append("  at ").append(frame).append('\n');
            }
        }
        return text.toString();
    }

    /**
     * Ends the process at once: with a status, or, for that of {@link ProcessSignal#TERM} and {@link ProcessSignal#INT}, by that signal, so that the
     * parent sees what it would see of HAProxy.
     */
    private static void exit(int status) {
        System.out.flush();
        if (status == ProcessSignal.TERM.exitStatus()) {
            SignalActions.dieOf(ProcessSignal.TERM.number());
        } else if (status == ProcessSignal.INT.exitStatus()) {
            SignalActions.dieOf(ProcessSignal.INT.number());
        }
        Runtime.getRuntime().halt(status);
    }
}
