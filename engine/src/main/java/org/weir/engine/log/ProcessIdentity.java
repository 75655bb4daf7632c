package org.weir.engine.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who writes the log: pid and host name, read once at the start (before a chroot hides the latter). Any thread. */
public final class ProcessIdentity {
    static final long PID = ProcessHandle.current().pid();
    public static final String HOSTNAME = hostname();

    private ProcessIdentity() {}

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            // Without /proc there is only what the shell passed on.
            String inherited = System.getenv("HOSTNAME");
            return inherited == null ? "localhost" : inherited;
        }
    }
}
