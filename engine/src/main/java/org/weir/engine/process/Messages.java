package org.weir.engine.process;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.model.SourceLine;
import org.weir.io.net.Endpoint;
import org.weir.io.sys.IoException;
import org.weir.os.Errno;

/**
 * The program's messages to its operator, on standard error, in the form that scripts and operators know from HAProxy:
 * {@code [WARNING]  (pid) : text}, further lines of a text after {@code "   | "}, and before the first warning or alert of the start two notices
 * that name version and program. A message is written as a whole, from any thread.
 */
public final class Messages {
    /** How bad it is; the label is padded as HAProxy pads it. */
    public enum Level {
        NOTICE("[NOTICE]   "),
        WARNING("[WARNING]  "),
        ALERT("[ALERT]    ");

        private final String label;

        Level(String label) {
            this.label = label;
        }
    }

    private static final int MAX_KEPT = 4096;
    private static final int PATIENCE_MILLIS = 2_000;

    private final MessageOutput output;
    private final String executable;
    private final String pid = "(" + ProcessHandle.current().pid() + ") : ";
    private final List<String> kept = new ArrayList<>();
    private boolean starting = true;
    private boolean quiet;
    private boolean introduced;
    private boolean holding;
    private int warnings;

    /** @param executable the program's path as its user knows it */
    public Messages(PrintStream out, String executable) {
        output = new MessageOutput(out, lost -> Level.WARNING.label + pid + lost + " messages were lost because nobody read them in time.\n");
        this.executable = executable;
    }

    /** Silences everything from now on, or ends that. What is silenced is still counted and kept. */
    public synchronized void quiet(boolean silent) {
        quiet = silent;
    }

    /** Whether messages are silenced. */
    public synchronized boolean quiet() {
        return quiet;
    }

    /** Until {@link #release} or {@link #discard}, messages are kept back. */
    public synchronized void hold() {
        holding = true;
    }

    /** Prints what was kept back since {@link #hold}. */
    public synchronized void release() {
        if (holding) {
            holding = false;
            for (String message : List.copyOf(kept)) {
                print(message);
            }
        }
    }

    /** Forgets what was kept back since {@link #hold}, where another process says it. */
    public synchronized void discard() {
        holding = false;
        introduced = false;
        kept.clear();
        warnings = 0;
    }

    public void notice(String text) {
        write(Level.NOTICE, text);
    }

    public void warning(String text) {
        write(Level.WARNING, text);
    }

    public void alert(String text) {
        write(Level.ALERT, text);
    }

    /** Says that a listening socket could not be opened, in HAProxy's words. @param proxy kind and name of what listens */
    public void unbindable(SourceLine line, String proxy, Endpoint endpoint, IoException cause) {
        String reason = "(" + Errno.meaning(cause.errno()) + ")";
        alert("Binding [" + line + "] for " + proxy + ": " + switch (endpoint) {
            case Endpoint.UnixPath unix -> "cannot bind UNIX socket " + reason + " [" + unix.path() + "]";
            case Endpoint.UnixAbstract unix -> "cannot bind UNIX socket " + reason + " [" + unix + "]";
            case Endpoint.Inet4 address -> "cannot bind socket " + reason + " for [" + address + "]";
            case Endpoint.Inet6 address -> "cannot bind socket " + reason + " for [" + address + "]";
            case Endpoint.InheritedFd descriptor -> "cannot bind socket " + reason + " for [" + descriptor + "]";
        });
    }

    /** Prints a text as it stands, unless messages are silenced. */
    public synchronized void plain(String text) {
        print(text);
    }

    public synchronized void write(Level level, String text) {
        if (level != Level.NOTICE && starting && !introduced) {
            introduced = true;
            emit(Level.NOTICE, "weir version is " + Version.NUMBER);
            emit(Level.NOTICE, "path to executable is " + executable);
        }
        if (level == Level.WARNING) {
            warnings++;
        }
        emit(level, text);
    }

    private void emit(Level level, String text) {
        String message = level.label + pid + text.stripTrailing().replace("\n", "\n   | ") + "\n";
        if (starting && kept.size() < MAX_KEPT) {
            kept.add(message);
        }
        if (!holding) {
            print(message);
        }
    }

    private void print(String message) {
        if (!quiet) {
            output.write(message);
        }
    }

    /** The start is over. Until {@link #finish}, messages are written by a thread of their own, so that nobody else waits for whoever reads them. */
    public synchronized void detach() {
        starting = false;
        output.detach();
    }

    /** Ends what {@link #detach} began, once the messages so far are written; a reader that has stopped gets a short time to go on. */
    public void finish() {
        output.finish(PATIENCE_MILLIS);
    }

    /** Whether the reader of the messages has stopped, so that whoever writes there would wait. To be asked after {@link #finish}. */
    public boolean isStalled() {
        return output.isDetached();
    }

    /** The warnings so far. */
    public synchronized int warnings() {
        return warnings;
    }

    /** The messages before {@link #detach}, the first {@value #MAX_KEPT} of them ({@code show startup-logs}). */
    public synchronized List<String> kept() {
        return List.copyOf(kept);
    }
}
