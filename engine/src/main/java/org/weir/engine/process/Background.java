package org.weir.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.weir.os.ChildProcess;
import org.weir.os.OsException;
import org.weir.os.ProcessControl;

/**
 * Background mode ({@code -D}). A JVM cannot fork, so the program starts itself again: the same command line, in a session of its own, told by an
 * environment variable that names its parent. The child prints its start-up messages to the parent's standard error, and says on its standard
 * output when it serves; only then does the parent leave, so that its exit status tells whether the start succeeded.
 *
 * <pre>
 * parent ── posix_spawn ──> child: load, bind, drop privileges
 *    │ <──── READY ──────────┤
 *  exit 0                    └─ standard streams to /dev/null, serve
 * </pre>
 */
final class Background {
    /** Tells the child who started it; no variable of the configuration. */
    static final String PARENT_VARIABLE = "WEIR_BACKGROUND_OF";
    private static final byte[] READY = "\0weir is ready\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGTERM = 15;

    private Background() {
    }

    /** Whether this process is the child. The variable alone would not do: a program that Weir starts may start another Weir. */
    static boolean isChild() {
        String parent = System.getenv(PARENT_VARIABLE);
        return parent != null && ProcessHandle.current().parent().map(handle -> Long.toString(handle.pid())).orElse("").equals(parent);
    }

    /** Starts the child and waits until it serves or fails. @return this process's exit status */
    static int start(PrintStream out) throws StartFailure {
        ChildProcess child;
        try {
            List<String> environment = ProcessVariables.strings(Path.of("/proc/self/environ"));
            environment.removeIf(entry -> entry.startsWith(PARENT_VARIABLE + "="));
            environment.add(PARENT_VARIABLE + "=" + ProcessHandle.current().pid());
            String executable = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
            // -C is applied by the child again, so it starts where this process did.
            child = ChildProcess.start(executable, ProcessVariables.strings(Path.of("/proc/self/cmdline")), environment, System.getProperty("user.dir"));
        } catch (IOException | OsException e) {
            throw new StartFailure("[weir.main()] Cannot start in the background: " + e.getMessage(), e);
        }
        return await(child, out);
    }

    private static int await(ChildProcess child, PrintStream out) throws StartFailure {
        Thread abort = new Thread(() -> ProcessControl.signal(child.pid(), SIGTERM), "weir-abort");
        Runtime.getRuntime().addShutdownHook(abort);
        try (InputStream output = child.output()) {
            if (relay(output, out)) {
                Runtime.getRuntime().removeShutdownHook(abort);
                return ExitStatus.OK;
            }
            int status = child.waitFor();
            Runtime.getRuntime().removeShutdownHook(abort);
            return status;
        } catch (IOException e) {
            throw new StartFailure("[weir.main()] Lost the process started in the background: " + e.getMessage(), e);
        }
    }

    /** Copies what comes before the ready word. @return false when the stream ended without it */
    static boolean relay(InputStream from, OutputStream to) throws IOException {
        int matched = 0;
        int next = from.read();
        while (next >= 0) {
            if (next == READY[matched]) {
                matched++;
                if (matched == READY.length) {
                    to.flush();
                    return true;
                }
            } else {
                // The word's first byte occurs nowhere else in it, so a match can start anew only here.
                to.write(READY, 0, matched);
                matched = next == READY[0] ? 1 : 0;
                if (matched == 0) {
                    to.write(next);
                }
            }
            next = from.read();
        }
        to.write(READY, 0, matched);
        to.flush();
        return false;
    }

    /** In the child: tells the parent to leave, and lets go of its streams. Standard input is /dev/null, which a new root may not have. */
    static void ready(PrintStream out) {
        System.err.flush();
        ProcessControl.duplicate(0, 2);
        out.write(READY, 0, READY.length);
        out.flush();
        ProcessControl.duplicate(0, 1);
    }
}
