package org.weir.halog;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

import org.weir.analytics.text.LogFiles;

/** Starts the program. */
public final class HalogMain {
    private static final int OUTPUT_BYTES = 1 << 16;
    /** What a shell reports for a program that ended by SIGPIPE. */
    private static final int BROKEN_PIPE = 141;
    /** What a shell reports for a program that ended by SIGINT. */
    private static final int INTERRUPTED = 130;

    /** Set while packaging makes the AOT cache. */
    private static final String TRAINING = "weir.halog.training";

    private HalogMain() {
    }

    /**
     * Runs halog with its command line and ends the JVM with its exit status: by halting, for nothing is left to be done, and an orderly exit looks for
     * a logger first, which takes as long as the start.
     */
    public static void main(final String[] arguments) {
        if (Boolean.getBoolean(TRAINING)) {
            TrainingMain.main(arguments);
            return;
        }
        Runtime.getRuntime().halt(run(arguments));
    }

    /** Ends the JVM at once, without what a run would still print. */
    static void endInterrupted() {
        Runtime.getRuntime().halt(INTERRUPTED);
    }

    /** Runs halog with its command line; returns its exit status, and leaves standard output open. */
    static int run(final String[] arguments) {
        try {
            final OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BYTES);
            final HalogCommand command = new HalogCommand(() -> LogFiles.open(new FileInputStream(FileDescriptor.in)), new ProcessConsole(), out, System.err);
            final int status = command.run(arguments);
            out.flush();
            return status;
        } catch (final IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                return BROKEN_PIPE;
            }
            complain(System.err, e);
            return 1;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void complain(final PrintStream err, final IOException e) {
        final String problem = e instanceof NoSuchFileException ? "no such file: " : e instanceof AccessDeniedException ? "permission denied: " : "";
        err.println("halog: " + problem + e.getMessage());
    }
}
