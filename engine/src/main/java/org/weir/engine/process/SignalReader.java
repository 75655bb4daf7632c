package org.weir.engine.process;

import java.nio.file.Files;
import java.nio.file.Path;
import org.weir.os.JvmSignals;
import org.weir.os.OsException;
import org.weir.os.SignalActions;

/**
 * Has the process's signals delivered to a {@link SignalSink}. The JVM's own handler queues them (so nothing runs inside a signal handler), and its
 * dispatcher thread calls the sink on a thread made for the signal. SIGQUIT, which the JVM keeps for its thread dump, is queued as the unused
 * SIGURG; only when a tool such as {@code jcmd} sends it, to attach, the JVM gets it, as a real-time signal that nobody else sends.
 */
public final class SignalReader {
    private static final int SIGURG = 23;
    private static final int JVM_SIGQUIT = 50;

    private SignalReader() {
    }

    /**
     * Installs handlers for every {@link ProcessSignal}. The ones a shell made the program ignore ({@code &}, {@code nohup}) count again, as with
     * HAProxy. What cannot be installed (a JVM started with {@code -Xrs}) is a warning that names it.
     */
    public static void install(SignalSink sink, Messages messages) {
        long ignored = SignalActions.ignored();
        for (ProcessSignal signal : ProcessSignal.values()) {
            if (signal == ProcessSignal.QUIT) {
                // Takes some milliseconds that the first answer need not wait for.
                Thread thread = new Thread(() -> attempt(signal, messages, () -> installQuit(sink, messages)), "weir/sigquit");
                thread.setDaemon(true);
                thread.start();
            } else {
                attempt(signal, messages, () -> installPlain(signal, sink, ignored));
            }
        }
    }

    private static void attempt(ProcessSignal signal, Messages messages, Runnable installation) {
        try {
            installation.run();
        } catch (IllegalArgumentException | IllegalStateException | OsException e) {
            messages.warning("SIG" + signal + " will not be answered: " + e.getMessage());
        }
    }

    /** The JVM leaves a signal that is ignored so, even when asked for a handler. */
    private static void installPlain(ProcessSignal signal, SignalSink sink, long ignored) {
        if ((ignored >> signal.number() - 1 & 1) != 0) {
            SignalActions.restoreDefault(signal.number());
        }
        JvmSignals.handle(signal.name(), () -> sink.onSignal(signal));
    }

    private static void installQuit(SignalSink sink, Messages messages) {
        JvmSignals.handle("URG", () -> {
            if (isAttachWanted()) {
                SignalActions.send(JVM_SIGQUIT);
            } else {
                sink.onSignal(ProcessSignal.QUIT);
            }
        });
        int quit = ProcessSignal.QUIT.number();
        if (!SignalActions.deliverAs(JVM_SIGQUIT, quit) || !SignalActions.deliverAs(quit, SIGURG)) {
            messages.notice("SIGQUIT prints a thread dump on this processor; use the command 'show pools' instead.");
        }
    }

    /** Tools that attach leave a file for the JVM before they send SIGQUIT, where it works or, when they cannot, in /tmp. */
    private static boolean isAttachWanted() {
        String name = ".attach_pid" + ProcessHandle.current().pid();
        return Files.exists(Path.of("/proc/self/cwd", name)) || Files.exists(Path.of("/tmp", name));
    }
}
