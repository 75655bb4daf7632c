package org.weir.halog;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.weir.analytics.text.LogFiles;

/** Runs the program inside the test's JVM, with a file in place of standard input. */
final class HalogRun {
    private HalogRun() {
    }

    static int run(final Path input, final OutputStream out, final OutputStream err, final String... arguments) throws IOException, InterruptedException {
        try (PrintStream messages = new PrintStream(err, true, StandardCharsets.ISO_8859_1)) {
            return new HalogCommand(() -> LogFiles.open(input), _ -> { }, out, messages).run(arguments);
        }
    }
}
