package org.weir.engine.process;

import org.weir.os.JvmSignals;
import org.weir.os.OsException;
import org.weir.os.SignalActions;

/**
 * Has the process's signals delivered to a {@link SignalSink}. The JVM's own handler queues them (so nothing runs inside a signal handler), and its
 * dispatcher thread calls the sink on a thread made for the signal. SIGQUIT, which the JVM keeps for its thread dump, is queued as the unused
 * SIGURG; {@code jcmd PID Thread.print} still prints the dump.
 */
public final class SignalReader {
    private static final int SIGURG = 23;

    private SignalReader() {
    }

    /**
     * Installs handlers for every {@link ProcessSignal}. The ones a shell made the program ignore ({@code &}, {@code nohup}) count again, as with
     * HAProxy. What cannot be installed (a JVM started with {@code -Xrs}) is a warning that names it.
     */
    public static void install(SignalSink sink, Messages messages) {
        for (ProcessSignal signal : ProcessSignal.values()) {
            try {
                if (signal == ProcessSignal.QUIT) {
                    installQuit(sink, messages);
                } else {
                    unignore(signal);
                    JvmSignals.handle(signal.name(), () -> sink.onSignal(signal));
                }
            } catch (IllegalArgumentException | OsException e) {
                messages.warning("SIG" + signal + " will not be answered: " + e.getMessage());
            }
        }
    }

    /** The JVM leaves an ignored INT or HUP ignored, even when asked for a handler. */
    private static void unignore(ProcessSignal signal) {
        if ((signal == ProcessSignal.INT || signal == ProcessSignal.HUP || signal == ProcessSignal.TERM) && SignalActions.isIgnored(signal.number())) {
            SignalActions.restoreDefault(signal.number());
        }
    }

    private static void installQuit(SignalSink sink, Messages messages) {
        JvmSignals.handle("URG", () -> sink.onSignal(ProcessSignal.QUIT));
        if (!SignalActions.deliverAs(ProcessSignal.QUIT.number(), SIGURG)) {
            messages.notice("SIGQUIT prints a thread dump on this processor; use the command 'show pools' instead.");
        }
    }
}
