package org.weir.halog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What standard input, output and error are. */
final class StandardStreams {
    static final int INPUT = 0;
    static final int OUTPUT = 1;
    static final int ERROR = 2;

    private StandardStreams() {
    }

    /** True if one is a terminal. The console classes of the JDK would tell too, but cost more time to load than most runs take. */
    static boolean isTerminal(final int descriptor) {
        try {
            final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final IOException | SecurityException e) {
            return false;
        }
    }
}
