package org.weir.perf.aot;

import java.io.IOException;
import java.nio.file.Path;

/** The work that a program does while the JVM watches it. */
interface Training {
    /**
     * Starts the program, and returns when it has ended and the JVM has written its cache.
     *
     * @param program its launcher, with environment and output; arguments are to be added
     * @param directory for files; plain ones in it are deleted afterwards
     * @throws IOException if the program fails
     */
    void run(ProcessBuilder program, Path directory) throws IOException, InterruptedException;
}
